"""Messages with blocks, without, joined by $, after acknowledgements, with a bank's own lines."""

import pytest

from aml.ledger.message.mt import End, Field, Head, parts_of
from aml.ledger.message.record import Unreadable


def parts(text):
    return list(parts_of(enumerate(text.splitlines(), start=1)))


def test_messages_joined_by_a_dollar_are_told_apart():
    text = (
        "{1:F21BANK}{4:{177:1}{451:0}}{1:F01BANK}{2:O103}{4:\n:20:A\n-}"
        "${1:F01BANK}{2:O103}{4:\n:20:B\n-}{5:{CHK:1}}$"
    )
    assert parts(text) == [
        Head("{1:F21BANK}{4:{177:1}{451:0}}{1:F01BANK}{2:O103}{4:", 1),
        Field("20", ["A"], 2),
        End(3),
        Head("{1:F01BANK}{2:O103}{4:", 3),
        Field("20", ["B"], 4),
        End(5),
        Head("{5:{CHK:1}}$", 5),
    ]


def test_lines_outside_of_messages_are_none_of_them():
    text = "0000 01BANK\n940 00\n:20:A\n:86:one\ntwo\n-XXX\nrest\n:20:B\n-"
    assert parts(text) == [
        Field("20", ["A"], 3), Field("86", ["one", "two"], 4), End(6), Field("20", ["B"], 8), End(9),
    ]  # fmt: skip


def test_a_tag_that_was_broken_behind_its_colon_is_put_together():
    whole = [Field("61", ["x"], 1), Field("86", ["text"], 3)]
    assert parts(":61:x\n:\n86:text") == whole
    assert parts(":61:x\n:\n:86:text") == whole


def test_a_field_may_stand_in_the_line_of_the_blocks():
    assert parts("{1:F01}{2:I103}{4::20:A\n-}") == [
        Head("{1:F01}{2:I103}{4::20:A", 1), Field("20", ["A"], 1), End(2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{1:F01}{4:\n:20:A\n", 1),
        ("x\n{1:F01}{4:\n:20:A\n{1:F01}{4:\n:20:B\n-}", 2),
        (":86:" + "\nmore" * 2000, 1),
    ],
)
def test_a_message_or_field_without_end_is_refused_where_it_begins(text, line):
    with pytest.raises(Unreadable) as error:
        parts(text)
    assert error.value.line == line
