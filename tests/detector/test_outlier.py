from datetime import date
from decimal import Decimal

import pytest

from aml.core.digest import digest
from aml.core.expression import parse_expression
from aml.core.plain import plain
from aml.detector.outlier import detect
from aml.detector.parameters import MOST_POINTS
from aml.scenario.recompute import agrees, recompute
from aml.store.evidence import fetch_rows
from tests.detector.ledgers import AS_OF, courier, derive, entry, store_of

PEOPLE = 240


@pytest.fixture(scope="module")
def found():
    with store_of(*courier(), people=PEOPLE, line=True) as store:
        detection = detect(derive(store), AS_OF, "USD")
        (alert,) = [alert for alert in detection.alerts if alert.focus_id == "C0007"]
        rows = [
            row for rows in fetch_rows(store, alert.transaction_ids, ()).values() for row in rows
        ]
    return detection, alert, rows


def test_the_courier_stands_out_for_cash_below_the_line(found):
    _, alert, _ = found
    assert alert.kind == "model"
    assert alert.typology == "O02"
    assert alert.severity == "medium"
    assert alert.window_start == date(2026, 4, 1)
    assert alert.window_end == date(2026, 6, 30)
    assert {line.name for line in alert.contributions} & {"cash", "band", "abroad", "through"}
    assert "half of the peers stay at or below" in alert.explanation
    assert "240 peers (type person, occupation clerk" in alert.explanation


def test_a_score_is_the_sum_of_its_lines_and_never_above_medium(found):
    detection, _, _ = found
    for alert in detection.alerts:
        assert sum(line.points for line in alert.contributions) == alert.score
        assert alert.score <= MOST_POINTS
        assert alert.severity in ("low", "medium")


def test_cited_figures_recompute_from_the_cited_rows_alone(found):
    _, alert, rows = found
    assert len(rows) == len(alert.transaction_ids)
    cited = [figure for figure in alert.figures if figure.origin == "cited"]
    assert {"cited_entries", "cited_in", "cited_out"} < {figure.name for figure in cited}
    for figure in cited:
        assert agrees(figure.value, recompute(parse_expression(figure.recompute), rows)), (
            figure.name
        )


def test_context_figures_say_what_they_were_compared_with(found):
    _, alert, _ = found
    context = [figure for figure in alert.figures if figure.origin == "context"]
    assert context
    for figure in context:
        assert "1 April to 30 June 2026" in figure.basis


def test_every_amount_of_the_explanation_is_a_figure(found):
    _, alert, _ = found
    words = [word.strip(".,;") for word in alert.explanation.split()]
    amounts = {
        words[at + 1] for at, word in enumerate(words) if word == "USD" and "." in words[at + 1]
    }
    assert amounts
    assert amounts <= {word for figure in alert.figures for word in figure.text.split()}


def test_it_is_described_for_a_report(found):
    detection, alert, _ = found
    assert detection.use.reference == alert.reference == "peer_outlier@1"
    assert all(parameter.why for parameter in detection.use.parameters)
    assert detection.applicability.state == "ran"
    assert detection.applicability.measured["customers"] == PEOPLE


def alerts_of(*entries, threads=2, shuffle=False):
    with store_of(*entries, people=PEOPLE, line=True, threads=threads) as store:
        if shuffle:
            store.run("CREATE TABLE mixed AS FROM transactions ORDER BY hash(transaction_id)")
            store.run("DELETE FROM transactions")
            store.run("INSERT INTO transactions FROM mixed")
        derive(store).lock()
        return digest(plain(list(detect(store, AS_OF, "USD").alerts)))


def test_threads_order_of_rows_and_runs_change_nothing():
    entries = list(courier())
    once = alerts_of(*entries, threads=1)
    assert once == alerts_of(*entries, threads=2)
    assert once == alerts_of(*reversed(entries), shuffle=True)


def test_who_is_found_does_not_hang_on_the_order_of_ids(found):
    detection, _, _ = found
    with store_of(*courier(), people=PEOPLE, line=True) as store:
        store.run("UPDATE transactions SET customer_id = 'Z' || md5(customer_id)")
        store.run("UPDATE customers SET customer_id = 'Z' || md5(customer_id)")
        again = detect(derive(store), AS_OF, "USD")
        renamed = {
            store.value("SELECT 'Z' || md5($id)", {"id": alert.focus_id})
            for alert in detection.alerts
        }
    assert {alert.focus_id for alert in again.alerts} == renamed


def test_an_amount_without_end_stays_exact():
    huge = Decimal("99999999999.00")
    with store_of(
        entry("H1", "C0007", "2026-05-05", huge), entry("H2", "C0007", "2026-05-05", huge, "debit"),
        people=PEOPLE,
    ) as store:  # fmt: skip
        detection = detect(derive(store), AS_OF, "USD")
        pay = store.value(
            "SELECT sum(amount) FROM transactions WHERE customer_id = 'C0007'"
            " AND channel = 'ach' AND booked_on >= DATE '2026-04-01'"
        )
    (alert,) = [alert for alert in detection.alerts if alert.focus_id == "C0007"]
    assert alert.amount_base == huge + pay


@pytest.mark.parametrize(
    ("people", "as_of", "reason"),
    [
        (20, AS_OF, "fewer than 30 customers"),
        (PEOPLE, date(2026, 3, 30), "fewer than 3 full months"),
        (0, AS_OF, "fewer than 3 full months"),
    ],
)
def test_what_cannot_be_compared_is_not_applicable(people, as_of, reason):
    with store_of(people=people) as store:
        detection = detect(derive(store), as_of, "USD")
    assert detection.alerts == ()
    assert detection.applicability.state == "not_applicable"
    assert reason in detection.applicability.reason


def test_three_full_months_are_enough():
    with store_of(people=PEOPLE) as store:
        assert detect(derive(store), date(2026, 3, 31), "USD").applicability.state == "ran"
