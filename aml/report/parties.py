"""The subjects as the institution knows them, their accounts, and what ties them together."""

from __future__ import annotations

from collections.abc import Iterator

from aml.core import wording
from aml.core.case import Case, Subject
from aml.report import terms
from aml.report.document import Block, Column, Facts, Section, Table

_ACCOUNTS = (
    Column("Account", "code", 8), Column("Type", weight=5), Column("Currency", weight=4),
    Column("Opened", weight=5), Column("Branch", weight=8),
)  # fmt: skip
_TIES = (Column("Subject", weight=3), Column("Subject", weight=3), Column("Tie", weight=4))


def subjects(case: Case) -> Section:
    """Each subject with its facts and accounts."""
    listed = tuple(
        Section(f"subject-{number}", f"Subject {number}: {subject.name}", tuple(_blocks(subject)))
        for number, subject in enumerate(case.subjects, 1)
    )
    return Section("subjects", "Subjects and accounts", (), listed)


def ties(case: Case) -> Section | None:
    """Why several subjects stand in one case; None where there is one subject."""
    if not case.ties:
        return None
    names = {subject.party_id: subject.name for subject in case.subjects}
    rows = tuple(
        (names[tie.from_party_id], names[tie.to_party_id], terms.sentence(tie.reason))
        for tie in case.ties
    )
    return Section("ties", "Ties between the subjects", (Table("Ties", _TIES, rows),))


def _blocks(subject: Subject) -> Iterator[Block]:
    standing = "Customer" if subject.is_customer else "No customer record"
    facts = [("Standing", standing), ("Named by the alerts as", ", ".join(subject.focus_ids))]
    if subject.kind:
        facts.insert(0, ("Kind", terms.sentence(terms.spaced(subject.kind))))
    yield Facts((*facts, *subject.facts))
    yield from account_table(subject)


def account_table(subject: Subject) -> Iterator[Table]:
    """The accounts of a subject that has any."""
    if subject.accounts:
        yield Table(f"Accounts of {subject.name}", _ACCOUNTS, tuple(_accounts(subject)))


def _accounts(subject: Subject) -> Iterator[tuple[str, ...]]:
    for account in subject.accounts:
        opened = wording.day(account.opened_on) if account.opened_on else "not recorded"
        yield (
            account.account_id,
            account.account_type or "not recorded",
            account.currency or "not recorded",
            opened,
            account.branch or "not recorded",
        )
