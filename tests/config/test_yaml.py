from aml.config.node import Section
from aml.config.yaml import parse_yaml


def read(text):
    node, source = parse_yaml(text, "f.yml")
    return Section(node, source, "the file"), source


def places(source):
    return [(p.code, p.location.line, p.location.column) for p in source.problems]


def test_scalars_stay_as_they_were_written():
    section, source = read("account: 012\ncountry: no\nrate: 0.80\n")
    assert section.text("account") == "012"
    assert section.text("country") == "no"
    assert str(section.number("rate")) == "0.80"
    assert not source.problems


def test_unknown_keys_are_errors_at_every_depth_with_a_hint():
    section, source = read("name: x\ninner: {whyy: 1}\ncolour: red\n")
    section.text("name")
    inner = section.section("inner")
    inner.text("why", "")
    inner.close()
    section.close()
    assert places(source) == [("CFG002", 2, 9), ("CFG002", 3, 1)]
    assert source.problems[0].hint == "did you mean 'why'?"
    assert source.problems[0].excerpt == "inner: {whyy: 1}"


def test_a_comma_inside_braces_is_explained():
    section, source = read("p: {why: one report, 31 CFR 1010.311}\n")
    inner = section.section("p")
    inner.text("why")
    inner.close()
    assert "comma" in source.problems[0].hint


def test_duplicate_keys_and_aliases_are_refused():
    _, source = read("a: 1\na: 2\nb: &x [1]\nc: *x\n")
    assert places(source) == [("CFG007", 2, 1), ("CFG006", 3, 4)]


def test_a_file_that_is_no_yaml_says_where():
    _, source = read("a: [1, 2\nb: 3\n")
    assert source.problems[0].code == "CFG001"
    assert source.problems[0].location.line == 2
    _, empty = read("")
    assert empty.problems[0].message == "the file is empty"


def test_wrong_kinds_are_named():
    section, source = read("a: [1]\nb: x\nc: maybe\nd: 2026-13-01\ne: {f: 1}\n")
    section.text("a")
    section.number("b")
    section.flag("c", default=True)
    section.day("d")
    section.texts("e")
    section.text("g")
    assert [p.code for p in source.problems] == ["CFG004"] * 5 + ["CFG005"]


def test_an_integer_is_whole():
    section, source = read("n: 2.5\n")
    section.integer("n")
    assert "whole number" in source.problems[0].message


def test_a_list_where_a_mapping_belongs_is_told():
    section, source = read("a: [1]\nb: text\n")
    section.section("a")
    section.section("b")
    assert [(p.code, p.message) for p in source.problems] == [
        ("CFG003", "'a' is a list, not a mapping"),
        ("CFG003", "'b' is a text, not a mapping"),
    ]


def test_items_of_a_list_are_mappings_each():
    section, source = read("items: [{a: 1}, x]\nother: {a: 1}\n")
    assert [item.text("a", "") for item in section.sections("items")] == ["1", ""]
    assert list(section.sections("other")) == []
    assert [p.code for p in source.problems] == ["CFG003", "CFG004"]


def test_a_word_that_is_not_in_the_list_gets_the_closest():
    section, source = read("kind: parket\n")
    assert section.choice("kind", ("csv", "parquet")) == "csv"
    assert source.problems[0].hint == "did you mean 'parquet'?"


def test_tabs_and_colons_are_explained():
    _, tab = read("a:\n\tb: 1\n")
    assert tab.problems[0].hint == "indent with spaces, not tabs"
    _, colon = read("a: b: c\n")
    assert colon.problems[0].hint == "a text with ': ' in it needs quotes"


def test_nothing_that_hides_meaning_passes_for_a_number():
    section, source = read("a: .nan\nb: 1e400\nc: 0x10\n")
    section.number("a")
    section.number("c")
    assert [p.code for p in source.problems] == ["CFG004", "CFG004"]
