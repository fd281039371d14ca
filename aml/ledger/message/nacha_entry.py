"""Record 6 of a NACHA file with its addenda: one payment, domestic or international (IAT)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from aml.ledger.message.plain_text import first_of, shifted, squeezed, unwrapped

#: Characters of a full addenda text.
_TEXT = 80
#: The last digit of a transaction code: 1 and 6 return or correct a credit or a debit, 3 and 8 test
#: an account before use, 4 and 9 carry a text and no money, 5 takes back a loan payment.
_DIRECTIONS = {**dict.fromkeys("1234", "credit"), **dict.fromkeys("56789", "debit")}
_STATUSES = {**dict.fromkeys("3489", "pending"), **dict.fromkeys("5", "reversed")}
_ACCOUNT_KINDS = "2345"
_RETURN, _CORRECTION = "99", "98"
_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7)


@dataclass(frozen=True, slots=True)
class Batch:
    """Record 5: the company that sends the payments, and its bank (ODFI)."""

    number: int
    text: str
    created_on: str

    @property
    def is_international(self) -> bool:
        """Whether entries are laid out as international ones."""
        return self.text[50:53] == "IAT"

    @property
    def company(self) -> str:
        """The name of the company; an international batch has it in the addenda."""
        return "" if self.is_international else self.text[4:20].strip()

    @property
    def company_id(self) -> str:
        """The number of the company at its bank."""
        return self.text[40:50].strip()

    @property
    def description(self) -> str:
        """The word for what the payments are."""
        return self.text[53:63].strip()

    @property
    def settled_on(self) -> str:
        """The effective day, YYMMDD, or the day of the file where there is none."""
        return self.text[69:75].strip() or self.created_on

    @property
    def bank(self) -> str:
        """The routing number of the company's bank."""
        return routing_of(self.text[79:87])


@dataclass(frozen=True, slots=True)
class Entry:
    """Record 6 and the texts of the records 7 that follow it."""

    batch: Batch
    text: str
    addenda: list[str] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The transaction code: kind of account, then what happens."""
        return self.text[1:3]

    @property
    def direction(self) -> str:
        """What the receiver's account gets, or nothing where the code is none."""
        return _DIRECTIONS.get(self.code[1:], "") if self.code[:1] in _ACCOUNT_KINDS else ""

    @property
    def status(self) -> str:
        """A return is reversed money; a correction, a test and a text alone move none."""
        kinds = {text[1:3] for text in self.addenda}
        if _RETURN in kinds:
            return "reversed"
        return "pending" if _CORRECTION in kinds else _STATUSES.get(self.code[1:], "posted")

    @property
    def amount(self) -> str:
        """In dollars: ten digits, the last two of them cents."""
        return shifted(self.text[29:39], 2)

    @property
    def trace(self) -> str:
        """The number that the sending bank gave the payment."""
        return self.text[79:94].strip()

    def receiver(self) -> Mapping[str, str]:
        """Account, name, bank and country of the receiver."""
        if self.batch.is_international:
            place, bank = self._addendum("16"), self._addendum("14")
            return {
                "account": self.text[39:74].strip(),
                "name": self._addendum("10")[46:81].strip(),
                "bank": bank[40:74].strip() or self._bank,
                "country": place[38:40].strip(),
            }
        is_counted = self.batch.text[50:53] in ("CTX", "ENR")
        name = self.text[58:74] if is_counted else self.text[54:76]
        return {"account": self.text[12:29].strip(), "name": name.strip(), "bank": self._bank}

    def originator(self) -> Mapping[str, str]:
        """Name, bank and country of the company, or of who sends the money from abroad."""
        if self.batch.is_international:
            place, bank = self._addendum("12"), self._addendum("13")
            return {
                "name": self._addendum("11")[3:38].strip(),
                "bank": bank[40:74].strip() or self.batch.bank,
                "country": place[38:40].strip(),
            }
        bank = routing_of(self.text[3:11]) if self._returned else self.batch.bank
        return {"name": self.batch.company, "bank": bank}

    def remittance_text(self) -> str:
        """The word of the batch, the number that the company knows the payment by, the texts."""
        number = "" if self.batch.is_international else self.text[39:54]
        return squeezed(f"{self.batch.description} {number} {unwrapped(self._texts(), _TEXT)}")

    @property
    def _bank(self) -> str:
        """The receiver's bank (RDFI); a return goes the other way and names it in its addendum."""
        return routing_of(first_of([self._returned[27:35].strip(), self.text[3:11]]))

    @property
    def _returned(self) -> str:
        return next((text for text in self.addenda if text[1:3] in (_RETURN, _CORRECTION)), "")

    def _addendum(self, kind: str) -> str:
        return next((text for text in self.addenda if text[1:3] == kind), "")

    def _texts(self) -> Iterator[str]:
        return (text[3:83].rstrip() for text in self.addenda if text[1:3] in ("05", "17"))


def routing_of(number: str) -> str:
    """A routing number with its ninth digit, which checks the other eight."""
    if len(number) != 8 or not (number.isascii() and number.isdecimal()):
        return number.strip()
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=True))
    return f"{number}{-total % 10}"
