"""The work paper of a tuning: what a validator of models can file."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aml.core import wording
from aml.core.tuning import ALL, Band, Bound, PointCount, Stratum, Tuning
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
from aml.report.tuning_method import method, not_done
from aml.report.tuning_plot import plots

_BANDS: dict[Band, str] = {
    "above": "Above the line",
    "below": "Below the line",
    "unalerted": "Without an alert",
}
_FILES = (
    Column("Table"), Column("File", "code", 4), Column("Records", "amount", 1),
    Column("SHA-256", "code", 5),
)  # fmt: skip
_PARAMETERS = (
    Column("Parameter", "code", 2),
    Column("In force", "amount", 1),
    Column("Why", weight=6),
)
_TUNED = (
    Column("Parameter", "code", 2), Column("In force", "amount", 1), Column("Tried", weight=4),
    Column("Range", weight=2),
)  # fmt: skip
_STRATA = (
    Column("Band", weight=2), Column("Segment", weight=2), Column("Population", "amount", 1),
    Column("Sample", "amount", 1), Column("Detects a share of", "amount", 2),
    Column("Decided", "amount", 1), Column("Of these suspicious", "amount", 1),
)  # fmt: skip
_BOUNDS = (
    Column("Band", weight=2), Column("Segment", weight=2), Column("Population", "amount", 1),
    Column("Reviewed", "amount", 1), Column("Suspicious", "amount", 1),
    Column("Share found", "amount", 1), Column("Lower bound", "amount", 1),
    Column("Upper bound", "amount", 1),
)  # fmt: skip
_BANNER = (
    "This paper tells of suspicions and of the thresholds behind them. It stays within the"
    " compliance function and model validation; no person that it may concern learns of it."
)


def render_tuning(tuning: Tuning) -> str:
    """The work paper as one HTML file, the same bytes for the same tuning.

    Raises:
        ReportError: the template does not fit.
    """
    return fill("run.html.j2", _document(tuning))


def _document(tuning: Tuning) -> Document:
    state = "Reviewed" if tuning.is_reviewed else "The samples wait for their review"
    facts = (
        ("Institution", tuning.institution),
        ("Scenario", f"{tuning.scenario}: {tuning.title}"),
        ("Logic, SHA-256", tuning.sha256),
        ("As of", wording.day(tuning.as_of)),
        ("State", state),
        ("Seed", str(tuning.plan.seed)),
    )
    return Document(
        title=f"Tuning of {tuning.scenario}",
        subtitle=f"{tuning.institution}, as of {wording.day(tuning.as_of)}",
        reference=tuning.scenario,
        running="CONFIDENTIAL",
        banner=_BANNER,
        status=state,
        footer=f"aml {tuning.tool_version}",
        paper=paper_of(tuning.country),
        facts=Facts(facts),
        sections=(
            _purpose(tuning), _data(tuning), _parameters(tuning), _plots(tuning), _grid(tuning),
            method(tuning), _samples(tuning), _results(tuning), not_done(tuning),
        ),
        pages=(Link("Review sheet", "review.csv"), Link("All figures", "tuning.json")),
    )  # fmt: skip


def _purpose(tuning: Tuning) -> Section:
    text = (
        "This paper shows what other thresholds of the scenario would have raised on the same"
        " records, and, once its samples are reviewed, how many suspicious cases lie below the line"
        " that is in force. It proposes no threshold: that is for whoever answers for them."
    )
    return Section(
        "purpose", "Purpose", (Paragraph(text), Paragraph(tuning.description, lead="The scenario."))
    )


def _data(tuning: Tuning) -> Section:
    rows = tuple((f.table, f.path, f"{f.records:,}", f.sha256) for f in tuning.files)
    blocks: list[Paragraph | Table | Bullets] = [
        Table("Files that were read", _FILES, rows),
        Paragraph(f"{wording.plural(tuning.rejected, 'record')} rejected in reading."),
    ]
    if tuning.notes:
        blocks.append(Bullets(tuning.notes, lead="What reading and checking said."))
    return Section("data", "Data", tuple(blocks))


def _parameters(tuning: Tuning) -> Section:
    force = tuple((p.name, p.value, p.why) for p in tuning.parameters)
    tuned = tuple(
        (t.name, t.in_force, ", ".join(t.values), f"{t.low} to {t.high}") for t in tuning.tuned
    )
    blocks: tuple[Paragraph | Table, ...] = (
        Table("Parameters in force, and why", _PARAMETERS, force),
        Table("Parameters that were varied", _TUNED, tuned),
    )
    if tuning.threshold_set:
        blocks = (Paragraph(f"Threshold set in force: {tuning.threshold_set}."), *blocks)
    return Section("parameters", "Parameters", blocks)


def _plots(tuning: Tuning) -> Section:
    return Section("plots", "Alerts against each parameter", plots(tuning))


def _segments(tuning: Tuning) -> list[str]:
    found = {part.segment for point in tuning.points for part in point.segments}
    return sorted(found) if tuning.plan.segment_by else []


def _grid(tuning: Tuning) -> Section:
    """Every point; the one in force is marked, also where it is none of the grid."""
    segments = _segments(tuning)
    columns = (
        Column("Line", "grade", 1),
        *(Column(t.name, "amount", 1) for t in tuning.tuned),
        *(Column(label, "amount", 1) for label in ("Alerts", "Foci", "Below the line", "Lost")),
        *(Column(f"Alerts: {segment}", "amount", 1) for segment in segments),
        Column("Counted", weight=1),
    )
    rows = tuple(_point(point, segments) for point in tuning.points)
    text = (
        "Below the line are alerts of a point that the parameters in force do not raise; lost are"
        " alerts in force that it does not raise. Two alerts are the same episode when they share a"
        " payment of one focus. Points outside the grid serve the drawings and the comparison."
    )
    table = Table("Points of the grid", columns, rows)
    return Section("grid", "Above and below the line", (Paragraph(text), table), is_wide=True)


def _point(point: PointCount, segments: list[str]) -> tuple[str, ...]:
    alerts = {part.segment: part.alerts for part in point.segments}
    mark = "in force" if point.is_in_force else "" if point.is_in_grid else "outside"
    counts = (point.alerts, point.foci, point.below, point.lost)
    return (
        mark,
        *point.values,
        *(f"{count:,}" for count in counts),
        *(f"{alerts.get(segment, 0):,}" for segment in segments),
        "in full" if point.is_full else "reduced",
    )


def _samples(tuning: Tuning) -> Section:
    plan = tuning.plan
    share, sure = wording.percent(plan.share), wording.percent(plan.confidence)
    text = (
        f"Each sample is the smallest that holds at least one suspicious item with {sure}"
        f" confidence, if {share} or more of its stratum were suspicious (hypergeometric"
        " distribution, counted in whole numbers)."
    )
    if plan.most is not None:
        text += f" No sample is larger than {plan.most}; what it then detects stands beside it."
    how = (
        f"An item is drawn when the SHA-256 of the seed {plan.seed} and its key is among the lowest"
        " of its stratum. The review sheet is review.csv."
    )
    table = Table("Strata and samples", _STRATA, tuple(_stratum(s) for s in tuning.strata))
    return Section("samples", "Samples", (Paragraph(text), Paragraph(how), table))


def _stratum(stratum: Stratum) -> tuple[str, ...]:
    is_above = stratum.band == "above"
    return (
        _BANDS[stratum.band],
        stratum.segment,
        f"{stratum.population:,}",
        f"{stratum.size:,}",
        _share(stratum.detects),
        f"{stratum.decided:,}" if is_above else "–",
        f"{stratum.decided_suspicious:,}" if is_above else "–",
    )


def _results(tuning: Tuning) -> Section:
    sure = wording.percent(tuning.plan.confidence)
    text = (
        f"Bounds are exact (Clopper and Pearson), two-sided, at {sure} confidence. Where all of a"
        " stratum was reviewed they are the share itself. Over several segments the risk is shared"
        " out among them and their bounds are added up by population, for segments are sampled at"
        " different rates. Decisions to file or to escalate count as suspicious, to close as not."
    )
    rows = tuple(_row(bound) for bound in tuning.bounds)
    blocks: list[Paragraph | Table] = [Paragraph(text)]
    blocks += [Table("Suspicious share by band and segment", _BOUNDS, rows)]
    blocks += [Paragraph(line) for line in _conclusions(tuning)]
    return Section("results", "Results and bounds", tuple(blocks))


def _row(bound: Bound) -> tuple[str, ...]:
    head = (_BANDS[bound.band], bound.segment, f"{bound.population:,}")
    if not bound.reviewed:
        return (*head, "0", "–", "not reviewed", "–", "–")
    found = (Decimal(bound.suspicious) / bound.reviewed).quantize(Decimal("0.000001"))
    shares = (_share(found), _share(bound.low), _share(bound.high))
    return (*head, f"{bound.reviewed:,}", f"{bound.suspicious:,}", *shares)


def _conclusions(tuning: Tuning) -> Iterator[str]:
    """The whole of each band in a sentence."""
    sure = wording.percent(tuning.plan.confidence)
    for band, words in _BANDS.items():
        of_band = [bound for bound in tuning.bounds if bound.band == band]
        if not of_band:
            yield f"{words}: there is nothing to draw from."
            continue
        whole = next((b for b in reversed(of_band) if b.segment == ALL), of_band[-1])
        if all(bound.reviewed for bound in of_band):
            yield (
                f"{words}: of {whole.population:,} in all, between {_share(whole.low)} and"
                f" {_share(whole.high)} are suspicious, at {sure} confidence."
            )


def _share(share: Decimal) -> str:
    """A share in per cent with two decimals: bounds are small where they matter."""
    return f"{share * 100:.2f} %"
