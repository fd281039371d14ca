"""Alerts to cases: grouped, scored, with every cited record copied in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from aml.case.group import Group, group
from aml.case.score import contributions, leading
from aml.case.subject import describe, parties_of
from aml.case.tie import ties
from aml.case.voyage import Sailings
from aml.core.alert import Alert
from aml.core.case import Case, EvidenceRow, LineUse, Provenance, Subject, Totals
from aml.core.counted import Way, counted
from aml.core.digest import short_digest
from aml.core.filing import NO_FILER, Filer
from aml.core.vocabulary import SEVERITIES, Severity, severity_of
from aml.core.wording import money
from aml.store import Store

#: Ways of money that may be the same money, in one purse.
_PASSING: tuple[Way, ...] = ("in", "out", "between")


@dataclass(frozen=True, slots=True)
class Setting:
    """What all cases of a run share: who reports, and where everything comes from."""

    institution: str
    country: str
    base_currency: str
    provenance: Provenance
    filer: Filer = NO_FILER


def build_cases(
    store: Store,
    alerts: Sequence[Alert],
    rows: Mapping[str, tuple[EvidenceRow, ...]],
    setting: Setting,
) -> tuple[Case, ...]:
    """The cases of a run, highest score first, then by id.

    Args:
        store: the loaded run, for parties, ties and subjects.
        alerts: every alert of the run; low ones open no case.
        rows: the cited records, by citation.
        setting: what all cases share.
    """
    party_of = parties_of(store, alerts)
    opening = [alert for alert in alerts if alert.severity != "low"]
    groups = [
        _apart(store, item, party_of, rows)
        for item in group(alerts, party_of, ties(store, opening, party_of, rows))
    ]
    focus_ids = _focus_ids(groups, party_of)
    subjects = describe(store, focus_ids, setting.base_currency)
    lines = _lines(store)
    sailings = Sailings(store, (row for held in rows.values() for row in held))
    cases = [_case(item, subjects, rows, lines, sailings, setting) for item in groups]
    return tuple(sorted(cases, key=lambda case: (-case.score, case.case_id)))


def _apart(
    store: Store,
    item: Group,
    party_of: Mapping[str, str],
    rows: Mapping[str, tuple[EvidenceRow, ...]],
) -> Group:
    """A part of a group that was split: a payment that only other parts cite is said to be theirs.

    Nobody finds it among the records of this case, which has to say where it is.
    """
    if not item.notes:
        return item
    own = set(ties(store, item.alerts, party_of, rows))
    told = [
        tie if tie in own else replace(tie, reason=f"{tie.reason}, in another case of their group")
        for tie in item.ties
    ]
    return replace(item, ties=tuple(told))


def _focus_ids(groups: Sequence[Group], party_of: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    named: dict[str, set[str]] = {}
    for item in groups:
        for alert in item.alerts:
            named.setdefault(party_of[alert.alert_id], set()).add(alert.focus_id)
    return {party: tuple(sorted(ids)) for party, ids in named.items()}


def _case(
    item: Group,
    subjects: Mapping[str, Subject],
    rows: Mapping[str, tuple[EvidenceRow, ...]],
    lines: Sequence[_Line],
    sailings: Sailings,
    setting: Setting,
) -> Case:
    first = min(item.alerts, key=lambda alert: (alert.window_start, alert.alert_id))
    case_id = "C-" + short_digest([first.alert_id, list(item.parties)], 10)
    alerts = tuple(
        replace(alert, case_id=case_id)
        for alert in sorted(item.alerts, key=lambda alert: (-alert.score, alert.alert_id))
    )
    points = contributions(alerts)
    score = sum((line.points for line in points), Decimal(0))
    start = min(alert.window_start for alert in alerts)
    end = max(alert.window_end for alert in alerts)
    evidence = _evidence(alerts, rows)
    described = by_weight([subjects[party] for party in item.parties], alerts)
    return Case(
        case_id=case_id,
        title=leading(alerts).title,
        severity=severity_of(score, _cap(alerts)),
        score=score,
        contributions=points,
        institution=setting.institution,
        country=setting.country,
        base_currency=setting.base_currency,
        period_start=start,
        period_end=end,
        subjects=described,
        ties=item.ties,
        alerts=alerts,
        rows=evidence,
        totals=totals(evidence, described),
        notes=item.notes,
        provenance=_provenance(alerts, setting.provenance, lines, start, end),
        filer=setting.filer,
        voyages=sailings.voyages(evidence),
        prices=sailings.prices(evidence),
    )


def by_weight(subjects: Sequence[Subject], alerts: Sequence[Alert]) -> tuple[Subject, ...]:
    """The subject of the alert with the highest score first, for the first page names the first.

    Of equal scores the one with the largest amount of an alert; amounts of several are not added,
    since alerts may cite the same money.
    """

    def weight(subject: Subject) -> tuple[Decimal, Decimal, str]:
        about = [alert for alert in alerts if alert.focus_id in subject.focus_ids]
        score = max((alert.score for alert in about), default=Decimal(0))
        amount = max((alert.amount_base or Decimal(0) for alert in about), default=Decimal(0))
        return -score, -amount, subject.party_id

    return tuple(sorted(subjects, key=weight))


def _cap(alerts: Sequence[Alert]) -> Severity:
    """Alerts of one typology make a case no graver than the gravest of them: their rule's cap."""
    opening = [alert for alert in alerts if alert.severity != "low"]
    if len({alert.typology for alert in opening}) > 1:
        return "critical"
    return max((alert.severity for alert in opening), key=SEVERITIES.index)


def _evidence(
    alerts: Sequence[Alert], rows: Mapping[str, tuple[EvidenceRow, ...]]
) -> tuple[EvidenceRow, ...]:
    """Each cited record once, with the alerts that cite it, in order of time."""
    citing: dict[str, list[str]] = {}
    for alert in alerts:
        for citation in (*alert.transaction_ids, *alert.linked_ids):
            citing.setdefault(citation, []).append(alert.alert_id)
    found = [
        replace(row, alert_ids=tuple(sorted(ids)))
        for citation, ids in citing.items()
        for row in rows[citation]
    ]
    return tuple(sorted(found, key=lambda r: (r.instant(), r.table, r.record_id, r.source_row)))


def totals(rows: Sequence[EvidenceRow], subjects: Sequence[Subject] = ()) -> Totals:
    """Sums over the cited entries and remittances, in the base currency.

    Args:
        rows: the cited records.
        subjects: whose money is in and out; without any, entries count as they are booked.
    """
    found = counted(rows, subjects)
    sums: defaultdict[tuple[Way, str], Decimal] = defaultdict(Decimal)
    for row, key in zip(rows, found, strict=True):
        sums[key] += row.amount()
    ways = [way for way, _ in found]
    entries = [way for row, way in zip(rows, ways, strict=True) if row.table == "transactions"]
    passed = (max(sums[way, purse] for way in _PASSING) for purse in {purse for _, purse in found})
    remitted = _sum(sums, "sent")
    return Totals(
        transactions=len(entries),
        credits=_sum(sums, "in"),
        debits=_sum(sums, "out"),
        remittances=ways.count("sent"),
        remitted=remitted,
        activity=sum(passed, Decimal(0)) + remitted,
        between=_sum(sums, "between"),
        uncounted=entries.count(""),
    )


def _sum(sums: Mapping[tuple[Way, str], Decimal], wanted: Way) -> Decimal:
    return sum((amount for (way, _), amount in sums.items() if way == wanted), Decimal(0))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with the days on which it holds; a general one holds in all of the own country."""

    use: LineUse
    valid_from: date
    valid_to: date | None
    is_general: bool


def _lines(store: Store) -> list[_Line]:
    found = store.rows(
        "SELECT line_id, kind, operator, amount, line.currency, valid_from, valid_to,"
        " line.jurisdiction = institution.country AND area_complete IS NULL, source"
        " FROM thresholds AS line CROSS JOIN institution ORDER BY line_id, valid_from"
    )
    words = {">": "more than", ">=": "from"}
    return [
        _Line(
            LineUse(
                line_id,
                f"{kind.replace('_', ' ')}: {words[operator]} {money(amount, currency)},"
                f" in force from {since}{f' to {until}' if until else ''}",
                source,
            ),
            since,
            until,
            is_general,
        )
        for line_id, kind, operator, amount, currency, since, until, is_general, source in found
    ]


def _provenance(
    alerts: Sequence[Alert], shared: Provenance, lines: Sequence[_Line], start: date, end: date
) -> Provenance:
    """Of what all cases share, what this one rests on."""
    sources = {alert.reference for alert in alerts}
    used = tuple(use for use in shared.scenarios if use.reference in sources)
    named = {figure.value for alert in alerts for figure in alert.figures}
    held = tuple(
        line.use
        for line in lines
        if line.valid_from <= end and (line.valid_to is None or line.valid_to >= start)
        if line.is_general or line.use.line_id in named
    )
    return replace(shared, scenarios=used, lines=held)
