"""Why records are not loaded, in words, by code. Counted by file and column, never quoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aml.core.problem import Location, Problem
from aml.core.run import Rejection
from aml.core.wording import plural
from aml.ledger.profile import Profile
from aml.ledger.rate import known_days
from aml.ledger.rules import CLOSED
from aml.ledger.source import LedgerFile
from aml.store import Store

#: Records of a group that are named.
_FIRST = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """What is wrong, `{column}` being its column, and what to do about it."""

    message: str
    hint: str


REASONS: Mapping[str, Reason] = {
    "LDG009": Reason(
        "the file holds the same bytes as {copy_of}; its records were counted as duplicates",
        "name each file once",
    ),
    "LDG010": Reason(
        "{column} is not a date",
        "expected {date_format}; {dates}",
    ),
    "LDG011": Reason(
        "{column} is not a number",
        "expected decimal_mark '{decimal_mark}'{thousands}; {numbers}",
    ),
    "LDG012": Reason("{column} is empty", "every record needs one"),
    "LDG013": Reason(
        "{column} holds a word that is not in its list",
        "{words}map the others under values in the profile",
    ),
    "LDG014": Reason("{column} is no ISO 4217 code", "three letters, such as USD"),
    "LDG015": Reason(
        "{column} is below zero or outside its range",
        "money has no sign beside a direction; {signs}",
    ),
    "LDG016": Reason(
        "{column} has no exchange rate to the base currency on the day of the record",
        "add the rate to fx_rates; one holds for seven days at most",
    ),
    "LDG017": Reason(
        "{column} has more digits than are kept",
        "14 before the decimal mark and 4 after it; round_to in the profile rounds",
    ),
    "LDG018": Reason(
        "the record does not hold as many fields as the header, or quotes them wrongly", ""
    ),
    "LDG019": Reason(
        "the record opens a quote that never closes; the lines after it, up to the next quote, were"
        " read as part of it",
        'close the quote, or set quote: "" in the profile if the file quotes nothing; in the last'
        " record it means that the file was cut short",
    ),
    "LDG020": Reason("the record repeats an earlier one and was loaded once", ""),
    "LDG021": Reason(
        "{column} is used by records that differ; none of them was loaded",
        "nobody can know which is true: ask the source",
    ),
    "LDG022": Reason("neither side of the transfer is an account of the institution", "{sides}"),
    "LDG024": Reason(
        "the entry stands in another message as well and was loaded once from there",
        "nothing, if it was sent again; a booked statement is kept before an intraday report, and"
        " that before a notification",
    ),
    "LDG025": Reason(
        "no record of its {column} is the sending, or that was rejected itself",
        "read the file of the day it was sent as well, or mend the sending",
    ),
    "LDG026": Reason(
        "two records of one {column} say the same event differently; none was loaded",
        "nobody can know which is true: ask the source",
    ),
    "LDG027": Reason(
        "records of one {column} name two amounts of one currency; none was loaded",
        "map the amount sent to amount and the amount paid out to payout_amount",
    ),
    "LDG060": Reason(
        "the record cannot be read as its format writes it",
        "its day or amount is written otherwise or missing, or it is no record of the format: ask"
        " who wrote the file",
    ),
    "LDG023": Reason("both the debit and the credit column hold an amount", ""),
}


def rejections_of(
    store: Store, files: Mapping[int, LedgerFile]
) -> tuple[Sequence[Rejection], list[Problem]]:
    """Every group of records that was not loaded, and a Problem for each at its first record."""
    rows = store.rows(
        "SELECT file_id, code, coalesce(column_name, ''), count(DISTINCT source_row),"
        f" min(source_row, {_FIRST}) FROM (SELECT DISTINCT file_id, code, column_name, source_row"
        " FROM rejected_records) GROUP BY ALL ORDER BY ALL"
    )
    rejections, problems = [], []
    for file_id, code, column, records, first in rows:
        file = files[file_id]
        message, hint = worded(code, column, file)
        if code == "LDG016":
            message += f": {known_days(store, file_id)}"
        rejections.append(Rejection(file.shown, code, column, message, records, tuple(first)))
        others = f" ({plural(records, 'record')}, this one first)" if records > 1 else ""
        at = Location(file.shown, record=first[0])
        problems.append(Problem(code, message + others, at, hint))
    return rejections, problems


def _sides(profile: Profile) -> str:
    """Where it is said which side of a transfer is the institution's."""
    if not profile.is_of_messages:
        return "external_accounts of the profile lists the accounts that are not"
    if "*" in profile.own_banks:
        return "no side has the number of an account: the banks pay each other"
    return (
        "no bank of it begins with a code of --bank, of own_banks in the profile, or of banks in"
        " [institution]"
    )


def worded(code: str, column: str, file: LedgerFile) -> tuple[str, str]:
    """The message and the hint of a code, for a column of a file."""
    reason = REASONS[code]
    dates, numbers = file.profile.dates, file.profile.numbers
    is_instant = column.endswith("_at")
    written = dates.instant_format if is_instant else dates.date_format
    plain = "YYYY-MM-DD HH:MM:SS" if is_instant else "YYYY-MM-DD"
    words = CLOSED.get((file.table, column), ())
    facts = {
        "column": column,
        "copy_of": file.copy_of,
        "date_format": written or plain,
        "decimal_mark": numbers.decimal_mark,
        "thousands": f" and thousands_mark '{numbers.thousands_mark}'"
        if numbers.thousands_mark
        else "",
        "words": f"{', '.join(words)}; " if words else "",
        "sides": _sides(file.profile),
    }
    facts["signs"] = "amount: {signed: …} in the profile reads one"
    if file.profile.is_of_messages:
        facts["signs"] = "the format writes none: ask who wrote the file"
    for key in ("dates", "numbers"):
        facts[key] = f"set {key} in the profile if the file writes them otherwise"
        if file.profile.is_of_messages:
            facts[key] = "the format writes them in no other way: ask who wrote the file"
    return reason.message.format(**facts), reason.hint.format(**facts)
