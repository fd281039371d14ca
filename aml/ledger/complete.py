"""What staged rows lack, written into them: loading is then a copy that keeps their order.

A join gives rows in no order of its own and moves every column of a ledger. An UPDATE touches the
rows that lack something, and no more.
"""

from __future__ import annotations

from aml.ledger.rules import KEYS, LEDGERS, SIDES
from aml.ledger.stage import Stage
from aml.store import Store
from aml.store.price import PRICED
from aml.store.quoting import identifier


def complete(store: Store, stage: Stage, aside: str) -> None:
    """Mark the rows that are not loaded, and fill in worth, customers and numbers of the others.

    Columns are added to the stage: `is_aside`; of ledgers `worth`, NULL in the base currency; where
    accounts are known, the `owner` of the account, or of that of each side of a transfer; `twin`,
    the number of a record among those that are equal to it, where files have no ids of their own.

    Args:
        store: the open store.
        stage: the staged rows, those that are set aside included.
        aside: SQL of the table of the positions that are set aside.
    """
    _add(store, stage, "is_aside", "BOOLEAN DEFAULT false")
    store.run(
        f"UPDATE {identifier(stage.name)} SET is_aside = true"
        f" WHERE rowid IN (SELECT position FROM {aside})"
    )
    if stage.table in LEDGERS:
        _price(store, stage)
    if stage.table == "transactions" and store.count("accounts"):
        for account, customer, owner in owned(stage):
            _own(store, stage, account, customer, owner)
    if stage.has_made_ids and stage.shape != "events":
        _number_twins(store, stage)


def _add(store: Store, stage: Stage, name: str, kind: str) -> None:
    store.run(f"ALTER TABLE {identifier(stage.name)} ADD COLUMN {name} {kind}")


def owned(stage: Stage) -> list[tuple[str, str, str]]:
    """The columns of account, customer and owner: of an entry, or of each side of a transfer."""
    if stage.shape != "transfers":
        return [("account_id", "customer_id", "owner")]
    return [(f"{side}_account", f"{side}_customer", f"{side}_owner") for side in SIDES]


def _price(store: Store, stage: Stage) -> None:
    """The worth of what is not in the base currency. `set_aside` took out what has none."""
    _add(store, stage, "worth", "DECIMAL(18, 4)")
    if store.count("fx_days"):
        store.run(
            f"UPDATE {identifier(stage.name)} AS staged"
            f" SET worth = CAST({PRICED} AS DECIMAL(18, 4)) FROM fx_days AS rate, institution"
            " WHERE NOT is_aside AND staged.currency <> base_currency"
            f" AND staged.currency = rate.currency AND {LEDGERS[stage.table]} = rate.rate_on"
        )


def _own(store: Store, stage: Stage, account: str, customer: str, owner: str) -> None:
    """The customer whose account it is, where the record does not say."""
    _add(store, stage, owner, "VARCHAR")
    store.run(
        f"UPDATE {identifier(stage.name)} AS staged SET {owner} = account.customer_id"
        " FROM accounts AS account"
        f" WHERE NOT is_aside AND staged.{account} = account.account_id"
        f"{f' AND staged.{customer} IS NULL' if customer in stage.filled else ''}"
    )


def _number_twins(store: Store, stage: Stage) -> None:
    """Records without an id of their own that are equal in all fields, numbered by position."""
    _add(store, stage, "twin", "BIGINT DEFAULT 1")
    key, staged = KEYS[stage.table][0], identifier(stage.name)
    nameless = f"SELECT rowid AS position, {key} FROM {staged} WHERE NOT has_own_id"
    store.run(
        f"UPDATE {staged} AS staged SET twin = equal.n FROM ("
        f"SELECT position, row_number() OVER (PARTITION BY {key} ORDER BY position) AS n"
        f" FROM ({nameless}) SEMI JOIN (SELECT {key} FROM ({nameless}) GROUP BY {key}"
        f" HAVING count(*) > 1) USING ({key})) AS equal"
        " WHERE staged.rowid = equal.position AND equal.n > 1"
    )
