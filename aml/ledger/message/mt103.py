"""Customer credit transfers in MT103, with the blocks around them (.fin, .rje) or without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from aml.ledger.message.mt import End, Field, Head, parts_of
from aml.ledger.message.mt103_party import bank_of, bic_of, party_of
from aml.ledger.message.plain_text import amount_of, day_of, lines_of, squeezed, unwrapped
from aml.ledger.message.record import MessageFormat, Record, Stated, Unreadable
from aml.ledger.profile import Profile

#: Characters of a full line of field 70.
_LINE = 35
_TYPE = re.compile(r"\{2:[IO]([0-9]{3})")
_SETTLED = re.compile(r"([0-9]{6})([A-Z]{3})([0-9]{1,15},[0-9]{0,4})\s*")
_UETR = re.compile(r"\{121:([^}]+)\}")
#: SWIFT's answer that it did not accept the message which it stands before.
_REFUSED_BY_SWIFT = "{451:1}"
#: Block 1 is that of the own side. Block 2 names the other side: the receiver of an input message
#: (I), the sender of an output message (O).
_OWN = re.compile(r"\{1:F01([A-Z0-9]{12})")
_SENT_TO = re.compile(r"\{2:I[0-9]{3}([A-Z0-9]{12})")
_SENT_BY = re.compile(r"\{2:O[0-9]{3}[0-9]{10}([A-Z0-9]{12})")


@dataclass(slots=True)
class _Message:
    head: str = ""
    fields: dict[str, Field] = field(default_factory=dict)

    def field(self, number: str, options: str = "") -> Field | None:
        """The field of a number, in the first of the options (`50A`, `50F` …) that is there."""
        found = (self.fields.get(number + option) for option in (*options, ""))
        return next((item for item in found if item), None)

    def line(self, tag: str) -> str:
        """The first line of a field, or nothing."""
        return self.fields[tag].lines[0].strip() if tag in self.fields else ""


def read(file: BinaryIO, profile: Profile) -> Iterator[Record | Stated]:
    """The messages of a file; one that is no MT103 is a record that cannot be read.

    Raises:
        Unreadable: the file breaks off inside a message, or holds none.
    """
    number = 0
    for number, message in enumerate(_messages(file, profile), start=1):
        yield _record(message, number)
        yield Stated("entry", number)
    if not number:
        raise Unreadable("the file holds no message")


def _messages(file: BinaryIO, profile: Profile) -> Iterator[_Message]:
    message, line = _Message(), 0
    for part in parts_of(lines_of(file, profile.format.encoding)):
        line = part.line
        is_next = isinstance(part, Field) and part.tag == "20" and "20" in message.fields
        if is_next or isinstance(part, End) or (isinstance(part, Head) and message.fields):
            if _is_begun(message):
                yield message
            message = _Message()
        if isinstance(part, Head):
            message.head += part.text
        elif isinstance(part, Field):
            message.fields.setdefault(part.tag, part)
    if message.fields:
        yield message
    elif _is_begun(message):
        raise Unreadable("the file ends inside a message", line)


def _is_begun(message: _Message) -> bool:
    return bool(message.fields) or "{2:" in message.head


def _record(message: _Message, number: int) -> Record:
    kind = _TYPE.search(message.head)
    settled = _SETTLED.fullmatch(message.line("32A"))
    if (kind and kind[1] != "103") or not settled:
        return Record({}, refused="LDG060", groups={"entry": number})
    sender, receiver = _ends(message.head)
    uetr = _UETR.search(message.head)
    again = (sender, message.line("20"), message.line("32A"))
    day = day_of(settled[1])
    return Record(
        {
            "booked_on": day,
            "value_on": day,
            "currency": settled[2],
            "amount": amount_of(settled[3]),
            "channel": "wire",
            "status": _status(message),
            "reference": message.line("20"),
            "remittance_text": _text(message),
            **_side("payer", message.field("50", "FKA"), message.field("52", "AD"), sender),
            **_side("payee", message.field("59", "FA"), message.field("57", "ADBC"), receiver),
        },
        duplicate_key=uetr[1].lower() if uetr else "|".join(again),
        groups={"entry": number},
    )


def _ends(head: str) -> tuple[str, str]:
    """Codes of the sending and the receiving bank, where the blocks tell."""
    own, to, by = (pattern.search(head) for pattern in (_OWN, _SENT_TO, _SENT_BY))
    here = bic_of(own[1]) if own else ""
    if by:
        return bic_of(by[1]), here
    return here, bic_of(to[1]) if to else ""


def _side(side: str, customer: Field | None, bank: Field | None, end: str) -> Mapping[str, str]:
    """One side: a bank that is not named is the one at that end of the message."""
    party = party_of(customer.lines, customer.tag[2:]) if customer else None
    return {
        f"{side}_account": party.account if party else "",
        f"{side}_name": party.name if party else "",
        f"{side}_country": party.country if party else "",
        f"{side}_bank": bank_of(bank.lines, bank.tag[2:]) if bank else end,
    }


def _status(message: _Message) -> str:
    """A message that SWIFT refused was never sent; returns and rejects give the money back."""
    if _REFUSED_BY_SWIFT in message.head:
        return "cancelled"
    first = message.line("72")
    is_return = first.startswith(("/RETN/", "/REJT/"))
    marked = re.search(r"\{119:(RETN|REJT)\}", message.head)
    return "reversed" if is_return or marked else "posted"


def _text(message: _Message) -> str:
    """What the payer writes to the payee (70), and the bank to the next one (72)."""
    told = message.fields["70"].lines if "70" in message.fields else []
    between = message.fields["72"].lines if "72" in message.fields else []
    return squeezed(
        f"{unwrapped(told, _LINE)} {' '.join(line.removeprefix('//') for line in between)}"
    )


FORMATS = {
    "mt103": MessageFormat(
        kind="mt103",
        title="SWIFT MT103 customer credit transfers",
        shape="transfers",
        columns=(
            "booked_on", "value_on", "amount", "currency", "channel", "status",
            "payer_account", "payer_name", "payer_bank", "payer_country",
            "payee_account", "payee_name", "payee_bank", "payee_country",
            "reference", "remittance_text",
        ),
        read=read,
    )
}  # fmt: skip
