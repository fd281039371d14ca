"""coverage.html: what was looked for, what could not be, and what of the ledgers was there."""

from __future__ import annotations

from aml.core import wording
from aml.core.plain import plain
from aml.core.run import Run
from aml.core.scenario import Applicability
from aml.report import terms
from aml.report.document import Block, Column, Paragraph, Section, Table
from aml.report.html import fill
from aml.report.page import page

_SCENARIOS = (
    Column("Scenario", "code", 4), Column("State", weight=2), Column("Alerts", "amount", 1),
    Column("What it looks for", weight=6), Column("Reads", "code", 3), Column("Note", weight=4),
)  # fmt: skip
_CHANNELS = (
    Column("Table", weight=2), Column("Channel or funding", weight=3), Column("Currency", weight=1),
    Column("Records", "amount", 2), Column("Value", "amount", 3),
)  # fmt: skip


def render_coverage(run: Run) -> str:
    """The page on scenarios and channels.

    Raises:
        ReportError: the template does not fit.
    """
    states = [item.state for item in run.applicability]
    facts = (
        ("Scenarios that ran", f"{states.count('ran'):,}"),
        ("Not applicable", f"{states.count('not_applicable'):,}"),
        ("Incomplete", f"{states.count('incomplete'):,}"),
    )
    document = page(run, "Coverage", facts, _scenarios(run), _channels(run))
    return fill("run.html.j2", document)


def _scenarios(run: Run) -> Section:
    uses = {use.reference.partition("@")[0]: use for use in run.scenarios}
    rows = []
    for item in run.applicability:
        use = uses.get(item.scenario_id)
        rows.append(
            (
                item.scenario_id,
                terms.sentence(terms.spaced(item.state)),
                f"{item.alerts:,}",
                use.title if use else "not described",
                ", ".join(use.reads) if use and use.reads else "not recorded",
                _note(item),
            )
        )
    table = Table("Each scenario and detector", _SCENARIOS, tuple(rows))
    return Section("scenarios", "Scenarios and detectors", (table,))


def _note(item: Applicability) -> str:
    """Why it did not run, and what it counted on the way, such as parties it did not examine."""
    measured = [f"{terms.spaced(name)}: {plain(item.measured[name])}" for name in item.measured]
    return "; ".join([*([item.reason] if item.reason else []), *sorted(measured)]) or "–"


def _channels(run: Run) -> Section:
    rows = tuple(
        (
            terms.spaced(item.table),
            terms.spaced(item.channel),
            item.currency,
            f"{item.records:,}",
            "no exchange rate"
            if item.amount_base is None
            else wording.money(item.amount_base, run.base_currency),
        )
        for item in run.coverage
    )
    text = f"Every record that was loaded, in the base currency {run.base_currency}."
    none: tuple[Block, ...] = (Paragraph("No transaction and no remittance was loaded."),)
    blocks = (Paragraph(text), Table("Channels and currencies", _CHANNELS, rows)) if rows else none
    return Section("channels", "Channels and currencies", blocks)
