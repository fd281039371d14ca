"""Totals that a file or its profile states, against what was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from aml.config.node import to_decimal
from aml.core.problem import Location, Problem
from aml.core.statement import StatementCheck, StatementFailure
from aml.core.wording import plural
from aml.ledger.control import Tally
from aml.ledger.profile import Expected, Profile
from aml.ledger.source import Source
from aml.ledger.text_file import first_record

_RECORDS = "number of records"
_HINT = (
    "the file may have been cut short or changed; `aml ledger check` shows both figures, and so"
    " does the quality.html of a scan"
)


def stated_totals(sources: Sequence[Source], tally: Tally) -> Mapping[int, StatementCheck]:
    """By file: whether it meets its trailer and the `expect:` of its profile.

    What a profile expects of several files together stands at the first of them. A sum is that of
    the amounts with their signs, where they have signs.
    """
    stated = [
        ([source], "its trailer", _trailer(source.file.profile, text))
        for source in sources
        if source.layout and (text := source.layout.trailer)
    ]
    for together in _by_input(sources):
        profile = together[0].file.profile
        if profile.expect != Expected():
            stated.append((together, "the profile", profile.expect))
    checks: dict[int, StatementCheck] = {}
    for together, where, expected in stated:
        first = together[0].file.file_id
        ids = [source.file.file_id for source in together]
        records = sum(tally.records(file_id) for file_id in ids)
        amount = sum((tally.amount(file_id) for file_id in ids), Decimal(0))
        pairs = ((_RECORDS, expected.rows, records), ("sum", expected.sum, amount))
        before = checks.get(first)
        failures = before.failures if before else ()
        failures += tuple(
            StatementFailure(f"{what} of {where}", Decimal(said), Decimal(read))
            for what, said, read in pairs
            if said is not None and Decimal(said) != read
        )
        checks[first] = StatementCheck("file", 0, "", "", 0, records, failures)
    return checks


def unexpected(sources: Sequence[Source], checks: Mapping[int, StatementCheck]) -> list[Problem]:
    """LDG031 for each figure of a trailer or an `expect:` that the files do not meet."""
    shown = {source.file.file_id: source.file.shown for source in sources}
    return [
        Problem("LDG031", _said(failure), Location(shown[file_id]), _HINT)
        for file_id, check in checks.items()
        for failure in check.failures
    ]


def _said(failure: StatementFailure) -> str:
    """Counts are told; sums stay inside the run."""
    what, _, where = failure.what.rpartition(" of ")
    if what == _RECORDS:
        stated = failure.stated if failure.stated >= 0 else "no number"
        return f"{failure.read} records were read, {where} states {stated}"
    return f"the sum of the amounts is not the one that {where} states"


def unbalanced(sources: Sequence[Source]) -> list[Problem]:
    """LDG061 for each statement, batch or file of messages that does not come to what it states.

    The figures stay in quality.json and quality.html of the run; a message names what differs.
    """
    problems = []
    for source in sources:
        for check in source.statements:
            if check.is_balanced:
                continue
            *others, last = (failure.what for failure in check.failures)
            what = f"{', '.join(others)} and {last} stated are" if others else f"{last} stated is"
            group = "the file" if check.level == "file" else f"{check.level} {check.number}"
            come = (
                f"{plural(check.records, 'record')} {'comes' if check.records == 1 else 'come'} to"
            )
            message = f"{group}: the {what} not what its {come}"
            at = Location(source.file.shown, record=check.first_record or None)
            problems.append(Problem("LDG061", message, at, _HINT))
    return problems


def _by_input(sources: Iterable[Source]) -> list[list[Source]]:
    inputs: dict[tuple[str, str, str], list[Source]] = {}
    for source in sources:
        file = source.file
        inputs.setdefault((file.table, file.ledger_id, file.profile.name), []).append(source)
    return list(inputs.values())


def _trailer(profile: Profile, text: str) -> Expected:
    """What a trailer states; a field that is no number differs from every count and sum."""
    form, trailer = profile.format, profile.format.trailer
    fields, _ = first_record([text], form)
    numbers = profile.numbers
    stated: list[Decimal | None] = []
    for position in (trailer.rows, trailer.sum) if trailer else (0, 0):
        written = fields[position - 1].strip() if 0 < position <= len(fields) else ""
        plain = written.replace(numbers.thousands_mark or " ", "")
        number = to_decimal(plain.replace(numbers.decimal_mark, "."))
        stated.append(number if number is not None or not position else Decimal(-1))
    rows, total = stated
    return Expected(None if rows is None else int(rows), total)
