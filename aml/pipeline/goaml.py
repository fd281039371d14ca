"""goAML reports of filings, by the profile of a FIU: the workspace's own, or one that ships."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from aml.core.filing import Filing, Missing
from aml.core.shipped import shipped
from aml.report.goaml import (
    Order,
    Profile,
    find_profile,
    missing_for_goaml,
    order_of,
    render_goaml,
)

#: The file of a case.
GOAML_XML = "goaml.xml"
#: The profile that ships: goAML 5.0.1 without the codes of any FIU.
NEUTRAL = "neutral"


def goaml_missing(filing: Filing, root: Path, profile: str = "") -> tuple[Missing, ...]:
    """What a filing still needs for the FIU.

    Args:
        filing: the case as it is filed.
        root: the workspace; its folder goaml/ holds profiles of its own.
        profile: the profile's name; that of [filing], else the neutral one, where it is empty.

    Raises:
        ReportError: there is no such profile, or it or its schema has mistakes.
    """
    return missing_for_goaml(filing, *_fiu(root, _name(filing, profile)))


def goaml_files(filings: Sequence[Filing], root: Path, profile: str = "") -> dict[str, str | bytes]:
    """The file of one filing; of several none, for goAML takes one report a file.

    Raises:
        ReportError: as `goaml_missing`, or something is missing.
    """
    if len(filings) != 1:
        return {}
    report = render_goaml(filings[0], *_fiu(root, _name(filings[0], profile)))
    return {GOAML_XML: report.xml}


def _name(filing: Filing, profile: str) -> str:
    return profile or filing.filer.goaml_profile or NEUTRAL


@lru_cache(maxsize=4)
def _fiu(root: Path, name: str) -> tuple[Profile, Order]:
    """A profile and its schema, which are read once for all cases of a command."""
    profile = find_profile(name, [root / "goaml", shipped("reports") / "goaml"])
    return profile, order_of(profile)
