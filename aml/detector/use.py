"""What the peer outlier detector is: the description that reports and `aml detector show` print."""

from __future__ import annotations

from aml.core.case import ScenarioUse
from aml.core.digest import digest
from aml.core.plain import plain
from aml.detector.features import FAMILIES, FEATURES
from aml.detector.frame import frame_sql
from aml.detector.parameters import MOST_A_MONTH, in_force

DETECTOR_ID = "peer_outlier"
VERSION = "1"
TITLE = "Activity unlike that of the customer's peers"
TYPOLOGY = "O02"


def detector_use(monthly_cap: int = MOST_A_MONTH) -> ScenarioUse:
    """What a report says of the detector behind an alert, and what `aml detector show` prints.

    Args:
        monthly_cap: the most alerts for each month of the window.
    """
    parameters = in_force(monthly_cap)
    return ScenarioUse(
        reference=f"{DETECTOR_ID}@{VERSION}",
        title=TITLE,
        typology=TYPOLOGY,
        description=(
            "Compares each customer's last three full months with those of its peers: customers of"
            " the same type, sector and earlier turnover. COPOD gives each feature points for how"
            " few peers lie as far out; families of features weigh the same; the sum is set against"
            " the peers' own spread. The furthest out raise an alert if a reason speaks of cash, of"
            " a reporting line, of foreign countries, of many payers or payees, or of money that"
            " passes through."
        ),
        sha256=digest(plain([FAMILIES, FEATURES, parameters, frame_sql(), "COPOD"])),
        parameters=parameters,
        references=(
            "Li, Zhao, Botta, Ionescu, Hu: COPOD, Copula-Based Outlier Detection, ICDM 2020",
            "Iglewicz, Hoaglin: How to Detect and Handle Outliers, ASQC 1993 (modified z-score)",
            "Wolfsberg Group: Statement on Effective Monitoring for Suspicious Activity"
            " (explainable models)",
        ),
        false_positives=(
            "The first of a new kind of business, or the only one of its trade.",
            "A sale of a house or a company, an inheritance, a grant: one large item, once.",
            "A customer beside wrong peers: type, occupation or industry recorded wrongly.",
        ),
        known_gaps=(
            "Only the last three full months are scored; earlier ones need a run as of their end.",
            "What most peers do as well is not unusual, whatever it is.",
            "The few largest customers of a type lack peers of their size and stand out by size.",
            "A scheme spread over many customers, each of them ordinary, is not seen.",
            "The hour of an entry is not looked at: ledgers keep instants, not local clocks.",
        ),
        reads=("customers", "profile_month", "transactions"),
    )
