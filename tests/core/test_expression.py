from decimal import Decimal

import pytest

from aml.core.expression import ExpressionError, parse_expression

FACTS = {"branches": 3, "share": Decimal("0.7"), "currency": "USD", "missing": None}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("branches >= 2 and share >= 0.7", True),
        ("5 * (branches - 1)", Decimal(10)),
        ("currency == 'USD'", True),
        ("not branches > 3", True),
        ("missing > 1", False),
        ("missing + 1", None),
        ("branches / 0", None),
        ("0.1 + 0.2 == 0.3", True),
        ("-branches", Decimal(-3)),
    ],
)
def test_evaluates_like_a_reader_expects(text, value):
    assert parse_expression(text).evaluate(FACTS) == value


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('id')",
        "(lambda: 1)()",
        "[1, 2]",
        "branches if share else 0",
        "branches ** 2",
        "f'{branches}'",
        "branches.real",
        "branches >=",
    ],
)
def test_refuses_everything_but_the_short_list(text):
    with pytest.raises(ExpressionError):
        parse_expression(text)


def test_says_where_and_which_name_has_no_value():
    expression = parse_expression("branches >= 2 and visits > 1")
    with pytest.raises(ExpressionError, match="'visits' has no value") as caught:
        expression.evaluate(FACTS)
    assert caught.value.column == 19


def test_text_and_number_do_not_compare():
    with pytest.raises(ExpressionError, match="compares a text with a number"):
        parse_expression("currency > 2").evaluate(FACTS)


def test_names_are_what_it_reads_and_calls_are_apart():
    expression = parse_expression("sum(amount, direction='debit') / total")
    assert expression.names == {"total"}
    assert [call.func.id for call in expression.calls] == ["sum"]
