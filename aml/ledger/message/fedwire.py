"""Fedwire funds transfers in tags (`{2000}000001234567`), as they were written until July 2025."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

from aml.ledger.message.plain_text import Line, first_of, lines_of, shifted, squeezed, unwrapped
from aml.ledger.message.record import MessageFormat, Record, Stated, Unreadable
from aml.ledger.profile import Profile

_TAG = re.compile(r"\{([0-9]{4})\}")
_BEGINS = "1500"
#: No message has as many tags, and no tag as long a text.
_MOST_TAGS, _MOST_TEXT = 200, 20_000
#: Characters of a full line of originator to beneficiary information.
_LINE = 35
_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2}).{8}[0-9]{6}")
#: Subtypes of {1510}: reversals of today's and of an earlier day's transfer.
_REVERSALS = ("02", "08")
#: Requests for a reversal or for money, a refusal, a service message: no money moves by them.
_REQUESTS = ("01", "07", "31", "33", "90")
#: What the identifier of a party is: 1 to 5 and 9 are documents, by the words of SWIFT where it has
#: one; others (D: account) are accounts or codes and stand alone.
_DOCUMENTS = {"1": "CCPT", "2": "TXID", "3": "DRLC", "4": "ARNU", "5": "CORP", "9": "OTHR"}
#: Codes of a bank by which others know it: BIC, CHIPS, routing number. D is an account that it has.
_BANK_CODES = "BCFTU"

Tags = Mapping[str, str]


def read(file: BinaryIO, profile: Profile) -> Iterator[Record | Stated]:
    """The messages of a file: {1500} begins one. The format states no sums.

    Raises:
        Unreadable: no tag in the file, or a message without end.
    """
    number = 0
    messages = _messages(lines_of(file, profile.format.encoding))
    for number, tags in enumerate(messages, start=1):
        yield _record(tags, number)
        yield Stated("entry", number)
    if not number:
        raise Unreadable("the file holds no message")


def _messages(lines: Iterable[Line]) -> Iterator[Tags]:
    """The tags of each message; what stands before the first one is none of it.

    A tag that stands twice, which the format does not know, keeps the first text.
    """
    tags: dict[str, str] = {}
    for number, line in lines:
        before, *found = _TAG.split(line)
        _go_on(tags, before, number)
        for tag, text in zip(found[::2], found[1::2], strict=True):
            if tag == _BEGINS and _BEGINS in tags:
                yield tags
                tags = {}
            tags.setdefault(tag, text)
            if len(tags) > _MOST_TAGS:
                raise Unreadable("a message does not end", number)
    if tags:
        yield tags


def _go_on(tags: dict[str, str], text: str, line: int) -> None:
    """Add the text of a line without a tag to the tag before it."""
    if tags and text.strip():
        last = next(reversed(tags))
        tags[last] += text
        if len(tags[last]) > _MOST_TEXT:
            raise Unreadable("a tag does not end", line)


def _record(tags: Tags, number: int) -> Record:
    cycle = squeezed(tags.get("1520", ""))
    day = _DAY.fullmatch(cycle)
    amount = squeezed(tags.get("2000", ""))
    is_amount = re.fullmatch("[0-9]{12}", amount)
    return Record(
        {
            "booked_on": "-".join(day.groups()) if day else "",
            "amount": shifted(amount, 2) if is_amount else amount,
            "currency": "USD",
            "channel": "wire",
            "status": _status(tags),
            **_side("payer", tags, ("5000", "5010"), "5100", "3100"),
            **_side("payee", tags, ("4200",), "4100", "3400"),
            "reference": first_of([*_fields(tags, "4320"), *_fields(tags, "3320"), cycle]),
            "remittance_text": unwrapped(_fields(tags, "6000"), _LINE),
        },
        duplicate_key=cycle if day else "",
        groups={"entry": number},
        refused="" if day and is_amount else "LDG060",
    )


def _status(tags: Tags) -> str:
    """Reversals take money back; requests and tests (T in {1500}) move none."""
    subtype = tags.get("1510", "")[2:4]
    if subtype in _REVERSALS:
        return "reversed"
    is_test = tags.get("1500", "")[10:11] == "T"
    return "pending" if is_test or subtype in _REQUESTS else "posted"


def _side(side: str, tags: Tags, party: Sequence[str], bank: str, end: str) -> Mapping[str, str]:
    """One side: its bank, where none is named, is the one at that end of the transfer."""
    known = next((tag for tag in party if tag in tags), "")
    told = _numbered(_fields(tags, known)) if known == "5010" else _party(_fields(tags, known))
    return {f"{side}_{part}": text for part, text in told.items()} | {
        f"{side}_bank": _bank(_fields(tags, bank)) or tags.get(end, "")[:9].strip()
    }


def _fields(tags: Tags, tag: str) -> list[str]:
    """The texts of a tag, without the `*` behind each."""
    return [squeezed(text) for text in tags.get(tag, "").removesuffix("*").split("*")]


def _party(fields: Sequence[str]) -> Mapping[str, str]:
    """Code and number of the party, then its name, then the address."""
    code, number = fields[0][:1], fields[0][1:].strip()
    document = _DOCUMENTS.get(code)
    return {
        "account": f"{document}/{number}" if document and number else number,
        "name": first_of(fields[1:2]),
    }


def _numbered(fields: Sequence[str]) -> Mapping[str, str]:
    """The originator in the form of SWIFT's option F: 1/ name, 2/ street, 3/ country and town."""
    names = [text[2:] for text in fields[1:] if text.startswith("1/")]
    countries = [text[2:4] for text in fields[1:] if re.match("3/[A-Z]{2}(/|$)", text)]
    return {
        "account": fields[0].removeprefix("/"),
        "name": squeezed(" ".join(names)),
        "country": first_of(countries),
    }


def _bank(fields: Sequence[str]) -> str:
    """A bank by its code, or by its name where the number is only that of its account."""
    code, number = fields[0][:1], fields[0][1:].strip()
    return number if code and code in _BANK_CODES else first_of(fields[1:2])


FORMATS = {
    "fedwire": MessageFormat(
        kind="fedwire",
        title="Fedwire funds transfers in tags",
        shape="transfers",
        columns=(
            "booked_on", "amount", "currency", "channel", "status",
            "payer_account", "payer_name", "payer_bank", "payer_country",
            "payee_account", "payee_name", "payee_bank",
            "reference", "remittance_text",
        ),
        read=read,
    )
}  # fmt: skip
