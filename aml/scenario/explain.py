"""Why a scenario fired on a focus, or what it missed: the conditions of its SQL, one by one.

The SQL is run step by step. Beside each step stands a SELECT that filters nothing and measures
each condition instead; what it counts is what the step let pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from aml.core.explanation import Condition, Reasons
from aml.core.problem import ScenarioError
from aml.core.scenario import ParameterValue, Scenario
from aml.scenario.explain_branch import Branch, Inquiry
from aml.scenario.explain_probe import Only
from aml.scenario.explain_scope import find_focus
from aml.scenario.explain_show import Show
from aml.scenario.explain_steps import Step, steps_of
from aml.scenario.fire import bindings, sql_problem
from aml.store import Store, StoreError


def explain(
    store: Store,
    scenario: Scenario,
    parameters: Mapping[str, ParameterValue],
    focus_id: str,
    cited: Sequence[str] = (),
    time_limit: float = 600.0,
) -> Reasons:
    """The conditions of a scenario for one focus.

    Args:
        store: the locked store of a run, with what the scenario reads derived.
        scenario: a scenario that was checked.
        parameters: those in force.
        focus_id: the focus, which need not stand in any table.
        cited: the records that its alert cites, as alerts cite them; their rows are shown first.
        time_limit: seconds that the whole may take.

    Raises:
        ScenarioError: DuckDB refuses the SQL, or the time limit is over.
    """
    records = tuple(dict.fromkeys([*cited, *(one.partition(":")[2] or one for one in cited)]))
    with inquiry(store, scenario, parameters, Only(focus_id, records), time_limit) as asked:
        return reasons(asked, scenario, focus_id)


@contextmanager
def inquiry(
    store: Store,
    scenario: Scenario,
    parameters: Mapping[str, ParameterValue],
    only: Only | None,
    time_limit: float = 600.0,
) -> Iterator[Inquiry]:
    """The steps of a scenario, run and kept while it is asked; nothing of them stays."""
    bound = bindings(scenario, parameters)
    try:
        with store.reading(), store.time_limit(time_limit):
            steps = steps_of(store, scenario, bound)
            find_focus(steps, scenario.focus_column)
            yield Inquiry(steps, scenario.focus_column, only)
    except StoreError as error:
        raise ScenarioError(sql_problem(scenario, _nowhere(error))) from None


def _nowhere(error: StoreError) -> StoreError:
    """An error without its place, which counts in SQL that nobody wrote."""
    return StoreError(error.kind, error.message, None, error.word)


def foci(asked: Inquiry) -> list[str]:
    """Every focus that a table has a row of, of those that the way to the result begins at."""
    walk = Walk(asked, "")
    walk.visit(asked.steps.result, asked.focus_column)
    found: set[str | None] = set()
    for branch in walk.path:
        found |= {*branch.came, *(focus for stage in branch.stages for focus in stage.answers)}
    return sorted(focus for focus in found if focus is not None)


def reasons(asked: Inquiry, scenario: Scenario, focus_id: str) -> Reasons:
    """The verdict on one focus, from the answers to its questions.

    Raises:
        AssertionError: the conditions taken apart let other rows pass than the scenario does.
    """
    walk = Walk(asked, focus_id)
    walk.visit(asked.steps.result, scenario.focus_column)
    show = Show(scenario, asked.steps.bound, focus_id, asked.said)
    last = asked.of(asked.steps.result)
    episodes = asked.episodes().get(focus_id, 0)
    if all(branch.is_told for branch in last) and episodes != sum(
        branch.passed(focus_id) for branch in last
    ):
        raise AssertionError("the conditions taken apart are not those of the scenario")
    misses: Sequence[Condition] = ()
    lost_at = ""
    if not episodes:
        lost = walk.lost()
        lost_at, misses = (lost.scope.step.name, show.misses(lost)) if lost else ("", ())
    begins = [b for b in walk.path if b.scope.source and b.scope.source.step is None]
    rows = sum(branch.came.get(focus_id, 0) for branch in begins)
    conditions = [item for branch in walk.path for item in show.conditions(branch)]
    shown = tuple(dict.fromkeys(conditions))
    return Reasons(focus_id, episodes, rows, lost_at, tuple(misses), shown)


@dataclass(slots=True)
class Walk:
    """The SELECTs that rows of a focus must come through to reach the result, in order."""

    asked: Inquiry
    focus_id: str
    path: list[Branch] = field(default_factory=list)
    _seen: set[tuple[int, str]] = field(default_factory=set)

    def visit(self, step: Step, column: str) -> None:
        """Add a step after all those that it needs rows of."""
        if (id(step), column) in self._seen:
            return
        self._seen.add((id(step), column))
        branches = self.asked.of(step, column)
        # Of SELECTs put together, one that gives rows is enough.
        giving = [branch for branch in branches if branch.passed(self.focus_id)]
        for branch in giving or branches:
            partners = [(p, p.focus) for p in branch.partners if self._is_shown(p)]
            for before in (*branch.gates, *partners):
                self.visit(*before)
            self.path.append(branch)

    def lost(self) -> Branch | None:
        """The first that lets no row pass."""
        told = (branch for branch in self.path if branch.is_told)
        return next((branch for branch in told if not branch.passed(self.focus_id)), None)

    def _is_shown(self, partner: Step) -> bool:
        """Whether a step that is joined by something else let rows of the focus pass.

        Where it did not, that alone loses nothing: the SELECT that joins it tells.
        """
        branches = self.asked.of(partner)
        return any(not b.is_told or b.passed(self.focus_id) for b in branches)
