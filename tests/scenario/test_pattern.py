"""A pattern with a mistake: its code, its place, and the way out."""

import pytest

from tests.scenario.files import place, problems_of, shown
from tests.scenario.test_pattern_sql import pattern

GOOD = pattern("booked_on", "days", "count()", "measured >= 2")
_THEN = "  then:\n    from: transactions\n    within: window\n  hit:"


@pytest.mark.parametrize(
    ("old", "new", "code", "at", "hint"),
    [
        ("measured >= 2", "measured >= ", "PAT001", "measured >= ", "one SQL expression"),
        ("hit: measured >= 2", "hit: SELECT 1; SELECT 2", "PAT001", "SELECT 1", "one SQL"),
        ("from: transactions", "from: [transactions]", "CFG004", "[transactions]", ""),
        ("  at:", "  apart: [1st]\n  at:", "PAT001", "1st", "such as"),
        ("items: count(*)", "my items: count(*)", "PAT001", "my items", "words"),
        ("measured: count()", "measured: cuont()", "PAT002", "cuont()", "'count'"),
        ("measured: count()", "measured: sum()", "PAT002", "sum()", "sum(amount_base)"),
        ("measured: count()", "measured: amount", "PAT002", "amount\n", "one of count()"),
        ("window: window", "window: windwo", "PAT003", "windwo", "'window'"),
        ("window: window", "window: min_items", "PAT003", "min_items\n  rolling", "window"),
        ("at: booked_on", "at: booked_at", "PAT003", "booked_at\n  window", "count dates"),
        ("  hit:", _THEN, "PAT003", "window\n  hit", "type offset or hours"),
        ("  rolling:", "  with:\n    counted: SELECT 1\n  rolling:", "PAT004", "counted", "another"),
        ("  hit:", "  hitt: x\n  hit:", "CFG002", "hitt", "'hit'"),
        ("  hit: measured >= 2\n", "", "CFG005", "from: transactions", ""),
    ],
)  # fmt: skip
def test_a_mistake_in_a_pattern_is_named_at_its_place(tmp_path, old, new, code, at, hint):
    text = GOOD.replace(old, new, 1)
    problem = next(p for p in problems_of(tmp_path, text) if p.code == code)
    assert shown(problem) == (code, place(text, at))
    assert hint in problem.hint


def test_sql_beside_a_pattern_is_one_too_many(tmp_path):
    text = GOOD.replace("pattern:\n", "sql: |\n  SELECT 1\npattern:\n")
    problem = next(p for p in problems_of(tmp_path, text) if p.code == "SCN004")
    assert shown(problem)[1][0] == place(text, "sql: |")[0]


def test_money_that_is_followed_has_one_chain_of_episodes(tmp_path):
    text = GOOD.replace("  at:", "  apart: [currency]\n  at:").replace("  hit:", _THEN)
    assert "PAT004" in {problem.code for problem in problems_of(tmp_path, text)}


def test_a_column_that_no_table_has_is_named_where_the_author_wrote_it(tmp_path):
    text = GOOD.replace("sum(amount_base)", "sum(amuont_base)")
    problem = next(p for p in problems_of(tmp_path, text) if p.code == "SQL001")
    assert shown(problem)[1] == place(text, "amuont_base")
    assert "amount_base" in problem.hint


def test_a_pattern_is_linted_like_sql(tmp_path):
    text = GOOD.replace("max(amount_base)", "avg(amount_base)")
    problem = next(p for p in problems_of(tmp_path, text) if p.code == "SQL007")
    assert shown(problem)[1] == place(text, "avg(")


def test_a_good_pattern_has_nothing_wrong_but_the_demo_tests(tmp_path):
    assert {problem.code for problem in problems_of(tmp_path, GOOD)} <= {"TST001", "SCN013"}
