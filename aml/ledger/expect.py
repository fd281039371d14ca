"""Totals that a file or its profile states, against what was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from aml.config.node import to_decimal
from aml.core.problem import Location, Problem
from aml.ledger.control import Tally
from aml.ledger.profile import Expected, Profile
from aml.ledger.source import Source
from aml.ledger.text_file import first_record


def unexpected(sources: Sequence[Source], tally: Tally) -> list[Problem]:
    """LDG031 for each trailer and each `expect:` that the files do not meet."""
    problems = []
    for source in sources:
        if source.layout and source.layout.trailer:
            problems += _against(
                stated=_trailer(source.file.profile, source.layout.trailer),
                where="its trailer",
                sources=[source],
                tally=tally,
            )
    for together in _by_input(sources):
        expected = together[0].file.profile.expect
        problems += _against(expected, "the profile", together, tally)
    return problems


def unbalanced(sources: Sequence[Source]) -> list[Problem]:
    """LDG061 for each statement, batch or file of messages that does not come to what it states.

    The figures stay in quality.json and quality.html of the run; a message names what differs.
    """
    problems = []
    for source in sources:
        for check in source.statements:
            if check.is_balanced:
                continue
            what = " and ".join(failure.what for failure in check.failures)
            group = "the file" if check.level == "file" else f"{check.level} {check.number}"
            message = f"{group}: the {what} stated is not what its {check.records} records come to"
            at = Location(source.file.shown, record=check.first_record or None)
            hint = "quality.html has both figures; the file may have been cut short or changed"
            problems.append(Problem("LDG061", message, at, hint))
    return problems


def _by_input(sources: Iterable[Source]) -> list[list[Source]]:
    inputs: dict[tuple[str, str, str], list[Source]] = {}
    for source in sources:
        file = source.file
        inputs.setdefault((file.table, file.ledger_id, file.profile.name), []).append(source)
    return list(inputs.values())


def _against(
    stated: Expected, where: str, sources: Sequence[Source], tally: Tally
) -> list[Problem]:
    at = Location(sources[0].file.shown)
    hint = "the file may have been cut short or changed"
    ids = [source.file.file_id for source in sources]
    records = sum(tally.records(file_id) for file_id in ids)
    amount = sum((tally.amount(file_id) for file_id in ids), Decimal(0))
    problems = []
    if stated.rows is not None and stated.rows != records:
        message = f"{records} records were read, {where} states {stated.rows}"
        problems.append(Problem("LDG031", message, at, hint))
    if stated.sum is not None and stated.sum != amount:
        message = f"the sum of the amounts is not the one that {where} states"
        problems.append(Problem("LDG031", message, at, hint))
    return problems


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
