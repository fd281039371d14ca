"""coverage.html: what was looked for, what could not be, and what of the ledgers was there."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from aml.core import wording
from aml.core.plain import plain
from aml.core.run import ChannelCoverage, Run
from aml.core.scenario import Applicability
from aml.report import terms
from aml.report.document import Column, Paragraph, Section, Table
from aml.report.html import fill
from aml.report.page import page

_SCENARIOS = (
    Column("Scenario", "code", 4), Column("State", weight=2), Column("Alerts", "amount", 1),
    Column("What it looks for", weight=6), Column("Reads", "code", 3), Column("Note", weight=4),
)  # fmt: skip
_CHANNELS = (
    Column("Table", weight=2), Column("Channel or funding", weight=3), Column("Currency", weight=1),
    Column("Records", "amount", 2), Column("Value", "amount", 3),
    Column("Scenarios that read it", "amount", 2),
)  # fmt: skip
_MATRIX = (
    Column("Product", weight=2), Column("Channel or funding", weight=3),
    Column("Currency", weight=1), Column("Country", weight=1),
    Column("Records", "amount", 2), Column("Value", "amount", 3),
    Column("Scenarios that read it", "amount", 2),
)  # fmt: skip
#: Rows of the matrix on the page; coverage.json has all.
_SHOWN = 100


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
    document = page(run, "Coverage", facts, _scenarios(run), _channels(run), _matrix(run))
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
    if not run.coverage:
        none = Paragraph("No transaction and no remittance was loaded.")
        return Section("channels", "Channels and currencies", (none,))
    together: dict[tuple[str, str, str], list[ChannelCoverage]] = {}
    for item in run.coverage:
        together.setdefault((item.table, item.channel, item.currency), []).append(item)
    rows = tuple(
        (
            terms.spaced(table),
            terms.spaced(channel),
            currency,
            f"{sum(item.records for item in items):,}",
            _value(run, [item.amount_base for item in items]),
            _readers(items[0]),
        )
        for (table, channel, currency), items in together.items()
    )
    text = (
        f"Every record that was loaded, in the base currency {run.base_currency}. A scenario reads"
        " a channel when it can raise an alert on its entries."
    )
    table = Table("Channels and currencies", _CHANNELS, rows)
    return Section("channels", "Channels and currencies", (Paragraph(text), table))


def _matrix(run: Run) -> Section:
    rows = tuple(
        (
            item.product or "–",
            terms.spaced(item.channel),
            item.currency,
            item.country or "–",
            f"{item.records:,}",
            _value(run, [item.amount_base]),
            _readers(item),
        )
        for item in sorted(run.coverage, key=lambda item: -item.records)[:_SHOWN]
    )
    caption = f"The {len(rows):,} largest of {len(run.coverage):,}; coverage.json has all"
    table = Table(caption, _MATRIX, rows)
    return Section("matrix", "Products, channels, currencies and countries", (table,))


def _value(run: Run, amounts: Sequence[Decimal | None]) -> str:
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        return "no exchange rate"
    return wording.money(sum(known, Decimal(0)), run.base_currency)


def _readers(item: ChannelCoverage) -> str:
    return f"{len(item.read_by):,}" if item.read_by else "NONE"
