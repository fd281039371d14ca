"""What the steps of a rule read, and which parameters reach them."""

import pytest

from aml.scenario.tree import tree_of
from aml.scenario.tune_steps import columns_named, is_plain, needed, reached, subqueries

KNOWN = ["account_id", "booked_on", "unnamed"]
CHAIN = "WITH a AS (SELECT $p AS x), b AS (SELECT x FROM a), c AS (SELECT 1) SELECT x FROM b, c"


@pytest.mark.parametrize(("varied", "steps"), [(["p"], {"a", "b"}), (["q"], set()), ([], set())])
def test_a_parameter_reaches_a_step_also_by_way_of_others(varied, steps):
    assert reached(tree_of(CHAIN), varied) == steps


def test_the_steps_behind_a_name_are_told_in_order():
    steps = subqueries(tree_of(CHAIN))
    assert [step.alias for step in needed(steps, {"b"})] == ["a", "b"]
    assert [step.alias for step in needed(steps, {"c"})] == ["c"]


@pytest.mark.parametrize(
    ("sql", "columns"),
    [
        ("SELECT account_id FROM t", KNOWN[:2]),
        ("SELECT * FROM t", KNOWN[1:2]),
        ("SELECT Unnamed FROM t", KNOWN[1:]),
        ("SELECT DISTINCT * FROM t", KNOWN),
        ("SELECT * FROM t UNION ALL SELECT * FROM u", KNOWN),
        ("SELECT 1 IN (SELECT * FROM t EXCEPT SELECT 2)", KNOWN),
    ],
)
def test_columns_that_nothing_names_are_let_go_unless_rows_are_compared_as_wholes(sql, columns):
    assert columns_named(tree_of(sql), KNOWN, ["booked_on"]) == columns


def test_a_table_of_which_nothing_is_named_keeps_a_column_to_be_counted_by():
    assert columns_named(tree_of("SELECT count(*) FROM t"), KNOWN, []) == KNOWN[:1]


@pytest.mark.parametrize(
    ("sql", "plain"),
    [
        ("SELECT account_id, amount + 1 FROM t", True),
        ("SELECT account_id FROM t WHERE amount > 1", False),
        ("SELECT max(amount) FROM t", False),
        ("SELECT row_number() OVER () FROM t", False),
        ("SELECT account_id FROM t JOIN u USING (account_id)", False),
        ("SELECT account_id FROM t UNION ALL SELECT account_id FROM u", False),
        ("SELECT (SELECT 1) FROM t", False),
    ],
)
def test_only_columns_of_one_table_are_not_worth_a_copy(sql, plain):
    assert is_plain(tree_of(sql)) == plain
