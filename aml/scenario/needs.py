"""What a scenario requires, against what its SQL reads: an absent table must never look quiet."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from aml.core.problem import Location, Problem, did_you_mean
from aml.core.scenario import Scenario
from aml.scenario.prepare import canonical_sources, is_known_need, readable_tables
from aml.scenario.tree import tree_of

#: Every run has it, whatever was loaded.
_ALWAYS = frozenset({"institution"})

Ctes = Mapping[str, exp.Expr]


def check_needs(scenario: Scenario) -> list[Problem]:
    """`requires` names tables and columns that exist."""
    at = scenario.key_locations["requires"]
    hint = "scenarios/README.md lists the tables"
    return [
        Problem("SCN014", f"requires '{need}'", at, did_you_mean(need, readable_tables()) or hint)
        for need in scenario.requires
        if not is_known_need(need)
    ]


def check_reads(scenario: Scenario) -> list[Problem]:
    """Every table without whose rows the result is empty rests on what is required.

    Without it the scenario would run on a ledger that lacks the table, and find nothing.
    """
    required = frozenset(
        source for need in scenario.requires for source in canonical_sources(need.partition(".")[0])
    )
    read = _needed(tree_of(scenario.sql.text), {})
    return [
        Problem(
            "SCN015",
            f"the result is empty without {table}, which is not required",
            _place(scenario, name),
            f"add '{table}' to requires, or read it in a LEFT JOIN",
        )
        for table, name in sorted(read.items())
        if table not in _ALWAYS and not canonical_sources(table) <= required
    ]


def _place(scenario: Scenario, table: exp.Expr) -> Location:
    start = int(table.this.meta.get("start", 0))
    return scenario.sql.location(len(scenario.sql.text[:start].encode("utf-8")))


def _needed(query: exp.Expr, named: Ctes) -> dict[str, exp.Expr]:
    """The tables that a query takes its rows from, by FROM and by joins that drop rows.

    A UNION needs what all of its parts need.
    """
    if isinstance(query, exp.Subquery):
        return _needed(query.this, named)
    with_ = query.args.get("with_")
    for cte in with_.expressions if with_ else ():
        named = {**named, cte.alias: cte.this}
    if isinstance(query, exp.SetOperation):
        left, right = _needed(query.left, named), _needed(query.right, named)
        return {name: table for name, table in left.items() if name in right}
    found: dict[str, exp.Expr] = {}
    for source in _sources(query):
        found |= _of_source(source, named)
    return found


def _sources(query: exp.Expr) -> list[exp.Expr]:
    from_ = query.args.get("from_")
    joins = [join for join in query.args.get("joins") or () if join.side != "LEFT"]
    return [item.this for item in (*([from_] if from_ else ()), *joins)]


def _of_source(source: exp.Expr, named: Ctes) -> dict[str, exp.Expr]:
    if isinstance(source, exp.Subquery):
        return _needed(source, named)
    if not isinstance(source, exp.Table):
        return {}
    if source.name in named:
        # A step sees only those before it, so a name that stands for itself is a table.
        earlier = {name: step for name, step in named.items() if name != source.name}
        return _needed(named[source.name], earlier)
    return {source.name: source} if source.name in readable_tables() else {}
