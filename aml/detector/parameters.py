"""What the peer outlier detector is set to, each value with its reason.

No value was fitted to labels; docs/detector.md says which choices were made with labels in view.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from aml.core.case import ParameterUse

WINDOW_MONTHS = 3
BASELINE_MONTHS = 12
SECTOR_PEERS = 200
FEWEST_PEERS = 30
TOP_SHARE = Decimal("0.005")
#: What `monthly_cap` of [detector] in aml.toml sets otherwise.
MOST_A_MONTH = 20
MIN_SCORE = Decimal("3.5")
REASONS = 3
BASE_POINTS = Decimal(30)
MOST_POINTS = Decimal(55)
CITED_ENTRIES = 50

_MOST_A_MONTH = "most_a_month"
PARAMETERS = (
    ParameterUse(
        "window_months",
        str(WINDOW_MONTHS),
        "a quarter is long enough for a habit to show and short enough for it to be news",
    ),
    ParameterUse(
        "baseline_months",
        str(BASELINE_MONTHS),
        "a year before the window holds every season once",
    ),
    ParameterUse(
        "sector_peers",
        str(SECTOR_PEERS),
        "a sector stands alone where one in a hundred is two customers; else it is given up",
    ),
    ParameterUse(
        "fewest_peers",
        str(FEWEST_PEERS),
        "below thirty customers a median says little; then size is given up too, and type last",
    ),
    ParameterUse(
        "top_share",
        str(TOP_SHARE),
        "one customer in two hundred is what reviewers can look at without a rule's reason",
    ),
    ParameterUse(
        _MOST_A_MONTH,
        str(MOST_A_MONTH),
        "a desk's capacity for alerts that only a model raised, for each month of the window",
    ),
    ParameterUse(
        "min_score",
        str(MIN_SCORE),
        "the modified z-score from which Iglewicz and Hoaglin (1993) call a value an outlier",
    ),
    ParameterUse("reasons", str(REASONS), "three reasons can be read, weighed and checked"),
    ParameterUse(
        "base_points",
        str(BASE_POINTS),
        "an outlier just above the line stays low; ten deviations more make it medium",
    ),
    ParameterUse(
        "most_points",
        str(MOST_POINTS),
        "being unusual is no typology: alone it never comes above medium",
    ),
    ParameterUse(
        "cited_entries",
        str(CITED_ENTRIES),
        "the largest entries behind the reasons; a reviewer reads no more",
    ),
)


def in_force(monthly_cap: int) -> tuple[ParameterUse, ...]:
    """The parameters, with the monthly cap that a workspace sets."""
    return tuple(
        replace(item, value=str(monthly_cap)) if item.name == _MOST_A_MONTH else item
        for item in PARAMETERS
    )
