import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aml.report.drawing import Drawing, Label
from aml.report.glyphs import _ON_PAPER, _is_on_paper, breakable, drawable, printable, visible
from aml.report.svg import svg

EVERY_SHOWN = "".join(chr(code) for code in range(0x20, 0x2500) if _is_on_paper(chr(code)))


@pytest.fixture(scope="module")
def typeset(tmp_path_factory):
    """Sets a text with the report's fonts as PDF/UA, which refuses what it has no glyph for."""
    from typst import Compiler

    path = tmp_path_factory.mktemp("glyphs") / "line.typ"
    path.write_text(
        '#set document(title: "T", date: none)\n'
        '#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))\n#sys.inputs.x',
        encoding="utf-8",
    )
    compiler = Compiler(str(path), ignore_system_fonts=True)
    return lambda text: compiler.compile(
        format="pdf", sys_inputs={"x": text}, pdf_standards=["ua-1"]
    )


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Draws a text as a drawing of the report does."""
    from typst import Compiler

    path = tmp_path_factory.mktemp("glyphs") / "drawing.typ"
    path.write_text(
        '#set document(title: "T", date: none)\n'
        '#image(bytes(sys.inputs.x), format: "svg", alt: "A")',
        encoding="utf-8",
    )
    compiler = Compiler(str(path), ignore_system_fonts=True)

    def draw(text):
        label = Label(0, 20, text, room=9999)
        sheet = Drawing("n", "T", "D", 640, 40, (label,))
        made = svg(sheet, drawable, "Libertinus Serif")
        return compiler.compile(format="pdf", sys_inputs={"x": made}, pdf_standards=["ua-1"])

    return draw


def test_every_character_that_is_printed_as_it_stands_has_a_glyph(typeset):
    assert typeset(" ".join(EVERY_SHOWN)).startswith(b"%PDF")


@settings(max_examples=60, deadline=None)
@given(text=st.text(min_size=1, max_size=40))
def test_no_text_fails_on_paper(typeset, text):
    assert typeset(breakable(printable(text))).startswith(b"%PDF")


def test_every_character_of_a_drawing_has_a_glyph(drawn):
    for first in range(0, len(EVERY_SHOWN), 50):  # about the longest label
        assert drawn(EVERY_SHOWN[first : first + 50]).startswith(b"%PDF")


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_no_text_fails_in_a_drawing(drawn, text):
    assert drawn(text).startswith(b"%PDF")


def test_a_mark_that_makes_no_single_letter_is_left_out_of_a_drawing():
    assert drawable("Ọ\u0301 Zo\u0308e") == "Ọ Zöe"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("María Muñoz, Иван Ωμέγα", "María Muñoz, Иван Ωμέγα"),
        ("李明", "LiMing [U+674E U+660E]"),
        ("A李B", "A Li [U+674E] B"),
        ("(李), x", "(Li [U+674E]), x"),
        ("a\u202eb", "a [U+202E] b"),
        ("a\x07b", "a [U+0007] b"),
        ("one\r\n\ttwo", "one two"),
        ("e\u0301", "é"),
        ("\U0001f600", ":grinning: [U+1F600]"),
        ("محمد, 3", "\u2068محمد\u2069, 3"),
    ],
)
def test_what_paper_cannot_show_is_spelled_out(text, shown):
    assert printable(text) == shown


def test_the_code_points_of_a_long_text_end_in_a_count():
    shown = printable("株" * 100)
    assert shown.count("U+682A") == 24
    assert shown.endswith("and 76 more]")


def test_of_thousands_of_letters_in_a_row_the_first_hundreds_are_spelled():
    """Each takes typst as long as a word: spelled whole, a few such fields took half a minute."""
    shown = printable("王明" * 5000)
    assert shown.startswith("WangMing")
    assert shown.count("Ming") == 250
    assert "… [U+738B U+660E" in shown
    assert shown.endswith("and 9,976 more]")
    assert "…" not in printable("王明" * 250)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("李明, x", "李明 [LiMing, U+674E U+660E], x"),
        ("A李B", "A李 [Li, U+674E] B"),
        ("สม ไทย", "สม [sm, U+0E2A U+0E21] ไทย [aithy, U+0E44 U+0E17 U+0E22]"),
        ("Cargo \U0001f600", "Cargo \U0001f600 [:grinning:, U+1F600]"),
        ("María Muñoz, Иван Ωμέγα €", "María Muñoz, Иван Ωμέγα €"),
        ("a\u202eb\x00", "a[U+202E]b[U+0000]"),
        ("bell\x07", "bell[U+0007]"),
        ("soft\u00adhyphen", "soft[U+00AD]hyphen"),
        ("نمی\u200cخواهم", "\u2068نمی\u200cخواهم\u2069"),
        ("line\u2028end", "line[U+2028]end"),
    ],
)
def test_a_screen_shows_what_hides_or_reorders(text, shown):
    assert visible(text) == shown


@given(text=st.text(max_size=60))
def test_breaking_adds_nothing_but_places_to_break(text):
    assert breakable(text).replace("\u200b", "") == text.replace("\u200b", "")


def test_long_words_break_and_short_ones_do_not():
    assert breakable("USD 1,234.50 of 2026-03-04") == "USD 1,234.50 of 2026-03-04"
    assert max(map(len, re.split("\u200b", breakable("f" * 64)))) == 1
    assert breakable("ledgers/core_2026.csv") == "ledgers/\u200bcore_\u200b2026.\u200bcsv"
    assert breakable("a\u0308" * 30).split("\u200b")[0] == "a\u0308"


def test_the_ranges_hold_letters_of_each_script():
    assert all(_ON_PAPER.match(letter) for letter in "AÿĄẞЖяΩάԱשم…–€→")
