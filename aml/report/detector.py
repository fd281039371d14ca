"""detector.html: whom the outlier detector compared with whom, and how far apart they stand."""

from __future__ import annotations

from aml.core import wording
from aml.core.peers import PeerLevel, Peers, PeerSpread
from aml.core.run import Run
from aml.report import terms
from aml.report.document import Bullets, Column, Headlines, Paragraph, Section, Table
from aml.report.html import fill
from aml.report.page import page

_LEVELS = (
    Column("Peers share", weight=5), Column("Needed in a group", "amount", 2),
    Column("Groups", "amount", 2), Column("Customers scored", "amount", 2),
    Column("Groups that were too small", "amount", 2),
)  # fmt: skip
_GROUPS = (
    Column("Peer group", weight=6), Column("Customers", "amount", 2), Column("Scored", "amount", 1),
    Column("Half at or below", "amount", 2), Column("90 %", "amount", 1),
    Column("99 %", "amount", 1), Column("Highest", "amount", 1),
    Column("Out of line", "amount", 1), Column("Alerts", "amount", 1),
)  # fmt: skip
#: Groups on the page; the others are counted below them.
_SHOWN = 200


def render_detector(run: Run, peers: Peers) -> str:
    """The page on the detector's peer groups.

    Raises:
        ReportError: the template does not fit.
    """
    facts = (
        ("Months scored", peers.window),
        ("Monthly cap", f"{wording.plural(peers.monthly_cap, 'alert')} for each month"),
    )
    document = page(run, "Detector", facts, _alerts(peers), _levels(peers), _groups(peers))
    return fill("run.html.j2", document)


def _alerts(peers: Peers) -> Section:
    figures = Headlines(
        (
            ("Customers scored", f"{peers.customers:,}"),
            ("Alerts", f"{peers.alerts:,}"),
            ("Cut off by the monthly cap", f"{peers.cut_off:,}"),
            ("Out of line beyond the top share", f"{peers.beyond_share:,}"),
        )
    )
    most = peers.monthly_cap * peers.months
    share = terms.points(peers.top_share * 100)
    lines = (
        f"A customer is out of line from a score of {terms.points(peers.least_score)} on: so many"
        " deviations from the middle of its peers.",
        f"Of all customers, the furthest {share} % are looked at; of these, those out of line for a"
        " reason of a risk family have an alert.",
        f"At most {most:,} have one: {peers.monthly_cap:,} for each of {peers.months} months."
        " monthly_cap of [detector] in aml.toml sets the number.",
    )
    return Section("alerts", "Alerts, and what the limits left out", (figures, Bullets(lines)))


def _levels(peers: Peers) -> Section:
    rows = tuple(_level(item) for item in peers.levels)
    text = Paragraph(
        "Each customer is scored once, in the finest group that is large enough. Those of a group"
        " that is too small are scored at the next step, beside all customers who share as much."
    )
    table = Table("From fine to coarse", _LEVELS, rows)
    return Section("levels", "Who is compared with whom", (text, table))


def _level(item: PeerLevel) -> tuple[str, ...]:
    numbers = (item.needed, item.groups, item.scored, item.too_small)
    return terms.sentence(item.shared), *(f"{number:,}" for number in numbers)


def _groups(peers: Peers) -> Section:
    shown = peers.groups[:_SHOWN]
    left = len(peers.groups) - len(shown)
    caption = f"Scores of {wording.plural(len(shown), 'group')}, most customers first"
    rest = (Paragraph(f"{left:,} smaller groups are not shown."),) if left else ()
    table = Table(caption, _GROUPS, tuple(_group(item) for item in shown))
    return Section("groups", "Peer groups", (table, *rest))


def _group(item: PeerSpread) -> tuple[str, ...]:
    scores = (item.half, item.nine_tenths, item.most, item.highest)
    return (
        terms.sentence(item.name),
        f"{item.customers:,}",
        f"{item.scored:,}",
        *(f"{score:,}" for score in scores),
        f"{item.out_of_line:,}",
        f"{item.alerts:,}",
    )
