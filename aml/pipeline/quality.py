"""The checks of data quality in a run: what they found, whom it concerns, what may not score."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from aml.core.problem import Problem, UsageError, did_you_mean
from aml.core.quality import QualityResult
from aml.core.wording import plural
from aml.ledger.quality import catalogue, measure
from aml.pipeline.library import Active
from aml.scenario.prepare import derived_tables, tables_read
from aml.store import Store, canonical_columns, canonical_tables

_WORD = re.compile(r"[a-z_][a-z0-9_]*")


def check_quality(
    store: Store, active: Sequence[Active], allowed: Iterable[str]
) -> tuple[QualityResult, ...]:
    """Every check of the catalogue, with the scenarios that read what it looks at.

    Args:
        store: the canonical tables as they are scanned.
        active: the scenarios of the run.
        allowed: ids of errors that the workspace accepts.
    """
    accepted = frozenset(allowed)
    reads = {item.scenario.scenario_id: _columns_read(item) for item in active}
    return tuple(
        replace(
            result,
            affected=tuple(name for name, read in sorted(reads.items()) if _touches(result, read)),
            is_allowed=result.check_id in accepted,
        )
        for result in measure(store)
    )


def check_allowed(allowed: Iterable[str]) -> None:
    """Raises UsageError where an id that a workspace allows is that of no check."""
    known = catalogue()
    problems = [
        Problem("RUN002", f"no check of quality '{name}'", None, did_you_mean(name, known))
        for name in allowed
        if name not in known
    ]
    if problems:
        raise UsageError(problems)


def blocked(results: Iterable[QualityResult]) -> Mapping[str, str]:
    """Why each scenario may not score: the first error that what it reads is subject to."""
    reasons: dict[str, str] = {}
    for result in results:
        if result.is_blocking:
            reason = f"{result.check_id} failed ({_of(result)}): {result.title}"
            for scenario_id in result.affected:
                reasons.setdefault(scenario_id, reason)
    return reasons


def quality_problems(results: Iterable[QualityResult]) -> list[Problem]:
    """A Problem for each error; warnings and notes stand on the page of quality alone."""
    return [
        Problem(
            "RUN014",
            f"{result.check_id} {result.title}: {_of(result)}; {_consequence(result)}",
            None,
            f"{result.hint}; --allow {result.check_id} scans all the same",
        )
        for result in results
        if result.severity == "error" and result.state == "failed"
    ]


def _of(result: QualityResult) -> str:
    return f"{result.wrong:,} of {result.looked_at:,}"


def _consequence(result: QualityResult) -> str:
    if result.is_allowed:
        return "allowed by the workspace"
    return f"{plural(len(result.affected), 'scenario')} did not score"


def _touches(result: QualityResult, read: frozenset[str]) -> bool:
    return any(column in read for column in result.columns)


def _columns_read(item: Active) -> frozenset[str]:
    """`table.column` for every word of a scenario's SQL, and of the derived tables behind it.

    Words, not resolved columns: a check names a scenario too many rather than one too few.
    """
    scenario = item.scenario
    needs = {need for need in scenario.requires if "." in need}
    return frozenset(needs | _named(scenario.sql.text, tables_read(scenario)))


def _named(sql: str, tables: Iterable[str]) -> set[str]:
    known = derived_tables()
    words = set(_WORD.findall(sql.lower()))
    found: set[str] = set()
    for table in tables:
        if table in canonical_tables():
            found |= {f"{table}.{word}" for word in words}
        elif table in known:
            found |= _behind(table)
    return found


@cache
def _behind(table: str) -> frozenset[str]:
    """What a derived table is made of: what its SQL names, or all there is where code builds it."""
    derived = derived_tables()[table]
    sources = (*derived.reads, *derived.uses)
    if derived.sql:
        return frozenset(_named(derived.sql, sources))
    found = {f"{name}.{c.name}" for name in sources for c in canonical_columns().get(name, ())}
    return frozenset(found.union(*(_behind(name) for name in sources if name in derived_tables())))
