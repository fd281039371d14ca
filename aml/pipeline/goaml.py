"""goAML reports of filings, by the profile of a FIU: the workspace's own, or one that ships."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from aml.core.filing import Filing
from aml.core.problem import ReportError
from aml.core.shipped import shipped
from aml.report.goaml import (
    GoamlReport,
    Order,
    Profile,
    order_of,
    profile_path,
    read_profile,
    render_goaml,
)

#: The file of a case.
GOAML_XML = "goaml.xml"
#: The profile that ships: goAML 5.0.1 without the codes of any FIU.
NEUTRAL = "neutral"
#: The folder of profiles beside aml.toml, and beside forms that were made by them.
PROFILES = "goaml"
#: Where a run keeps the profile and the schema that its reports were made by.
KEPT = f"inputs/{PROFILES}"


def goaml_folders(root: Path, *kept: Path) -> tuple[Path, ...]:
    """Where profiles are looked for: in the workspace, then where they were kept, then ours."""
    return (root / PROFILES, *kept, shipped("reports") / PROFILES)


def goaml_report(filing: Filing, folders: Sequence[Path], profile: str = "") -> GoamlReport:
    """The report of a filing, or what it lacks.

    Args:
        filing: the case as it is filed.
        folders: where profiles are looked for, the first first.
        profile: the profile's name; that of [filing], else the neutral one, where it is empty.

    Raises:
        ReportError: there is no such profile, or it or its schema has mistakes.
    """
    return render_goaml(filing, *_fiu(tuple(folders), _name(filing.filer.goaml_profile, profile)))


def profile_files(folders: Sequence[Path], named: str, profile: str = "") -> dict[str, Path]:
    """What a report is made by, beside its filing: the profile and the FIU's schema.

    They lie side by side under the names that are given here, wherever the schema came from. What
    cannot be read is left out, as no report is made by it.

    Args:
        folders: where profiles are looked for.
        named: the profile of [filing].
        profile: another that was asked for.
    """
    name = _name(named, profile)
    files: dict[str, Path] = {}
    try:
        path = profile_path(name, folders)
        files[path.name] = path
        found, _ = _fiu(tuple(folders), name)
    except ReportError:
        return files
    return {**files, found.xsd.name: found.xsd} if found.xsd else files


def _name(named: str, profile: str) -> str:
    return profile or named or NEUTRAL


@lru_cache(maxsize=4)
def _fiu(folders: tuple[Path, ...], name: str) -> tuple[Profile, Order]:
    """A profile and its schema, which are read once for all cases of a command."""
    profile = read_profile(profile_path(name, folders))
    return profile, order_of(profile)
