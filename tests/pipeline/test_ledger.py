"""Ledgers checked and converted as a scan would read them."""

import gzip
from dataclasses import replace
from decimal import Decimal

import pytest

from aml.core.problem import LedgerError, UsageError
from aml.core.progress import Silent
from aml.core.workspace import Input
from aml.pipeline.ledger import check, convert
from aml.pipeline.workspace import read_workspace
from aml.store import Store
from tests.pipeline import ledgers

PROFILE = """\
profile: core
title: A core
table: transactions
format: {delimiter: ";"}
dates: {date_format: "%d.%m.%Y", time_zone: Europe/Berlin}
numbers: {decimal_mark: ","}
amount: {signed: Betrag}
columns: {account_id: Konto, booked_on: Tag, currency: Waehrung, remittance_text: Text}
"""
CORE = """\
Konto;Tag;Betrag;Waehrung;Text
A;03.03.2026;-5,50;EUR;rent
A;02.03.2026;7,00;USD;wages
A;02.03.2026;7,00;USD;wages
A;32.03.2026;1,00;EUR;
"""


@pytest.fixture
def workspace(tmp_path):
    made = read_workspace(ledgers.write_workspace(tmp_path))
    (tmp_path / "core.yml").write_text(PROFILE)
    (tmp_path / "core.csv").write_text(CORE)
    item = Input("transactions", "core", (tmp_path / "core.csv",), ("core.csv",), "core")
    return replace(made, inputs=(item,))


def unpriced(workspace):
    return replace(workspace, institution=replace(workspace.institution, base_currency=""))


def rows_of(path, columns):
    with Store() as store:
        return store.rows(f"SELECT {columns} FROM read_parquet('{path}')")


def test_a_check_says_what_a_scan_would_reject(workspace):
    checked = check(workspace, Silent(), show_rows=True)
    assert not checked.is_good
    assert [(r.code, r.column, r.first) for r in checked.reading.rejections] == [
        ("LDG010", "booked_on", (4,)),
        ("LDG016", "currency", (1,)),
    ]
    assert [(v.record, v.code, v.value) for v in checked.values] == [
        (1, "LDG016", "EUR"), (4, "LDG010", "32.03.2026"),
    ]  # fmt: skip
    totals = {t.currency: t.amount_in for t in checked.reading.files[0].totals}
    assert totals == {"EUR": Decimal("6.5"), "USD": Decimal(14)}


def test_without_a_base_currency_no_rate_is_missed(workspace):
    checked = check(unpriced(workspace), Silent(), show_rows=False)
    assert [r.code for r in checked.reading.rejections] == ["LDG010"]
    assert (checked.is_priced, checked.values) == (False, ())


def test_what_is_stated_and_not_met_is_not_good(workspace, tmp_path):
    (tmp_path / "core.csv").write_text(CORE.replace("32.03", "31.03"))
    assert check(unpriced(workspace), Silent(), show_rows=False).is_good
    (tmp_path / "core.yml").write_text(PROFILE + "expect: {rows: 5}\n")
    assert not check(unpriced(workspace), Silent(), show_rows=False).is_good


def test_a_file_that_cannot_be_read_is_refused_as_in_a_scan(workspace, tmp_path):
    (tmp_path / "core.csv").write_bytes(b"\x89PNG\x00")
    with pytest.raises(LedgerError):
        check(workspace, Silent(), show_rows=False)


def test_a_converted_ledger_is_in_order_of_time_and_without_what_was_rejected(workspace, tmp_path):
    out = tmp_path / "deep" / "core.parquet"
    made = convert(workspace, workspace.inputs[0], out, Silent())
    assert (made.rows, made.reading.rejected, made.table) == (3, 1, "transactions")
    rows = rows_of(out, "booked_on::VARCHAR, direction, amount, currency, customer_id, source_row")
    assert rows == [
        ("2026-03-02", "credit", Decimal(7), "USD", None, 2),
        ("2026-03-02", "credit", Decimal(7), "USD", None, 3),
        ("2026-03-03", "debit", Decimal("5.5"), "EUR", None, 1),
    ]
    assert [path.name for path in out.parent.iterdir()] == ["core.parquet"]


def test_a_file_that_is_there_is_replaced_only_by_force(workspace, tmp_path):
    out = tmp_path / "core.parquet"
    out.write_text("mine")
    with pytest.raises(UsageError) as caught:
        convert(workspace, workspace.inputs[0], out, Silent())
    assert (caught.value.problems[0].code, out.read_text()) == ("RUN006", "mine")
    convert(workspace, workspace.inputs[0], out, Silent(), force=True)
    assert len(rows_of(out, "1")) == 3


def test_a_conversion_that_fails_leaves_nothing(workspace, tmp_path):
    (tmp_path / "core.csv").write_text("")
    with pytest.raises(LedgerError):
        convert(workspace, workspace.inputs[0], tmp_path / "new" / "core.parquet", Silent())
    assert list((tmp_path / "new").iterdir()) == []


def alerts(run):
    return [(a.source, a.focus_id, a.transaction_ids, a.linked_ids) for a in run.alerts]


def test_a_converted_ledger_gives_the_findings_of_the_original(tmp_path):
    path = ledgers.write_workspace(tmp_path, flagged_parties=[ledgers.flagged()])
    workspace = read_workspace(path)
    first, _ = ledgers.run_workspace(workspace)
    place = [item.table for item in workspace.inputs].index("transactions")
    item = workspace.inputs[place]
    out = tmp_path / "tables" / "again.parquet"
    convert(workspace, item, out, Silent())
    path.write_text(path.read_text().replace("tables/transactions.csv", "tables/again.parquet"))
    second, _ = ledgers.run_workspace(read_workspace(path))
    assert alerts(first)
    assert alerts(second) == alerts(first)
    assert [case.totals for case in second.cases] == [case.totals for case in first.cases]


def test_a_ledger_in_an_archive_gives_the_findings_of_the_original(tmp_path):
    path = ledgers.write_workspace(tmp_path)
    first, _ = ledgers.run_workspace(read_workspace(path))
    plain = tmp_path / "tables" / "transactions.csv"
    plain.with_suffix(".csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()
    path.write_text(path.read_text().replace("transactions.csv", "transactions.csv.gz"))
    second, _ = ledgers.run_workspace(read_workspace(path))
    assert alerts(second) == alerts(first)
