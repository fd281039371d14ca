"""What a pattern compiles to finds what SQL written by hand finds, for each kind of window.

The hand-written forms are joins of each row with the rows of its window: another way to the same
episodes, without a window function.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from aml.core.progress import Silent
from aml.core.shipped import shipped
from aml.ledger import read
from aml.pipeline.basis import gather
from aml.pipeline.workspace import read_workspace
from aml.scenario.fire import fire
from aml.scenario.prepare import derive, tables_of
from aml.store import Store
from aml.store.schema import create_schema
from tests.scenario.files import TEXT, scenario_of, shipped_scenario

#: Random rows by a hash, so that every run has the same: two dozen accounts, forty days, few amounts.
_ROWS = """
    INSERT INTO transactions (transaction_id, ledger_id, file_id, source_row, account_id, customer_id,
        booked_at, booked_on, direction, amount, currency, amount_base, channel, status,
        counterparty_id, counterparty_country)
    SELECT concat('T', n), 'test', 1, n, concat('A', hash(n, 1) % 24), concat('A', hash(n, 1) % 24),
        happened, CAST(happened AS DATE), CASE WHEN hash(n, 2) % 3 = 0 THEN 'debit' ELSE 'credit' END,
        amount, 'USD', amount, 'wire', 'posted',
        CASE WHEN hash(n, 3) % 7 > 0 THEN concat('P', hash(n, 3) % 7) END,
        CASE WHEN hash(n, 4) % 3 = 0 THEN 'MX' ELSE 'US' END
    FROM (SELECT n, CAST(hash(n, 5) % 50 + 1 AS DECIMAL(18, 4)) * 100 AS amount,
        TIMESTAMP '2026-01-01' + INTERVAL (CAST(hash(n, 6) % 960 AS INTEGER)) HOUR AS happened
        FROM range(1200) AS rows (n)) AS made
"""
#: The windows that hit, by hand: `{test}` is a condition over the rows `w` of the window of `e`.
_EPISODES = """
    WITH entries AS (
        SELECT * FROM transactions WHERE direction = 'credit'
    ), windows AS (
        SELECT e.transaction_id, e.account_id, e.{at} AS ends
        FROM entries AS e
        INNER JOIN entries AS w ON w.account_id = e.account_id AND w.{at} BETWEEN e.{at} - {reach} AND e.{at}
        GROUP BY e.transaction_id, e.account_id, e.{at}
        HAVING {test}
    ), held AS (
        SELECT DISTINCT e.transaction_id, e.account_id, e.{at} AS stands, e.amount_base
        FROM entries AS e
        INNER JOIN windows AS h ON h.account_id = e.account_id AND e.{at} BETWEEN h.ends - {reach} AND h.ends
    ), firsts AS (
        SELECT account_id, stands
        FROM held AS a
        WHERE NOT EXISTS (SELECT 1 FROM held AS b WHERE b.account_id = a.account_id
            AND b.stands < a.stands AND b.stands >= a.stands - {reach})
        GROUP BY account_id, stands
    ), placed AS (
        SELECT h.*, max(f.stands) AS begins
        FROM held AS h
        INNER JOIN firsts AS f ON f.account_id = h.account_id AND f.stands <= h.stands
        GROUP BY ALL
    )
"""
_FOUND = """
    SELECT account_id, list_sort(list(transaction_id)), count(*), sum(amount_base)
    FROM placed GROUP BY account_id, begins
"""
_KINDS = {
    "count": ("count()", "measured >= 5", "count(*) >= 5"),
    "sum": ("sum(amount_base)", "measured > $min_amount", "sum(w.amount_base) > 5000"),
    "min": ("min(amount_base)", "measured <= 200", "min(w.amount_base) <= 200"),
    "max": ("max(amount_base)", "measured >= $min_amount", "max(w.amount_base) >= 5000"),
    "distinct": (
        "distinct(counterparty_id)",
        "measured >= 4",
        "count(DISTINCT w.counterparty_id) >= 4",
    ),
    "distinct or": (
        "distinct(counterparty_id)",
        "measured >= 4 OR amount_base >= $min_amount",
        "count(DISTINCT w.counterparty_id) >= 4 OR max(e.amount_base) >= 5000",
    ),
    "share": (
        "share(amount_base, counterparty_country = 'MX')",
        "measured >= 0.6",
        "CAST(sum(CASE WHEN w.counterparty_country = 'MX' THEN w.amount_base ELSE 0 END)"
        " / sum(w.amount_base) AS DECIMAL(18, 6)) >= 0.6",
    ),
}
_DAYS = ("booked_on", "days", "INTERVAL 3 DAY")
_HOURS = ("booked_at", "hours", "INTERVAL 48 HOUR")


def pattern(at, kind, measured, hit, more=""):
    """The demo scenario with a pattern in place of its SQL; four days, or forty-eight hours back."""
    head, rest = TEXT.split("sql: |\n")
    _, tail = rest.split("\nscore:")
    head = head.replace("threshold_sets", "  window: {type: " + kind + ", default: " + ("4" if kind == "days" else "48") + ", range: [1, 90], why: x}"
                        "\n\nthreshold_sets", 1).replace("\n\n  window", "\n  window")  # fmt: skip
    return f"""{head}pattern:
  from: transactions
  where: direction = 'credit'
  at: {at}
  window: window
  rolling:
    measured: {measured}
  hit: {hit}
{more}  episode:
    items: count(*)
    total_base: sum(amount_base)
    farthest: max(amount_base)

score:{tail}"""


@pytest.fixture(scope="module")
def store():
    with Store(threads=1) as opened:
        create_schema(opened)
        opened.run("INSERT INTO institution VALUES ('Test', 'US', 'bank', 'USD', NULL)")
        opened.run(_ROWS)
        opened.lock()
        yield opened


def found(store, scenario):
    firings = fire(store, scenario, scenario.defaults())
    return sorted(
        (f.focus_id, f.transaction_ids, f.measures["items"], f.measures["total_base"])
        for f in firings
    )


def by_hand(store, sql):
    return sorted((row[0], tuple(row[1]), *row[2:]) for row in store.rows(sql))


@pytest.mark.parametrize(("at", "kind", "reach"), [_DAYS, _HOURS], ids=["days", "hours"])
@pytest.mark.parametrize("name", _KINDS)
def test_a_window_finds_what_joins_written_by_hand_find(tmp_path, store, name, at, kind, reach):
    measured, hit, test = _KINDS[name]
    scenario = scenario_of(tmp_path, pattern(at, kind, measured, hit))
    wanted = by_hand(store, _EPISODES.format(at=at, reach=reach, test=test) + _FOUND)
    assert wanted
    assert found(store, scenario) == wanted


_THEN = """\
  then:
    from: transactions
    where: direction = 'debit' AND counterparty_country = 'MX'
    within: {within}
"""
_FOLLOWED = """
    , spans AS (
        SELECT account_id, begins, max(stands) AS ends,
            (SELECT min(n.begins) FROM placed AS n WHERE n.account_id = p.account_id AND n.begins > p.begins) AS following
        FROM placed AS p GROUP BY account_id, begins
    ), leaving AS (
        SELECT s.account_id, s.begins, t.transaction_id, t.amount_base
        FROM transactions AS t
        INNER JOIN spans AS s ON s.account_id = t.account_id AND t.{at} >= s.begins
            AND (s.following IS NULL OR t.{at} < s.following)
        WHERE t.direction = 'debit' AND t.counterparty_country = 'MX' AND EXISTS (
            SELECT 1 FROM placed AS p WHERE p.account_id = s.account_id AND p.begins = s.begins
                AND p.stands <= t.{at} AND t.{at} <= p.stands + {distance})
    ), whole AS (
        SELECT account_id, begins, transaction_id, amount_base FROM placed
        UNION ALL
        SELECT * FROM leaving
    )
    SELECT account_id, list_sort(list(transaction_id)), count(*), sum(amount_base)
    FROM whole GROUP BY account_id, begins
"""


@pytest.mark.parametrize(
    ("at", "kind", "reach", "offset", "distance"),
    [
        (*_DAYS, "offset", "INTERVAL 2 DAY"),
        (*_HOURS, "hours", "INTERVAL 2 HOUR"),
    ],
    ids=["days", "hours"],
)
def test_a_sequence_finds_what_joins_written_by_hand_find(
    tmp_path, store, at, kind, reach, offset, distance
):
    text = pattern(at, kind, "count()", "measured >= 4", _THEN.format(within="distance"))
    text = text.replace(
        "threshold_sets",
        "  distance: {type: " + offset + ", default: 2, range: [1, 9], why: x}\n\nthreshold_sets",
        1,
    ).replace("\n\n  distance", "\n  distance")
    wanted = by_hand(
        store, _EPISODES.format(at=at, reach=reach, test="count(*) >= 4")
        + _FOLLOWED.format(at=at, distance=distance)
    )  # fmt: skip
    alone = _EPISODES.format(at=at, reach=reach, test="count(*) >= 4") + _FOUND
    assert wanted != by_hand(store, alone)
    assert found(store, scenario_of(tmp_path, text)) == wanted


def test_apart_keeps_the_episodes_of_one_focus_apart(tmp_path, store):
    text = pattern("booked_on", "days", "count()", "measured >= 3")
    text = text.replace("  at: booked_on", "  apart: [counterparty_country]\n  at: booked_on")
    merged = found(store, scenario_of(tmp_path, pattern(*_DAYS[:2], "count()", "measured >= 3")))
    apart = found(store, scenario_of(tmp_path, text))
    countries = dict(store.rows("SELECT transaction_id, counterparty_country FROM transactions"))
    assert all(len({countries[entry] for entry in ids}) == 1 for _, ids, *_ in apart)
    assert any(len({countries[entry] for entry in ids}) == 2 for _, ids, *_ in merged)


def test_a_focus_under_another_name_and_linked_records(tmp_path):
    text = pattern("booked_on", "days", "count()", "measured >= 1")
    text = (
        text.replace("focus: account", "focus: party")
        .replace(
            "from: transactions", "from: remittances\n  focus: sender_id\n  cites: remittance_id"
        )
        .replace("  where: direction = 'credit'\n", "")
        .replace("at: booked_on", "at: sent_on")
    )
    sql = scenario_of(tmp_path, text).sql.text
    assert "sender_id AS party_id" in sql
    assert "list_sort(list(DISTINCT concat('remittances:', remittance_id))) AS linked_ids" in sql


def test_measures_may_read_each_other_in_any_order(tmp_path, store):
    text = pattern("booked_on", "days", "count()", "measured >= 5").replace(
        "    farthest: max(amount_base)\n",
        "  measures:\n    farthest: half * 2\n    half: CAST(total_base / 2 AS DECIMAL(18, 4))\n",
    )
    firings = fire(
        store, scenario_of(tmp_path, text), {"min_items": 1, "min_amount": 1, "window": 4}
    )
    assert firings
    assert all(f.measures["farthest"] == f.measures["total_base"] for f in firings)


def test_every_word_of_the_author_is_at_its_place(tmp_path):
    """The pieces of the SQL lead back to the lines of the file, character by character."""
    text = pattern(*_DAYS[:2], "share(amount_base, amount >= 5)", "measured >= 0.5")
    scenario = scenario_of(tmp_path, text)
    lines, sql = text.splitlines(), scenario.sql.text.encode()
    assert len(scenario.sql.pieces) > 8
    for piece in scenario.sql.pieces:
        words = sql[piece.start : piece.end].decode()
        assert lines[piece.line - 1][piece.column - 1 :].startswith(words)


_BY_HAND = Path(__file__).parent / "by_hand"


@pytest.fixture(scope="module")
def sample_store():
    """The sample ledger with the tables that the two rules read."""
    basis = gather(read_workspace(shipped("sample_ledgers") / "aml.toml"))
    with Store(threads=1) as opened:
        read(opened, basis.workspace.institution, basis.inputs, basis.profiles, Silent())
        derive(opened, tables_of([shipped_scenario("cash_band"), shipped_scenario("cash_micro")]))
        opened.lock()
        yield opened


@pytest.mark.parametrize("scenario_id", ["cash_band", "cash_micro"])
def test_a_shipped_pattern_finds_what_its_sql_written_by_hand_found(scenario_id, sample_store):
    """Rules that were SQL before they were patterns, on the whole sample ledger."""
    scenario = shipped_scenario(scenario_id)
    sql = (_BY_HAND / f"{scenario_id}.sql").read_text(encoding="utf-8")
    written = replace(scenario, sql=replace(scenario.sql, text=sql, pieces=()))
    now, then = (fire(sample_store, s, s.defaults()) for s in (scenario, written))
    assert now
    assert now == then
