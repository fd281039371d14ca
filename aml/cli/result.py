"""A finished run on stdout: for people, or for other programs."""

from __future__ import annotations

from collections import Counter

from aml.cli.console import print_json, print_table, say, stderr
from aml.core.plain import plain
from aml.core.run import Run
from aml.core.wording import money, period, plural, records_and_rows
from aml.pipeline.write import Published

_MOST = 10
_SEVERITIES = ("error", "warning", "note")


def print_result(run: Run, published: Published, form: str) -> None:
    """The result of a scan as the user asked for it."""
    if form == "json":
        print_json(result(run, published))
        return
    state = "complete" if run.is_complete else "INCOMPLETE"
    say(f"Run {run.run_id}  {state}  as of {run.as_of.isoformat()}")
    say(
        f"{records_and_rows(run.reading.ledger_records, run.reading.other_rows)} read,"
        f" {run.reading.rejected:,} rejected,"
        f" {plural(run.reading.duplicates, 'duplicate')};"
        f" {_alerts(run)}, {plural(len(run.cases), 'case')}"
    )
    _print_quality(run)
    _print_seen(run)
    _print_scenarios(run)
    _print_cases(run, published)
    if published.was_there:
        say("An equal run was there already; it was verified and kept.")
    say(f"Start here: {published.place / 'index.html'}")


def _alerts(run: Run) -> str:
    hidden = sum(alert.status == "suppressed" for alert in run.alerts)
    words = plural(len(run.alerts) - hidden, "alert")
    return f"{words} ({hidden:,} more suppressed)" if hidden else words


def _print_quality(run: Run) -> None:
    """How many checks of quality failed, by severity; the page says what each of them means."""
    failed = [item.severity for item in run.reading.quality if item.state == "failed"]
    if failed:
        kinds = dict.fromkeys(sorted(failed, key=_SEVERITIES.index))
        words = [plural(failed.count(kind), kind) for kind in kinds]
        say(f"Quality of the data: {', '.join(words)}; see quality.html")


def _print_seen(run: Run) -> None:
    if run.settings["previous"]:
        seen = Counter(alert.seen for alert in run.alerts)
        words = ", ".join(f"{seen[name]:,} {name}" for name in ("new", "extended", "known"))
        say(f"Beside {run.settings['previous']}: {words}, {len(run.gone):,} gone")


def _print_scenarios(run: Run) -> None:
    for state, words in (("not_applicable", "not applicable"), ("incomplete", "INCOMPLETE")):
        for item in run.applicability:
            if item.state == state:
                stderr.print(f"{words}: {item.scenario_id} ({item.reason})", markup=False)


def _print_cases(run: Run, published: Published) -> None:
    if not run.cases:
        return
    rows = [
        (
            case.case_id,
            case.severity,
            f"{case.score:.0f}",
            case.title,
            money(case.totals.activity, run.base_currency),
            period(case.period_start, case.period_end),
        )
        for case in run.cases[:_MOST]
    ]
    title = f"Highest of {plural(len(run.cases), 'case')}"
    print_table(title, ("Case", "Severity", "Score", "What", "Activity", "When"), rows)
    first = published.place / "cases" / run.cases[0].case_id
    for name in ("sar.pdf", "sar.html", "case.json"):
        if (first / name).is_file():
            say(f"First report: {first / name}")
            return


def result(run: Run, published: Published) -> dict[str, object]:
    """The result of a scan for other programs."""
    return {
        "run_id": run.run_id,
        "place": str(published.place),
        "was_there": published.was_there,
        "as_of": plain(run.as_of),
        "is_complete": run.is_complete,
        "is_reconciled": run.is_reconciled,
        "records": run.reading.ledger_records,
        "other_rows": run.reading.other_rows,
        "rejected": run.reading.rejected,
        "duplicates": run.reading.duplicates,
        "alerts": dict(Counter(a.severity for a in run.alerts if a.status == "open")),
        "suppressed": sum(alert.status == "suppressed" for alert in run.alerts),
        "quality": {
            item.check_id: item.severity for item in run.reading.quality if item.state == "failed"
        },
        "seen": dict(Counter(alert.seen for alert in run.alerts)),
        "gone": list(run.gone),
        "cases": [
            {"case_id": case.case_id, "severity": case.severity, "score": plain(case.score)}
            for case in run.cases
        ],
        "applicability": plain(run.applicability),
        "problems": [str(problem) for problem in run.problems],
        "findings_sha256": run.findings_sha256,
    }
