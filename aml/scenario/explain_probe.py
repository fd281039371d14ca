"""A SELECT that measures instead of filtering: each condition of a step for each row of a focus."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlglot import exp

from aml.scenario.explain_scope import Scope
from aml.scenario.explain_steps import Steps
from aml.scenario.explain_term import Term
from aml.store import inspect_sql
from aml.store.evidence import RECORD_KEYS
from aml.store.quoting import identifier

#: `rows` come in; `kept` are those that WHERE lets pass; `groups` are what GROUP BY makes of them.
Stage = Literal["rows", "kept", "groups"]

FOCUS, CITED, MARK = "aml_focus", "aml_cited", "aml_row"
#: A value that is missing is farther from any bound than one that is there.
_MISSING = "1000000"
_NUMBER = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL.*|DOUBLE|FLOAT")
_TIME = re.compile(r"DATE|TIMESTAMP.*")
_LISTED = ("transaction_ids", "linked_ids")


@dataclass(frozen=True, slots=True)
class Only:
    """One focus, and the records that its alert cites: their rows are shown first."""

    focus_id: str
    cited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Probe:
    """The terms that the rows of one stage of a SELECT are asked for."""

    scope: Scope
    stage: Stage
    terms: tuple[Term, ...]

    def every(self) -> Iterator[Term]:
        """All terms, those inside others after them."""
        waiting = list(self.terms)
        while waiting:
            term = waiting.pop(0)
            yield term
            waiting = [*term.parts, *waiting]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rows of one focus gave: how many came, how many meet each term and all of them.

    `nearest` is the row that fails the fewest, and of those the one that lies closest to its
    bounds: `h`, `m`, `b`, `c` with the number of the term (holds, measured, bounds).
    """

    rows: int
    met: tuple[int, ...]
    passed: int
    nearest: Mapping[str, Any]


def ask(steps: Steps, probe: Probe, only: Only | None) -> dict[str, Answer]:
    """The answers by focus; of one focus alone when `only` is given."""
    inner = inner_select(probe, only)
    bound = bindings_of(steps, inner, only)
    types = dict(steps.store.describe(inner, bound))
    every = list(probe.every())
    place = {id(term): number for number, term in enumerate(every)}
    key = _key(probe, place, types)
    shown = ", ".join(f"{name} := {name}" for name in types if name[0] in "hmbc")
    counts = "".join(f", count(CASE WHEN h{n} THEN 1 END)" for n in range(len(every)))
    holds = " AND ".join(f"h{place[id(term)]}" for term in probe.terms) or "TRUE"
    sql = (
        f"SELECT focus, count(*), count(CASE WHEN {holds} THEN 1 END),"
        f" arg_min(struct_pack(nothing := 0{', ' + shown if shown else ''}), {key}){counts}"
        f" FROM ({inner}) AS asked WHERE focus IS NOT NULL GROUP BY focus"
    )
    return {
        row[0]: Answer(row[1], tuple(row[4:]), row[2], row[3])
        for row in steps.store.rows(sql, bound)
    }


def bindings_of(steps: Steps, sql: str, only: Only | None) -> dict[str, object]:
    """The parameters that a probe names."""
    own = {FOCUS: only.focus_id, CITED: list(only.cited)} if only else {}
    known: Mapping[str, object] = {**steps.bound, **own}
    return {name: known[name] for name in inspect_sql(sql).parameters}


def inner_select(probe: Probe, only: Only | None) -> str:
    """One row for each row of the stage: its focus, whether it is cited, what its terms give."""
    scope, is_group = probe.scope, probe.stage == "groups"
    focus = f"CAST({_sql(focus_of(scope))} AS VARCHAR)"
    columns = [f"{_is_cited(scope, is_group=is_group) if only else 0} AS is_cited"]
    for number, term in enumerate(probe.every()):
        columns.append(f"coalesce({_sql(scope.written_out(term.node))}, FALSE) AS h{number}")
        sides = (("m", term.measured), *zip("bc", term.bounds, strict=False))
        columns += [
            f"{_sql(scope.written_out(side))} AS {mark}{number}" for mark, side in sides if side
        ]
    is_split = is_group and not scope.is_tied
    has_windows = any(scope.written_out(term.node).find(exp.Window) for term in probe.terms)
    early = None if is_split or has_windows or scope.source is None else only
    rest = from_clause(scope, early)
    where = scope.select.args.get("where")
    if where is not None and probe.stage != "rows":
        rest += f" WHERE {_sql(scope.written_out(where.this))}"
    if is_split:
        sql = _split_groups(scope, focus, columns, rest)
    else:
        sql = f"SELECT {focus} AS focus, {', '.join(columns)} {rest}"
        if is_group:
            keys = [_sql(key) for key in group_keys(scope)]
            sql += f" GROUP BY {', '.join([*keys, _sql(focus_of(scope))])}"
    if has_windows and probe.stage == "kept":
        named = exp.Select(windows=[w.copy() for w in scope.select.args.get("windows") or []])
        sql += named.sql("duckdb").removeprefix("SELECT")
    return f"SELECT * FROM ({sql}) AS inner_rows WHERE focus = ${FOCUS}" if only else sql


def _split_groups(scope: Scope, focus: str, columns: Sequence[str], rest: str) -> str:
    """Groups that may hold several foci: each is shown, whole, to every focus in it."""
    keys = {f"key{number}": _sql(key) for number, key in enumerate(group_keys(scope))}
    named = ", ".join(f"{key} AS {name}" for name, key in keys.items())
    same = " AND ".join(f"whole.{name} IS NOT DISTINCT FROM part.{name}" for name in keys)
    return (
        f"SELECT part.focus, whole.* FROM"
        f" (SELECT DISTINCT {focus} AS focus, {named} {rest}) AS part"
        f" INNER JOIN (SELECT {named}, {', '.join(columns)} {rest}"
        f" GROUP BY {', '.join(keys.values())}) AS whole ON {same}"
    )


def from_clause(scope: Scope, only: Only | None, joins: int | None = None) -> str:
    """The FROM clause of a SELECT, with its first so many joins, and a mark on each row.

    The table that holds the focus is read for this focus alone.
    """
    select, source = scope.select, scope.source
    parts = [select.args["from_"], *(select.args.get("joins") or [])]
    kept = [part.copy() for part in (parts if joins is None else parts[: joins + 1])]
    for part in kept:
        if source and part.this.alias_or_name == source.alias:
            column = exp.column(source_column(scope)).sql("duckdb")
            mine = f" WHERE CAST({column} AS VARCHAR) = ${FOCUS}" if only else ""
            name, alias = identifier(source.table.name), identifier(source.alias)
            marked = f"SELECT *, row_number() OVER () AS {MARK} FROM {name}{mine}"
            part.set("this", exp.Var(this=f"({marked}) AS {alias}"))
    return " ".join(_sql(part).strip() for part in kept)


def source_column(scope: Scope) -> str:
    """The column that holds the focus, as its table calls it."""
    return scope.focus.name if isinstance(scope.focus, exp.Column) else ""


def group_keys(scope: Scope) -> list[exp.Expr]:
    """What a SELECT groups by, written out."""
    group = scope.select.args.get("group")
    if group is None:
        return []
    if group.args.get("all"):
        items = [item.unalias() for item in scope.select.expressions]
        return [item for item in items if item.find(exp.AggFunc) is None]
    return [_group_key(scope, key) for key in group.expressions]


def _group_key(scope: Scope, key: exp.Expr) -> exp.Expr:
    if isinstance(key, exp.Literal) and not key.is_string:
        chosen: exp.Expr = scope.select.expressions[int(key.name) - 1]
        return chosen.unalias()
    return scope.written_out(key)


def focus_of(scope: Scope) -> exp.Expr:
    """The focus of a SELECT whose rows belong to one."""
    if scope.focus is None:
        raise ValueError("no row of this SELECT belongs to a focus")
    return scope.focus


def _is_cited(scope: Scope, *, is_group: bool) -> str:
    """Whether a row is one that the alert cites, or was made of such rows."""
    for source in scope.sources:
        for name in source.columns:
            column = exp.column(name, table=source.alias).sql("duckdb")
            if name in _LISTED and not is_group:
                return f"CAST(list_has_any({column}, ${CITED}) AS INTEGER)"
            if name in (*RECORD_KEYS.values(), "payment_id"):
                cited = f"CAST(list_contains(${CITED}, CAST({column} AS VARCHAR)) AS INTEGER)"
                return f"max({cited})" if is_group else cited
    return "0"


def _key(probe: Probe, place: Mapping[int, int], types: Mapping[str, str]) -> str:
    """What comes first: cited rows, those that fail the fewest, the closest; ties by value."""
    fails = " + ".join(f"CAST(NOT h{place[id(term)]} AS INTEGER)" for term in probe.terms) or "0"
    missed = " + ".join(_missed(term, place, types) for term in probe.terms) or "0"
    leaves = [leaf for term in probe.terms for leaf in term.leaves()]
    margin = " + ".join(_gap(place[id(leaf)], types) for leaf in leaves) or "0"
    values = "".join(f", {name} := {name}" for name in types if name[0] in "mb")
    return (
        f"struct_pack(c := -coalesce(is_cited, 0), f := {fails}, d := {missed}, g := {margin}"
        f"{values})"
    )


def _missed(term: Term, place: Mapping[int, int], types: Mapping[str, str]) -> str:
    """How far a row is from meeting a term: 0 where it meets it."""
    number = place[id(term)]
    if not term.parts:
        gap = _gap(number, types)
    elif term.kind == "any":
        gap = f"least({', '.join(_missed(part, place, types) for part in term.parts)})"
    else:
        gap = " + ".join(_missed(part, place, types) for part in term.parts)
    return f"CASE WHEN h{number} THEN 0 ELSE {gap} END"


def _gap(number: int, types: Mapping[str, str]) -> str:
    """How far what is measured lies from its bound, as a part of the bound (days: of a year)."""
    bounds = [f"{mark}{number}" for mark in "bc" if f"{mark}{number}" in types]
    value = f"m{number}"
    gaps = [_apart(value, types[value], bound, types[bound]) for bound in bounds]
    otherwise = f"CASE WHEN h{number} THEN 0 ELSE 1 END" if value in types else "0"
    if not gaps or "" in gaps:
        return f"({otherwise})"
    return (
        f"coalesce(least({', '.join(gaps)}), {_MISSING})"
        if len(gaps) > 1
        else (f"coalesce({gaps[0]}, {_MISSING})")
    )


def _apart(value: str, kind: str, bound: str, bound_kind: str) -> str:
    if _NUMBER.fullmatch(kind) and _NUMBER.fullmatch(bound_kind):
        one, other = f"CAST({value} AS DOUBLE)", f"CAST({bound} AS DOUBLE)"
        share = f"abs({one} - {other}) / coalesce(nullif(abs({other}), 0), 1)"
        return f"TRY_CAST({share} AS DECIMAL(38, 6))"
    if _TIME.fullmatch(kind) and _TIME.fullmatch(bound_kind):
        seconds = f"date_diff('second', CAST({bound} AS TIMESTAMP), CAST({value} AS TIMESTAMP))"
        return f"CAST(abs({seconds}) / 31536000 AS DECIMAL(38, 6))"
    return ""


def _sql(node: exp.Expr) -> str:
    return node.sql("duckdb")


def joined_rows(steps: Steps, scope: Scope, joins: int, only: Only | None) -> dict[str, int]:
    """How many rows of each focus still have a partner after so many joins."""
    focus = f"CAST({_sql(focus_of(scope))} AS VARCHAR)"
    source = scope.source
    mark = f"{identifier(source.alias)}.{MARK}" if source else "1"
    sql = (
        f"SELECT {focus} AS focus, count(DISTINCT {mark}) {from_clause(scope, only, joins)}"
        f" GROUP BY {focus}"
    )
    return {row[0]: row[1] for row in steps.store.rows(sql, bindings_of(steps, sql, only))}


def came_in(steps: Steps, scope: Scope, only: Only | None) -> dict[str, int]:
    """How many rows of each focus the table has that holds it."""
    if scope.source is None:
        return {}
    focus = f"CAST({exp.column(source_column(scope)).sql('duckdb')} AS VARCHAR)"
    mine = f" WHERE {focus} = ${FOCUS}" if only else ""
    name = identifier(scope.source.table.name)
    sql = f"SELECT {focus} AS focus, count(*) FROM {name}{mine} GROUP BY {focus}"
    return {row[0]: row[1] for row in steps.store.rows(sql, bindings_of(steps, sql, only))}
