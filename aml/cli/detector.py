"""`aml detector`: what the outlier detector looks at, and how it is set."""

from __future__ import annotations

import click

from aml.cli.console import format_option, print_json, print_rows, say, say_lists
from aml.core.case import ScenarioUse
from aml.core.plain import plain
from aml.core.problem import Problem, UsageError, did_you_mean


@click.group()
def detector() -> None:
    """List and show the outlier detectors that run beside the scenarios."""


@detector.command("list")
@format_option
def list_(form: str) -> None:
    """Every detector."""
    rows = [(use.reference, use.typology, "medium", use.title) for use in _detectors().values()]
    print_rows(form, "", ("Detector", "Typology", "Severity cap", "Title"), rows)


@detector.command()
@click.argument("detector_id", default="peer_outlier")
@format_option
def show(detector_id: str, form: str) -> None:
    """One detector in plain words: how it works, what it looks at, its settings, its gaps."""
    from aml.detector.catalogue import catalogue
    from aml.detector.features import FAMILIES

    known = _detectors()
    if detector_id not in known:
        hint = did_you_mean(detector_id, known)
        raise UsageError(Problem("RUN002", f"no detector '{detector_id}'", None, hint))
    use = known[detector_id]
    if form == "json":
        print_json({**plain(use), "families": plain(FAMILIES), "features": plain(catalogue())})
        return
    say(f"{use.reference}  {use.title}\n\n{use.description}\n")
    rows = [(f.family, f.title, f.formula, f.window, f.unit, f.meaning) for f in catalogue()]
    heads = ("Family", "Feature", "Formula", "Window", "Unit", "Meaning")
    print_rows(form, "Features", heads, rows)
    settings = [(p.name, p.value, p.why) for p in use.parameters]
    print_rows(form, "Settings", ("Name", "Value", "Why"), settings)
    say_lists(
        ("False positives", use.false_positives),
        ("Known gaps", use.known_gaps),
        ("References", use.references),
    )


def _detectors() -> dict[str, ScenarioUse]:
    from aml.detector.use import DETECTOR_ID, detector_use

    return {DETECTOR_ID: detector_use()}
