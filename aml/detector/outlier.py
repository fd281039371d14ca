"""The peer outlier detector (typology O02): customers unlike their peers, with reasons in words.

It fits and scores every customer once, on one frame in order of customer_id, so that the order of
rows and the number of threads change nothing. Alone it never comes above medium.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from aml.core.alert import Alert
from aml.core.case import ScenarioUse
from aml.core.peers import Peers
from aml.core.plain import Value
from aml.core.scenario import Applicability
from aml.detector.alert import raise_alert
from aml.detector.evidence import cite
from aml.detector.features import FEATURES
from aml.detector.frame import read_frame
from aml.detector.parameters import FEWEST_PEERS, MOST_A_MONTH, WINDOW_MONTHS
from aml.detector.peer_report import peer_report
from aml.detector.peers import peer_groups
from aml.detector.reasons import reasons_of
from aml.detector.score import Outlier, find_outliers
from aml.detector.use import DETECTOR_ID, detector_use
from aml.detector.window import Window, latest_window
from aml.store import Store

if TYPE_CHECKING:
    import polars

#: The derived tables that must be there.
READS = ("profile_month",)


@dataclass(frozen=True, slots=True)
class Detection:
    """What the detector found, what it is, whether it could run, and whom it compared."""

    alerts: tuple[Alert, ...]
    use: ScenarioUse
    applicability: Applicability
    peers: Peers | None = None


def detect(
    store: Store, as_of: date, base_currency: str, monthly_cap: int = MOST_A_MONTH
) -> Detection:
    """Score the customers of the latest full months before a day, and alert on the furthest out.

    Args:
        store: the store, with the derived tables of READS; locked or not.
        as_of: the day the run speaks of.
        base_currency: the currency of amount_base.
        monthly_cap: the most alerts for each month of the window.

    Raises:
        StoreError: a table of the store cannot be read.
    """
    window = latest_window(as_of)
    first_on = store.value("SELECT min(month_on) FROM profile_month")
    if first_on is None or first_on > window.start:
        return _not_applicable(
            monthly_cap, f"the ledger holds fewer than {WINDOW_MONTHS} full months"
        )
    frame = read_frame(store, window)
    if len(frame) < FEWEST_PEERS:
        few = f"fewer than {FEWEST_PEERS} customers have an entry in the window"
        return _not_applicable(monthly_cap, few)
    groups = list(peer_groups(frame, base_currency))
    scored = find_outliers(frame, groups, monthly_cap)
    alerts = _alerts(store, frame, window, scored.outliers, base_currency)
    measured: Mapping[str, Value] = {
        "customers": len(frame),
        "peer_groups": len(groups),
        "window": window.text,
        "cut_off_by_the_monthly_cap": scored.cut_off,
        "out_of_line_beyond_the_top_share": scored.beyond_share,
    }
    return Detection(
        alerts,
        detector_use(monthly_cap),
        Applicability(DETECTOR_ID, "ran", "", len(alerts), measured),
        peer_report(frame, groups, scored, window, monthly_cap),
    )


def _not_applicable(monthly_cap: int, reason: str) -> Detection:
    use = detector_use(monthly_cap)
    return Detection((), use, Applicability(DETECTOR_ID, "not_applicable", reason))


def _alerts(
    store: Store,
    frame: polars.DataFrame,
    window: Window,
    outliers: Sequence[Outlier],
    base_currency: str,
) -> tuple[Alert, ...]:
    customers = {outlier.row: str(frame["customer_id"][outlier.row]) for outlier in outliers}
    wanted = {
        customers[outlier.row]: sorted({FEATURES[place].behind for place in outlier.reasons})
        for outlier in outliers
    }
    cited = cite(store, window, wanted) if wanted else {}
    found = []
    for outlier in outliers:
        customer = customers[outlier.row]
        reasons = reasons_of(frame, outlier, base_currency)
        found.append(raise_alert(customer, outlier, reasons, cited[customer], window, len(frame)))
    return tuple(found)
