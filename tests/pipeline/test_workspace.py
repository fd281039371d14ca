from datetime import date

import pytest

from aml.core.problem import UsageError
from aml.pipeline.workspace import read_workspace
from tests.pipeline import ledgers


def mistakes(path):
    with pytest.raises(UsageError) as caught:
        read_workspace(path)
    return [(p.code, p.location.line) for p in caught.value.problems], str(caught.value)


def test_every_setting_is_read(tmp_path):
    path = ledgers.write_workspace(
        tmp_path,
        scan='require = ["cash_test"]\nmax_rejected = 3\nthreshold_set = "strict"\n'
        "as_of = 2026-03-31\ntime_limit_seconds = 7\nshow_rows = true",
        parameters="[parameters.cash_test]\nleast = 2",
        documents='"html"',
    )
    found = read_workspace(path)
    assert found.root == tmp_path
    assert found.institution.name == "Test Bank"
    assert found.inputs[0].table == "transactions"
    assert found.inputs[0].shown == ("tables/transactions.csv",)
    assert found.inputs[0].ledger_id == "transactions"
    assert found.scenarios == tmp_path / "rules"
    assert (found.require, found.max_rejected, found.threshold_set) == (("cash_test",), 3, "strict")
    assert (found.as_of, found.time_limit, found.show_rows) == (date(2026, 3, 31), 7, True)
    assert found.parameters == {"cash_test": {"least": "2"}}
    assert (found.documents, found.out) == (("html",), tmp_path / "out")


def test_a_file_that_two_patterns_name_is_read_once(tmp_path):
    path = ledgers.write_workspace(tmp_path)
    text = path.read_text().replace(
        '["tables/transactions.csv"]', '["tables/trans*.csv", "tables/transactions.csv"]'
    )
    path.write_text(text)
    assert len(read_workspace(path).inputs[0].paths) == 1


def test_a_ledger_is_named_after_the_profile_s_file(tmp_path):
    path = ledgers.write_workspace(tmp_path)
    path.write_text(
        path.read_text().replace('table = "customers"', 'table = "customers"\nprofile = "a/b.yml"')
    )
    found = {item.table: item.ledger_id for item in read_workspace(path).inputs}
    assert found["customers"] == "b"


def test_all_mistakes_come_at_once_at_their_lines(tmp_path):
    path = tmp_path / "aml.toml"
    path.write_text(
        '[institution]\nname = "Bank"\nsector = "shop"\nbase_currency = "USD"\n'
        '[[input]]\ntable = "transaction"\npaths = ["none*.csv"]\n'
        '[scan]\nscenarios = "none"\nspeed = 3\n[output]\ndocuments = ["doc"]\n'
    )
    found, text = mistakes(path)
    assert sorted(found, key=lambda item: item[1]) == [
        ("CFG005", 1), ("CFG004", 3), ("CFG004", 6), ("CFG004", 7), ("CFG004", 9), ("CFG002", 10),
        ("CFG004", 12),
    ]  # fmt: skip
    assert "did you mean 'transactions'?" in text
    assert "unknown key 'speed'" in text


def test_a_country_may_be_empty_but_not_forgotten(tmp_path):
    path = ledgers.write_workspace(tmp_path)
    path.write_text(path.read_text().replace('country = "US"', 'country = ""'))
    assert read_workspace(path).institution.country == ""


def test_without_a_file_the_way_out_is_named(tmp_path):
    with pytest.raises(UsageError, match="RUN001") as caught:
        read_workspace(tmp_path / "aml.toml")
    assert "aml init" in caught.value.problems[0].hint


@pytest.mark.parametrize("country", ["USA", "us", "U1", "United States"])
def test_a_country_in_another_spelling_is_a_mistake_and_no_silence(tmp_path, country):
    path = ledgers.write_workspace(tmp_path)
    path.write_text(path.read_text().replace('country = "US"', f'country = "{country}"'))
    codes, text = mistakes(path)
    assert [code for code, _ in codes] == ["CFG004"]
    assert "two letters of ISO 3166" in text


def test_a_folder_is_all_its_files_and_says_which_it_leaves_out(tmp_path):
    path = ledgers.write_workspace(tmp_path)
    text = path.read_text().replace('["tables/transactions.csv"]', '["more/"]')
    path.write_text(text)
    (tmp_path / "more").mkdir()
    for name in ("b.csv", "a.csv", "a.doc"):
        (tmp_path / "more" / name).write_text("x")
    found = read_workspace(path).inputs[0]
    assert (found.shown, found.left_out) == (("more/a.csv", "more/b.csv"), ("more/a.doc",))
