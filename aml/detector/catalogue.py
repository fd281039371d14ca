"""The detector's features as a reviewer reads them: one list for command, book and page."""

from __future__ import annotations

from aml.core.book import FeatureEntry
from aml.detector.features import FAMILIES, FEATURES
from aml.detector.parameters import BASELINE_MONTHS, WINDOW_MONTHS

_UNITS = {"money": "base currency", "count": "count"}
#: Features that look at more than the window, and at what.
_LOOKS_BACK = {
    "new_payers": "all of the ledger before",
    "from_new_payers": "all of the ledger before",
    "new_payees": "all of the ledger before",
    "to_new_payees": "all of the ledger before",
    "rise_in": f"the {BASELINE_MONTHS} months before",
    "rise_out": f"the {BASELINE_MONTHS} months before",
}


def catalogue() -> tuple[FeatureEntry, ...]:
    """Every feature, family by family."""
    titles = {family.name: family.title for family in FAMILIES}
    return tuple(
        FeatureEntry(
            name=feature.name,
            family=titles[feature.family],
            title=feature.title,
            formula=feature.formula,
            window=_window(feature.name),
            unit=_UNITS[feature.unit],
            meaning=feature.meaning,
        )
        for feature in FEATURES
    )


def _window(name: str) -> str:
    window = f"{WINDOW_MONTHS} months"
    return f"{window}, and {_LOOKS_BACK[name]}" if name in _LOOKS_BACK else window
