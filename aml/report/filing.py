"""A case as it is filed: parties, payments, things and sentences, the same for every form.

Nothing is made up: what no record says is empty here, and the form declares it or asks for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from aml.core.case import Case, EvidenceRow
from aml.core.disposition import Disposition
from aml.core.filing import (
    UNNAMED_INSTITUTION,
    FiledAccount,
    FiledMovement,
    FiledParty,
    FiledThing,
    Filing,
)
from aml.core.standing import continued
from aml.report.filed_party import RECEIVER, SENDER, other_party, subject_party
from aml.report.likeness import account_owners
from aml.report.movement import Movement, counted, movements, place_of
from aml.report.sentence import narrative_of, terms_of
from aml.report.sound import require_sound
from aml.report.step import Node, Parties

_OTHER_SIDE = ("counterparty_name", "counterparty_account", "counterparty_id")
_THINGS: Mapping[str, str] = {"container": "container_number", "vessel": "imo_number"}


def filing_of(case: Case, decided: Mapping[str, Disposition] | None = None) -> Filing:
    """The neutral filing of a case.

    Args:
        case: what is filed.
        decided: the last decision on each alert, those that the case's continue among them; None
            where it is not known.

    Raises:
        ReportError: the case lacks what every report states, or contradicts itself.
    """
    found = movements(case)
    seen = counted(case, found)
    require_sound(case, found, seen)
    told = narrative_of(case, seen)
    book = _Book(case, found)
    paid = tuple(book.movements(found))
    continues, number = continued(case, decided or {})
    codes = [code for alert in case.alerts for code in alert.filing_codes]
    tags = [tag for alert in case.alerts for tag in alert.goaml_tags]
    return Filing(
        case_id=case.case_id,
        title=case.title,
        as_of=case.provenance.as_of,
        started_on=case.period_start,
        ended_on=case.period_end,
        currency=case.base_currency,
        total=_total(case, found),
        filer=replace(case.filer, name=case.filer.name or case.institution),
        parties=book.parties(),
        movements=paid,
        things=tuple(_things(case.rows)),
        codes=tuple(dict.fromkeys(codes)),
        tags=tuple(dict.fromkeys(tags)),
        key_terms=terms_of(case),
        introduction=told.introduction,
        body=told.body,
        conclusion=told.conclusion,
        continues=continues,
        prior_document_number=number,
        code_texts=tuple(_code_texts(case)),
    )


def _total(case: Case, found: Sequence[Movement]) -> Decimal | None:
    """The activity; None where something moved and nothing of it has a rate."""
    if found and all(movement.base is None for movement in found):
        return None
    return case.totals.activity


def _code_texts(case: Case) -> Iterator[tuple[str, str]]:
    """What a code for "other" stands for: the title of the alert that gave it."""
    told: set[str] = set()
    for alert in case.alerts:
        for code in alert.filing_codes:
            if code.endswith("999") and code not in told:
                told.add(code)
                yield code, alert.title


def _things(rows: Iterable[EvidenceRow]) -> Iterator[FiledThing]:
    """Ships and containers of cited bills and of lists, each once with its bill."""
    found: dict[tuple[str, str, str], FiledThing] = {}
    held = list(rows)
    for row in held:
        if row.table == "bills_of_lading":
            for kind, column in _THINGS.items():
                _add(found, row, kind, row.text(column), row.text("bl_no"))
    billed = {(kind, number) for kind, number, _ in found}
    for row in held:
        number = row.text(_THINGS.get(row.text("kind"), ""))
        if row.table == "flagged_parties" and (row.text("kind"), number) not in billed:
            _add(found, row, row.text("kind"), number, "")
    yield from found.values()


def _add(
    found: dict[tuple[str, str, str], FiledThing],
    row: EvidenceRow,
    kind: str,
    number: str,
    bill: str,
) -> None:
    if not number:
        return
    is_vessel = kind == "vessel"
    value = row.text("declared_value")
    found.setdefault(
        (kind, number, bill),
        FiledThing(
            kind="vessel" if is_vessel else "container",
            number=number,
            name=row.text("vessel_name" if bill else "name") if is_vessel else "",
            bill_of_lading=bill,
            value=Decimal(value) if value and not is_vessel else None,
            currency=row.text("currency") if value and not is_vessel else "",
        ),
    )


class _Book:
    """The parties of a case's payments, in the order in which they appear, subjects first."""

    def __init__(self, case: Case, found: Sequence[Movement]) -> None:
        self._case = case
        self._entries = {
            f"entry:{row.record_id}": row for row in case.rows if row.table == "flagged_parties"
        }
        self._sides = Parties(case, found, tuple(self._entries.values()))
        self._owners = account_owners(case)
        self._places = {f"subject:{s.party_id}": n for n, s in enumerate(case.subjects)}
        self._known_by_name = {
            s.name: Node(f"subject:{s.party_id}", s.name, "subject")
            for s in case.subjects
            if not s.is_customer
        }
        self._names: dict[str, str] = {}
        self._seen: dict[str, dict[str, str]] = {}
        self._accounts: dict[str, dict[str, FiledAccount]] = {}
        self._customers: set[str] = set()
        self._legs: Counter[tuple[object, ...]] = Counter()

    def movements(self, found: Iterable[Movement]) -> Iterator[FiledMovement]:
        """Each payment once: of two cited legs of one the first is filed."""
        for movement in found:
            if movement.way == "sent":
                yield self._remittance(movement)
            elif filed := self._entry(movement):
                yield filed

    def parties(self) -> tuple[FiledParty, ...]:
        """Every party; the places in it are those that the movements name."""
        found: list[FiledParty] = []
        subjects = {f"subject:{s.party_id}": s for s in self._case.subjects}
        for number, key in enumerate(self._places, 1):
            seen = self._seen.get(key, {})
            accounts = self._accounts.get(key, {})
            if key in subjects:
                party = subject_party(number, subjects[key], seen)
                own = {account.number for account in party.accounts}
                more = tuple(a for number, a in accounts.items() if number not in own)
                found.append(replace(party, accounts=(*party.accounts, *more)))
                continue
            found.append(
                other_party(
                    number, self._names[key], seen, accounts.values(), self._entries.get(key),
                    is_customer=key in self._customers,
                )
            )  # fmt: skip
        return tuple(found)

    def _who(self, node: Node, name: str) -> Node:
        """The party of a side: a subject that is no customer is known by its name alone."""
        return node if node.standing == "subject" else self._known_by_name.get(name, node)

    def _place(self, node: Node, name: str, seen: Mapping[str, str]) -> int:
        self._names.setdefault(node.key, "")
        if not self._names[node.key]:
            self._names[node.key] = node.name if node.key.startswith("entry:") else name
        known = self._seen.setdefault(node.key, {})
        for column, text in seen.items():
            if text:
                known.setdefault(column, text)
        return self._places.setdefault(node.key, len(self._places))

    def _holds(self, node: Node, account: FiledAccount) -> None:
        if account.number:
            self._accounts.setdefault(node.key, {}).setdefault(account.number, account)

    def _entry(self, movement: Movement) -> FiledMovement | None:
        row, is_in = movement.row, movement.way == "in"
        step = self._sides.step(movement)
        own_node, other_node = (step.payee, step.payer) if is_in else (step.payer, step.payee)
        other_node = self._who(other_node, row.text("counterparty_name"))
        has_other = not movement.is_cash and any(row.text(c) for c in _OTHER_SIDE)
        if has_other and self._is_second_leg(movement, step.payer, step.payee):
            return None
        own = self._own(row, own_node)
        other = self._other(row, other_node) if has_other else None
        number = row.text("counterparty_account")
        country = row.text("counterparty_country")
        return FiledMovement(
            record_id=row.record_id,
            booked_at=row.instant(),
            channel=movement.channel,
            amount=movement.amount,
            currency=movement.currency,
            amount_base=movement.base,
            from_party=other if is_in else own,
            to_party=own if is_in else other,
            from_account=number if is_in else movement.account,
            to_account=movement.account if is_in else number,
            from_country=country if is_in else self._case.country,
            to_country=self._case.country if is_in else country,
            conductor=row.text("conductor_name"),
            place=place_of(row),
            text=row.text("remittance_text"),
            instrument_number=row.text("instrument_number"),
            ip_address=row.text("ip_address"),
        )

    def _is_second_leg(self, movement: Movement, payer: Node, payee: Node) -> bool:
        """Whether the other leg of the payment is filed already; it then meets no further one."""
        payment = (payer.key, payee.key, movement.day, movement.amount, movement.currency)
        opposite = "out" if movement.way == "in" else "in"
        is_there = self._legs[*payment, opposite] > 0
        self._legs[*payment, opposite if is_there else movement.way] += -1 if is_there else 1
        return is_there

    def _own(self, row: EvidenceRow, node: Node) -> int:
        """The holder of the account that the entry is booked on, at the institution."""
        account = row.text("account_id")
        self._customers.add(node.key)
        self._holds(node, FiledAccount(account))
        name = "" if node.name == f"Account {account}" else node.name
        return self._place(node, name, {})

    def _other(self, row: EvidenceRow, node: Node) -> int:
        country = row.text("counterparty_country")
        number = row.text("counterparty_account")
        bank = row.text("counterparty_bank") or UNNAMED_INSTITUTION
        if row.text("channel") == "internal":
            bank = ""
        if number not in self._owners:
            self._holds(node, FiledAccount(number, institution=bank, country=country))
        name = row.text("counterparty_name")
        return self._place(node, name, {"country": country})

    def _remittance(self, movement: Movement) -> FiledMovement:
        row = movement.row
        step = self._sides.step(movement)
        places = []
        for node, columns, side in (
            (step.payer, SENDER, "sender"),
            (step.payee, RECEIVER, "receiver"),
        ):
            seen = {column: row.text(name) for name, column in columns.items()}
            party = self._who(node, row.text(f"{side}_name"))
            places.append(self._place(party, row.text(f"{side}_name"), seen))
            account = row.text(f"{side}_account")
            if account not in self._owners:
                self._holds(party, FiledAccount(account, institution=UNNAMED_INSTITUTION))
        return FiledMovement(
            record_id=row.record_id,
            booked_at=row.instant(),
            channel="remittance",
            amount=movement.amount,
            currency=movement.currency,
            amount_base=movement.base,
            from_party=places[0],
            to_party=places[1],
            from_account=row.text("sender_account"),
            to_account=row.text("receiver_account"),
            from_country=row.text("sender_country"),
            to_country=row.text("payout_country"),
            place=place_of(row),
            text=row.text("purpose"),
        )
