"""The sentences of an alert: facts in, words out, and no fact that is not there."""

from datetime import date
from decimal import Decimal

import pytest

from aml.core.expression import parse_expression
from aml.core.problem import Location
from aml.core.scenario import EvidenceLine
from aml.scenario.narrative import NarrativeError, first_paragraph, names_used, render, word

FACTS = {
    "base_currency": "USD", "n": 2, "one": 1, "total": Decimal("28500.00"), "share": Decimal("0.947368"),
    "start": date(2026, 3, 2), "end": date(2026, 3, 5), "gone": None, "places": ("Laredo", "Yuma", "Nogales"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ n }} deposits of {{ total | money }}", "2 deposits of USD 28,500.00"),
        ("{{ total | money('CAD') }}", "CAD 28,500.00"),
        ("{{ share | percent }}", "94.7 %"),
        ("{{ one | plural('branch', 'branches') }}, {{ n | plural('day') }}", "1 branch, 2 days"),
        ("{{ places | list }}", "Laredo, Yuma and Nogales"),
        ("a\n  b\n\n\n c ", "a b\n\nc"),
        ("x{% if gone is defined %}, gone{% endif %}", "x"),
    ],
)
def test_a_template_is_worded(template, text):
    assert render(template, FACTS) == text


def test_a_period_is_worded():
    text = render("{{ period(start, end) }}", FACTS)
    assert "2" in text
    assert "5 March 2026" in text


@pytest.mark.parametrize(
    "template",
    [
        "{{ gone }}", "{{ nothing }}", "{{ gone | money }}", "{{ nothing | plural('day') }}",
        "{{ period(start, gone) }}", "{{ start | money }}", "{{ n", "{% if %}",
        "{{ ''.__class__.__mro__ }}", "{{ n.__class__ }}", "{{ cycler.__init__.__globals__ }}",
    ],
)  # fmt: skip
def test_what_is_absent_or_forbidden_is_an_error(template):
    with pytest.raises(NarrativeError):
        render(template, FACTS)


def test_an_error_names_its_line():
    with pytest.raises(NarrativeError) as caught:
        names_used("a\nb {{ n\n")
    assert caught.value.line >= 2


@pytest.mark.parametrize(
    ("template", "kind"),
    [
        ("{{ n | nosuch }}", "filter"),
        ("{% if n %}\n{{ n | nosuch }}{% endif %}", "filter"),
        ("{% if n | nosuch %}x{% endif %}", "filter"),
        ("{% if n %}a{% else %}{% if n is nosuch %}b{% endif %}{% endif %}", "test"),
    ],
)
def test_a_filter_or_test_that_there_is_none_of_is_found_wherever_it_stands(template, kind):
    with pytest.raises(NarrativeError, match=f"No {kind} named 'nosuch'") as caught:
        names_used(template)
    assert caught.value.line == 1 + template.partition("nosuch")[0].count("\n")


def test_the_names_and_the_first_paragraph():
    template = "{{ a }} {{ b | money }}\n{% if c %}{{ d }}{% endif %}\n\n{{ e }}"
    assert names_used(template) == {"a", "b", "c", "d", "e"}
    assert names_used(first_paragraph(template)) == {"a", "b", "c", "d"}


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("money", Decimal("5.5"), "USD 5.50"), ("ratio", Decimal("0.5"), "50 %"), ("count", 1200, "1,200"),
        ("km", Decimal("12.5"), "12.5 km"), ("date", date(2026, 3, 2), "2 March 2026"), ("text", "x", "x"),
        ("text", ("a", "b"), "a, b"), ("money", None, "none"),
    ],
)  # fmt: skip
def test_a_measure_is_worded_by_its_kind(kind, value, text):
    line = EvidenceLine(
        "m", "M", kind, parse_expression("count()"), "", "", False, Location("x"), Location("x")
    )
    assert word(value, line, "USD") == text
