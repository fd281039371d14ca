"""`aml scenario check`: everything that can be said about a scenario file before it goes live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from aml.core.problem import Problem, did_you_mean
from aml.core.scenario import Scenario
from aml.scenario.contract import check_columns, check_names
from aml.scenario.fire import bindings, sql_problem
from aml.scenario.lint import lint
from aml.scenario.load import Loaded, in_order
from aml.scenario.lock import Locked, check_lock
from aml.scenario.prepare import derive, derived_tables, is_known_need, readable_tables
from aml.scenario.trial import run_tests
from aml.store import Store, StoreError
from aml.store.schema import create_schema


@dataclass(frozen=True, slots=True)
class Checked:
    """A file and all that is wrong with it."""

    path: Path
    scenario: Scenario | None
    tests: int
    problems: tuple[Problem, ...]


def check(
    loaded: Loaded, lock: Mapping[str, Locked] | None = None, reference: Path | None = None
) -> Checked:
    """All problems of one file: form, SQL, contract, names, tests, and the lock when given."""
    scenario = loaded.scenario
    if scenario is None:
        return Checked(loaded.path, None, 0, loaded.problems)
    problems = [*loaded.problems, *check_needs(scenario), *check_tests(scenario)]
    linted, named = lint(scenario, readable_tables()), check_names(scenario)
    problems += [*linted, *named]
    if not linted and all(problem.code != "SCN011" for problem in named):
        bound = check_binding(scenario)
        problems += bound
        if not named and not bound:
            problems += run_tests(scenario, reference)
    if lock is not None:
        problems += check_lock(scenario, lock)
    with_lines = [_with_excerpt(problem, loaded) for problem in problems]
    return Checked(loaded.path, scenario, len(scenario.tests), in_order(with_lines))


def check_needs(scenario: Scenario) -> list[Problem]:
    """`requires` names tables and columns that exist."""
    at = scenario.key_locations["requires"]
    return [
        Problem("SCN014", f"requires '{need}'", at, did_you_mean(need, readable_tables()))
        for need in scenario.requires
        if not is_known_need(need)
    ]


def check_tests(scenario: Scenario) -> list[Problem]:
    """At least one test that alerts, one that stays silent, and the boundary of its window."""
    at = scenario.key_locations.get("tests", scenario.location)
    kinds = {test.kind for test in scenario.tests}
    problems = [
        Problem("TST005", f"no {kind} test", at, hint)
        for kind, hint in (
            ("loud", "a small ledger that alerts"),
            ("silent", "an innocent look-alike with `alerts: none`"),
            (
                "boundary",
                "`boundary: true` on the last value that alerts and the first that does not",
            ),
        )
        if kind not in kinds
    ]
    boundaries = [test for test in scenario.tests if test.kind == "boundary"]
    if boundaries and len({test.expected is None for test in boundaries}) < 2:
        hint = "one just inside that alerts, one just outside with `alerts: none`"
        problems.append(Problem("TST005", "the boundary is tested on one side only", at, hint))
    return problems


def check_binding(scenario: Scenario) -> list[Problem]:
    """DuckDB binds the SQL on empty tables; then its columns meet the contract."""
    with Store() as store:
        create_schema(store)
        store.run("INSERT INTO institution VALUES ('Check', 'US', 'bank', 'USD', NULL)")
        derive(store, derived_tables())
        store.lock()
        try:
            bound = bindings(store, scenario, scenario.defaults())
            columns = store.describe(scenario.sql.text, bound)
        except StoreError as error:
            return [sql_problem(scenario, error)]
    return check_columns(scenario, columns)


def _with_excerpt(problem: Problem, loaded: Loaded) -> Problem:
    at = problem.location
    lines = loaded.source.lines
    if problem.excerpt or at is None or not at.line or at.line > len(lines):
        return problem
    return replace(problem, excerpt=lines[at.line - 1].rstrip())
