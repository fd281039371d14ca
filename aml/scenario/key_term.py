"""The key terms that authorities ask for in a report, as the library's table lists them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from aml.core.shipped import shipped
from aml.scenario.reference import read_rows

_TABLE = Path("reference") / "key_terms.csv"


def known_terms(scenario: Path) -> frozenset[str]:
    """The terms that a scenario file may use.

    They stand in the reference tables of its library; a library without that table has the terms
    that ship.
    """
    above = (folder / _TABLE for folder in scenario.absolute().parents)
    return _terms(next((path for path in above if path.is_file()), shipped("scenarios") / _TABLE))


@cache
def _terms(path: Path) -> frozenset[str]:
    return frozenset(row["term"] for row in read_rows(path))
