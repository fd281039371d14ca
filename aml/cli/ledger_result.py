"""What `aml ledger check` found, on stdout: for people, or for other programs."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from aml.cli.console import print_json, print_table, say
from aml.core.plain import plain
from aml.core.wording import plural, records_and_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aml.core.run import ControlTotal, Reading
    from aml.pipeline.ledger import Checked


def print_checked(checked: Checked, form: str) -> None:
    """The result as the user asked for it."""
    if form == "json":
        print_json(_shape(checked))
        return
    reading = checked.reading
    _print_files(reading)
    _print_totals(reading)
    _print_rejections(reading)
    _print_values(checked)
    _print_statements(reading)
    _print_fills(reading)
    counted = records_and_rows(reading.ledger_records, reading.other_rows)
    say(
        f"{plural(len(reading.files), 'file')}, {counted}:"
        f" {reading.rejected:,} rejected, {plural(reading.duplicates, 'duplicate')}"
    )
    if not checked.is_priced:
        say("Exchange rates were not looked for: --base-currency names the currency to price in.")


def _shape(checked: Checked) -> dict[str, object]:
    reading = checked.reading
    return {
        "is_good": checked.is_good,
        "is_priced": checked.is_priced,
        "records": reading.ledger_records,
        "other_rows": reading.other_rows,
        "rejected": reading.rejected,
        "duplicates": reading.duplicates,
        "files": plain(reading.files),
        "rejections": plain(reading.rejections),
        "values": plain(checked.values),
        "fills": plain(reading.fills),
        "problems": plain(reading.problems),
    }


def _print_files(reading: Reading) -> None:
    rows = [
        (
            file.path, file.table, file.profile, f"{file.records:,}",
            f"{sum(total.records_loaded for total in file.totals):,}",
            f"{sum(total.records_rejected for total in file.totals):,}",
            f"{sum(total.records_duplicate for total in file.totals):,}",
        )
        for file in reading.files
    ]  # fmt: skip
    columns = ("File", "Table", "Profile", "Records", "Loaded", "Rejected", "Duplicate")
    print_table("Files", columns, rows)


def _print_totals(reading: Reading) -> None:
    """The sums of all files together; JSON has them by file."""
    held: dict[str, list[ControlTotal]] = {}
    for file in reading.files:
        for total in file.totals:
            held.setdefault(total.currency, []).append(total)
    rows = [row for currency, totals in sorted(held.items()) for row in _sums(currency, totals)]
    columns = ("Currency", "Sum of", "In", "Loaded", "Rejected", "Duplicate", "Not a number")
    print_table("Control totals: in = loaded + rejected + duplicate", columns, rows)


def _sums(currency: str, totals: Sequence[ControlTotal]) -> list[tuple[str, ...]]:
    sides = ("in", "loaded", "rejected", "duplicate")
    counts = [sum(getattr(total, f"records_{side}") for total in totals) for side in sides]
    sums = [sum((getattr(t, f"amount_{side}") for t in totals), Decimal(0)) for side in sides]
    unparseable = sum(total.unparseable for total in totals)
    shown = currency or "none"
    rows = [(shown, "records", *(f"{count:,}" for count in counts), f"{unparseable:,}")]
    if any(sums):
        rows.append((shown, "amounts", *(f"{amount:,.2f}" for amount in sums), ""))
    return rows


def _print_rejections(reading: Reading) -> None:
    rows = [
        (one.path, one.code, one.column, f"{one.records:,}", _ordinals(one.first), one.message)
        for one in reading.rejections
    ]
    if rows:
        columns = ("File", "Code", "Column", "Records", "First records", "Why")
        print_table("Not loaded", columns, rows)


def _ordinals(first: tuple[int, ...]) -> str:
    return ", ".join(f"{number:,}" for number in first)


def _print_values(checked: Checked) -> None:
    rows = [(v.path, f"{v.record:,}", v.code, v.column, v.value) for v in checked.values]
    if rows:
        print_table("Rejected values", ("File", "Record", "Code", "Column", "Value"), rows)


def _print_statements(reading: Reading) -> None:
    checks = [(file.path, check) for file in reading.files for check in file.statements]
    if not checks:
        return
    wrong = [
        (path, f"{check.level} {check.number}", f"{check.first_record:,}", failure.what,
         *map(_figure, (failure.stated, failure.read, failure.read - failure.stated)))
        for path, check in checks
        for failure in check.failures
    ]  # fmt: skip
    failing = sum(not check.is_balanced for _, check in checks)
    say(f"Stated balances, sums and counts: {len(checks):,} checked, {failing:,} not met")
    if wrong:
        columns = ("File", "Part", "First record", "What", "Stated", "Read", "Difference")
        print_table("Not what the file states", columns, wrong)


def _figure(value: Decimal) -> str:
    """A count without decimals, money with two."""
    return f"{value:,}" if not value.as_tuple().exponent else f"{value:,.2f}"


def _print_fills(reading: Reading) -> None:
    tables = {fill.table: fill.records for fill in reading.fills}
    rows = [
        (fill.table, fill.column, f"{fill.filled:,}", f"{100 * fill.filled // fill.records} %")
        for fill in reading.fills
        if fill.filled
    ]
    if rows:
        print_table("Columns that are filled", ("Table", "Column", "Records", "Share"), rows)
    for table, records in tables.items():
        empty = [fill.column for fill in reading.fills if fill.table == table and not fill.filled]
        if empty and records:
            say(f"{table}: nothing fills {', '.join(empty)}")
