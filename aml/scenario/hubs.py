"""Accounts that a scenario leaves out because they have too many payments to join.

A scenario that joins transfers with transfers names them in a step `hubs` of its SQL. How many
there are belongs into the coverage of a run: nobody may take them for examined.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from aml.core.scenario import ParameterValue, Scenario
from aml.scenario.tree import tree_of
from aml.store import Store, inspect_sql

_STEP = "hubs"


def count_hubs(
    store: Store, scenario: Scenario, parameters: Mapping[str, ParameterValue]
) -> int | None:
    """How many accounts a scenario did not examine; None where it leaves out none by design."""
    sql = _counting(scenario.sql.text)
    if sql is None:
        return None
    named = inspect_sql(sql).parameters
    bound = {name: value for name, value in parameters.items() if name in named}
    with store.reading():
        return int(store.value(sql, bound))


def _counting(text: str) -> str | None:
    """The steps up to the hubs, and their number."""
    tree = tree_of(text)
    steps = tree.ctes if isinstance(tree, exp.Query) else []
    names = [step.alias for step in steps]
    if _STEP not in names:
        return None
    written = ", ".join(step.sql("duckdb") for step in steps[: names.index(_STEP) + 1])
    return f"WITH {written} SELECT count(*) FROM {_STEP}"
