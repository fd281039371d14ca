"""From completed stages to a canonical table: a copy, in order of time."""

from __future__ import annotations

from collections.abc import Sequence

from aml.ledger.complete import complete, owned
from aml.ledger.events import keep_events, remittances_of
from aml.ledger.rules import KEYS, LEDGERS, OTHER_SIDE, OWN_SIDE, SIDES
from aml.ledger.settle import aside
from aml.ledger.stage import Stage
from aml.store import Store, canonical_columns
from aml.store.quoting import identifier, literal
from aml.store.schema import leave_empty


def load_table(store: Store, table: str, stages: Sequence[Stage]) -> None:
    """Fill a canonical table from its stages: ledgers in order of time, others of their keys.

    Args:
        store: the open store.
        table: the canonical table, empty.
        stages: all rows of it; what is not to be loaded was set aside.
    """
    for stage in stages:
        complete(store, stage, aside(stage))
        if stage.shape == "events":
            keep_events(store, _good(stage))
    rows = " UNION ALL BY NAME ".join(part for stage in stages for part in _rows(store, stage))
    if table in LEDGERS:
        filled = {name for name, _ in store.describe(rows)}
        leave_empty(store, table, {column.name for column in canonical_columns()[table]} - filled)
    store.run(
        f"INSERT INTO {identifier(table)} BY NAME"
        f" SELECT * FROM ({rows}){_order(store, table, stages)}"
    )


def _order(store: Store, table: str, stages: Sequence[Stage]) -> str:
    """ORDER BY, or nothing where a ledger is in order of time already: sorting it is dear."""
    keys = ", ".join(identifier(name) for name in KEYS[table])
    if table not in LEDGERS:
        return f" ORDER BY {keys}"
    at = LEDGERS[table].replace("_on", "_at")
    if len(stages) == 1 and stages[0].shape in ("entries", "records"):
        seen = f"SELECT {at}, lag({at}) OVER () AS before FROM {identifier(stages[0].name)}"
        late = f"SELECT count(*) FROM ({seen} WHERE NOT is_aside) WHERE {at} < before"
        if not store.value(late):
            return ""
    return f" ORDER BY {at}, {keys}"


def _good(stage: Stage) -> str:
    """SQL of the staged rows that are loaded, each with its number in its file."""
    return (
        "(SELECT *, rowid + shift AS source_row"
        f" FROM {identifier(stage.name)} WHERE NOT is_aside) AS placed"
    )


def _rows(store: Store, stage: Stage) -> list[str]:
    """SELECTs of the canonical rows of a stage: one, or one a leg for transfers."""
    good = _good(stage)
    if stage.shape == "events":
        made = f"({remittances_of(stage, good)}) AS made"
        return [f"SELECT made.* EXCLUDE (worth), {_in_base(store)} AS amount_base FROM {made}"]
    known = {column.name for column in canonical_columns()[stage.table]}
    kept = [*stage.filled, "file_id", "source_row"]
    finals = {name: f"placed.{identifier(name)}" for name in kept if name in known}
    if stage.table not in LEDGERS:
        return [_listed(finals, good)]
    key = KEYS[stage.table][0]
    finals |= {"ledger_id": "placed.ledger_id", "amount_base": _in_base(store)}
    if stage.has_made_ids:
        made = f"placed.{key} || '-' || twin"
        finals[key] = f"CASE WHEN has_own_id THEN placed.{key} ELSE {made} END"
    if stage.table != "transactions":
        return [_listed(finals, good)]
    customers = [_customer(store, stage, *names) for names in owned(stage)]
    if stage.shape != "transfers":
        return [_listed(finals | {"customer_id": customers[0]}, good)]
    legs = zip((SIDES, SIDES[::-1]), ("debit", "credit"), customers, strict=True)
    return [
        _listed(
            finals | _leg(stage, sides, direction, finals[key]) | {"customer_id": customer},
            f"{good} WHERE has_{sides[0]}",
        )
        for sides, direction, customer in legs
    ]


def _in_base(store: Store) -> str:
    """SQL of an amount in the base currency."""
    base = literal(store.value("SELECT base_currency FROM institution"))
    return f"CASE WHEN currency = {base} THEN amount ELSE worth END"


def _customer(store: Store, stage: Stage, account: str, customer: str, owner: str) -> str:
    """SQL of the customer: as the record says, else as accounts say, else the account itself."""
    told = [customer] if customer in stage.filled else []
    owning = [owner] if store.count("accounts") else []
    return f"coalesce({', '.join((*told, *owning, account))})"


def _leg(stage: Stage, sides: Sequence[str], direction: str, key: str) -> dict[str, str]:
    """The columns of one leg of a transfer, seen from the account on its own side."""
    own, other = sides
    sources = {column: f"{own}_{part}" for part, column in OWN_SIDE.items()}
    sources |= {column: f"{other}_{part}" for part, column in OTHER_SIDE.items()}
    leg = {column: f"placed.{name}" for column, name in sources.items() if name in stage.filled}
    leg["direction"] = literal(direction)
    leg["transaction_id"] = f"{key} || {literal(':' + direction[0])}"
    return leg


def _listed(finals: dict[str, str], source: str) -> str:
    columns = ", ".join(f"{sql} AS {identifier(name)}" for name, sql in finals.items())
    return f"SELECT {columns} FROM {source}"
