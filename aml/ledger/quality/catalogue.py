"""Every check by its id, read from catalogue.yml beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import cast

from aml.config import Section, read_yaml
from aml.core.problem import LedgerError
from aml.core.quality import QualitySeverity
from aml.ledger.quality.check import Check

_FILE = Path(__file__).with_suffix(".yml")


@cache
def catalogue() -> Mapping[str, Check]:
    """The checks in order of their ids. Raises LedgerError at a mistake of the file."""
    node, source = read_yaml(_FILE, _FILE.name)
    top = Section(node, source, "the catalogue")
    checks = [_check(item) for item in top.sections("checks")]
    top.close()
    if source.problems:
        raise LedgerError(source.problems)
    return {check.check_id: check for check in sorted(checks, key=lambda check: check.check_id)}


def _check(item: Section) -> Check:
    severity = item.choice("severity", ("error", "warning", "note"))
    made = Check(
        check_id=item.text("id"),
        severity=cast("QualitySeverity", severity),
        title=item.text("title"),
        meaning=item.text("meaning"),
        hint=item.text("hint"),
        table=item.text("table"),
        columns=item.texts("columns", required=True),
        needs=item.texts("needs"),
        among=item.text("among", "true"),
        wrong=item.text("wrong"),
        groups=item.text("groups", ""),
        tolerated=item.number("tolerated", Decimal(0)),
    )
    item.close()
    return made
