"""What holds of every shipped scenario on every ledger."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aml.core.plain import plain
from aml.scenario.load import in_force
from aml.scenario.prepare import tables_of
from aml.scenario.trial import alerts_on
from tests.property import ledgers
from tests.scenario.files import bench, shipped_scenario, table

SCENARIOS = [
    shipped_scenario(name)
    for name in (
        "cash_band", "cash_same_day", "cash_micro", "geographic_funnel", "sender_split", "many_to_one",
        "pass_through",
    )
]  # fmt: skip
A_FEW = settings(max_examples=5, deadline=None)


def found(entries, transfers, scenarios=SCENARIOS, **chosen):
    """The alerts of all these scenarios, in order, as plain values."""
    tables = [
        table(name, rows)
        for name, rows in (
            ("branches", ledgers.BRANCHES), ("customers", ledgers.CUSTOMERS),
            ("transactions", entries), ("remittances", transfers),
        )
    ]  # fmt: skip
    with bench().derived(tables_of(scenarios), tables) as store:
        alerts = [
            alert
            for scenario in scenarios
            for _, alert in alerts_on(store, scenario, in_force(scenario, chosen))
        ]
    return sorted(alerts, key=lambda alert: alert.alert_id)


@A_FEW
@given(ledgers.entries(), ledgers.transfers(), st.randoms(use_true_random=False))
def test_rows_in_another_order_change_no_alert(entries, transfers, random):
    before = plain(found(entries, transfers))
    random.shuffle(entries)
    random.shuffle(transfers)
    assert plain(found(entries, transfers)) == before


@A_FEW
@given(ledgers.entries(), ledgers.transfers())
def test_a_stranger_changes_no_alert(entries, transfers):
    """The stranger banks by wire alone: a depositor of cash is a peer, and peers are compared."""
    stranger = [
        {**entries[0], "transaction_id": f"S{n}", "account_id": "S1", "channel": "wire", "amount": "60000",
         "booked_at": row["booked_at"], "branch_id": "", "direction": ("credit", "debit")[n % 2]}
        for n, row in enumerate(entries)
    ]  # fmt: skip
    other = [
        {**row, "remittance_id": f"S{n}", "sender_document": "DS", "receiver_document": "ES"}
        for n, row in enumerate(transfers)
    ]
    after = found([*entries, *stranger], [*transfers, *other])
    ours = [a for a in after if a.focus_id not in ("S1", "doc:DS", "doc:ES")]
    assert plain(ours) == plain(found(entries, transfers))


@A_FEW
@given(ledgers.entries(), ledgers.transfers())
def test_a_ledger_twenty_eight_years_later_gives_the_same_alerts_then(entries, transfers):
    """The calendar repeats after 28 years: the same weekdays, months and leap days."""
    later = timedelta(days=28 * 365 + 7)
    moved = found(
        [{**row, "booked_at": row["booked_at"] + later} for row in entries],
        [{**row, "sent_at": row["sent_at"] + later} for row in transfers],
    )
    before = found(entries, transfers)
    assert [(a.alert_id, a.score, a.measures()) for a in moved] == [
        (a.alert_id, a.score, a.measures()) for a in before
    ]
    assert [a.window_start - later for a in moved] == [a.window_start for a in before]
    assert [a.window_end - later for a in moved] == [a.window_end for a in before]


@A_FEW
@given(ledgers.entries(), ledgers.transfers())
def test_every_cited_record_exists_and_stands_in_one_episode_of_a_focus(entries, transfers):
    known = {row["transaction_id"] for row in entries}
    known |= {f"remittances:{row['remittance_id']}" for row in transfers}
    seen = set()
    for alert in found(entries, transfers):
        cited = {
            (alert.source, alert.focus_id, i) for i in (*alert.transaction_ids, *alert.linked_ids)
        }
        assert {record for _, _, record in cited} <= known
        assert not cited & seen
        assert alert.window_start <= alert.window_end
        seen |= cited


#: Parameters of which more is asked when they move this way, so that no focus can be added.
TIGHTER = [
    ("cash_band", "min_items", 4),
    ("cash_band", "pair_corroborators", 4),
    ("cash_same_day", "min_places", 3),
    ("cash_same_day", "gap_minutes", 10),
    ("cash_micro", "min_items", 14),
    ("cash_micro", "income_multiple", Decimal(5)),
    ("geographic_funnel", "out_share", Decimal("0.95")),
    ("sender_split", "min_items", 5),
    ("sender_split", "short_items", 4),
    ("many_to_one", "min_total", Decimal(9000)),
    ("many_to_one", "min_cities", 4),
    ("pass_through", "min_new_share", Decimal(1)),
]


@settings(max_examples=8, deadline=None)
@given(ledgers.entries(), ledgers.transfers(), st.sampled_from(TIGHTER))
def test_asking_for_more_adds_no_focus(entries, transfers, tighter):
    scenario_id, name, value = tighter
    one = [scenario for scenario in SCENARIOS if scenario.scenario_id == scenario_id]
    before = {alert.focus_id for alert in found(entries, transfers, one)}
    assert {alert.focus_id for alert in found(entries, transfers, one, **{name: value})} <= before


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.scenario_id)
def test_the_random_ledgers_hold_what_it_looks_for(scenario):
    """A property that nothing alerts on would hold of anything."""
    alerted = []

    @settings(max_examples=60, deadline=None, database=None, derandomize=True)
    @given(ledgers.entries(), ledgers.transfers())
    def search(entries, transfers):
        if not alerted:
            alerted.extend(found(entries, transfers, [scenario]))

    search()
    assert alerted
