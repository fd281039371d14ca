"""Nothing lost: what a file holds against what was loaded, rejected and recognised as repeated.

The two ends are counted apart. `count_source` reads the raw text again and knows nothing of the
staged rows; `count_loaded` reads the canonical table and knows nothing of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from aml.core.problem import Location, Problem
from aml.core.run import ControlTotal
from aml.ledger.cell import BANKS, PARTIES, cells_of, is_here
from aml.ledger.currency import NO_CURRENCY
from aml.ledger.events import LOADED, MEASURED
from aml.ledger.profile import Shape, SignedAmount, SplitAmount
from aml.ledger.rules import has_money
from aml.ledger.source import LedgerFile, Source
from aml.ledger.stage import Stage, values_of
from aml.store import Store
from aml.store.quoting import identifier

Key = tuple[int, str]

_MEASURES = (
    "{currency}, count(*), count(*) - count({amount}),"
    " CAST(coalesce(sum({amount}), 0) AS DECIMAL(38, 4)),"
    " CAST(coalesce(sum({entries}), 0) AS BIGINT),"
    " CAST(coalesce(sum({moved}), 0) AS DECIMAL(38, 4))"
)
_ONE = "CAST(1 AS BIGINT)"


@dataclass(frozen=True, slots=True)
class Side:
    """Records of one file and currency on one side of its balance.

    `amount` sums what could be read, `unparseable` counts the records whose amount could not;
    `entries` are the rows of the canonical table that the records make, `moved` is their sum.
    """

    records: int = 0
    unparseable: int = 0
    amount: Decimal = Decimal("0.0000")
    entries: int = 0
    moved: Decimal = Decimal("0.0000")


@dataclass(slots=True)
class Tally:
    """What was counted while reading, by file and currency.

    `net` is credits less debits of the files whose amounts carry their direction.
    """

    files: dict[int, LedgerFile] = field(default_factory=dict)
    given: dict[Key, Side] = field(default_factory=dict)
    rejected: dict[Key, Side] = field(default_factory=dict)
    repeated: dict[Key, Side] = field(default_factory=dict)
    net: dict[int, Decimal] = field(default_factory=dict)

    def give(self, sides: Mapping[Key, Side]) -> None:
        """Records that a file holds."""
        _add(self.given, sides)

    def reject(self, sides: Mapping[Key, Side]) -> None:
        """Records that were not loaded."""
        _add(self.rejected, sides)

    def repeat(self, sides: Mapping[Key, Side]) -> None:
        """Records that repeat an earlier one."""
        _add(self.repeated, sides)

    def drop(self, file_id: int, records: int) -> None:
        """Malformed records: given and rejected, of no known currency or amount."""
        if records:
            sides = {(file_id, NO_CURRENCY): Side(records, records)}
            self.give(sides)
            self.reject(sides)

    def records(self, file_id: int) -> int:
        """The records of a file."""
        return sum(side.records for key, side in self.given.items() if key[0] == file_id)

    def amount(self, file_id: int) -> Decimal:
        """The sum of the amounts of a file, whatever their currencies, as its source sums them.

        Amounts with a sign, or in a column a direction, are summed with their sign.
        """
        if file_id in self.net:
            return self.net[file_id]
        return sum((s.amount for key, s in self.given.items() if key[0] == file_id), Decimal(0))


def _add(sides: dict[Key, Side], more: Mapping[Key, Side]) -> None:
    for key, side in more.items():
        seen = sides.get(key, Side())
        sides[key] = Side(
            seen.records + side.records,
            seen.unparseable + side.unparseable,
            seen.amount + side.amount,
            seen.entries + side.entries,
            seen.moved + side.moved,
        )


def count_source(store: Store, source: Source) -> Mapping[Key, Side]:
    """Records and sums by currency as the file holds them: a pass of its own over the raw text."""
    table = source.file.table
    needed = ("amount", "currency", "event", *PARTIES, *BANKS)
    cells = [cell for cell in cells_of(source) if cell.name in needed]
    entries = _ONE
    if source.file.shape == "transfers":
        entries = " + ".join(f"CAST({is_here(source, name)} AS BIGINT)" for name in PARTIES)
    measures = _measures(table, entries, source.file.shape)
    rows = store.rows(
        f"SELECT {measures} FROM {values_of(cells, source.relation)} GROUP BY 1 ORDER BY 1"
    )
    return {(source.file.file_id, row[0]): Side(*row[1:]) for row in rows}


def count_net(store: Store, source: Source) -> Decimal | None:
    """Credits less debits as the file holds them.

    None where amounts carry no direction, or nothing states a sum to hold it against.
    """
    profile = source.file.profile
    states_sum = profile.expect.sum is not None or profile.format.trailer is not None
    if not (states_sum and isinstance(profile.amount, SignedAmount | SplitAmount)):
        return None
    cells = [cell for cell in cells_of(source) if cell.name in ("amount", "direction")]
    net = "sum(CASE WHEN direction = 'debit' THEN -amount ELSE amount END)"
    values = values_of(cells, source.relation)
    return Decimal(store.value(f"SELECT CAST(coalesce({net}, 0) AS DECIMAL(38, 4)) FROM {values}"))


def count_staged(store: Store, stage: Stage, positions: str) -> Mapping[Key, Side]:
    """Records and sums of the staged rows whose rowids `positions` (SQL) gives."""
    entries = _ONE
    if stage.shape == "transfers":
        entries = "CAST(has_payer AS BIGINT) + CAST(has_payee AS BIGINT)"
    rows = store.rows(
        f"SELECT file_id, {_measures(stage.table, entries, stage.shape)}"
        f" FROM {identifier(stage.name)} AS staged"
        f" WHERE staged.rowid IN ({positions}) GROUP BY 1, 2 ORDER BY 1, 2"
    )
    return {(row[0], row[1]): Side(*row[2:]) for row in rows}


def count_loaded(store: Store, table: str, file_ids: Iterable[int]) -> Mapping[Key, Side]:
    """Records and sums of a canonical table, for files that make one row of each record."""
    rows = store.rows(
        f"SELECT file_id, {_measures(table, _ONE)} FROM {identifier(table)}"
        " WHERE file_id IN (SELECT unnest(CAST($files AS INTEGER[]))) GROUP BY 1, 2 ORDER BY 1, 2",
        {"files": sorted(file_ids)},
    )
    return {(row[0], row[1]): Side(*row[2:]) for row in rows}


def count_events(store: Store, file_ids: Iterable[int]) -> Mapping[Key, Side]:
    """The same for events: of the records of a remittance the sending has its amount."""
    rows = store.rows(LOADED, {"files": sorted(file_ids)})
    return {(row[0], row[1]): Side(*row[2:]) for row in rows}


def count_legs(store: Store, file_ids: Iterable[int]) -> Mapping[Key, Side]:
    """The same for transfers: of both legs of a record the larger side counts it once."""
    rows = store.rows(
        "SELECT file_id, currency, sum(records), 0, sum(amount), sum(entries), sum(moved) FROM ("
        " SELECT file_id, source_row, min(currency) AS currency, count(*) AS entries,"
        " sum(amount) AS moved,"
        " greatest(count(*) FILTER (direction = 'debit'), count(*) FILTER (direction = 'credit'))"
        " AS records,"
        " greatest(coalesce(sum(amount) FILTER (direction = 'debit'), 0),"
        " coalesce(sum(amount) FILTER (direction = 'credit'), 0)) AS amount"
        " FROM transactions WHERE file_id IN (SELECT unnest(CAST($files AS INTEGER[])))"
        " GROUP BY file_id, source_row) GROUP BY 1, 2 ORDER BY 1, 2",
        {"files": sorted(file_ids)},
    )
    return {(row[0], row[1]): Side(*row[2:]) for row in rows}


def reconcile(
    store: Store, tally: Tally
) -> tuple[Mapping[int, Sequence[ControlTotal]], list[Problem]]:
    """The control totals of every file, and LDG030 for each that does not add up.

    Args:
        store: the canonical tables as they are now.
        tally: what was counted while reading them.
    """
    loaded = _loaded(store, tally)
    totals: dict[int, list[ControlTotal]] = {file_id: [] for file_id in sorted(tally.files)}
    problems = []
    for key in sorted({*tally.given, *tally.rejected, *tally.repeated, *loaded}):
        file_id, currency = key
        given, rejected = tally.given.get(key, Side()), tally.rejected.get(key, Side())
        repeated, kept = tally.repeated.get(key, Side()), loaded.get(key, Side())
        total = ControlTotal(
            currency=currency,
            records_in=given.records,
            records_loaded=kept.records,
            records_rejected=rejected.records,
            records_duplicate=repeated.records,
            unparseable=given.unparseable,
            amount_in=given.amount,
            amount_loaded=kept.amount,
            amount_rejected=rejected.amount,
            amount_duplicate=repeated.amount,
        )
        totals[file_id].append(total)
        sides = (kept, rejected, repeated)
        is_whole = given.entries == sum(side.entries for side in sides)
        has_moved = given.moved == sum(side.moved for side in sides)
        if not (total.is_reconciled and is_whole and has_moved):
            problems.append(_unreconciled(tally.files[file_id], total))
    return totals, problems


def _loaded(store: Store, tally: Tally) -> Mapping[Key, Side]:
    sides: dict[Key, Side] = {}
    for table in sorted({file.table for file in tally.files.values()}):
        files = {i: file for i, file in tally.files.items() if file.table == table}
        exploded = {i for i, file in files.items() if file.shape == "transfers"}
        joined = {i for i, file in files.items() if file.shape == "events"}
        sides |= count_loaded(store, table, set(files) - exploded - joined)
        sides |= count_events(store, joined) if joined else {}
        sides |= count_legs(store, exploded)
    return sides


def _unreconciled(file: LedgerFile, total: ControlTotal) -> Problem:
    """Records are counted out; amounts stay inside the run."""
    message = (
        f"{total.currency}: {total.records_in} records in the file, {total.records_loaded} loaded,"
        f" {total.records_rejected} rejected, {total.records_duplicate} duplicates:"
        " records, entries or sums do not add up"
    )
    hint = "nothing of this run can be relied on: report it as a mistake of the tool"
    return Problem("LDG030", message, Location(file.shown), hint)


def _measures(table: str, entries: str, shape: Shape = "records") -> str:
    if shape == "events":
        return _MEASURES.format(**MEASURED, moved=_moved(MEASURED["amount"], MEASURED["entries"]))
    currency, amount = f"'{NO_CURRENCY}'", "CAST(0 AS DECIMAL(18, 4))"
    if has_money(table):
        currency, amount = f"coalesce(currency, '{NO_CURRENCY}')", "amount"
    moved = _moved(amount, entries)
    return _MEASURES.format(currency=currency, amount=amount, entries=entries, moved=moved)


def _moved(amount: str, entries: str) -> str:
    """SQL of what the rows that a record makes sum to."""
    return amount if entries == _ONE else f"{amount} * ({entries})"
