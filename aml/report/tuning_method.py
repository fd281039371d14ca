"""How a tuning was counted, and what it does not show, in words."""

from __future__ import annotations

from collections.abc import Iterator

from aml.core.tuning import Method, Tuning
from aml.core.wording import plural
from aml.report.document import Bullets, Paragraph, Section


def method(tuning: Tuning) -> Section:
    """How the points were counted, and what proves the short way right."""
    return Section("method", "How it was counted", tuple(Paragraph(t) for t in _method(tuning)))


def _method(tuning: Tuning) -> Iterator[str]:
    way = tuning.method
    if way.steps:
        steps = "The step" if len(way.steps) == 1 else "The steps"
        yield (
            f"{steps} {', '.join(way.steps)} of the SQL give the same at every point, for no"
            " parameter that was varied reaches them. They were run once, and their rows kept."
        )
    if way.is_fallback:
        yield (
            f"All {plural(way.full, 'point')} were run on the whole tables: the scenario looks"
            " beyond the rows of one focus, so that no shorter way gives the same results."
        )
        return
    yield (
        f"{plural(way.full, 'point')} were run on the whole tables: the parameters in force, the"
        " corners of the smallest box around them and the grid, and points drawn with the seed"
        " where those are few."
    )
    if way.reduced:
        yield from _short_way(way)


def _short_way(way: Method) -> Iterator[str]:
    """How the points that were not run in full were run."""
    yield (
        f"The other {plural(way.reduced, 'point')} were run on the rows that concern one of the"
        f" {plural(way.foci, 'focus', 'foci')} about which one of these raised an alert"
        f" ({', '.join(way.tables)}; other tables stayed whole). At every point that was run in"
        " full, the short way gave the same episodes with the same figures."
    )
    if way.beyond:
        yield (
            f"The step {way.beyond} of the SQL looks beyond the rows of one focus and read the"
            " whole tables at those points too."
        )
    if way.compared:
        yield (
            "Where the SQL lends itself to that, many points were run in one statement, those"
            f" run in full among them. {plural(way.compared, 'other')} were also run alone on"
            " these rows: all gave the same."
        )
    yield (
        "A focus that alerts at points inside the box, and at none that was run in full, would"
        " not be counted. That needs a scenario that alerts in the middle of a range and at"
        " neither of its ends."
    )


def not_done(tuning: Tuning) -> Section:
    """What a validator must not read into the paper."""
    lines = [
        "Suppressions were not applied: an alert that one would answer for is counted.",
        "Alerts are of this scenario alone. What another scenario or the detector raises about the"
        " same focus is not looked at.",
        "Scores were not tuned: only what decides whether an alert is raised.",
        "The records are those of one ledger up to one day. Another period may differ.",
        "Those without an alert were drawn from customers, accounts, parties or agents in the"
        " ledger, of which a reviewer sees nothing but what the institution knows of them.",
    ]
    if not tuning.is_reviewed:
        lines.insert(0, "The samples are not reviewed yet, so nothing is said of what they hold.")
    return Section("not-done", "What was not done", (Bullets(tuple(lines)),))
