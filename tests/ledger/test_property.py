"""Files split or rows shuffled give the same canonical rows; damaged ones lose none in silence."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from aml.core.problem import LedgerError
from aml.ledger.describe import describe
from tests.ledger.conftest import Desk, entries
from tests.ledger.message.test_random import damaged

HEADS = {
    True: "transaction_id,account_id,booked_on,direction,amount,currency,counterparty_name",
    False: "account_id,booked_on,direction,amount,currency,counterparty_name",
}
ROWS = "SELECT * EXCLUDE (file_id, source_row) FROM transactions ORDER BY ALL"
record = st.tuples(
    st.sampled_from(["A1", "A2"]),
    st.sampled_from(["2026-03-02", "2026-03-03", "2026-02-30"]),
    st.sampled_from(["credit", "debit"]),
    st.sampled_from(["1.00", "2.50", "x"]),
    st.sampled_from(["USD", "EUR", "ZZZ"]),
    st.sampled_from(["Ann", '"B, ""b"""', '"two\nlines"', ""]),
).map(",".join)


def outcome(folder, parts, head):
    """What is loaded from these files, and how many records each reason keeps out."""
    folder.mkdir()
    desk = Desk(folder)
    desk.give("currency,base_currency,rate_on,rate\nEUR,USD,2026-03-02,1.1\n", table="fx_rates")
    for number, lines in enumerate(parts):
        desk.give(entries(*lines, head=head), name=f"part{number}.csv")
    try:
        reading = desk.read()
        reasons = {}
        for rejection in reading.rejections:
            key = (rejection.code, rejection.column)
            reasons[key] = reasons.get(key, 0) + rejection.records
        totals = [total for file in reading.files for total in file.totals]
        assert all(total.is_reconciled for total in totals)
        assert "LDG030" not in {p.code for p in reading.problems}
        return desk.store.rows(ROWS), reasons, sum(t.records_in for t in totals)
    finally:
        desk.close()


@settings(max_examples=15, deadline=None)
@given(st.data(), st.booleans())
def test_order_and_files_do_not_matter(tmp_path_factory, data, has_ids):
    folder = tmp_path_factory.mktemp("order")
    line = st.tuples(st.sampled_from("123456"), record).map(",".join) if has_ids else record
    lines = data.draw(st.lists(line, min_size=2, max_size=12))
    whole = outcome(folder / "whole", [lines], HEADS[has_ids])
    shuffled = data.draw(st.permutations(lines))
    cut = data.draw(st.integers(1, len(lines) - 1))
    parts = [shuffled[:cut], shuffled[cut:]]
    # Of two files of the same bytes one is a copy, which has tests of its own.
    assume(parts[0] != parts[1])
    assert outcome(folder / "parts", parts, HEADS[has_ids]) == whole


GERMAN = """\
format: {delimiter: ";", trailer: {starts: Summe, rows: 2, sum: 3}}
dates: {date_format: "%d.%m.%Y"}
numbers: {decimal_mark: ",", thousands_mark: "."}
amount: {signed: Betrag}
columns: {account_id: Konto, booked_on: Datum, currency: {constant: USD}, counterparty_name: Name}
"""
TEXTS = {
    "canonical": entries(
        *(f'T{n},A1,2026-03-{n:02},credit,{n}.50,USD,"Name, {n}"' for n in range(1, 13)),
        head=HEADS[True],
    ),
    "own": "Konto;Datum;Betrag;Name\n"
    + "".join(f'A1;{n:02}.03.2026;-1.{n:03},50;"N ""{n}"" x"\n' for n in range(10, 22))
    + "Summe;12;-12.192,00\n",
}
PIECES = [
    "", "\0", "\n", "\r", "\r\n", "\ufeff", "\u2028", '"', '""', '"""', ",", ";", "\t", "\\", "é", "\x1a",
    "-", "1e99", "9" * 40, "\n\n\n", '"\n', '\n"', ',"', '",', "\nSumme;", "\x85",
]  # fmt: skip
CHANGE = st.tuples(st.integers(0, 10**4), st.integers(0, 60), st.sampled_from(PIECES))
DAMAGE = st.tuples(st.lists(CHANGE, min_size=1, max_size=5), st.booleans())
ENCODINGS = st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"])
SLOW = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def is_loaded_whole(folder, profile, held):
    desk = Desk(folder)
    desk.profile(f"table: transactions\n{GERMAN}")
    desk.give(held, profile=profile, name="damaged.csv")
    try:
        reading = desk.read()
        totals = [total for file in reading.files for total in file.totals]
        assert all(total.is_reconciled for total in totals)
        assert "LDG030" not in {problem.code for problem in reading.problems}
        loaded = sum(total.records_loaded for total in totals)
        assert loaded == desk.store.count("transactions")
    except LedgerError:
        pass  # a file that is refused loses nothing in silence
    finally:
        desk.close()


@settings(max_examples=15, **SLOW)
@given(st.sampled_from(sorted(TEXTS)), DAMAGE, ENCODINGS)
def test_a_damaged_table_is_loaded_whole_or_refused(tmp_path_factory, profile, damage, encoding):
    held = damaged(TEXTS[profile], *damage).encode(encoding, "replace")
    is_loaded_whole(tmp_path_factory.mktemp("damaged"), profile, held)


@settings(max_examples=25, **SLOW)
@given(st.sampled_from(sorted(TEXTS)), DAMAGE, ENCODINGS)
def test_a_damaged_table_is_described_or_refused(tmp_path_factory, kind, damage, encoding):
    path = tmp_path_factory.mktemp("damaged") / "damaged.csv"
    path.write_bytes(damaged(TEXTS[kind], *damage).encode(encoding, "replace"))
    with suppress(LedgerError):
        assert describe(path, "damaged.csv", "own").text.startswith("#")


@pytest.mark.nightly
@settings(max_examples=2_000, **SLOW)
@given(st.sampled_from(sorted(TEXTS)), DAMAGE, ENCODINGS)
def test_a_damaged_table_is_loaded_whole_or_refused_all_night(
    tmp_path_factory, profile, damage, encoding
):
    held = damaged(TEXTS[profile], *damage).encode(encoding, "replace")
    is_loaded_whole(tmp_path_factory.mktemp("damaged"), profile, held)
