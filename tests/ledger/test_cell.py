"""What a profile says of columns: signs, constants, words, empty cells, what must be there."""

from decimal import Decimal

from tests.ledger.conftest import entries, told

BASIS = """\
table: transactions
columns:
  transaction_id: id
  account_id: account
  booked_on: day
  currency: {constant: EUR}
"""


def given(desk, text, profile, **columns):
    """Read one file with a profile of its own; the base currency is the euro."""
    desk.institution = type(desk.institution)("Test Bank", "DE", "bank", "EUR")
    return desk.give(text, profile=desk.profile(profile)).read()


def sides(desk):
    return list(zip(desk.column("direction"), desk.column("amount"), strict=True))


def test_a_sign_gives_the_direction(desk):
    text = "id,account,day,sum\n1,A,2026-03-02,-5.50\n2,A,2026-03-02,+7\n3,A,2026-03-02,0\n4,A,2026-03-02,\n"
    outcome = given(desk, text, BASIS + "amount: {signed: sum}\n")
    assert sides(desk) == [
        ("debit", Decimal("5.5")),
        ("credit", Decimal(7)),
        ("credit", Decimal(0)),
    ]
    assert told(outcome) == [("LDG012", "amount", (4,))]


def test_two_columns_give_the_direction(desk):
    text = """\
id,account,day,out,in
1,A,2026-03-02,5.50,
2,A,2026-03-02,,7
3,A,2026-03-02,0.00,8
4,A,2026-03-02,9,0.00
5,A,2026-03-02,1,2
6,A,2026-03-02,,
7,A,2026-03-02,x,2
8,A,2026-03-02,-3,
"""
    outcome = given(desk, text, BASIS + "amount: {debit: out, credit: in}\n")
    assert sides(desk) == [
        ("debit", Decimal("5.5")), ("credit", Decimal(7)), ("credit", Decimal(8)), ("debit", Decimal(9)),
    ]  # fmt: skip
    assert told(outcome) == [
        ("LDG011", "amount", (7,)),
        ("LDG012", "amount", (6,)),
        ("LDG015", "amount", (8,)),
        ("LDG023", "amount", (5,)),
    ]


WORDS = (
    BASIS
    + """\
  direction: {column: side, values: {C: credit, D: debit}}
  amount: sum
  channel: {column: [kind, other], values: {CASH: cash_teller, FEE: fee}, otherwise: other}
"""
)


def test_words_are_translated_and_unknown_ones_are_rejected_where_no_other_stands_for_them(desk):
    text = """\
id,account,day,side,sum,kind,other
1,A,2026-03-02,C,1,CASH,
2,A,2026-03-02,D,1,?,FEE
3,A,2026-03-02,D,1,,
4,A,2026-03-02,X,1,CASH,
5,A,2026-03-02,,1,CASH,
"""
    outcome = given(desk, text, WORDS)
    assert desk.column("channel") == ["cash_teller", "fee", "other"]
    assert told(outcome) == [("LDG012", "direction", (5,)), ("LDG013", "direction", (4,))]
    hints = [p.hint for p in outcome.problems if p.code == "LDG013"]
    assert hints == ["credit, debit; map the others under values in the profile"]


def test_a_word_that_is_not_in_the_list_is_rejected_without_a_map_too(desk):
    head = "transaction_id,account_id,booked_on,direction,amount,currency,channel"
    desk.give(
        entries(
            "T1,A1,2026-03-02,credit,1,USD,pigeon", "T2,A1,2026-03-02,Credit,1,USD,wire", head=head
        )
    )
    assert told(desk.read()) == [("LDG013", "channel", (1,)), ("LDG013", "direction", (2,))]


def test_words_of_an_open_column_need_a_place_in_the_map(desk):
    """A map without `otherwise` says that these are all the words there are."""
    table = "table: accounts\ncolumns:\n  account_id: id\n  account_type: {column: kind, values: {I: person}}\n"
    desk.give("id,kind\n1,I\n2,X\n3,\n", table="accounts", profile=desk.profile(table))
    outcome = desk.read()
    assert desk.column("account_type", "accounts") == ["person", None]
    assert told(outcome) == [("LDG013", "account_type", (2,))]


def test_the_first_filled_column_counts(desk):
    profile = BASIS.replace("account_id: account", "account_id: [iban, account]")
    text = "id,iban,account,day,sum\n1,DE1,A,2026-03-02,1\n2, ,A,2026-03-02,1\n3,,,2026-03-02,1\n"
    outcome = given(desk, text, profile + "amount: {signed: sum}\n")
    assert desk.column("account_id") == ["DE1", "A"]
    assert told(outcome) == [("LDG012", "account_id", (3,))]


def test_blanks_are_trimmed_and_null_values_are_nothing(desk):
    profile = BASIS + '  reference: ref\namount: {signed: sum}\nformat: {null_values: ["-", n/a]}\n'
    text = "id,account,day,sum,ref\n 1 , A ,2026-03-02, 1 , x y \n2,A,2026-03-02,1,-\n3,n/a,2026-03-02,1,n/a\n"
    outcome = given(desk, text, profile)
    assert desk.column("transaction_id") == ["bank:1", "bank:2"]
    assert desk.column("reference") == ["x y", None]
    assert told(outcome) == [("LDG012", "account_id", (3,))]


def test_wide_and_unbreakable_blanks_are_blanks(desk):
    head = "transaction_id,account_id,booked_on,direction,amount,currency,reference"
    lines = [f"T{n},A1,2026-03-02,credit,1,USD,{text}" for n, text in enumerate("\u00a0 \u3000")]
    desk.give(
        entries(*lines, "T9,\u00a0A1 \u3000,2026-03-02,credit,1,USD,x\u00a0y", head=head)
    ).read()
    assert desk.column("reference") == [None, None, None, "x\u00a0y"]
    assert set(desk.column("account_id")) == {"A1"}


def test_an_unknown_currency_is_rejected_and_case_does_not_matter(desk):
    desk.give(
        entries(
            "T1,A1,2026-03-02,credit,1,usd",
            "T2,A1,2026-03-02,credit,1,US$",
            "T3,A1,2026-03-02,credit,1,XXX",
            "T4,A1,2026-03-02,credit,1,",
        )
    )
    outcome = desk.read()
    assert desk.column("currency") == ["USD"]
    assert told(outcome) == [("LDG012", "currency", (4,)), ("LDG014", "currency", (2, 3))]


def test_every_reason_against_a_record_is_told(desk):
    outcome = desk.give(entries("T1,,2026-99-02,sideways,abc,ZZZ")).read()
    assert {(code, column) for code, column, _ in told(outcome)} == {
        ("LDG012", "account_id"), ("LDG010", "booked_on"), ("LDG013", "direction"),
        ("LDG011", "amount"), ("LDG014", "currency"),
    }  # fmt: skip
    assert outcome.rejected == 1
    assert len({p.location for p in outcome.problems}) == 1


def test_a_value_out_of_its_range_is_rejected(desk):
    head = "currency,base_currency,rate_on,rate"
    desk.give(f"{head}\nEUR,USD,2026-01-01,0\nEUR,USD,2026-01-02,1.1\n", table="fx_rates")
    assert told(desk.read()) == [("LDG015", "rate", (1,))]


def test_a_transfer_between_strangers_is_rejected(desk):
    profile = desk.profile(
        "table: transactions\nshape: transfers\ncolumns: {transaction_id: id, booked_on: day,"
        " payer_account: from, payee_account: to, amount: sum, currency: {constant: USD}}\n"
        "external_accounts: [OUT]\n"
    )
    text = "id,day,from,to,sum\n1,2026-03-02,OUT,OUT,1\n2,2026-03-02,,A,1\n3,2026-03-02,A,OUT,1\n"
    outcome = desk.give(text, profile=profile).read()
    assert desk.column("transaction_id") == ["bank:3:d"]
    assert told(outcome) == [("LDG012", "payer_account", (2,)), ("LDG022", "payer_account", (1,))]


def test_debits_below_zero_in_a_column_of_their_own(desk):
    text = "id,account,day,out,in\n1,A,2026-03-02,-5.50,\n2,A,2026-03-02,,7\n3,A,2026-03-02,5,\n"
    amount = "amount: {debit: out, credit: in, debit_below_zero: true}\n"
    outcome = given(desk, text, BASIS + amount)
    assert sides(desk) == [("debit", Decimal("5.5")), ("credit", Decimal(7))]
    assert told(outcome) == [("LDG015", "amount", (3,))]


def test_a_sign_beside_a_column_of_directions_says_nothing(desk):
    text = "id,account,day,sum,side\n1,A,2026-03-02,5,D\n2,A,2026-03-02,-7,C\n3,A,2026-03-02,-8,?\n"
    direction = "  direction: {column: side, values: {D: debit, C: credit}}\n"
    outcome = given(desk, text, BASIS + direction + "amount: {unsigned: sum}\n")
    assert sides(desk) == [("debit", Decimal(5)), ("credit", Decimal(7))]
    assert told(outcome) == [("LDG013", "direction", (3,))]
    assert outcome.files[0].totals[0].amount_in == 20


def test_columns_may_be_joined_to_one_text(desk):
    text = "id,account,day,time,sum,t1,t2\n1,A,2026-03-02,09:30:00,5,invoice,77\n2,A,2026-03-02,10:00:00,5,,\n"
    joined = (
        "  booked_at: {column: [day, time], joined: ' '}\n"
        "  remittance_text: {column: [t1, t2], joined: ' '}\n"
    )
    given(desk, text, BASIS + joined + "amount: {signed: sum}\n")
    assert [value.hour for value in desk.column("booked_at")] == [9, 10]
    assert desk.column("remittance_text") == ["invoice 77", None]
