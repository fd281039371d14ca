"""Files split or rows shuffled give the same canonical rows, but for their places."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.ledger.conftest import Desk, entries

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
