"""Answers that only a goAML worklist asks for: accounts by place, people who act for a firm."""

from datetime import date
from decimal import Decimal

import pytest

from aml.config import Section
from aml.config.yaml import parse_yaml
from aml.report.answers import with_answers
from tests.report.goaml.filings import FILING


def told(text):
    node, source = parse_yaml(text, "answers.yml")
    found = with_answers(FILING, Section(node, source, "the answers"))
    return found, source.problems


def test_accounts_and_payments_are_named_by_their_place():
    found, problems = told(
        "subject 1.account_1.opened_on: 2021-05-06\n"
        "movement 2.amount_base: 12.50\n"
        "core:T1.place: no\n"
        "movement core:T1.place: Laredo\n"
        "subject 1.customer_number: C-9\n"
    )
    assert [problem.location.line for problem in problems] == [3]
    anna = found.parties[0]
    assert anna.accounts[0].opened_on == date(2021, 5, 6)
    assert [n.number for n in anna.identifications if n.kind == "customer"] == ["C-9"]
    assert found.movements[1].amount_base == Decimal("12.50")
    assert found.movements[0].place == "Laredo"


def test_a_person_who_acts_for_a_firm_is_named_and_completed():
    found, problems = told(
        "subject 2.director 2.phone: +1 956 555 0100\n"
        "subject 2.director 2.name: Ana Bea Ruiz\n"
        "subject 2.director 1.nationality: MX\n"
    )
    assert not problems
    first, second = (p.party for p in found.parties[1].people if p.role == "director")
    assert (first.name, first.nationality) == ("Anna Maria Beispiel", "MX")
    assert (second.ref, second.first_name, second.last_name) == (
        "subject 2.director 2", "Ana", "Ruiz",
    )  # fmt: skip
    assert [p.role for p in found.parties[1].people].count("signatory") == 1


@pytest.mark.parametrize(
    "line",
    [
        "subject 1.account_9.opened_on: 2021-05-06", "subject 1.account_1.colour: red",
        "subject 2.director 0.name: A B", "subject 2.owner 1.name: A B", "movement 3.place: x",
        "party 9.director 1.name: A B",
    ],
)  # fmt: skip
def test_a_key_that_names_nothing_is_told(line):
    _, problems = told(f"filer.city: x\n{line}\n")
    assert [(problem.code, problem.location.line) for problem in problems] == [("CFG002", 2)]
