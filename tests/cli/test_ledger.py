"""`aml ledger`: from an unknown file to a profile that reads it, and to Parquet."""

import json
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared" / "ledgers" / "csv"
TEXT = """\
Account;Date;Amount;Currency;Partner Name
A1;2026-03-01;-5;EUR;Zebulon Quixley
A1;2026-03-02;6;EUR;Zebulon Quixley
A1;2026-03-33;7.25;EUR;Zebulon Quixley
"""


@pytest.fixture
def extract(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "extract.csv"
    path.write_text(TEXT.replace("03-33", "03-31"))
    return path


def test_an_unknown_file_is_described_checked_and_converted(aml, extract):
    said = aml("ledger", "describe", extract, "--out", "profiles/core.yml")
    assert said.code == 0
    assert said.err.startswith("DOUBT time_zone: ")
    extract.write_text(TEXT)
    said = aml("ledger", "check", extract, "--profile", "core", "--format", "json")
    found = json.loads(said.out)
    assert said.code == 1
    assert (found["records"], found["rejected"], found["is_good"]) == (3, 1, False)
    assert found["rejections"][0]["code"] == "LDG010"
    assert found["values"] == []
    said = aml("ledger", "convert", extract, "--profile", "core", "--out", "core.parquet")
    assert said.code == 1
    assert "wrote core.parquet: 2 rows of transactions" in said.out
    assert "left out: 1 rejected record, 0 duplicates" in said.out
    said = aml("ledger", "check", "core.parquet")
    assert said.code == 0
    assert "1 file, 2 records: 0 rejected, 0 duplicates" in said.out


def test_values_are_shown_where_they_are_asked_for_and_only_on_stdout(aml, extract):
    extract.write_text(TEXT)
    aml("ledger", "describe", extract, "--out", "core.yml")
    said = aml("ledger", "check", extract, "--profile", "core.yml")
    assert "2026-03-33" not in said.out + said.err
    said = aml("ledger", "check", extract, "--profile", "core.yml", "--show-rows")
    assert "2026-03-33" in said.out
    assert "2026-03-33" not in said.err
    assert "Zebulon" not in said.out + said.err


def test_a_draft_on_the_screen_shows_nobody(aml, extract):
    said = aml("ledger", "describe", extract)
    assert "counterparty_name: Partner Name" in said.out
    assert "Zebulon" not in said.out + said.err


def test_a_folder_is_checked_whole_and_says_what_it_leaves_out(aml, extract, tmp_path):
    aml("ledger", "describe", extract, "--out", "core.yml")
    for name in ("in/a.csv", "in/deep/b.csv", "in/read.me"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.replace("03-33", "03-3" + str(len(name) % 2)))
    said = aml("ledger", "check", "in", "--profile", "core.yml")
    assert said.code == 0
    assert "in/read.me: LDG073 not read" in said.err
    assert "2 files, 6 records: 0 rejected" in said.out


def test_rates_are_looked_for_in_the_currency_that_is_named(aml, extract):
    aml("ledger", "describe", extract, "--out", "core.yml")
    said = aml("ledger", "check", extract, "--profile", "core.yml", "--base-currency", "USD")
    assert said.code == 1
    assert "LDG016" in said.err
    assert "Exchange rates" not in said.out


def test_rows_of_rates_are_no_records_of_a_ledger(aml, extract, tmp_path):
    rates = "currency,base_currency,rate_on,rate\nEUR,USD,2026-03-01,1.1\n"
    (tmp_path / "rates.csv").write_text(rates)
    config = tmp_path / "aml.toml"
    config.write_text(
        '[institution]\nname = "Bank"\ncountry = "DE"\nsector = "bank"\nbase_currency = "EUR"\n'
        '[[input]]\ntable = "fx_rates"\npaths = ["rates.csv"]\n'
    )
    aml("ledger", "describe", extract, "--out", "core.yml")
    call = ("ledger", "check", extract, "--profile", "core.yml", "--config", config)
    said = aml(*call)
    assert "2 files, 3 records and 1 row of other tables: 0 rejected" in said.out
    found = json.loads(aml(*call, "--format", "json").out)
    assert (found["records"], found["other_rows"]) == (3, 1)


def test_a_count_that_is_not_met_is_shown_as_a_count_and_a_sum_as_money(aml, extract):
    aml("ledger", "describe", extract, "--out", "core.yml")
    with Path("core.yml").open("a", encoding="utf-8") as profile:
        profile.write("expect: {rows: 1200, sum: 8}\n")
    said = aml("ledger", "check", extract, "--profile", "core.yml")
    rows = [line.split() for line in said.out.splitlines() if "of the profile" in line]
    assert said.code == 1
    assert [[cell for cell in row if cell.strip("-,.0123456789") == ""][2:] for row in rows] == [
        ["1,200", "3", "-1,197"], ["8", "8.25", "0.25"],
    ]  # fmt: skip


def test_a_table_that_goes_to_a_pipe_is_neither_folded_nor_cut(aml, extract, tmp_path):
    aml("ledger", "describe", extract, "--out", "core.yml")
    name = f"{'long ' * 45}name.csv"
    extract.rename(tmp_path / name)
    said = aml("ledger", "check", name, "--profile", "core.yml")
    (line,) = [line for line in said.out.splitlines() if name in line]
    assert " 3 " in line


def test_a_table_is_named_where_the_profile_takes_any(aml, extract, tmp_path):
    (tmp_path / "people.csv").write_text("customer_id,name\nC1,Zebulon\n")
    said = aml("ledger", "check", "people.csv", "--table", "customers")
    assert said.code == 0
    assert "1 file, 1 row of other tables: 0 rejected" in said.out
    assert aml("ledger", "check", "people.csv", "--table", "nobody").code == 2


def test_calls_that_lack_something_say_what(aml, extract):
    assert "RUN004" in aml("ledger", "convert", "--out", "x.parquet").err
    assert aml("ledger", "check", "none.csv").code == 2
    assert aml("ledger", "describe", "none.csv").code == 2


@pytest.mark.parametrize(
    ("name", "decisions", "expected"),
    [
        ("oca_debit_credit", {"# amount: {unsigned": "amount: {unsigned"},
         [["USD", "1567.0000", 2]]),
        ("oca_multi_currency", {}, [["EUR", "1525.0000", 1], ["USD", "33.5000", 1]]),
        # Its column of currencies is that of its other amounts, so the booked one is a constant.
        ("oca_sample_statement_en", {}, [["USD", "1558.5000", 2]]),
    ],
)  # fmt: skip
def test_real_extracts_are_read_once_their_doubts_are_resolved(
    aml, tmp_path, name, decisions, expected
):
    path = SHARED / f"{name}.csv"
    if not path.is_file():
        pytest.skip("the shared ledgers are not beside the project")
    out = tmp_path / "own.yml"
    aml("ledger", "describe", path, "--out", out)
    assert aml("ledger", "check", path, "--profile", out).code == 2
    text = out.read_text()
    decisions = decisions | {
        '# account_id: {constant: "…"}': "account_id: {constant: A1}",
        "# currency: {constant: EUR}": "currency: {constant: USD}",
    }
    for doubt, decision in decisions.items():
        text = text.replace(doubt, decision)
    out.write_text(text)
    said = aml("ledger", "check", path, "--profile", out, "--format", "json")
    assert said.code == 0
    (file,) = json.loads(said.out)["files"]
    totals = [[t["currency"], t["amount_in"], t["records_loaded"]] for t in file["totals"]]
    assert totals == expected
