"""`aml scenario check`: everything that can be said about a scenario file before it goes live."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from aml.core.problem import Problem, did_you_mean
from aml.core.progress import Progress
from aml.core.scenario import Scenario
from aml.core.shipped import shipped
from aml.scenario.bench import Bench
from aml.scenario.contract import check_columns, check_names
from aml.scenario.fire import ID_COLUMNS, WINDOW_COLUMNS, bindings, sql_problem
from aml.scenario.lint import lint
from aml.scenario.load import Loaded, in_order
from aml.scenario.lock import Locked, check_lock
from aml.scenario.needs import check_needs, check_reads
from aml.scenario.portable import check_portable
from aml.scenario.prepare import readable_tables
from aml.scenario.survive import survivors
from aml.scenario.trial import SAID_OF_ALERTS, run_on_bench
from aml.store import StoreError


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
    linted = linted or check_portable(scenario)
    problems += [*linted, *named]
    if not linted and all(problem.code != "SCN011" for problem in named):
        with Bench(reference or shipped("scenarios") / "reference") as bench:
            bound = check_binding(scenario, bench)
            problems += [*bound, *check_reads(scenario)]
            if not named and not bound:
                problems += run_on_bench(bench, scenario)
    if lock is not None:
        problems += check_lock(scenario, lock)
    with_lines = [_with_excerpt(problem, loaded) for problem in problems]
    return Checked(loaded.path, scenario, len(scenario.tests), in_order(with_lines))


def check_mutations(
    loaded: Loaded, reference: Path | None = None, progress: Progress | None = None
) -> list[Problem]:
    """A problem for each small change of a file in order that none of its tests notices."""
    scenario = loaded.scenario
    found = survivors(scenario, reference, progress) if scenario else []
    return [_with_excerpt(problem, loaded) for problem in found]


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
    problems += _expected_columns(scenario)
    boundaries = [test for test in scenario.tests if test.kind == "boundary"]
    if boundaries and len({test.expected is None for test in boundaries}) < 2:
        hint = "one just inside that alerts, one just outside with `alerts: none`"
        problems.append(Problem("TST005", "the boundary is tested on one side only", at, hint))
    return problems


def _expected_columns(scenario: Scenario) -> Iterator[Problem]:
    """What a test expects of an alert is something that an alert has."""
    known = {scenario.focus_column, *WINDOW_COLUMNS, *ID_COLUMNS, *SAID_OF_ALERTS}
    known |= {line.name for line in scenario.evidence}
    for expected in (test.expected for test in scenario.tests if test.expected):
        for column in expected.columns:
            if column not in known:
                hint = did_you_mean(column, known) or f"a measure, {', '.join(SAID_OF_ALERTS)}"
                yield Problem("TST003", f"an alert has no '{column}'", expected.location, hint)


def check_binding(scenario: Scenario, bench: Bench) -> list[Problem]:
    """DuckDB binds the SQL on empty tables; then its columns meet the contract."""
    with bench.laid(scenario, ()) as store:
        try:
            bound = bindings(scenario, scenario.defaults())
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
