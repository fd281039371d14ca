"""Why the other rule is silent: its nearest miss, as of the date."""

from aml.core.backtest import Miss
from tests.pipeline import backtested, ledgers, tuned


def test_the_rule_that_does_not_fire_names_what_it_misses(tmp_path):
    added = backtested.backtested(tmp_path).differences[0]
    (miss,) = added.reason.misses
    assert miss == Miss("count(*) >= $least (3)", "2", ">= 3")


def test_a_removed_alert_names_what_the_new_rule_misses(tmp_path):
    found = backtested.backtested(tmp_path, a=backtested.LOOSE, b="cash_test")
    removed = found.differences[0]
    assert removed.change == "removed"
    assert [(m.measured, m.needed) for m in removed.reason.misses] == [("2", ">= 3")]


def test_what_both_raise_needs_no_reason(tmp_path):
    assert backtested.backtested(tmp_path).differences[1].reason is None


def test_a_rule_that_fires_on_other_records_says_so(tmp_path):
    other = tmp_path / "cash_test.yml"
    text = ledgers.CASH.replace("= 'cash_teller'", "= 'ach'")
    other.write_text(text, encoding="utf-8")
    wages = [ledgers.entry(40 + n, "ACC-Q1", 10 + n, "2000.00", channel="ach") for n in range(3)]
    records = [*ledgers.ledger(), *wages]
    found = backtested.backtested(tmp_path, b=str(other), records=records)
    mine = [item for item in found.differences if item.focus_id == "CUS-Q1"]
    assert [item.change for item in mine] == ["added", "removed"]
    told = {item.reason.text for item in mine}
    assert told == {"it fires on this focus over other records"}


def test_a_focus_is_judged_on_either_side_by_the_values_of_its_own_set(tmp_path):
    shops = "{id: shops, version: 1, reason: x, when: {segment: [retail]}, parameters: {least: 4}}"
    rule = ledgers.CASH.replace("  - {id: strict", f"  - {shops}\n  - {{id: strict")
    other = tmp_path / "cash_test.yml"
    other.write_text(rule.replace("{least: 4}", "{least: 2}"), encoding="utf-8")
    customers = [
        row | {"segment": "retail" if row["customer_id"] == "CUS-P2" else ""}
        for row in ledgers.tables(tuned.records())["customers"]
    ]
    given = {"scenarios": {"cash_test": rule}, "customers": customers}
    found = backtested.backtested(tmp_path, b=str(other), **given)
    assert backtested.changes(found) == [("added", "CUS-P2"), ("kept", "CUS-Q1")]
    (miss,) = found.differences[0].reason.misses
    assert (miss.measured, miss.needed) == ("2", ">= 4")


def test_each_alternative_of_a_condition_is_measured(tmp_path):
    either = "HAVING count(*) >= $least OR count(DISTINCT branch_id) >= $least - 1"
    rule = ledgers.CASH.replace("HAVING count(*) >= $least", either)
    found = backtested.backtested(tmp_path, scenarios={"cash_test": rule})
    (miss,) = found.differences[0].reason.misses
    assert (miss.measured, miss.needed) == ("2; 1", ">= 3 or >= 2")
