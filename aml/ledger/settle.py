"""From staged rows to a canonical table: what is set aside, what is loaded, in which order."""

from __future__ import annotations

from collections.abc import Sequence

from aml.ledger.events import keep_events, remittances_of, set_events_aside
from aml.ledger.rate import without_rate
from aml.ledger.rules import KEYS, LEDGERS, OTHER_SIDE, OWN_SIDE, SIDES
from aml.ledger.stage import Stage, key_of
from aml.store import Store, canonical_columns
from aml.store.price import PRICED
from aml.store.quoting import identifier, literal


def aside(stage: Stage) -> str:
    """The table of staged rows that are not loaded, one row a reason, by position."""
    return identifier(f"aside_{stage.table}_{stage.shape}")


def positions(stage: Stage, kind: str) -> str:
    """SQL of the positions set aside as `rejected` or as `duplicate`."""
    return f"SELECT position FROM {aside(stage)} WHERE kind = {literal(kind)}"


def set_aside(store: Store, stage: Stage) -> None:
    """Find the staged rows that cannot be loaded, and keep the reasons in rejected_records."""
    store.run(
        f"CREATE TEMP TABLE {aside(stage)}"
        " (position BIGINT, code VARCHAR, column_name VARCHAR, value VARCHAR, kind VARCHAR)"
    )
    staged = identifier(stage.name)
    numbers = ", ".join(map(str, sorted(stage.copies)))
    copies = f"file_id IN ({numbers})" if numbers else "false"
    store.run(
        f"INSERT INTO {aside(stage)} SELECT rowid, 'LDG009', NULL, NULL, 'duplicate'"
        f" FROM {staged} WHERE {copies}"
    )
    store.run(
        f"INSERT INTO {aside(stage)} SELECT position, reason.code, reason.column_name,"
        " reason.value, 'rejected' FROM (SELECT rowid AS position, unnest(reasons) AS reason"
        f" FROM {staged} WHERE reasons IS NOT NULL AND NOT ({copies}))"
    )
    if stage.table in LEDGERS:
        is_priced = "event = 'send'" if stage.shape == "events" else "true"
        priced = without_rate(stage.table, staged, aside(stage), is_priced)
        store.run(f"INSERT INTO {aside(stage)} {priced}")
    if stage.has_messages:
        _sent_again(store, stage)
    if stage.shape == "events":
        set_events_aside(store, stage, aside(stage))
    _repeated(store, stage)
    store.run(
        "INSERT INTO rejected_records SELECT placed.file_id, placed.source_row, bad.code,"
        f" bad.column_name, bad.value, bad.kind FROM {aside(stage)} AS bad"
        f" INNER JOIN ({_placed(store, stage)}) AS placed USING (position) ORDER BY ALL"
    )


def _sent_again(store: Store, stage: Stage) -> None:
    """Entries that come again in another message: the copy of the lowest rank and file is kept.

    A key may stand several times in one message, for payments of one entry: those are no copies.
    """
    store.run(
        f"INSERT INTO {aside(stage)} WITH held AS (SELECT staged.rowid AS position,"
        " staged.duplicate_key, row(duplicate_rank, file_id, statement) AS message"
        f" FROM {identifier(stage.name)} AS staged ANTI JOIN {aside(stage)} AS bad"
        " ON staged.rowid = bad.position WHERE duplicate_key IS NOT NULL"
        "), judged AS (SELECT *, min(message) OVER (PARTITION BY duplicate_key) AS kept FROM held)"
        " SELECT position, 'LDG024', NULL, NULL, 'duplicate' FROM judged WHERE message <> kept"
    )


def _repeated(store: Store, stage: Stage) -> None:
    """Records that share a key: all the same are loaded once, any difference rejects them all."""
    key, first_key = key_of(stage.table), KEYS[stage.table][0]
    own = "WHERE has_own_id" if stage.table in LEDGERS else ""
    good = (
        f"FROM {identifier(stage.name)} AS staged ANTI JOIN {aside(stage)} AS bad"
        f" ON staged.rowid = bad.position {own}"
    )
    store.run(
        f"CREATE TEMP TABLE shared_keys AS SELECT {key} AS key {good} GROUP BY key"
        " HAVING count(*) > 1"
    )
    if store.count("shared_keys"):
        values = ", ".join(identifier(column.name) for column in stage.columns)
        store.run(
            f"INSERT INTO {aside(stage)} WITH sharing AS (SELECT * FROM ("
            f"SELECT staged.rowid AS position, {key} AS key, {identifier(first_key)} AS value,"
            f" row({values}) AS content {good}) WHERE key IN (SELECT key FROM shared_keys)"
            "), judged AS (SELECT key, min(position) AS first, count(DISTINCT content) > 1"
            " AS is_clash FROM sharing GROUP BY key"
            ") SELECT position, CASE WHEN is_clash THEN 'LDG021' ELSE 'LDG020' END,"
            f" {literal(first_key)}, CAST(value AS VARCHAR),"
            " CASE WHEN is_clash THEN 'rejected' ELSE 'duplicate' END"
            " FROM sharing INNER JOIN judged USING (key) WHERE is_clash OR position > first"
        )
    store.run("DROP TABLE shared_keys")


def load_table(store: Store, table: str, stages: Sequence[Stage]) -> None:
    """Fill a canonical table from its stages: ledgers in order of time, others of their keys."""
    for stage in stages:
        if stage.shape == "events":
            keep_events(store, _good(store, stage))
    rows = " UNION ALL BY NAME ".join(part for stage in stages for part in _rows(store, stage))
    order = ", ".join(identifier(name) for name in KEYS[table])
    source = f"SELECT * FROM ({rows})"
    if table in LEDGERS:
        order = f"{LEDGERS[table].replace('_on', '_at')}, {order}"
        source = _completed(store, table, rows)
    store.run(f"INSERT INTO {identifier(table)} BY NAME {source} ORDER BY {order}")


def _completed(store: Store, table: str, rows: str) -> str:
    """Ledger rows with their customer and their amount in the base currency.

    Tables without rows are not joined: each join moves all columns of the ledger.
    """
    priced, owner, joined = "", "", ""
    if store.count("fx_days"):
        priced = f" ELSE CAST({PRICED} AS DECIMAL(18, 4))"
        joined = (
            " LEFT JOIN fx_days AS rate ON entry.currency = rate.currency"
            f" AND {LEDGERS[table]} = rate.rate_on"
        )
    if table == "transactions":
        owners = ["entry.customer_id", "entry.account_id"]
        if store.count("accounts"):
            owners.insert(1, "account.customer_id")
            joined += " LEFT JOIN accounts AS account ON entry.account_id = account.account_id"
        owner = f" REPLACE (coalesce({', '.join(owners)}) AS customer_id)"
    base = f"CASE WHEN entry.currency = base_currency THEN amount{priced} END AS amount_base"
    return f"SELECT entry.*{owner}, {base} FROM ({rows}) AS entry CROSS JOIN institution{joined}"


def _rows(store: Store, stage: Stage) -> list[str]:
    """SELECTs of the canonical rows of a stage: one, or one a leg for transfers."""
    good = _good(store, stage)
    if stage.shape == "events":
        return [remittances_of(stage, good)]
    known = {column.name for column in canonical_columns()[stage.table]}
    kept = [*(column.name for column in stage.columns), "file_id", "source_row"]
    finals = {name: f"placed.{identifier(name)}" for name in kept if name in known}
    if stage.table not in LEDGERS:
        return [_listed(finals, good)]
    key = KEYS[stage.table][0]
    finals["ledger_id"] = "placed.ledger_id"
    if stage.table == "transactions":
        finals.setdefault("customer_id", "CAST(NULL AS VARCHAR)")
    if stage.has_made_ids:
        made = f"placed.{key} || '-' || coalesce(twin.n, 1)"
        finals[key] = f"CASE WHEN has_own_id THEN placed.{key} ELSE {made} END"
        good += f" LEFT JOIN ({_twins(stage)}) AS twin ON placed.position = twin.position"
    if stage.shape != "transfers":
        return [_listed(finals, good)]
    return [
        _listed(finals | _leg(stage, sides, direction, finals[key]), f"{good} WHERE has_{sides[0]}")
        for sides, direction in ((SIDES, "debit"), (SIDES[::-1], "credit"))
    ]


def _good(store: Store, stage: Stage) -> str:
    """SQL of the staged rows that are loaded, each with its number in its file."""
    return (
        f"({_placed(store, stage)}) AS placed ANTI JOIN {aside(stage)} AS bad"
        " ON placed.position = bad.position"
    )


def _leg(stage: Stage, sides: Sequence[str], direction: str, key: str) -> dict[str, str]:
    """The columns of one leg of a transfer, seen from the account on its own side."""
    own, other = sides
    sources = {column: f"{own}_{part}" for part, column in OWN_SIDE.items()}
    sources |= {column: f"{other}_{part}" for part, column in OTHER_SIDE.items()}
    filled = {column.name for column in stage.columns}
    leg = {column: f"placed.{name}" for column, name in sources.items() if name in filled}
    leg["direction"] = literal(direction)
    leg["transaction_id"] = f"{key} || {literal(':' + direction[0])}"
    return leg


def _listed(finals: dict[str, str], source: str) -> str:
    columns = ", ".join(f"{sql} AS {identifier(name)}" for name, sql in finals.items())
    return f"SELECT {columns} FROM {source}"


def _twins(stage: Stage) -> str:
    """Records without an id of their own that are equal in all fields, numbered."""
    key = KEYS[stage.table][0]
    nameless = f"SELECT rowid AS position, {key} FROM {identifier(stage.name)} WHERE NOT has_own_id"
    return (
        f"SELECT position, row_number() OVER (PARTITION BY {key} ORDER BY position) AS n"
        f" FROM ({nameless}) SEMI JOIN (SELECT {key} FROM ({nameless}) GROUP BY {key}"
        f" HAVING count(*) > 1) USING ({key})"
    )


def _placed(store: Store, stage: Stage) -> str:
    """SELECT of the staged rows with the ordinal of each record in its file.

    Malformed records never reached the stage: each one before a row moves it on by one.
    """
    firsts = ", ".join(f"({file_id}, {first})" for file_id, first in sorted(stage.first.items()))
    numbered = (
        f"SELECT staged.*, staged.rowid AS position, staged.rowid - file.first + 1 AS good"
        f" FROM {identifier(stage.name)} AS staged"
        f" INNER JOIN (VALUES {firsts}) AS file(file_id, first) ON staged.file_id = file.file_id"
    )
    files = {"files": sorted(stage.first)}
    malformed = "code IN ('LDG018', 'LDG019') AND file_id IN (SELECT unnest($files))"
    if not store.value(f"SELECT count(*) FROM rejected_records WHERE {malformed}", files):
        return f"SELECT * EXCLUDE (good), good AS source_row FROM ({numbered})"
    gaps = (
        "SELECT file_id, source_row - n AS good, max(n) + 1 AS shift FROM (SELECT file_id,"
        " source_row, row_number() OVER (PARTITION BY file_id ORDER BY source_row) - 1 AS n"
        " FROM rejected_records WHERE code IN ('LDG018', 'LDG019')) GROUP BY ALL"
    )
    return (
        "SELECT numbered.* EXCLUDE (good), numbered.good + coalesce(gap.shift, 0) AS source_row"
        f" FROM ({numbered}) AS numbered ASOF LEFT JOIN ({gaps}) AS gap"
        " ON numbered.file_id = gap.file_id AND numbered.good >= gap.good"
    )
