"""What the SQL, the evidence, the score and the narrative of a scenario owe each other."""

import pytest

from tests.scenario.files import TEXT, place, problems_of, shown, spoilt

#: (what is changed, into what), the code, where it stands, words of the message or hint.
BREACHES = {
    "a measure without evidence": (("  farthest: {label: Farthest from home, as: km, from: context, basis: coordinates of branch and home}\n", ""), "SCN020", "sql: |", "the measure farthest has no evidence line"),
    "evidence without a measure": (("count(*) AS items,", "count(*) AS item,"), "SCN020", "items: {label", "'item'"),
    "money that is a count": (("items: {label: Deposits, as: count", "items: {label: Deposits, as: money"), "SCN020", "items: {label", "which is no money"),
    "a ratio that is money": (("total_base: {label: Total, as: money, from: cited, recompute: sum(amount_base), headline: true}", "total_base: {label: Total, as: date, from: cited, recompute: sum(amount_base)}"), "SCN020", "total_base: {label", "which is no date"),
    "another first column": (("SELECT account_id, min(booked_on) AS window_start,", "SELECT min(booked_on) AS window_start, account_id,"), "SCN012", "sql: |", "so it is account_id"),
    "another focus": (("focus: account", "focus: customer"), "SCN012", "sql: |", "so it is customer_id"),
    "no window": (("min(booked_on) AS window_start, ", ""), "SCN012", "sql: |", "lacks window_start"),
    "a window that is no date": (("max(booked_on) AS window_end", "max(amount_base) AS window_end"), "SCN012", "sql: |", "lacks window_end"),
    "no records": (("list_sort(list(transaction_id)) AS transaction_ids, ", ""), "SCN012", "sql: |", "list_sort(list(transaction_id))"),
    "records that are no list": (("list_sort(list(transaction_id)) AS transaction_ids", "min(transaction_id) AS transaction_ids"), "SCN012", "sql: |", "not a list of ids"),
    "a column twice": (("count(*) AS items,", "count(*) AS items, count(*) AS items,"), "SCN012", "sql: |", "stands twice"),
    "a parameter not declared": (("amount_base >= $min_amount", "amount_base >= $min_amout"), "SCN011", "$min_amout", "'$min_amount'"),
    "a parameter that nothing uses": (("HAVING count(*) >= $min_items", "HAVING count(*) >= 2"), "SCN013", "min_items: {type", "remove it"),
    "a table that is no table": (("requires: [cash_entries]", "requires: [cash_entrys]"), "SCN014", "requires", "'cash_entries'"),
    "a column that a table lacks": (("requires: [cash_entries]", "requires: [transactions.amout]"), "SCN014", "requires", "transactions.amout"),
    "a score of nothing": (("when: items >= 3, points", "when: itms >= 3, points"), "SCN024", "itms >= 3", "'items'"),
    "points that name no measure": (("when: items >= 3, points", "when: min_items >= 3, points"), "SCN024", "min_items >= 3", "`branches >= 2`"),
    "a code's condition on nothing": (("{code: 1/114, when: items >= 3}", "{code: 1/114, when: itms >= 3}"), "SCN024", "filing", "'items'"),
    "a currency that is no measure": (("as: km, from: context", "as: km, currency: itms, from: context"), "SCN021", "farthest: {label", "'items'"),
    "a headline in a currency of its own": (("headline: true", "headline: true, currency: items"), "SCN021", "total_base: {label", "base currency"),
    "a headline that is no money": (("recompute: count()}", "recompute: count(), headline: true}"), "SCN021", "true}\n  total_base", "money"),
    "a function that recomputes nothing": (("recompute: count()", "recompute: number()"), "SCN022", "items: {label", "no function number()"),
    "a column that no record has": (("recompute: sum(amount_base)", "recompute: sum(amount_bas)"), "SCN022", "total_base: {label", "'amount_base'"),
    "a measure instead of a column": (("recompute: count()", "recompute: items + 1"), "SCN022", "items: {label", "neither function nor column"),
    "a narrative of nothing": (("{{ items }} deposits", "{{ itms }} deposits"), "SCN025", "narrative", "'items'"),
    "a narrative that accuses": (("{{ items }} deposits", "{{ items }} criminal deposits"), "SCN026", "narrative", "accuses: 'criminal'"),
    "a narrative that is no template": (("{{ items }} deposits", "{{ items deposits"), "SCN025", None, "is no template"),
    "context in the first paragraph": (("{{ items }} deposits", "{{ farthest }} km, {{ items }} deposits"), "SCN025", "narrative", "'farthest', which is context"),
    "a basis of nothing": (("basis: coordinates of branch and home", 'basis: "{{ where }}"'), "SCN025", "farthest: {label", "the basis uses 'where'"),
}  # fmt: skip


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_is_named_at_its_place(tmp_path, name):
    change, code, needle, words = BREACHES[name]
    text = spoilt(*change)
    found = [p for p in problems_of(tmp_path, text) if p.code == code]
    assert found, name
    if needle is not None:
        line = place(text, needle)[0]
        assert any(line <= p.location.line <= line + 1 for p in found), [str(p) for p in found]
    assert any(words in f"{p.message} {p.hint}" for p in found), [str(p) for p in found]


def test_a_typo_in_a_column_stands_at_its_line_and_column(tmp_path):
    text = spoilt("sum(amount_base) AS total_base,", "sum(amout_base) AS total_base,")
    (problem,) = problems_of(tmp_path, text)
    assert shown(problem) == ("SQL001", place(text, "amout_base) AS"))
    assert "amount_base" in f"{problem.message} {problem.hint}"
    assert problem.excerpt == "      sum(amout_base) AS total_base, max(home_km) AS farthest"


def test_what_is_wrong_with_columns_and_with_names_comes_at_once(tmp_path):
    text = spoilt("count(*) AS items,", "count(*) AS item,").replace(
        "when: items >= 3, p", "when: itms >= 3, p"
    )
    assert [p.code for p in problems_of(tmp_path, text)] == ["SCN020", "SCN024", "SCN020"]


def test_linked_records_alone_will_do(tmp_path):
    text = spoilt(
        "list_sort(list(transaction_id)) AS transaction_ids",
        "list_sort(list(concat('remittances:', transaction_id))) AS linked_ids",
    )
    assert "SCN012" not in {p.code for p in problems_of(tmp_path, text)}


def test_the_small_file_itself_has_no_problem(tmp_path):
    assert problems_of(tmp_path, TEXT) == ()
