"""Days, instants, numbers, words: what fits is exact, what does not fit is rejected by name."""

from datetime import date, datetime
from decimal import Decimal

import polars
import pytest

from tests.ledger.conftest import entries, told

instant = datetime.fromisoformat
HEAD = "transaction_id,account_id,booked_at,direction,amount,currency"


def amounts(desk, *written, profile="canonical"):
    """Read entries with these amounts; give what was loaded by record, and what was told."""
    lines = [f"T{n},A1,2026-03-02,credit,{text},USD" for n, text in enumerate(written, start=1)]
    desk.inputs.clear()
    outcome = desk.give(entries(*lines), profile=profile).read()
    return desk.column("amount"), told(outcome)


def instants(desk, *written, settings=""):
    """Read entries booked at these instants; give instants and local days by record."""
    lines = [f"T{n},A1,{text},credit,1,USD" for n, text in enumerate(written, start=1)]
    profile = desk.profile(f"table: any\n{settings}")
    desk.inputs.clear()
    outcome = desk.give(entries(*lines, head=HEAD), profile=profile).read()
    return desk.column("booked_at"), desk.column("booked_on"), told(outcome)


def test_money_is_exact_to_four_decimals_and_never_rounded_silently(desk):
    loaded, rejections = amounts(desk, "0.1", "0.1234", "1.23450000", "0.12345", "7", ".5", "7.")
    assert [str(value) for value in loaded] == [
        "0.1000", "0.1234", "1.2345", "7.0000", "0.5000", "7.0000",
    ]  # fmt: skip
    assert rejections == [("LDG017", "amount", (4,))]


def test_the_largest_amount_fits_and_a_larger_one_is_rejected(desk):
    loaded, rejections = amounts(desk, "99999999999999.9999", "100000000000000.00")
    assert loaded == [Decimal("99999999999999.9999")]
    assert rejections == [("LDG017", "amount", (2,))]


@pytest.mark.parametrize(
    "text", ["1e3", "NaN", "inf", "0x10", "1 000", "12-", "$5", "1_000", "--1"]
)
def test_what_other_readers_take_for_a_number_is_rejected(desk, text):
    assert amounts(desk, text) == ([], [("LDG011", "amount", (1,))])


def test_a_negative_amount_beside_a_direction_is_rejected(desk):
    assert amounts(desk, "-1.00", "-0.00") == ([Decimal(0)], [("LDG015", "amount", (1,))])


COMMA = """\
table: any
format: {delimiter: ";"}
numbers: {decimal_mark: ",", thousands_mark: "."}
"""


def test_a_decimal_comma_out_of_place_is_never_taken_for_the_other_one(desk):
    lines = [f"T{n};A1;2026-03-02;credit;{text};USD" for n, text in enumerate(
        ("1.234.567,89", "1.234", "1.23", "1234.56", "12.34,5", "1,234.56", "1.2345,00", "1234,5"), start=1
    )]  # fmt: skip
    head = "transaction_id;account_id;booked_on;direction;amount;currency"
    outcome = desk.give(entries(*lines, head=head), profile=desk.profile(COMMA)).read()
    assert desk.column("amount") == [Decimal("1234567.89"), Decimal(1234), Decimal("1234.5")]
    assert told(outcome) == [("LDG011", "amount", (3, 4, 5, 6, 7))]
    hint = outcome.problems[0].hint
    assert "decimal_mark ','" in hint
    assert "thousands_mark '.'" in hint


def test_the_wrong_decimal_mark_says_what_was_expected(desk):
    head = "transaction_id;account_id;booked_on;direction;amount;currency"
    profile = desk.profile('table: any\nformat: {delimiter: ";"}')
    desk.give(entries("T1;A1;2026-03-02;credit;1,50;USD", head=head), profile=profile)
    problem = desk.read().problems[0]
    assert str(problem.location) == "transactions.csv: record 1"
    assert problem.message == "amount is not a number"
    assert problem.hint.startswith("expected decimal_mark '.'")


def test_rounding_is_done_where_the_profile_asks_for_it(desk):
    profile = desk.profile("table: any\nnumbers: {round_to: 2}")
    loaded, rejections = amounts(desk, "0.123456", "2.345", "-0.001", profile=profile)
    assert loaded == [Decimal("0.12"), Decimal("2.35"), Decimal(0)]
    assert rejections == []


def test_an_apostrophe_or_a_blank_may_part_thousands(desk):
    for mark in ("'", " "):
        profile = desk.profile(f'table: any\nnumbers: {{thousands_mark: "{mark}"}}')
        loaded, _ = amounts(desk, f"1{mark}234{mark}567.89", profile=profile)
        assert loaded == [Decimal("1234567.89")]


def test_a_day_is_local_and_its_instant_is_universal(desk):
    at, on, _ = instants(
        desk,
        "2026-01-15 00:30:00",
        "2026-07-15 00:30:00",
        settings="dates: {time_zone: Europe/Prague}",
    )
    assert at == [instant("2026-01-14 23:30:00"), instant("2026-07-14 22:30:00")]
    assert on == [date(2026, 1, 15), date(2026, 7, 15)]


def test_an_instant_with_an_offset_keeps_its_moment_and_gets_the_local_day(desk):
    at, on, _ = instants(
        desk, "2026-01-15T23:30:00Z", "2026-01-15 23:30:00-06:00", "2026-01-15T23:30:00.250+01:00",
        settings="dates: {time_zone: America/Chicago}",
    )  # fmt: skip
    assert at == [
        instant("2026-01-15 23:30:00"),
        instant("2026-01-16 05:30:00"),
        instant("2026-01-15 22:30:00.250000"),
    ]
    assert on == [date(2026, 1, 15)] * 3


def test_a_day_alone_begins_at_local_midnight(desk):
    profile = desk.profile("table: any\ndates: {time_zone: America/Mexico_City}")
    desk.give(entries("T1,A1,2026-03-02,credit,1,USD"), profile=profile).read()
    assert desk.column("booked_at") == [instant("2026-03-02 06:00:00")]
    assert desk.column("booked_on") == [date(2026, 3, 2)]


def test_a_business_day_may_differ_from_the_day_of_the_instant(desk):
    head = HEAD + ",booked_on"
    desk.give(
        entries(
            "T1,A1,2026-03-06 22:00:00,credit,1,USD,2026-03-09",
            "T2,A1,2026-03-06 22:00:00,credit,1,USD,",
            "T3,A1,,credit,1,USD,2026-03-09",
            "T4,A1,,credit,1,USD,",
            head=head,
        )
    )
    outcome = desk.read()
    assert desk.column("booked_on") == [date(2026, 3, 9), date(2026, 3, 6), date(2026, 3, 9)]
    assert desk.column("booked_at")[2] == instant("2026-03-09 00:00:00")
    assert told(outcome) == [("LDG012", "booked_at", (4,))]


@pytest.mark.parametrize(
    ("written", "settings", "expected"),
    [
        ("02.03.2026", 'date_format: "%d.%m.%Y"', date(2026, 3, 2)),
        ("3/2/2026", 'date_format: "%m/%d/%Y"', date(2026, 3, 2)),
        ("930103", 'date_format: "%y%m%d"', date(1993, 1, 3)),
        ("2024-02-29", "", date(2024, 2, 29)),
    ],
)
def test_days_are_read_as_the_profile_writes_them(desk, written, settings, expected):
    profile = desk.profile(f"table: any\ndates: {{{settings}}}" if settings else "table: any")
    desk.give(entries(f"T1,A1,{written},credit,1,USD"), profile=profile).read()
    assert desk.column("booked_on") == [expected]


@pytest.mark.parametrize("text", ["2026-02-29", "02.03.2026", "2026-3", "yesterday", "2026-03-02x"])
def test_a_wrong_date_is_rejected_with_what_was_expected(desk, text):
    outcome = desk.give(entries(f"T1,A1,{text},credit,1,USD")).read()
    assert told(outcome) == [("LDG010", "booked_on", (1,))]
    assert outcome.problems[0].hint.startswith("expected YYYY-MM-DD")
    assert text not in str(outcome.problems[0])


def test_an_instant_in_a_format_of_its_own(desk):
    at, _, rejections = instants(
        desk, "15/01/2026 23:30", "2026-01-15 23:30",
        settings='dates: {instant_format: "%d/%m/%Y %H:%M", time_zone: Europe/Madrid}',
    )  # fmt: skip
    assert at == [instant("2026-01-15 22:30:00")]
    assert rejections == [("LDG010", "booked_at", (2,))]


def test_typed_columns_of_parquet_are_used_as_they_are(desk):
    zoned = instant("2026-01-16 05:30:00")
    frame = polars.DataFrame(
        {
            "transaction_id": [1, 2],
            "account_id": [10, 20],
            "booked_at": polars.Series([zoned, zoned]).dt.replace_time_zone("UTC"),
            "direction": ["credit", "debit"],
            "amount": [1.25, 0.1],
            "currency": ["USD", "usd"],
        }
    )
    profile = desk.profile("table: any\ndates: {time_zone: America/Chicago}")
    assert told(desk.give(frame, profile=profile).read()) == []
    assert desk.column("transaction_id") == ["bank:1", "bank:2"]
    assert desk.column("booked_at") == [zoned, zoned]
    assert desk.column("booked_on") == [date(2026, 1, 15)] * 2
    assert desk.column("amount") == [Decimal("1.25"), Decimal("0.1")]
    assert desk.column("currency") == ["USD", "USD"]


def test_a_float_that_is_no_exact_amount_is_rejected(desk):
    frame = polars.DataFrame(
        {
            "transaction_id": ["T1", "T2", "T3", "T4"],
            "account_id": ["A1"] * 4,
            "booked_on": [date(2026, 3, 2)] * 4,
            "direction": ["credit"] * 4,
            "amount": [0.1 + 0.2, float("nan"), 1e15, 2.5],
            "currency": ["USD"] * 4,
        }
    )
    outcome = desk.give(frame).read()
    assert desk.column("amount") == [Decimal("2.5")]
    assert {code for code, _, _ in told(outcome)} <= {"LDG011", "LDG017"}
    assert outcome.rejected == 3


@pytest.mark.parametrize(
    ("kind", "values", "loaded"),
    [
        (polars.Int64, [1, 10**15, -1, None], [Decimal(1)]),
        (polars.UInt8, [1, 255], [Decimal(1), Decimal(255)]),
        (
            polars.Decimal(38, 2),
            [Decimal("1.25"), Decimal(10) ** 14, Decimal(-1)],
            [Decimal("1.25")],
        ),
        (polars.Decimal(18, 6), [Decimal("1.25"), Decimal("1.23456")], [Decimal("1.25")]),
    ],
)
def test_whole_and_decimal_columns_of_parquet_keep_the_same_rules(desk, kind, values, loaded):
    frame = polars.DataFrame(
        {
            "transaction_id": range(len(values)),
            "account_id": ["A1"] * len(values),
            "booked_on": [date(2026, 3, 2)] * len(values),
            "direction": ["credit"] * len(values),
            "amount": polars.Series(values, dtype=kind),
            "currency": ["USD"] * len(values),
        }
    )
    outcome = desk.give(frame).read()
    assert desk.column("amount") == loaded
    assert {code for code, _, _ in told(outcome)} <= {"LDG012", "LDG015", "LDG017"}
    assert outcome.rejected == len(values) - len(loaded)
    assert outcome.files[0].totals[0].is_reconciled


def test_lists_and_flags_and_counts(desk):
    head = (
        "line_id,jurisdiction,sector,kind,amount,currency,operator,aggregation,has_reporting_duty"
    )
    line = "US-CTR,US,bank,cash_report,10000,USD,>,day"
    desk.give(
        f"{head},valid_from,source,seen\n{line},true,2026-01-01,law,yes\n{line},maybe,2025-01-01,law,yes\n",
        table="thresholds",
    )
    desk.give("customer_id,licences\nC1,msb; vasp ;\nC2,\n", table="customers")
    bills = "bl_no,issued_on,container_number,packages\nB1,2026-01-01,X,12\nB2,2026-01-01,X,1.5\n"
    desk.give(bills, table="bills_of_lading")
    outcome = desk.read()
    assert desk.column("has_reporting_duty", "thresholds") == [True]
    assert desk.column("licences", "customers") == [["msb", "vasp"], None]
    assert desk.column("packages", "bills_of_lading") == [12]
    assert [(r.path, r.code, r.column) for r in outcome.rejections] == [
        ("bills_of_lading.csv", "LDG017", "packages"),
        ("thresholds.csv", "LDG013", "has_reporting_duty"),
    ]


@pytest.mark.parametrize(
    ("signs", "below", "above", "none"),
    [
        ('negative: "(#)"', "(1.234,50)", "1.234,50", "-1.234,50"),
        ('negative: "#-"', "1.234,50-", "1.234,50", "-1.234,50"),
        ('negative: "# DR", positive: "# CR"', "1.234,50 Dr", "1.234,50CR", "1.234,50"),
        ('positive: "#H"', "-1.234,50", "1.234,50 H", "1.234,50"),
        ('negative: "#S", positive: "#H"', "1.234,50S", "1.234,50 H", "1.234,5 0H"),
    ],
)
def test_the_marks_of_a_sign_stand_where_the_profile_shows_them(desk, signs, below, above, none):
    profile = desk.profile(f"""\
table: transactions
format: {{delimiter: ";"}}
numbers: {{decimal_mark: ",", thousands_mark: ".", {signs}}}
amount: {{signed: sum}}
columns: {{transaction_id: id, account_id: account, booked_on: day, currency: {{constant: USD}}}}
""")
    lines = [f"{n};A;2026-03-02;{text}" for n, text in enumerate((below, above, none), start=1)]
    text = entries(*lines, head="id;account;day;sum")
    outcome = desk.give(text, profile=profile).read()
    assert desk.column("direction") == ["debit", "credit"]
    assert desk.column("amount") == [Decimal("1234.50")] * 2
    assert told(outcome) == [("LDG011", "amount", (3,))]
