"""A firing to an alert: figures worded and recomputed, score, severity, explanation, id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from aml.core.alert import Alert, Figure
from aml.core.case import EvidenceRow
from aml.core.digest import short_digest
from aml.core.expression import Expression, ExpressionError
from aml.core.plain import Value
from aml.core.problem import Problem, ScenarioError
from aml.core.scenario import EvidenceLine, ParameterValue, Scenario
from aml.core.vocabulary import severity_of
from aml.scenario.fire import Firing
from aml.scenario.narrative import NarrativeError, render, word
from aml.scenario.recompute import agrees, recompute
from aml.scenario.score import contributions, total


def raise_alert(
    scenario: Scenario,
    firing: Firing,
    rows: Sequence[EvidenceRow],
    parameters: Mapping[str, ParameterValue],
    base_currency: str,
) -> Alert:
    """The alert of one episode.

    Args:
        scenario: what fired.
        firing: the row it returned.
        rows: every record that the firing cites, copied from the canonical tables.
        parameters: the values in force for its focus.
        base_currency: the currency of amounts that name none.

    Raises:
        ScenarioError: a cited figure does not recompute from the rows, a cited record does not
            exist, or the narrative uses an absent fact.
    """
    facts = _facts(firing, parameters, base_currency)
    _check_rows(scenario, firing, rows)
    try:
        lines = contributions(scenario.score, facts)
        figures = tuple(_figure(line, facts, rows) for line in scenario.evidence)
        explanation = render(scenario.narrative, facts)
        codes = [c.code for c in scenario.filing.fincen if _holds(c.when, facts)]
        terms = [t.term for t in scenario.filing.key_terms if _holds(t.when, facts)]
        tags = [t.tag for t in scenario.filing.goaml if _holds(t.when, facts)]
    except (ExpressionError, NarrativeError) as error:
        hint = "`{% if fact is defined %}` around it, or coalesce in the SQL"
        at = scenario.narrative_location
        raise ScenarioError(Problem("SCN041", str(error), at, hint)) from None
    score = total(lines)
    headline = scenario.headline
    return Alert(
        alert_id=alert_id(scenario.scenario_id, scenario.focus, firing.focus_id, rows),
        kind="rule",
        source=scenario.scenario_id,
        source_version=str(scenario.version),
        title=scenario.title,
        typology=scenario.typology,
        focus_kind=scenario.focus,
        focus_id=firing.focus_id,
        window_start=firing.window_start,
        window_end=firing.window_end,
        severity=severity_of(score, scenario.severity),
        score=score,
        amount_base=_money(firing.measures.get(headline.name)) if headline else None,
        transaction_ids=firing.transaction_ids,
        linked_ids=firing.linked_ids,
        figures=figures,
        contributions=lines,
        explanation=explanation,
        filing_codes=tuple(codes),
        key_terms=tuple(terms),
        goaml_tags=tuple(tags),
        threshold_set=firing.threshold_set,
    )


def alert_id(source: str, focus_kind: str, focus_id: str, rows: Sequence[EvidenceRow]) -> str:
    """The id that a later run finds again: source, focus, and the first cited entry by time.

    Where no entry is cited the first remittance decides, else the first linked record: a list entry
    or a bill of lading is shared by many episodes.
    """
    entries = [row for row in rows if row.table == "transactions"]
    payments = entries or [row for row in rows if row.table == "remittances"]
    first = min(payments or rows, key=lambda row: (row.instant(), row.record_id))
    return "A-" + short_digest([source, focus_kind, focus_id, first.record_id])


def _facts(
    firing: Firing, parameters: Mapping[str, ParameterValue], base_currency: str
) -> dict[str, Value]:
    return {
        **parameters,
        **firing.measures,
        "window_start": firing.window_start,
        "window_end": firing.window_end,
        "focus_id": firing.focus_id,
        "base_currency": base_currency,
    }


def _check_rows(scenario: Scenario, firing: Firing, rows: Sequence[EvidenceRow]) -> None:
    found = {row.record_id if row.table == "transactions" else _linked(row) for row in rows}
    missing = {*firing.transaction_ids, *firing.linked_ids} - found
    if missing:
        message = f"the result cites {len(missing)} records that do not exist"
        hint = "ids as the canonical tables hold them, in linked_ids as table:id"
        raise ScenarioError(Problem("SCN032", message, scenario.sql.location(0), hint))


def _linked(row: EvidenceRow) -> str:
    return f"{row.table}:{row.record_id}"


def _figure(
    line: EvidenceLine,
    facts: Mapping[str, Value],
    rows: Sequence[EvidenceRow],
) -> Figure:
    value = facts[line.name]
    currency = str(facts[line.currency] if line.currency else facts["base_currency"])
    if line.recompute is None:
        basis = render(line.basis, facts)
        return Figure(
            line.name, line.label, word(value, line, currency), value, "context", "", basis
        )
    again = recompute(line.recompute, rows)
    if not agrees(value, again):
        message = f"'{line.name}' does not recompute: the SQL and the cited rows differ"
        hint = f"check `recompute: {line.recompute.text}` against the SQL"
        raise ScenarioError(Problem("SCN040", message, line.location, hint))
    text = word(value, line, currency)
    return Figure(line.name, line.label, text, value, "cited", line.recompute.text, "")


def _holds(when: Expression | None, facts: Mapping[str, Value]) -> bool:
    """Whether a part of the filing applies; what has no condition always does."""
    return when is None or bool(when.evaluate(facts))


def _money(value: Value) -> Decimal | None:
    return value if isinstance(value, Decimal) else None
