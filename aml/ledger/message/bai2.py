"""Balance reports in BAI2 as entries, with the sums and counts of their trailers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import BinaryIO

from aml.core.statement import StatementFailure
from aml.ledger.message.bai2_codes import channel_of, decimals_of, direction_of, status_of
from aml.ledger.message.bai2_record import Detail, Raw, detail_of, raw_records, summaries
from aml.ledger.message.plain_text import day_of, first_of, lines_of, shifted
from aml.ledger.message.record import Level, MessageFormat, Record, Stated, Unreadable
from aml.ledger.profile import Profile

#: Headers from the outside in, and the header that each trailer closes.
_HEADERS = ("01", "02", "03")
_CLOSES = {"49": "03", "98": "02", "99": "01"}
#: What a group may hold: a report, its deletion, its correction, a test.
_GROUP_STATUSES = {"2": "cancelled", "4": "pending"}
#: Reports of a day that is not over: the one of the whole day is kept.
_INTERIM = ("1", "3")


@dataclass(slots=True)
class _Level:
    """A file, group or account that is being read: its header, and what its trailer must count."""

    head: Raw
    lines: int = 0
    parts: int = 0
    total: int = 0


@dataclass(slots=True)
class _Reader:
    """Takes the records in their order. `open` are the file, the group and the account."""

    open: dict[str, _Level] = field(default_factory=dict)
    groups: int = 0
    accounts: int = 0
    currency: str = ""
    balances: Mapping[str, int] = field(default_factory=dict)

    def take(self, raw: Raw) -> Iterator[Record | Stated]:
        if raw.code in _HEADERS:
            self._begin(raw)
        if "01" not in self.open:
            raise Unreadable("the file does not begin with a file header (01)", raw.line)
        for level in self.open.values():
            level.lines += len(raw.lines)
        if raw.code in _CLOSES:
            yield self._end(raw)
        elif raw.code == "16":
            yield self._entry(raw)
        elif raw.code not in _HEADERS:
            yield Record({}, refused="LDG060", groups=self._groups())

    def _begin(self, raw: Raw) -> None:
        outer = [code for code in _HEADERS if code < raw.code]
        if any(code >= raw.code for code in self.open):
            raise Unreadable("the trailer of what was open before this is missing", raw.line)
        if any(code not in self.open for code in outer):
            raise Unreadable("the header around this is missing", raw.line)
        for code in outer[-1:]:
            self.open[code].parts += 1
        self.open[raw.code] = _Level(raw)
        if raw.code == "02":
            self.groups += 1
        elif raw.code == "03":
            self.accounts += 1
            group = self.open["02"].head
            self.currency = raw.field(2) or group.field(6) or "USD"
            self.open["03"].total, self.balances = summaries(raw)

    def _end(self, raw: Raw) -> Stated:
        code = _CLOSES[raw.code]
        if code not in self.open or any(other > code for other in self.open):
            raise Unreadable("this trailer closes nothing that is open", raw.line)
        level = self.open.pop(code)
        total = raw.whole(1)
        if code == "03":
            self.open["02"].total += total
            lines = ("number of lines", raw.whole(2), level.lines)
            return self._account(level, total, _differences(lines))
        what = "number of accounts" if code == "02" else "number of groups"
        differences = _differences(
            ("control total", total, level.total),
            (what, raw.whole(2), level.parts),
            ("number of lines", raw.whole(3), level.lines),
        )
        if raw.code == "99":
            return Stated("file", 0, differences=differences)
        self.open["01"].total += total
        return Stated("batch", self.groups, differences=differences)

    def _account(
        self, level: _Level, total: int, differences: tuple[StatementFailure, ...]
    ) -> Stated:
        """What an account states: its control total counts the balances beside the entries."""
        known = {kind: self._money(amount) for kind, amount in self.balances.items()}
        return Stated(
            "statement", self.accounts,
            opening=known.get("010"), closing=known.get("015"),
            credits=known.get("100"), debits=known.get("400"),
            total=self._money(total - level.total), differences=differences,
            account_id=level.head.field(1), currency=self.currency,
        )  # fmt: skip

    def _money(self, amount: int) -> Decimal:
        return Decimal(amount).scaleb(-decimals_of(self.currency))

    def _groups(self) -> dict[Level, int]:
        numbers: dict[Level, int] = {}
        if "02" in self.open:
            numbers["batch"] = self.groups
        if "03" in self.open:
            numbers["statement"] = self.accounts
        return numbers

    def _entry(self, raw: Raw) -> Record:
        detail = detail_of(raw)
        group = self.open["02"].head if "02" in self.open else Raw("02", [""], 0)
        account = self.open["03"].head.field(1) if "03" in self.open else ""
        booked_on = day_of(group.field(4))
        direction = direction_of(detail.type)
        status = _GROUP_STATUSES.get(group.field(3)) or status_of(detail.type)
        values = {
            "account_id": account,
            "booked_on": booked_on,
            "value_on": day_of(detail.value_on),
            "direction": direction,
            "amount": shifted(detail.amount, decimals_of(self.currency)),
            "currency": self.currency,
            "channel": channel_of(detail.type),
            "status": status,
            "reference": first_of(
                [detail.marked.get("EREF", ""), detail.customer_reference, detail.bank_reference]
            ),
            "remittance_text": detail.text,
            **_counterparty(detail, direction),
        }
        known = [account, booked_on, detail.type, detail.amount, detail.customer_reference]
        tells = detail.bank_reference or "|".join([group.field(5), detail.text])
        return Record(
            values,
            duplicate_key="|".join([*known, tells]),
            rank=2 if group.field(7) in _INTERIM else 1,
            groups=self._groups(),
        )


def _differences(*stated: tuple[str, int, int]) -> tuple[StatementFailure, ...]:
    """Those of what was stated that differ from what was read."""
    return tuple(
        StatementFailure(what, Decimal(said), Decimal(read))
        for what, said, read in stated
        if said != read
    )


def _counterparty(detail: Detail, direction: str) -> Mapping[str, str]:
    """The debtor of a credit, the creditor of a debit, where the text marks them."""
    name, account, bic, routing = (
        ("DBNM", "DACT", "DBIC", "DABA") if direction == "credit" else
        ("CRNM", "CACT", "CBIC", "CABA")
    )  # fmt: skip
    marked = detail.marked
    is_cheque = channel_of(detail.type) == "cheque"
    return {
        "counterparty_name": marked.get(name, ""),
        "counterparty_account": marked.get(account, ""),
        "counterparty_bank": first_of([marked.get(bic, ""), marked.get(routing, "")]),
        "instrument_number": marked.get("CHKN", "") if is_cheque else "",
    }


def read(file: BinaryIO, profile: Profile) -> Iterator[Record | Stated]:
    """The transactions of a file, and what the trailers of account, group and file state.

    Raises:
        Unreadable: headers and trailers that do not pair, or whose numbers are none.
    """
    reader, line = _Reader(), 1
    for raw in raw_records(lines_of(file, profile.format.encoding)):
        yield from reader.take(raw)
        line = raw.line
    if reader.open:
        raise Unreadable("the file ends before its trailer (99)", line)
    if not reader.groups:
        raise Unreadable("the file holds no group of accounts")


FORMATS = {
    "bai2": MessageFormat(
        kind="bai2",
        title="BAI2 balance and transaction reports",
        shape="entries",
        columns=(
            "account_id", "booked_on", "value_on", "direction", "amount", "currency", "channel",
            "status", "counterparty_name", "counterparty_account", "counterparty_bank",
            "instrument_number", "reference", "remittance_text",
        ),
        read=read,
    )
}  # fmt: skip
