"""index.html: what a compliance officer opens first. Cases by severity, then everything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aml.core import wording
from aml.core.alert import Alert
from aml.core.case import Case, applied_set
from aml.core.run import Run
from aml.core.standing import Standing, standing
from aml.core.vocabulary import SEVERITIES
from aml.report import terms
from aml.report.arrivals import called
from aml.report.deadlines import deadlines
from aml.report.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Headlines,
    Link,
    Paragraph,
    Section,
    Table,
)
from aml.report.html import fill
from aml.report.page import case_link, documents, page, problems, yes
from aml.report.severity import grown

_CASES = (
    Column("Case", "id", 3), Column("Title", weight=8), Column("Score", "amount", 1),
    Column("Subjects", "amount", 1), Column("Alerts", "amount", 1), Column("Period", weight=4),
    Column("Activity", "amount", 3), Column("Status", weight=4), Column("Documents", weight=2),
)  # fmt: skip
_ALERTS = (
    Column("Alert", "id", 3), Column("Title", weight=8), Column("Severity", "grade", 2),
    Column("Score", "amount", 1), Column("Period", weight=4), Column("Amount", "amount", 3),
    Column("Case", "id", 3),
)  # fmt: skip
_SUPPRESSIONS = (
    Column("Suppression", "code", 2), Column("Scenario", "code", 3), Column("Reason", weight=6),
    Column("Owner", weight=2), Column("Until", "day", 2), Column("Alerts", "amount", 1),
    Column("Amount", "amount", 3),
)  # fmt: skip
_ARRIVALS = (
    Column("Due", "day", 2), Column("Port", "code", 2), Column("Voyage", weight=4),
    Column("Reasons", "amount", 1), Column("Points", "amount", 1),
)  # fmt: skip
#: What of the arrivals stands on this page; arrivals.html has all.
_MOST_ARRIVALS = 5
_SCENARIOS = (Column("Scenario", "code", 3), Column("Alerts", "amount", 1))
_STATUS_DAY = "The status is by the decisions of before the scan; aml case list has those of since."
_ACTIVITY = (
    "The activity is the largest of money in, out and between the accounts of one subject, or of"
    " subjects whom cited payments join, summed over these, and what was remitted on top: money"
    " that comes in and goes out again counts once."
)
_GONE = (
    "Alerts of the run before, {}, that nothing raises any more. Its alerts.csv says what they"
    " were; aml explain, asked of this run, what their rule now misses."
)
_KNOWN = "They stand in their cases, or below them without one; alerts.csv lists each."
_SEEN = {"new": "New", "extended": "Extended", "known": "Known"}


def render_index(run: Run) -> str:
    """The page over all cases of a run.

    Raises:
        ReportError: the template does not fit.
    """
    document = page(
        run,
        "Cases of the run",
        _facts(run),
        *_incomplete(run),
        Section("counts", "Counts", (Headlines(tuple(_counts(run))),)),
        *_since(run),
        _cases(run),
        *deadlines(run),
        *_arrivals(run),
        *_without_case(run),
        *_suppressed(run),
        _scenarios(run),
        *problems("problems", "Problems", run.problems),
    )
    return fill("run.html.j2", document)


def _facts(run: Run) -> Iterator[tuple[str, str]]:
    yield "Records reconciled", yes(run.is_reconciled)
    reading = run.reading
    if reading.first_on and reading.last_on:
        yield "Ledgers span", wording.period(reading.first_on, reading.last_on)


def _incomplete(run: Run) -> Iterator[Section]:
    reasons = tuple(
        f"{item.scenario_id}: {item.reason}"
        for item in run.applicability
        if item.state == "incomplete"
    )
    if reasons:
        lead = "What did run is below. What did not:"
        yield Section("incomplete", "Why the run is incomplete", (Bullets(reasons, lead),))


def _counts(run: Run) -> Iterator[tuple[str, str]]:
    yield "Cases", f"{len(run.cases):,}"
    settled = sum(standing(case, run.decided).is_settled for case in run.cases)
    if settled:
        yield "Filed or closed", f"{settled:,}"
    yield "Alerts", f"{sum(alert.status == 'open' for alert in run.alerts):,}"
    suppressed = sum(alert.status == "suppressed" for alert in run.alerts)
    if suppressed:
        yield "Suppressed", f"{suppressed:,}"
    yield "Files", f"{len(run.reading.files):,}"
    yield "Records read", f"{run.reading.ledger_records:,}"
    yield "Rows of other tables", f"{run.reading.other_rows:,}"
    yield "Rejected", f"{run.reading.rejected:,}"


def _since(run: Run) -> Iterator[Section]:
    """The alerts beside those of the previous run, where there is one."""
    has_previous = bool(run.settings.get("previous"))
    if not (has_previous or run.gone) and all(alert.seen == "new" for alert in run.alerts):
        return
    sections = []
    for seen, title in _SEEN.items():
        held = [alert for alert in run.alerts if alert.seen == seen and alert.status == "open"]
        table = Paragraph(_KNOWN) if seen == "known" else _alert_table(run, f"{title} alerts", held)
        blocks = (table,) if held else ()
        sections.append(Section(f"seen-{seen}", f"{title}: {len(held):,}", blocks))
    told = Paragraph(_GONE.format(run.settings.get("previous")))
    lines = (told, Bullets(run.gone)) if run.gone else ()
    sections.append(Section("seen-gone", f"Gone: {len(run.gone):,}", lines))
    yield Section("since", "Since the previous run", (), tuple(sections))


def _cases(run: Run) -> Section:
    """What waits for somebody by severity, then what is filed or closed."""
    found = [standing(case, run.decided) for case in run.cases]
    sections = []
    for severity in reversed(SEVERITIES):
        held = [i for i in found if i.case.severity == severity and not i.is_settled]
        if held:
            caption = f"Cases of severity {severity}, highest score first"
            title = f"{terms.sentence(severity)}: {len(held):,}"
            sections.append(_case_section(run, f"cases-{severity}", title, caption, held))
    if settled := [item for item in found if item.is_settled]:
        title = f"Filed or closed: {len(settled):,}"
        caption = "Cases that nobody has to look at, highest score first"
        sections.append(_case_section(run, "cases-settled", title, caption, settled))
    none = () if sections else (Paragraph("No alert is grave enough to open a case."),)
    told = (Paragraph(_STATUS_DAY), Paragraph(_ACTIVITY)) if sections else ()
    return Section("cases", "Cases", (*none, *told), tuple(sections))


def _case_section(
    run: Run, name: str, title: str, caption: str, held: Sequence[Standing]
) -> Section:
    rows = tuple(_case_row(run, item) for item in held)
    return Section(name, title, (Table(caption, _CASES, rows),))


def _case_row(run: Run, item: Standing) -> tuple[Cell, ...]:
    case = item.case
    links = tuple(Link(word, f"cases/{case.case_id}/{file}") for _, file, word in documents(run))
    return (
        case.case_id,
        _case_title(run, case),
        terms.points(case.score),
        f"{len(case.subjects):,}",
        f"{len(case.alerts):,}",
        wording.period(case.period_start, case.period_end),
        wording.money(case.totals.activity, case.base_currency),
        terms.sentence(item.words),
        links or "none",
    )


def _case_title(run: Run, case: Case) -> str:
    """The title with how its alerts made it so grave, and with the sets that held for them."""
    sets = {applied_set(alert, run.scenarios) for alert in case.alerts} - {""}
    notes = [*([together] if (together := grown(case)) else []), *map(_held, sorted(sets))]
    return f"{case.title} ({', '.join(notes)})" if notes else case.title


def _held(threshold_set: str) -> str:
    return f"threshold set {threshold_set}"


def _arrivals(run: Run) -> Iterator[Section]:
    """The calls due with most reasons to look at them, where calls and bills were given."""
    if run.arrivals is None:
        return
    told = [arrival for arrival in run.arrivals if arrival.reasons]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            arrival.due_on.isoformat(), arrival.port,
            (Link(called(arrival), "arrivals.html"),),
            f"{len(arrival.reasons):,}", terms.points(arrival.points),
        )
        for arrival in told[:_MOST_ARRIVALS]
    )  # fmt: skip
    calls = wording.plural(
        len(run.arrivals), "call with a known bill of lading", "calls with known bills of lading"
    )
    text = (
        f"{calls} due within {wording.days(run.arrival_days)}, {len(told):,} with a reason to look."
    )
    table = (Table("Most points first", _ARRIVALS, rows),) if rows else ()
    yield Section("arrivals", f"Arrivals: {len(told):,}", (Paragraph(text), *table))


def _without_case(run: Run) -> Iterator[Section]:
    held = [a for a in run.alerts if a.case_id is None and a.status == "open"]
    if held:
        title = "Alerts without a case"
        yield Section("low", f"{title}: {len(held):,}", (_alert_table(run, title, held),))


def _suppressed(run: Run) -> Iterator[Section]:
    """Alerts that somebody answered for beforehand, and who did, why, and until when."""
    held = [alert for alert in run.alerts if alert.status == "suppressed"]
    tables = [_alert_table(run, "Suppressed alerts", held)] if held else []
    if run.suppressions:
        rows = tuple(
            (
                item.suppression_id, item.scenario_id, item.reason, item.owner,
                item.valid_to.isoformat(), f"{item.hits:,}",
                wording.money(item.amount_base, run.base_currency),
            )
            for item in run.suppressions
        )  # fmt: skip
        tables.append(Table("Suppressions in force", _SUPPRESSIONS, rows))
    if tables:
        yield Section("suppressed", f"Suppressed alerts: {len(held):,}", tuple(tables))


def _alert_table(run: Run, caption: str, held: Sequence[Alert]) -> Table:
    rows = tuple(
        (
            alert.alert_id,
            _alert_title(run, alert),
            terms.sentence(alert.severity),
            terms.points(alert.score),
            wording.period(alert.window_start, alert.window_end),
            wording.money(alert.amount_base, run.base_currency)
            if alert.amount_base is not None
            else "none",
            case_link(run, alert.case_id),
        )
        for alert in held
    )
    return Table(caption, _ALERTS, rows)


def _alert_title(run: Run, alert: Alert) -> str:
    """The title with the rule, the set that held, and the suppression that answers for it."""
    held = applied_set(alert, run.scenarios)
    notes = [alert.reference, *([_held(held)] if held else [])]
    notes += [f"answered by {alert.suppressed_by}"] if alert.suppressed_by else []
    return f"{alert.title} ({', '.join(notes)})"


def _scenarios(run: Run) -> Section:
    blocks: list[Block] = []
    for state, title, last in (
        ("ran", "Ran", "Note"),
        ("not_applicable", "Not applicable to these ledgers", "Why"),
        ("incomplete", "Incomplete", "Why"),
    ):
        held = [item for item in run.applicability if item.state == state]
        if held:
            columns = (*_SCENARIOS, Column(last, weight=8))
            rows = tuple((i.scenario_id, f"{i.alerts:,}", i.reason or "–") for i in held)
            blocks.append(Table(title, columns, rows))
    none = Paragraph("No scenario is active.")
    return Section("scenarios", "Scenarios and detectors", tuple(blocks) or (none,))
