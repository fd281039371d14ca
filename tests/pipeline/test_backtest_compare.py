"""Labels against what two rules raise: what did not alert is missed, what nobody labelled is not."""

from datetime import date
from decimal import Decimal

from aml.core.backtest import Label, Labels, Missed
from tests.pipeline import backtested


def known(*items):
    return Labels("labels.csv", items)


def label(focus, word=True, start=None, end=None):
    return Label(focus, start, end, is_suspicious=word)


def rates(found):
    return [(a.yes, a.no, a.unlabelled, a.expected, a.found) for a in found.accuracy]


def test_what_did_not_fire_counts_as_missed(tmp_path):
    labels = known(label("CUS-P2"), label("CUS-Q1", word=False), label("CUS-N1"))
    found = backtested.backtested(tmp_path, labels=labels)
    assert rates(found) == [(0, 1, 0, 2, 0), (1, 1, 0, 2, 1)]
    a, b = found.accuracy
    assert (a.precision, a.recall) == (Decimal(0), Decimal(0))
    assert (b.precision, b.recall) == (Decimal("0.5"), Decimal("0.5"))
    assert found.missed == (
        Missed("CUS-P2", None, None, "A"),
        Missed("CUS-N1", None, None, "both"),
    )
    assert [item.verdict for item in found.differences] == ["yes", "no"]


def test_what_nobody_labelled_is_never_false(tmp_path):
    found = backtested.backtested(tmp_path, labels=known(label("CUS-Q1")))
    assert rates(found) == [(1, 0, 0, 1, 1), (1, 0, 1, 1, 1)]
    assert [a.precision for a in found.accuracy] == [1, 1]


def test_without_a_label_there_is_nothing_to_divide_by(tmp_path):
    found = backtested.backtested(tmp_path, labels=known())
    assert [(a.precision, a.recall) for a in found.accuracy] == [(None, None)] * 2


def test_a_label_holds_within_its_period(tmp_path):
    before = label("CUS-Q1", start=date(2026, 1, 1), end=date(2026, 3, 1))
    touching = label("CUS-Q1", start=date(2026, 3, 4), end=date(2026, 3, 4))
    later = label("CUS-Q1", start=date(2027, 1, 1))
    found = backtested.backtested(tmp_path, labels=known(before, touching, later))
    assert rates(found)[0] == (1, 0, 0, 2, 1)
    assert found.missed == (Missed("CUS-Q1", date(2026, 1, 1), date(2026, 3, 1), "both"),)
    assert found.notes[-1] == "1 label left out: after the last date"


def test_where_labels_disagree_an_episode_is_suspicious(tmp_path):
    labels = known(label("CUS-Q1", word=False), label("CUS-Q1"))
    assert rates(backtested.backtested(tmp_path, labels=labels))[0] == (1, 0, 0, 1, 1)


def test_measures_of_both_rules_stand_beside_each_other(tmp_path):
    kept = backtested.backtested(tmp_path).differences[1]
    assert kept.a.measures["Total"] == kept.b.measures["Total"] == "USD 28,621.89"
    assert kept.a.alert_id == kept.b.alert_id


def test_the_same_rule_twice_keeps_everything(tmp_path):
    found = backtested.backtested(tmp_path, b="cash_test")
    assert backtested.changes(found) == [("kept", "CUS-Q1")]
