"""Conditions taken apart: each kind, measured at the nearest row, in small hand-written rules."""

from datetime import date
from decimal import Decimal

import pytest

from aml.core.problem import ScenarioError
from aml.core.shipped import shipped
from aml.scenario.bench import ledger_of
from aml.scenario.explain import explain, foci, inquiry, reasons
from aml.scenario.fire import fire
from aml.scenario.load import in_force
from tests.scenario.files import place, scenario_of, table, with_sql

WINDOW = "  window: {type: days, default: 7, range: [1, 30], why: a week}\n\nthreshold_sets"
RESULT = """SELECT account_id, min(booked_on) AS window_start, max(booked_on) AS window_end,
    list_sort(list(transaction_id)) AS transaction_ids, count(*) AS items"""


def deposit(number, account, amount, day=2, branch="B1", **more):
    return {
        "transaction_id": f"T{number}", "account_id": account, "booked_on": f"2026-03-{day:02}",
        "amount": amount, "channel": "cash_teller", "direction": "credit", "branch_id": branch,
    } | more  # fmt: skip


ROWS = [
    deposit(1, "A1", "6000.00", 2), deposit(2, "A1", "7000.00", 4, "B2"),
    deposit(3, "A2", "5000.00", 2), deposit(4, "A2", "4999.00", 3), deposit(5, "A2", "20.00", 9),
    deposit(6, "A3", "40.00"), deposit(7, "A4", "9000.00", direction="debit"),
    deposit(8, "A5", "6000.00", 2), deposit(9, "A5", "6000.00", 20, "B2"),
]  # fmt: skip
FOCI = ["A1", "A2", "A3", "A4", "A5", "nobody"]


def text_of(sql):
    return with_sql(sql).replace("\nthreshold_sets", WINDOW, 1)


@pytest.fixture
def told(tmp_path):
    """The reasons of one focus; every other is checked against the engine on the way."""

    def tell(sql, focus, rows=ROWS, tables=(), **parameters):
        scenario = scenario_of(tmp_path, text_of(sql))
        chosen = in_force(scenario, parameters)
        given = [table("transactions", rows), *tables]
        with ledger_of(scenario, given, shipped("scenarios") / "reference") as store:
            fired = [firing.focus_id for firing in fire(store, scenario, chosen)]
            for one in FOCI:
                found = explain(store, scenario, chosen, one)
                assert found.episodes == fired.count(one), one
                if found.episodes:
                    assert all(item.is_met is not False for item in found.conditions), one
                else:
                    assert found.misses, one
                    assert all(item.is_met is False for item in found.misses)
            return explain(store, scenario, chosen, focus)

    return tell


def line(item):
    """A condition as a reader sees it."""
    return item.text, item.measured, item.needed, item.is_met, f"{item.rows_met}/{item.rows}"


GROUPED = f"""
{RESULT}
FROM cash_entries
WHERE direction = 'credit' AND amount_base >= $min_amount
GROUP BY account_id
HAVING count(*) >= $min_items
"""


def test_where_and_having_are_taken_apart(told):
    found = told(GROUPED, "A2")
    assert [line(item) for item in found.conditions] == [
        ("a row in cash_entries", 3, 1, True, "3/3"),
        ("direction = 'credit'", "credit", "credit", True, "3/3"),
        ("amount_base >= $min_amount (5000.00)", Decimal(5000), Decimal(5000), True, "1/3"),
        ("count(*) >= $min_items (2)", 1, 2, False, "0/1"),
    ]
    assert found.lost_at == "result"
    (miss,) = found.misses
    assert (miss.text, miss.distance) == ("count(*) >= $min_items (2)", Decimal(1))
    assert found.conditions[2].distance is None


def test_the_nearest_row_is_shown_not_the_first(told):
    found = told(GROUPED, "A2", min_amount=Decimal("6000.00"))
    (miss,) = found.misses
    assert (miss.measured, miss.needed, miss.distance) == (
        Decimal("5000"), Decimal("6000"), Decimal("1000"),
    )  # fmt: skip
    assert found.conditions[-1].is_met is None
    assert (found.conditions[-1].measured, found.conditions[-1].needed) == (None, 2)


def test_the_row_that_fails_fewer_conditions_comes_before_the_closer_one(told):
    rows = [
        deposit(1, "A1", "4999.99", direction="debit"), deposit(2, "A1", "100.00"),
        deposit(3, "A2", "9000.00"), deposit(4, "A2", "9000.00"),
    ]  # fmt: skip
    found = told(GROUPED, "A1", rows)
    assert [(m.text, m.measured) for m in found.misses] == [
        ("amount_base >= $min_amount (5000.00)", Decimal("100.0000"))
    ]


def test_places_are_those_of_the_file(told):
    found = told(GROUPED, "A1")
    text = text_of(GROUPED)
    places = [(item.location.line, item.location.column) for item in found.conditions]
    assert places[1:] == [
        place(text, "direction = 'credit' AND"), place(text, "amount_base >= $"),
        place(text, "count(*) >= $"),
    ]  # fmt: skip
    assert found.conditions[0].location.path == "demo.yml"


def test_a_focus_without_any_row_is_told_so(told):
    found = told(GROUPED, "nobody")
    assert found.rows == 0
    assert [line(item) for item in found.misses] == [("a row in cash_entries", 0, 1, False, "0/0")]


EPISODES = f"""
WITH entries AS (
    SELECT * FROM cash_entries WHERE direction = 'credit'
), counted AS (
    SELECT *, count(*) OVER past AS so_far, sum(amount_base) OVER past AS total_so_far
    FROM entries
    WINDOW past AS (PARTITION BY account_id ORDER BY booked_on
        RANGE BETWEEN INTERVAL ($window - 1) DAY PRECEDING AND CURRENT ROW)
), covered AS (
    SELECT *, max(CASE WHEN so_far >= $min_items AND total_so_far > $min_amount THEN 1 ELSE 0 END)
        OVER ahead AS is_in_hit
    FROM counted
    WINDOW ahead AS (PARTITION BY account_id ORDER BY booked_on
        RANGE BETWEEN CURRENT ROW AND INTERVAL ($window - 1) DAY FOLLOWING)
), stepped AS (
    SELECT *, lag(booked_on) OVER (PARTITION BY account_id ORDER BY booked_on, transaction_id) AS previous
    FROM covered
    WHERE is_in_hit = 1
), numbered AS (
    SELECT *, sum(CASE WHEN previous IS NULL OR booked_on > previous + INTERVAL ($window - 1) DAY THEN 1 ELSE 0 END)
        OVER (PARTITION BY account_id ORDER BY booked_on, transaction_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS episode
    FROM stepped
)
{RESULT}
FROM numbered
GROUP BY account_id, episode
"""


def test_a_flag_is_shown_as_the_conditions_that_it_stands_for(told):
    found = told(EPISODES, "A5")
    assert found.lost_at == "stepped"
    assert [line(item) for item in found.misses] == [
        ("so_far >= $min_items (2)", 1, 2, False, "0/2")
    ]
    assert "is_in_hit" not in " ".join(item.text for item in found.conditions)
    assert [item.is_met for item in found.conditions if "total" in item.text] == [True]


def test_a_window_reaches_as_far_as_its_parameter(told):
    rows = [deposit(n, "A1", "6000.00", 2 + 7 * n) for n in range(2)]
    assert told(EPISODES, "A1", rows).episodes == 0
    found = told(EPISODES, "A1", rows, window=8)
    assert found.episodes == 1
    assert ("so_far >= $min_items (2)", 2, 2, True, "1/2") in map(line, found.conditions)


def test_episodes_are_counted(told):
    rows = [deposit(n, "A1", "6000.00", day) for n, day in enumerate((1, 2, 20, 21, 22))]
    assert told(EPISODES, "A1", rows).episodes == 2


def test_a_flag_whose_conditions_hold_in_no_row_together_is_shown_itself(told):
    """Each flag is raised somewhere, on no row both."""
    sql = f"""
    WITH flagged AS (
        SELECT *, CASE WHEN amount_base >= $min_amount THEN 1 ELSE 0 END AS is_large,
            CASE WHEN booked_on >= DATE '2026-03-09' THEN 1 ELSE 0 END AS is_late
        FROM cash_entries
    )
    {RESULT} FROM flagged WHERE is_large = 1 AND is_late >= 1 GROUP BY account_id
    """
    found = told(sql, "A2")
    assert [(m.text, m.measured) for m in found.misses] == [("is_large = 1", 0)]
    small = told(sql, "A3")
    assert {m.text for m in small.misses} == {
        "amount_base >= $min_amount (5000.00)", "booked_on >= '2026-03-09'",
    }  # fmt: skip
    late = next(m for m in small.misses if "booked_on" in m.text)
    assert (late.measured, late.needed, late.distance) == (
        date(2026, 3, 2), date(2026, 3, 9), Decimal(7),
    )  # fmt: skip


def test_flags_that_are_added_are_alternatives(told):
    sql = f"""
    WITH flagged AS (
        SELECT *, CASE WHEN amount_base >= 6000.00 THEN 1 ELSE 0 END AS is_large,
            CASE WHEN branch_id = 'B3' THEN 1 ELSE 0 END AS is_far
        FROM cash_entries
    )
    {RESULT} FROM flagged WHERE is_large + is_far >= 1 GROUP BY account_id
    """
    (miss,) = told(sql.replace("6000.00", "600"), "A3").misses
    assert (miss.kind, [part.text for part in miss.parts]) == (
        "any", ["amount_base >= 600", "branch_id = 'B3'"],
    )  # fmt: skip
    assert [part.measured for part in miss.parts] == [Decimal("40.0000"), "B1"]


def test_alternatives_stay_one_condition(told):
    sql = f"""
    {RESULT} FROM cash_entries
    WHERE amount_base >= $min_amount OR (branch_id = 'B1' AND amount_base BETWEEN 100 AND 900)
    GROUP BY account_id
    """
    found = told(sql, "A3")
    (miss,) = found.misses
    either, both = miss.parts
    assert (either.measured, either.is_met) == (Decimal("40.0000"), False)
    assert both.kind == "all"
    assert [(part.needed, part.is_met, part.distance) for part in both.parts] == [
        ("B1", True, None), ("100 to 900", False, Decimal("60.0000")),
    ]  # fmt: skip
    fired = told(sql, "A1").conditions[-1]
    assert (fired.is_met, [part.is_met for part in fired.parts]) == (True, [True, False])


def test_a_join_that_loses_every_row_is_a_condition(told):
    sql = f"""
    WITH near AS (SELECT branch_id FROM branches WHERE region = 'TX')
    {RESULT.replace("account_id", "e.account_id", 1)}
    FROM cash_entries AS e
    INNER JOIN near AS n ON n.branch_id = e.branch_id
    GROUP BY e.account_id
    """
    rows = [{"branch_id": "B2", "region": "TX", "country": "US"}]
    found = told(sql, "A2", tables=[table("branches", rows)])
    assert [line(m) for m in found.misses] == [
        ("a row of near with n.branch_id = e.branch_id", 0, 1, False, "0/3")
    ]
    fired = told(sql, "A1", tables=[table("branches", rows)])
    assert [line(c)[3:] for c in fired.conditions if c.kind == "join"] == [(True, "1/2")]


def test_a_step_without_the_focus_is_asked_by_the_rows_that_it_reads(told):
    sql = f"""
    WITH large AS (
        SELECT transaction_id FROM cash_entries GROUP BY transaction_id
        HAVING max(CASE WHEN amount_base >= $min_amount THEN 1 ELSE 0 END) = 1
    )
    {RESULT.replace("account_id", "e.account_id", 1).replace("list(tr", "list(e.tr")}
    FROM cash_entries AS e
    INNER JOIN large AS l ON l.transaction_id = e.transaction_id
    GROUP BY e.account_id
    """
    assert [m.text for m in told(sql, "A3").misses] == [
        "a row of large with l.transaction_id = e.transaction_id"
    ]
    assert "amount_base >= $min_amount (5000.00)" in [
        item.text for item in told(sql, "A1").conditions
    ]


def test_a_focus_that_must_be_in_a_list_is_asked_what_the_list_asks(told):
    sql = f"""
    {RESULT} FROM cash_entries
    WHERE account_id IN (
        SELECT account_id FROM cash_entries WHERE direction = 'credit' GROUP BY account_id
        HAVING sum(amount_base) > 9999 AND count(DISTINCT branch_id) >= $min_items
    )
    GROUP BY account_id
    """
    (miss,) = told(sql, "A2").misses
    assert line(miss) == ("count(DISTINCT branch_id) >= $min_items (2)", 1, 2, False, "0/1")
    sums = [item for item in told(sql, "A2").conditions if "sum(" in item.text]
    assert [item.measured for item in sums] == [Decimal("10019.0000")]


def test_rows_put_together_need_one_source_only(told):
    sql = f"""
    WITH both_ways AS (
        SELECT account_id, transaction_id, booked_on FROM cash_entries
        WHERE direction = 'credit' AND amount_base > $min_amount
        UNION ALL
        SELECT account_id, transaction_id, booked_on FROM cash_entries WHERE direction = 'debit'
    )
    {RESULT} FROM both_ways GROUP BY account_id
    """
    assert [c.text for c in told(sql, "A4").conditions] == [
        "a row in cash_entries", "direction = 'debit'",
    ]  # fmt: skip
    assert told(sql, "A3").lost_at == "both_ways"


def test_another_name_of_the_focus_is_followed(told):
    sql = f"""
    WITH held AS (SELECT customer_id AS holder, transaction_id, booked_on, amount_base FROM cash_entries),
    large AS (SELECT * FROM held WHERE amount_base >= $min_amount)
    {RESULT.replace("account_id", "holder AS account_id", 1)} FROM large GROUP BY holder
    """
    (miss,) = told(sql, "A3").misses
    assert (miss.step, miss.measured) == ("large", Decimal("40.0000"))


def test_names_that_the_select_itself_gives_are_measured(told):
    sql = f"""
    WITH marked AS (
        SELECT *, coalesce(home_km, 9) AS far FROM cash_entries WHERE coalesce(home_km, 9) < 10
    ), named AS (
        SELECT account_id, transaction_id, booked_on, abs(amount_base) AS size FROM marked
        WHERE size >= $min_amount
    )
    {RESULT} FROM named GROUP BY account_id HAVING items >= $min_items
    """
    assert [m.measured for m in told(sql, "A3").misses] == [Decimal("40.0000")]
    assert [line(m)[:3] for m in told(sql, "A2").misses] == [("items >= $min_items (2)", 1, 2)]


def test_what_is_missing_and_what_is_listed(told):
    sql = f"""
    {RESULT} FROM cash_entries
    WHERE conductor_id IS NOT NULL AND branch_id NOT IN ('B1', 'B9') AND NOT (amount_base < 10)
    GROUP BY account_id
    """
    rows = [*ROWS, deposit(20, "A1", "50.00", 9, "B3", conductor_id="P1")]
    rows = [{"conductor_id": "", **row} for row in rows]
    missing, listed = told(sql, "A3", rows).misses
    assert line(missing)[:3] == ("conductor_id IS NOT NULL", None, "a value")
    assert line(listed)[:3] == ("branch_id NOT IN ('B1', 'B9')", "B1", "none of 'B1', 'B9'")


def test_rows_that_the_alert_cites_are_shown_first(tmp_path):
    scenario = scenario_of(tmp_path, text_of(GROUPED))
    chosen = in_force(scenario, {})
    rows = [deposit(1, "A1", "5000.00"), deposit(2, "A1", "8000.00"), deposit(3, "A1", "9000.00")]
    reference = shipped("scenarios") / "reference"
    with ledger_of(scenario, [table("transactions", rows)], reference) as store:
        found = explain(store, scenario, chosen, "A1", ["T2", "T3"])
    assert found.conditions[2].measured == Decimal("8000.0000")


def test_all_foci_at_once_are_told_as_each_alone(tmp_path):
    scenario = scenario_of(tmp_path, text_of(EPISODES))
    chosen = in_force(scenario, {})
    reference = shipped("scenarios") / "reference"
    with ledger_of(scenario, [table("transactions", ROWS)], reference) as store:
        alone = [explain(store, scenario, chosen, focus) for focus in FOCI]
        with inquiry(store, scenario, chosen, None) as asked:
            together = [reasons(asked, scenario, focus) for focus in FOCI]
            assert foci(asked) == FOCI[:-1]
        assert not store.has_table("explained_0")
    assert together == alone


def test_what_the_database_refuses_is_a_problem_of_the_scenario(tmp_path):
    sql = GROUPED.replace("count(*) >=", "CAST(min(branch_id) AS INTEGER) >=")
    scenario = scenario_of(tmp_path, text_of(sql))
    reference = shipped("scenarios") / "reference"
    with (
        ledger_of(scenario, [table("transactions", ROWS)], reference) as store,
        pytest.raises(ScenarioError, match="SQL001"),
    ):
        explain(store, scenario, in_force(scenario, {}), "A1")


def test_a_step_is_asked_by_the_role_that_the_focus_has_in_it(told):
    """Those who hand cash in for others: the column that holds the focus is another one there."""
    sql = f"""
    WITH visits AS (
        SELECT account_id, conductor_id, transaction_id, booked_on FROM cash_entries
    ), runners AS (
        SELECT conductor_id AS account_id FROM visits GROUP BY conductor_id HAVING count(*) >= $min_items
    )
    {RESULT.replace("account_id", "v.account_id", 1)}
    FROM visits AS v
    INNER JOIN runners AS r ON r.account_id = v.account_id
    GROUP BY v.account_id
    """
    rows = [
        {"conductor_id": "A1" if n < 2 else "A3" if n < 3 else "P9", **row}
        for n, row in enumerate(ROWS)
    ]
    assert told(sql, "A1", rows).episodes == 1
    assert [line(m) for m in told(sql, "A3", rows).misses] == [
        ("count(*) >= $min_items (2)", 1, 2, False, "0/1")
    ]
    assert [line(m) for m in told(sql, "A2", rows).misses] == [
        ("a row in cash_entries as conductor_id", 0, 1, False, "0/0")
    ]


def test_a_condition_that_no_column_ties_to_a_focus_is_named_and_not_measured(told):
    sql = f"""
    WITH near AS (SELECT branch_id FROM branches WHERE region = 'TX')
    {RESULT.replace("account_id", "e.account_id", 1)}
    FROM cash_entries AS e INNER JOIN near AS n ON n.branch_id = e.branch_id
    GROUP BY e.account_id
    """
    rows = [{"branch_id": "B2", "region": "TX", "country": "US"}]
    first = told(sql, "A1", tables=[table("branches", rows)]).conditions[0]
    assert line(first) == ("region = 'TX'", None, "TX", None, "0/0")


def test_a_focus_that_is_chosen_out_of_several_is_asked_by_the_groups_it_is_in(told):
    sql = f"""
    WITH days AS (
        SELECT booked_on, min(account_id) AS account_id, min(transaction_id) AS transaction_id
        FROM cash_entries GROUP BY booked_on HAVING sum(amount_base) > $min_amount
    )
    {RESULT} FROM days GROUP BY account_id
    """
    found = told(sql, "A3")
    assert [line(m) for m in found.misses] == [("a row in days", 0, 1, False, "0/0")]
    (total,) = [item for item in found.conditions if "sum(" in item.text]
    assert (total.is_met, total.measured) == (True, Decimal("26040.0000"))
