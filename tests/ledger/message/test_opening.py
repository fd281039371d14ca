"""A file of messages becomes a clean copy that is loaded like any other, with nothing lost."""

from decimal import Decimal

import pytest

from aml.core.problem import LedgerError
from aml.core.progress import Silent
from aml.core.workspace import Input, Institution
from aml.ledger import read
from aml.ledger.message import formats
from aml.ledger.message.record import MessageFormat, Record, Stated, Unreadable
from aml.ledger.profile import Format, Profile
from aml.store import Store

COLUMNS = ("account_id", "booked_on", "direction", "amount", "currency", "remittance_text")


def entry(account, amount, text="", **more):
    values = dict(zip(COLUMNS, (account, "2026-03-02", "credit", amount, "EUR", text), strict=True))
    return Record(values, groups={"statement": 1}, **more)


@pytest.fixture
def scan(tmp_path, monkeypatch):
    """Reads files whose reader yields the given items, one list a file."""

    def made(*files, shape="entries", columns=COLUMNS, content="x", **profile):
        lists = iter(files)
        form = MessageFormat("toy", "A toy", shape, columns, lambda _file, _profile: next(lists))
        monkeypatch.setattr(formats, "_MODULES", {"toy": "toy"})
        monkeypatch.setattr(
            formats, "import_module", lambda _: type("M", (), {"FORMATS": {"toy": form}})
        )
        monkeypatch.setattr("aml.ledger.opening.MESSAGE_KINDS", ("toy",))
        formats.message_format.cache_clear()
        paths = []
        for number, _ in enumerate(files):
            paths.append(tmp_path / f"{number}.toy")
            paths[-1].write_text(content and f"{number}", encoding="utf-8")
        inputs = [Input("transactions", "bank", tuple(paths), tuple(p.name for p in paths), "toy")]
        known = {
            "toy": Profile("toy", tmp_path, "", "transactions", shape, Format("toy"), **profile)
        }
        institution = Institution("Bank", "DE", "bank", "EUR")
        store = Store()
        return store, read(store, institution, inputs, known, Silent())

    yield made
    formats.message_format.cache_clear()


def test_several_figures_that_are_not_met_are_told_in_one_sentence(scan):
    stated = Stated("statement", 1, credits=Decimal(1), debits=Decimal(2), entries=3)
    _, reading = scan(iter([entry("A1", "4.00"), stated]))
    (problem,) = (p for p in reading.problems if p.code == "LDG061")
    assert problem.message.startswith(
        "statement 1: the sum of credits, sum of debits and number of"
    )
    assert problem.message.endswith(" stated are not what its 1 record comes to")


def test_an_empty_file_is_told_as_one(scan):
    with pytest.raises(LedgerError) as caught:
        scan(iter([]), content="")
    (problem,) = caught.value.problems
    assert (problem.code, str(problem.location)) == ("LDG002", "0.toy")


def test_every_record_is_loaded_or_rejected_with_its_ordinal(scan):
    store, reading = scan(
        iter([
            entry("A1", "10.00", 'two "quoted"\nlines'),
            entry("A1", "", refused="LDG060"),
            entry("A1", "12,5"),
            entry("A1", "7"),
        ])
    )  # fmt: skip
    rows = store.rows("SELECT source_row, amount, remittance_text FROM transactions ORDER BY ALL")
    assert rows == [(1, Decimal(10), 'two "quoted"\nlines'), (4, Decimal(7), None)]
    assert store.rows("SELECT source_row, code FROM rejected_records ORDER BY ALL") == [
        (2, "LDG060"), (3, "LDG011"),
    ]  # fmt: skip
    (total,) = reading.files[0].totals
    assert (total.records_in, total.records_loaded, total.records_rejected) == (4, 2, 2)
    assert total.is_reconciled


def test_a_statement_that_does_not_add_up_is_told_with_its_place_and_without_its_figures(scan):
    stated = Stated("statement", 1, opening=Decimal(100), closing=Decimal("110.01"), entries=2)
    _, reading = scan(iter([entry("A1", "4.00"), entry("A1", "6.00"), stated]))
    (problem,) = (p for p in reading.problems if p.code == "LDG061")
    assert str(problem.location) == "0.toy: record 1"
    assert problem.message == (
        "statement 1: the closing balance stated is not what its 2 records come to"
    )
    assert "110" not in str(problem)
    (check,) = reading.files[0].statements
    assert [(f.what, f.stated, f.read) for f in check.failures] == [
        ("closing balance", Decimal("110.01"), Decimal("110.00"))
    ]


def test_a_statement_that_adds_up_is_no_problem(scan):
    stated = Stated("statement", 1, opening=Decimal(-5), closing=Decimal(5), entries=1, records=1)
    _, reading = scan(iter([entry("A1", "10"), stated]))
    assert [p.code for p in reading.problems] == []
    assert reading.files[0].statements[0].is_balanced


def test_an_entry_that_comes_again_is_loaded_once_from_the_better_message(scan):
    intraday = [
        entry("A1", "10", "less", duplicate_key="k1", rank=2),
        entry("A1", "3", duplicate_key="k2", rank=2),
    ]
    statement = [
        entry("A1", "10", "more", duplicate_key="k1"),
        entry("A1", "10", "more too", duplicate_key="k1"),
    ]
    store, reading = scan(iter(intraday), iter(statement))
    rows = store.rows("SELECT remittance_text FROM transactions ORDER BY ALL")
    assert rows == [("more",), ("more too",), (None,)]
    assert store.rows("SELECT file_id, source_row, code, kind FROM rejected_records") == [
        (1, 1, "LDG024", "duplicate")
    ]
    assert reading.duplicates == 1
    assert reading.rejected == 0


def test_a_message_sent_again_in_the_same_file_is_loaded_once(scan):
    twice = [
        Record(entry("A1", "10").values, duplicate_key="k1", groups={"entry": number})
        for number in (1, 2)
    ]
    store, reading = scan(iter(twice))
    assert store.count("transactions") == 1
    assert reading.duplicates == 1


PAYMENT = (
    "booked_on",
    "amount",
    "currency",
    "payer_account",
    "payer_bank",
    "payee_account",
    "payee_bank",
)


def payment(*values):
    return Record(dict(zip(PAYMENT, values, strict=True)))


def test_the_own_side_of_a_payment_is_the_one_at_the_own_bank(scan):
    store, _ = scan(
        iter([
            payment("2026-03-02", "5", "EUR", "P1", "OURSDEFFXXX", "", "OTHRUS33"),
            payment("2026-03-02", "6", "EUR", "P2", "oursdeff", "Q2", "OURSDEFF"),
            payment("2026-03-02", "7", "EUR", "", "OURSDEFF", "Q3", "OTHRUS33"),
            payment("2026-03-02", "8", "EUR", "P4", "OTHRUS33", "Q4", "OTHRUS33"),
        ]),
        shape="transfers", columns=PAYMENT, own_banks=("OURSDEFF",),
    )  # fmt: skip
    rows = store.rows("SELECT account_id, direction, amount FROM transactions ORDER BY ALL")
    assert rows == [("P1", "debit", 5), ("P2", "debit", 6), ("Q2", "credit", 6)]
    assert store.rows("SELECT source_row, code FROM rejected_records ORDER BY ALL") == [
        (3, "LDG012"), (4, "LDG022"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("banks", "hint"), [(("*",), "no side has the number of an account"), (("OURS",), "--bank")]
)
def test_a_payment_without_an_own_side_is_told_where_that_is_said(scan, banks, hint):
    payments = iter([payment("2026-03-02", "5", "EUR", "", "OTHRUS33", "", "THRDUS33")])
    _, reading = scan(payments, shape="transfers", columns=PAYMENT, own_banks=banks)
    (problem,) = reading.problems
    assert problem.code == "LDG022"
    assert hint in problem.hint


def test_payments_between_banks_need_to_know_which_bank_is_the_own_one(scan):
    with pytest.raises(LedgerError) as error:
        scan(iter([]), shape="transfers", columns=PAYMENT)
    assert [p.code for p in error.value.problems] == ["LDG048"]


def test_a_file_that_breaks_off_is_refused_at_its_line(scan):
    def broken():
        yield entry("A1", "10")
        raise Unreadable("the file ends inside a statement", 12)

    with pytest.raises(LedgerError) as error:
        scan(broken())
    assert str(error.value.problems[0]).startswith("0.toy:12: LDG060 the file ends inside")
