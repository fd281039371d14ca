"""Lines of every kind of break and encoding; days, amounts and texts that were broken."""

import io

import pytest

from aml.ledger.message.plain_text import (
    amount_of,
    day_of,
    lines_of,
    shifted,
    unwrapped,
)
from aml.ledger.message.record import Unreadable


def lines(held, encoding="utf-8", width=0):
    return list(lines_of(io.BytesIO(held), encoding, width))


def test_line_breaks_of_all_systems_count_alike_and_a_mark_before_the_text_is_none_of_it():
    held = "\ufeffone\r\ntwo\rthree\n\nfive".encode()
    assert lines(held) == [(1, "one"), (2, "two"), (3, "three"), (4, ""), (5, "five")]
    assert lines("\ufeffa\nb\n".encode("utf-16-le"), "utf-16-le") == [(1, "a"), (2, "b")]
    assert lines(b"") == []


def test_marks_that_unicode_breaks_lines_at_break_none():
    assert lines("a\u2028b\x0bc\x85d\n".encode()) == [(1, "a\u2028b\x0bc\x85d")]


def test_a_long_text_is_read_piece_by_piece():
    held = b"x" * 70_000 + b"\n" + "ä".encode() * 70_000
    assert [(n, len(text)) for n, text in lines(held)] == [(1, 70_000), (2, 70_000)]


def test_a_byte_of_another_encoding_is_refused_at_its_line():
    with pytest.raises(Unreadable, match="set format") as error:
        lines(b"a\nb\nGr\x81n\n")
    assert error.value.line == 3
    assert lines(b"Gr\x81n\n", "cp850") == [(1, "Grün")]
    with pytest.raises(Unreadable, match=r"such as utf-16$"):
        lines("Grün\n".encode("utf-16"))


def test_a_line_that_never_ends_is_refused():
    with pytest.raises(Unreadable, match="longer"):
        lines(b"x" * 1_200_000)


def test_records_without_line_breaks_are_cut():
    assert lines(b"aabbc", width=2) == [(1, "aa"), (1, "bb"), (1, "c")]
    assert lines(b"aa\nbb\n", width=2) == [(1, "aa"), (2, "bb")]
    whole = lines(b"x" * 2_000_001, width=50_000)
    assert [len(text) for _, text in whole] == [50_000] * 40 + [1]


def test_a_full_line_goes_on_and_a_shorter_one_ends_a_word():
    assert unwrapped(["ABCDE", "FG", "H"], 5) == "ABCDEFG H"


def test_days_and_amounts_that_are_none_stay_as_they_are():
    assert [day_of(text) for text in ("260302", "800101", "260230", "2603")] == [
        "2026-03-02", "1980-01-01", "2026-02-30", "2603",
    ]  # fmt: skip
    assert [amount_of(text) for text in ("300,", "0,5", "12")] == ["300", "0.5", "12"]
    texts = [shifted(text, 2) for text in ("1", "+0012345", "-50", "1a", "")]
    assert texts == ["0.01", "123.45", "-0.50", "1a", ""]
    assert [shifted("0500", decimals) for decimals in (0, 3)] == ["500", "0.500"]
