"""Which staged rows are not loaded, and why."""

from __future__ import annotations

from aml.ledger.events import set_events_aside
from aml.ledger.rate import without_rate
from aml.ledger.rules import KEYS, LEDGERS
from aml.ledger.stage import Stage, key_of
from aml.store import Store
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
        "INSERT INTO rejected_records SELECT staged.file_id, staged.rowid + staged.shift, bad.code,"
        f" bad.column_name, bad.value, bad.kind FROM {aside(stage)} AS bad"
        f" INNER JOIN {staged} AS staged ON bad.position = staged.rowid ORDER BY ALL"
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
        values = ", ".join(map(identifier, stage.filled))
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
