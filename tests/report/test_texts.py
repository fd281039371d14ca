"""The catalogue of texts: every text is used, every use fits its text, nothing is left blank."""

import ast
from pathlib import Path

import pytest

from aml.core.problem import ReportError
from aml.core.shipped import shipped
from aml.report import narrative, texts
from aml.report.movement import WAYS
from aml.report.texts import read_texts, say, say_count

FOLDER = shipped("reports") / "texts"
ENGLISH = read_texts(FOLDER / "en.yml", "en.yml")
ROOM = Path(texts.__file__).parent
#: What stands in a key that is put together, by the name of the variable.
PARTS = {"way": tuple(WAYS), "booked": narrative.BOOKED}


def calls():
    """Every call that asks for a text: where, the function, its key as written, its facts."""
    for path in sorted(ROOM.rglob("*.py")):
        if path.name == "texts.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"say", "say_count"}:
                facts = {keyword.arg for keyword in node.keywords}
                yield f"{path.name}:{node.lineno}", node.func.id, node.args[0], facts


def keys(function, written):
    """The keys of the catalogue that a call may ask for."""
    found = [""]
    for part in written.values if isinstance(written, ast.JoinedStr) else [written]:
        ends = (part.value,) if isinstance(part, ast.Constant) else PARTS[part.value.id]
        found = [key + end for key in found for end in ends]
    forms = ("",) if function == "say" else (".one", ".other")
    return [key + form for key in found for form in forms]


CALLS = list(calls())


def test_every_call_gives_a_text_that_there_is_exactly_its_facts():
    assert CALLS
    for place, function, written, facts in CALLS:
        for key in keys(function, written):
            assert key in ENGLISH, (place, key)
            counted = {"count"} if function == "say_count" else set()
            assert ENGLISH[key].facts - counted == facts, (place, key)


def test_every_text_is_asked_for():
    asked = {key for _, function, written, _ in CALLS for key in keys(function, written)}
    assert set(ENGLISH) == asked


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_every_language_has_the_same_texts_with_the_same_facts(path):
    read = read_texts(path, path.name)
    assert set(read) == set(ENGLISH)
    for key, text in read.items():
        assert text.facts - {"count"} == ENGLISH[key].facts - {"count"}, key


@pytest.mark.parametrize("key", ENGLISH)
def test_every_text_is_written_with_its_facts_and_with_no_others(key):
    facts = {name: f"<{name}>" for name in ENGLISH[key].facts}
    told = say(key, **facts)
    assert all(fact in told for fact in facts.values())
    assert not set(told) & set("{}\n")
    for name in facts:
        with pytest.raises(ReportError, match="RPT004"):
            say(key, **{other: fact for other, fact in facts.items() if other != name})
        with pytest.raises(ReportError, match=f"RPT002 the case has nothing for '{name}'"):
            say(key, **{**facts, name: ""})
    with pytest.raises(ReportError, match="RPT004"):
        say(key, **facts, planet="Mars")


def test_a_wrong_use_names_the_text_its_line_and_its_facts():
    with pytest.raises(ReportError) as caught:
        say("when.period", days="2")
    (problem,) = caught.value.problems
    line = (FOLDER / "en.yml").read_text(encoding="utf-8").splitlines()[problem.location.line - 1]
    assert line.strip().startswith("period:")
    assert problem.location.path == "reports/texts/en.yml"
    assert problem.message == "the text 'when.period' names 'period'; it is given 'days'"


def test_an_unknown_text_is_an_error_with_the_nearest_key():
    with pytest.raises(ReportError, match=r"RPT004 there is no text 'when\.perod'") as caught:
        say("when.perod", period="2 March 2026")
    assert caught.value.problems[0].hint == "did you mean 'when.period'?"


def test_a_number_chooses_the_form():
    told = [say_count("count.alert", number) for number in (0, 1, 2, 1234)]
    assert told == ["0 alerts", "1 alert", "2 alerts", "1,234 alerts"]


def test_a_form_need_not_print_its_number(tmp_path, monkeypatch):
    path = tmp_path / "texts.yml"
    path.write_text('alert: {one: "an alert", other: "{count} alerts"}', encoding="utf-8")
    monkeypatch.setattr(texts, "_catalogue", lambda: read_texts(path, "texts.yml"))
    assert [say_count("alert", number) for number in (1, 3)] == ["an alert", "3 alerts"]


def test_a_fact_is_printed_as_it_is():
    assert say("when.period", period="{count} {0} %s {period}") == "{count} {0} %s {period}."


@pytest.mark.parametrize(
    ("written", "line", "code", "message"),
    [
        ("a: Good.\nb: [One, Two]\n", 2, "RPT004", "'b' is no text"),
        ("a:\n  b:\n", 2, "RPT004", "'a.b' is no text"),
        ('a: "{Name} is here"\n', 1, "RPT004", "'a' has a bracket that is no place of a fact"),
        ('a: "{name.upper} is"\n', 1, "RPT004", "'a' has a bracket that is no place of a fact"),
        ('a: "{name!r} is"\n', 1, "RPT004", "'a' has a bracket that is no place of a fact"),
        ('a: "{{name}} is"\n', 1, "RPT004", "'a' has a bracket that is no place of a fact"),
        ("a: Good.\na: Better.\n", 2, "CFG007", "the key 'a' stands twice"),
        ('a: "Good\n', 1, "CFG001", "not YAML"),
    ],
)
def test_a_mistake_in_the_catalogue_is_refused_at_its_line(tmp_path, written, line, code, message):
    path = tmp_path / "texts.yml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        read_texts(path, "texts.yml")
    (problem,) = caught.value.problems
    assert (problem.location.line, problem.code) == (line, code)
    assert message in problem.message


def test_all_mistakes_of_a_catalogue_are_told_at_once(tmp_path):
    path = tmp_path / "texts.yml"
    path.write_text('a: [One]\nb: "{"\nc: Good.\n', encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        read_texts(path, "texts.yml")
    assert [problem.location.line for problem in caught.value.problems] == [1, 2]
