"""The header against the profile, every mistake at once."""

from tests.ledger.conftest import entries

OWN = """\
table: transactions
columns:
  transaction_id: Referenz
  account_id: Konto
  booked_on: Tag
  currency: {constant: USD}
amount: {signed: Betrag}
"""


def test_missing_columns_are_named_with_the_closest_that_is_there(desk):
    problems = desk.give("Referens,Konto,Tag\n1,A,2026-03-02\n", profile=desk.profile(OWN)).refuse()
    assert [(p.code, p.message) for p in problems] == [
        ("LDG004", "the file lacks the column 'Referenz'"),
        ("LDG004", "the file lacks the column 'Betrag'"),
    ]
    assert problems[0].hint == "did you mean 'Referens'?"
    assert str(problems[0].location) == "transactions.csv:1:1"


def test_a_first_ledger_without_a_profile_is_told_what_drafts_one(desk):
    problems = desk.give("Referens,Account id,Tag\n1,A,2026-03-02\n").refuse()
    assert problems[0].hint == (
        "did you mean 'Account id'? `aml ledger describe FILE` drafts a profile of all columns"
    )
    assert ["describe" in p.hint for p in problems[1:]] == [False] * (len(problems) - 1)
    desk.inputs.clear()
    misspelt = entries(head="transaction_id,acount_id,booked_on,direction,amount,currency")
    assert desk.give(misspelt).refuse()[0].hint == "did you mean 'acount_id'?"
    desk.inputs.clear()
    others = desk.give("name,since\nA,2026-03-02\n", table="customers").refuse()
    assert not any("describe" in p.hint for p in others), "it drafts ledgers of transactions alone"


def test_a_file_without_a_header_shows_nobodys_record(desk):
    problems = desk.give("77,Zebulon Quixley,2026-03-02,5\n", profile=desk.profile(OWN)).refuse()
    assert {p.code for p in problems} == {"LDG004"}
    assert "Zebulon" not in "".join(str(p) for p in problems)
    assert "format.skip_lines" in problems[0].hint


def test_another_delimiter_is_suspected_where_there_is_one_column(desk):
    text = "Referenz;Konto;Tag;Betrag\n1;A;2026-03-02;5\n"
    problem = desk.give(text, profile=desk.profile(OWN)).refuse()[0]
    assert 'format: {delimiter: ";"}' in problem.hint


def test_a_split_amount_needs_both_columns(desk):
    profile = desk.profile(OWN.replace("{signed: Betrag}", "{debit: Soll, credit: Haben}"))
    problems = desk.give("Referenz,Konto,Tag,Soll\n", profile=profile).refuse()
    assert [p.message for p in problems] == ["the file lacks the column 'Haben'"]


def test_a_column_that_stands_twice_is_refused_only_where_it_is_used(desk):
    desk.give(
        "Referenz,Konto,Tag,Betrag,x,x\n1,A,2026-03-02,5,,\n", profile=desk.profile(OWN)
    ).read()
    desk.inputs.clear()
    problem = desk.give("Referenz,Konto,Tag,Betrag,Konto\n", profile=desk.profile(OWN)).refuse()[0]
    assert (problem.code, problem.message) == ("LDG005", "the column 'Konto' stands twice")


def test_a_column_that_the_table_does_not_have_is_refused(desk):
    head = "transaction_id,account_id,booked_on,direction,amount,currency"
    problems = desk.give(entries(head=f"{head},chanel,Zebulon")).refuse()
    assert [(p.code, p.message) for p in problems] == [
        ("LDG006", "transactions has no column 'chanel'"),
        ("LDG006", "column 8 is none of transactions"),
    ]
    assert problems[0].hint == "did you mean 'channel'?"


def test_an_entry_needs_an_instant_or_a_day(desk):
    head = "transaction_id,account_id,direction,amount,currency"
    problems = desk.give(entries(head=head)).refuse()
    assert [p.message for p in problems] == ["the file lacks the column 'booked_at'"]


def test_columns_that_reading_fills_are_not_taken_from_a_file(desk):
    head = "transaction_id,account_id,booked_on,direction,amount,currency,source_row,amount_base"
    desk.give(entries("T1,A1,2026-03-02,credit,1,USD,99,99", head=head)).read()
    assert desk.column("source_row") == [1]
    assert desk.column("amount_base") == [1]


def test_columns_of_one_name_are_told_apart_by_their_place(desk):
    profile = OWN.replace(
        "account_id: Konto", "account_id: Konto#2\n  counterparty_account: Konto#1"
    )
    text = "Referenz,Konto,Tag,Betrag,Konto\n1,A,2026-03-02,5,B\n"
    assert desk.give(text, profile=desk.profile(profile)).read().problems == ()
    assert desk.column("account_id || counterparty_account") == ["BA"]
