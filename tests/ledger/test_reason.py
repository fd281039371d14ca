"""What is said of rejected records names places, and never what stands there."""

import pytest

from aml.ledger.reason import worded
from aml.ledger.source import LedgerFile
from tests.ledger.conftest import entries

SECRETS = ("Quixley", "ACC-Q1", "9523.17", "Zebulon", "2026-99-99")


def test_messages_hold_no_names_accounts_or_amounts(desk):
    desk.give(
        entries(
            "Zebulon,ACC-Q1,2026-99-99,Quixley,9523.17,USD",
            "Zebulon,ACC-Q1,2026-03-02,credit,9523.17x,Quixley",
            "ACC-Q1,ACC-Q1,2026-03-02,credit,9523.17,USD",
            "ACC-Q1,ACC-Q1,2026-03-02,debit,9523.17,USD",
            "Zebulon,ACC-Q1,2026-03-02,credit,9523.17,EUR",
            "Zebulon,ACC-Q1,2026-03-02,credit,9523.17,EUR,Quixley",
        )
    )
    outcome = desk.read()
    said = "\n".join(str(problem) for problem in outcome.problems) + str(outcome.rejections)
    assert outcome.rejected == 6
    assert not [secret for secret in SECRETS if secret in said]


def test_the_values_stay_in_the_table_of_the_run(desk):
    desk.give(entries("T1,A1,2026-99-99,credit,9,USD")).read()
    held = "SELECT source_row, code, column_name, value, kind FROM rejected_records"
    assert desk.store.rows(held) == [(1, "LDG010", "booked_on", "2026-99-99", "rejected")]


@pytest.mark.parametrize(
    ("kind", "said"), [("", "{signed: …}"), ("camt", "ask who wrote the file")]
)
def test_a_sign_is_explained_by_what_the_format_can_say(desk, kind, said):
    form = f"format: {{kind: {kind}}}" if kind else ""
    desk.profile(f"table: transactions\n{form}")
    file = LedgerFile(1, desk.folder, "a", "transactions", "bank", desk.profiles["own"])
    assert said in worded("LDG015", "amount", file)[1]


def test_records_are_counted_and_the_first_are_named(desk):
    outcome = desk.give(entries(*["T1,A1,x,credit,9,USD"] * 7)).read()
    assert [(r.records, r.first) for r in outcome.rejections] == [(7, (1, 2, 3, 4, 5))]
    assert outcome.problems[0].message == "booked_on is not a date (7 records, this one first)"
