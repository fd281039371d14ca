"""The page of a backtest: what B raises and A does not, what it loses, and how labels see both."""

from __future__ import annotations

from aml.core import wording
from aml.core.backtest import (
    CHANGES,
    Accuracy,
    Backtest,
    Change,
    Difference,
    Miss,
    Missed,
    Raised,
    Rule,
)
from aml.report.document import (
    Bullets,
    Column,
    Document,
    Facts,
    Link,
    Paragraph,
    Section,
    Table,
    paper_of,
)
from aml.report.html import fill

_BANNER = (
    "This page tells of suspicions and of the thresholds behind them. It stays within the"
    " compliance function and model validation; no person that it may concern learns of it."
)
_TITLES: dict[Change, str] = {
    "added": "Added: only B raises it",
    "removed": "Removed: only A raises it",
    "kept": "Kept: both raise it",
}
_VERDICTS = {"": "not labelled", "yes": "suspicious", "no": "not suspicious"}
_PARAMETERS = (Column("Parameter", "code", 3), Column("A", "amount"), Column("B", "amount"))
_DATES = (
    Column("As of", "day"), Column("Alerts of A", "amount"), Column("Alerts of B", "amount"),
    Column("Added", "amount"), Column("Removed", "amount"), Column("Kept", "amount"),
)  # fmt: skip
_EPISODES = (
    Column("Focus", "code", 3), Column("First as of", "day", 2), Column("Period", "text", 3),
    Column("Figures of A", "text", 4), Column("Figures of B", "text", 4),
    Column("Why the other is silent", "text", 5), Column("Label", "grade", 2),
)  # fmt: skip
_ACCURACY = (
    Column("Rule"), Column("Suspicious", "amount"), Column("Not suspicious", "amount"),
    Column("Not labelled", "amount"), Column("Precision", "amount"),
    Column("Labels of suspicion", "amount"), Column("Of these alerted", "amount"),
    Column("Recall", "amount"),
)  # fmt: skip
_MISSED = (Column("Focus", "code", 3), Column("From", "day"), Column("To", "day"), Column("By"))
_FILES = (
    Column("Table"), Column("File", "code", 4), Column("Records", "amount", 1),
    Column("SHA-256", "code", 5),
)  # fmt: skip


def render_backtest(found: Backtest) -> str:
    """The backtest as one HTML file, the same bytes for the same backtest.

    Raises:
        ReportError: the template does not fit.
    """
    return fill("run.html.j2", _document(found))


def _document(found: Backtest) -> Document:
    period = wording.period(found.dates[0].on, found.dates[-1].on)
    counts = ", ".join(f"{found.count(change):,} {change}" for change in CHANGES)
    facts = (
        ("Institution", found.institution),
        ("A", _named(found.a)),
        ("B", _named(found.b)),
        ("Dates", f"{len(found.dates)}: {period}"),
        ("Episodes", counts),
    )
    differences = [_episodes(found, change) for change in CHANGES]
    return Document(
        title=f"Backtest: {found.a.asked} against {found.b.asked}",
        subtitle=f"{found.institution}, {period}",
        reference=f"{found.a.scenario}, {found.b.scenario}",
        running="CONFIDENTIAL",
        banner=_BANNER,
        status=counts,
        footer=f"aml {found.tool_version}",
        paper=paper_of(found.country),
        facts=Facts(facts),
        sections=(_dates(found), *_labels(found), *differences, _rules(found), _data(found)),
        pages=(Link("All figures", "backtest.json"),),
    )


def _named(rule: Rule) -> str:
    return f"{rule.scenario}: {rule.title}"


def _dates(found: Backtest) -> Section:
    text = (
        "Each date is a run as of that day: with its records, lists, thresholds and customers, and"
        " nothing that was recorded or listed later. Alerts of one focus that share a payment are"
        " one episode, whichever rule raises them and on whichever date; over all dates an episode"
        " counts once. Suppressions are not applied."
    )
    rows = tuple(
        (wording.day(d.on), *(f"{n:,}" for n in (d.a, d.b, d.added, d.removed, d.kept)))
        for d in found.dates
    )
    return Section("dates", "Dates", (Paragraph(text), Table("Runs by date", _DATES, rows)))


def _labels(found: Backtest) -> list[Section]:
    if not found.accuracy:
        return []
    text = (
        f"The labels are those of {found.labels}. Precision is the share of labelled episodes that"
        " are suspicious; those that nobody labelled count for neither. Recall is the share of the"
        " labels of suspicion about which there is an alert within their period, so that what did"
        " not alert counts as missed. Where labels of one episode disagree, it is suspicious."
    )
    rows = tuple(_rates(name, item) for name, item in zip("AB", found.accuracy, strict=True))
    blocks: list[Paragraph | Table] = [Paragraph(text), Table("By rule", _ACCURACY, rows)]
    if found.missed:
        missed = tuple(_missed(item) for item in found.missed)
        blocks.append(Table("Labels of suspicion without an alert", _MISSED, missed))
    return [Section("labels", "Precision and recall", tuple(blocks))]


def _rates(name: str, item: Accuracy) -> tuple[str, ...]:
    precision, recall = (
        "–" if share is None else wording.percent(share) for share in (item.precision, item.recall)
    )
    counts = (f"{count:,}" for count in (item.yes, item.no, item.unlabelled))
    return (name, *counts, precision, f"{item.expected:,}", f"{item.found:,}", recall)


def _missed(item: Missed) -> tuple[str, ...]:
    start, end = (wording.day(day) if day else "open" for day in (item.start, item.end))
    return (item.focus_id, start, end, item.by)


def _episodes(found: Backtest, change: Change) -> Section:
    mine = [item for item in found.differences if item.change == change]
    block: Paragraph | Table = Paragraph("None.")
    if mine:
        caption = wording.plural(len(mine), "episode")
        block = Table(caption, _EPISODES, tuple(_episode(item) for item in mine))
    return Section(change, _TITLES[change], (block,), is_wide=True)


def _episode(item: Difference) -> tuple[str, ...]:
    raised = [one for one in (item.a, item.b) if one]
    firsts = {wording.day(one.first_on) for one in raised}
    first = firsts.pop() if len(firsts) == 1 else _firsts(item)
    start = min(one.window_start for one in raised)
    end = max(one.window_end for one in raised)
    return (
        item.focus_id, first, wording.period(start, end), _figures(item.a), _figures(item.b),
        _why(item), _VERDICTS[item.verdict],
    )  # fmt: skip


def _firsts(item: Difference) -> str:
    """The first date of each rule, where they differ."""
    pairs = (("A", item.a), ("B", item.b))
    return ", ".join(f"{name} {wording.day(one.first_on)}" for name, one in pairs if one)


def _figures(raised: Raised | None) -> str:
    if raised is None:
        return "–"
    return "; ".join(f"{label}: {text}" for label, text in raised.measures.items())


def _why(item: Difference) -> str:
    if item.reason is None:
        return ""
    return "; ".join([item.reason.text, *map(_miss, item.reason.misses)])


def _miss(miss: Miss) -> str:
    return f"{miss.text}: {miss.measured}, needed {miss.needed}" if miss.needed else miss.text


def _rules(found: Backtest) -> Section:
    """Both rules beside each other, what differs first."""
    a, b = found.a.parameters, found.b.parameters
    names = sorted({*a, *b}, key=lambda name: (a.get(name) == b.get(name), name))
    rows = tuple((name, a.get(name, "–"), b.get(name, "–")) for name in names)
    hashes = tuple(
        (f"Logic of {n}, SHA-256", r.sha256) for n, r in (("A", found.a), ("B", found.b))
    )
    table = Table("Parameters, those that differ first", _PARAMETERS, rows)
    return Section("rules", "Rules", (Facts(hashes), table))


def _data(found: Backtest) -> Section:
    rows = tuple((f.table, f.path, f"{f.records:,}", f.sha256) for f in found.files)
    blocks: tuple[Table | Bullets, ...] = (Table("Files that were read", _FILES, rows),)
    if found.notes:
        blocks = (*blocks, Bullets(found.notes, lead="What reading and checking said."))
    return Section("data", "Data", blocks)
