"""The mutation check: which small changes of a scenario no test of its file notices."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from aml.core.case import EvidenceRow
from aml.core.problem import Problem, ScenarioError
from aml.core.progress import Progress, Silent
from aml.core.scenario import ParameterValue, Scenario, ScenarioTest
from aml.core.shipped import shipped
from aml.core.threshold_set import Thresholds
from aml.scenario.bench import ledger_of
from aml.scenario.fire import Firing
from aml.scenario.fire_sets import fire_sets
from aml.scenario.load import in_force
from aml.scenario.mutate import mutants
from aml.scenario.threshold_set import thresholds_of
from aml.scenario.trial import alerts_from, differences, run_on
from aml.store import Store
from aml.store.evidence import fetch_rows

#: What decides on the rows of a query: its text and the values that it names, set by set.
Asked = tuple[str, tuple[tuple[tuple[str, ParameterValue], ...], ...]]


def survivors(
    scenario: Scenario, reference: Path | None = None, progress: Progress | None = None
) -> list[Problem]:
    """A problem for each small change that no test notices.

    A scenario whose tests fail as they stand gives those failures: nothing can be said of changes.

    Args:
        scenario: the scenario under test.
        reference: the folder of dated reference tables; the shipped one by default.
        progress: hears of each change.
    """
    folder = reference or shipped("scenarios") / "reference"
    said = progress or Silent()
    with ExitStack() as stack:
        try:
            trials = [
                _Trial(test, stack.enter_context(ledger_of(scenario, test.tables, folder)))
                for test in scenario.tests
            ]
        except ScenarioError as error:
            return list(error.problems)
        failed = [p for trial in trials for p in run_on(trial.store, scenario, trial.test)]
        if failed:
            return failed
        found = []
        for mutant in mutants(scenario):
            if not _is_noticed(mutant.scenario, trials):
                found.append(mutant.survived())
            said.step(scenario.scenario_id)
        return found


def _is_noticed(mutant: Scenario, trials: list[_Trial]) -> bool:
    for place, trial in enumerate(trials):
        if trial.notices(mutant):
            trials.insert(0, trials.pop(place))  # what noticed one change often notices the next
            return True
    return False


@dataclass(slots=True)
class _Trial:
    """A test with its ledger, loaded once. What was asked of the ledger is not asked again."""

    test: ScenarioTest
    store: Store
    fired: dict[Asked, list[Firing]] = field(default_factory=dict)
    rows: dict[str, tuple[EvidenceRow, ...]] = field(default_factory=dict)

    def notices(self, mutant: Scenario) -> bool:
        """Whether the test fails, or cannot be judged, after the change."""
        parameters = in_force(mutant, self.test.parameters)
        try:
            firings = self._firings(mutant, parameters)
            self._fetch(firings)
            fired = alerts_from(mutant, firings, self.rows, parameters)
        except ScenarioError:
            return True
        return bool(differences(mutant, self.test, fired))

    def _firings(self, mutant: Scenario, parameters: dict[str, ParameterValue]) -> list[Firing]:
        thresholds = thresholds_of(mutant, parameters)
        asked = (mutant.sql.text, tuple(_named(mutant, item) for item in thresholds))
        if asked not in self.fired:
            self.fired[asked] = fire_sets(self.store, mutant, thresholds)
        return self.fired[asked]

    def _fetch(self, firings: Sequence[Firing]) -> None:
        entries = {i for firing in firings for i in firing.transaction_ids} - self.rows.keys()
        linked = {i for firing in firings for i in firing.linked_ids} - self.rows.keys()
        if entries or linked:
            self.rows |= dict.fromkeys(entries | linked, ())
            self.rows |= fetch_rows(self.store, entries, linked)


def _named(mutant: Scenario, item: Thresholds) -> tuple[tuple[str, ParameterValue], ...]:
    return tuple(i for i in sorted(item.parameters.items()) if f"${i[0]}" in mutant.sql.text)
