import pytest

from aml.config import Section, read_toml


def read(tmp_path, text):
    path = tmp_path / "aml.toml"
    path.write_text(text, encoding="utf-8")
    node, source = read_toml(path, "aml.toml")
    return Section(node, source, "the workspace"), source


def test_every_value_has_its_line(tmp_path):
    section, source = read(tmp_path, '[scan]\nmax = "x"\n\n[[input]]\na = 1\n[[input]]\nb = 2\n')
    section.section("scan").number("max")
    for item in section.sections("input"):
        item.text("a", "")
        item.close()
    assert [(p.code, p.location.line) for p in source.problems] == [("CFG004", 2), ("CFG002", 7)]


def test_a_broken_file_says_where(tmp_path):
    _, source = read(tmp_path, "[scan]\nx = \n")
    assert source.problems[0].code == "CFG001"
    assert source.problems[0].location.line == 2


def test_bytes_that_are_no_text_are_told(tmp_path):
    path = tmp_path / "aml.toml"
    path.write_bytes(b'name = "Caf\xe9"\n')
    _, source = read_toml(path, "aml.toml")
    assert str(source.problems[0]).startswith(
        "aml.toml:1:1: CFG001 not TOML: the file is not UTF-8"
    )


def test_keys_are_found_inside_dotted_tables_and_quotes(tmp_path):
    section, source = read(
        tmp_path, '[parameters."cash_band"]\n"near ratio" = 1\n[a.b]\nc = true\n'
    )
    inner = section.section("parameters").section("cash_band")
    inner.close()
    section.section("a").section("b").number("c")
    assert [(p.code, p.location.line) for p in source.problems] == [("CFG002", 2), ("CFG004", 4)]


def test_numbers_stay_exact_and_days_and_flags_are_read(tmp_path):
    section, source = read(tmp_path, "a = 0.1\nb = 2026-03-02\nc = true\nd = [1, 2]\n")
    assert str(section.number("a")) == "0.1"
    assert section.day("b").isoformat() == "2026-03-02"
    assert section.flag("c", default=False) is True
    assert section.texts("d") == ("1", "2")
    assert not source.problems


def test_a_key_inside_an_inline_table_has_its_own_column(tmp_path):
    text = (
        "[[sets]]\n"
        'when = {country = ["DE", "x = {"], note = \'a, "b" = c\', inner = {"odd" = 1}}  # {d = 2}\n'
    )
    section, source = read(tmp_path, text)
    (item,) = section.sections("sets")
    when = item.section("when")
    when.section("inner").close()
    when.text("country")
    when.close()
    lines = text.splitlines()
    assert [
        (p.code, p.location.line, lines[1][p.location.column - 1 :][:5]) for p in source.problems
    ] == [
        ("CFG002", 2, '"odd"'),
        ("CFG004", 2, "count"),
        ("CFG002", 2, "note "),
    ]


@pytest.mark.parametrize(
    "text",
    ['a = """\nb = c = d\ne = } {\n"""\n', "a = [{b = 1}, {b = 2}]\n", 'a = "x = {y = 1}"\n'],
)
def test_what_only_looks_like_an_inline_table_is_read_as_ever(tmp_path, text):
    section, source = read(tmp_path, text)
    section.close()
    assert [(p.code, p.location.line, p.location.column) for p in source.problems] == [
        ("CFG002", 1, 1)
    ]
