"""`aml scenario`: what is looked for, and everything an author needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib import resources
from pathlib import Path

import click

from aml.cli.console import format_option, print_json, print_problems, print_rows, say
from aml.core.plain import plain
from aml.core.problem import AmlError, Location, Problem, ScenarioError, UsageError, did_you_mean
from aml.core.scenario import Scenario
from aml.core.shipped import shipped
from aml.scenario.check import Checked, check
from aml.scenario.load import Loaded, load, load_folder
from aml.scenario.lock import read_lock, write_lock
from aml.scenario.trial import run_tests

_FOUND = 1
_folder_option = click.option(
    "--scenarios",
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder of scenario files (default: ./scenarios, else those that ship).",
)


@click.group()
def scenario() -> None:
    """List, show, write, check and test scenarios."""


@scenario.command("list")
@_folder_option
@format_option
def list_(folder: Path | None, form: str) -> None:
    """Every scenario of the folder."""
    found = _scenarios(folder)
    rows = [(s.scenario_id, s.version, s.typology, s.status, s.severity, s.title) for s in found]
    print_rows(form, "", ("Id", "Version", "Typology", "Status", "Severity cap", "Title"), rows)


@scenario.command()
@click.argument("scenario_id")
@_folder_option
@format_option
def show(scenario_id: str, folder: Path | None, form: str) -> None:
    """One scenario in plain words: what it looks for, its parameters, its gaps."""
    found = _named(scenario_id, folder)
    if form == "json":
        print_json(_shape(found))
        return
    say(f"{found.reference}  {found.title}\n\n{found.description}\n")
    say(f"typology {found.typology} · focus {found.focus} · severity at most {found.severity}")
    rows = [(p.name, p.kind, p.default, _range(p.low, p.high), p.why) for p in found.parameters]
    print_rows(form, "Parameters", ("Name", "Type", "Default", "Range", "Why"), rows)
    points = [(line.name, line.points.text, line.when.text, line.label) for line in found.score.add]
    title = f"Score: base {found.score.base}, then"
    print_rows(form, title, ("As", "Points", "When", "Meaning"), points)
    for heading, lines in (
        ("False positives", found.false_positives),
        ("Known gaps", found.known_gaps),
        ("References", found.references),
    ):
        say(f"\n{heading}\n" + "\n".join(f"  - {line}" for line in lines))


@scenario.command()
@click.argument("scenario_id")
@_folder_option
def sql(scenario_id: str, folder: Path | None) -> None:
    """The SQL of a scenario as DuckDB runs it, with its parameters listed above it."""
    found = _named(scenario_id, folder)
    for parameter in found.parameters:
        say(f"-- ${parameter.name} = {parameter.default}")
    say(found.sql.text.rstrip())


@scenario.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@_folder_option
@format_option
def check_(paths: tuple[Path, ...], folder: Path | None, form: str) -> None:
    """Check scenario files: form, SQL, contract, evidence, narrative, tests, version lock.

    PATHS are files or folders; without any, the whole folder is checked. All problems of a file
    come at once, each at path:line:column. Exit 1 when there is one.
    """
    checked = [item for place in paths or (_folder(folder),) for item in _check_place(place)]
    problems = [problem for item in checked for problem in item.problems]
    print_problems(problems)
    rows = [
        (
            item.path.stem,
            item.tests,
            "ok" if not item.problems else f"{len(item.problems)} problems",
        )
        for item in checked
    ]
    print_rows(form, "", ("Scenario", "Tests", "Result"), rows)
    if problems:
        raise click.exceptions.Exit(_FOUND)


@scenario.command("test")
@click.argument("scenario_ids", nargs=-1)
@_folder_option
def test_(scenario_ids: tuple[str, ...], folder: Path | None) -> None:
    """Run the tests that stand in scenario files: all, or those of the named scenarios."""
    chosen = [_named(name, folder) for name in scenario_ids] or _scenarios(folder)
    reference = _folder(folder) / "reference"
    failed = 0
    for item in chosen:
        problems = run_tests(item, reference)
        print_problems(problems)
        failed += len({problem.location for problem in problems})
        say(f"{item.scenario_id}: {len(item.tests)} tests, {len(problems)} problems")
    if failed:
        raise click.exceptions.Exit(_FOUND)


@scenario.command()
@_folder_option
def lock(folder: Path | None) -> None:
    """Write versions.lock: the hash of each scenario's logic at its present version."""
    place = _folder(folder)
    found = _scenarios(folder)
    write_lock(place, found)
    say(f"locked {len(found)} scenarios in {place / 'versions.lock'}")


@scenario.command()
@click.argument("scenario_id")
@click.option("--typology", default="S01", show_default=True, help="A code of the catalogue.")
@click.option(
    "--folder", type=click.Path(path_type=Path), default=Path("scenarios/mine"), show_default=True
)
def new(scenario_id: str, typology: str, folder: Path) -> None:
    """Write a small scenario that passes every check, to be changed into yours."""
    target = folder / f"{scenario_id}.yml"
    if target.exists():
        message = "the file is there already"
        raise UsageError(Problem("RUN006", message, Location(str(target)), "choose another id"))
    template = resources.files("aml.cli").joinpath("scenario.yml.template")
    text = template.read_text(encoding="utf-8")
    today = date.today().isoformat()  # noqa: DTZ011 - the author's own day
    for name, value in (("ID", scenario_id), ("TYPOLOGY", typology), ("TODAY", today)):
        text = text.replace(f"@{name}@", value)
    folder.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    say(f"wrote {target}; then: aml scenario check {target}")


def _folder(folder: Path | None) -> Path:
    if folder is not None:
        return folder
    return Path("scenarios") if Path("scenarios").is_dir() else shipped("scenarios")


def _check_place(place: Path) -> list[Checked]:
    if place.is_dir():
        lock_ = read_lock(place)
        return [check(item, lock_, place / "reference") for item in load_folder(place)]
    return [check(load(place))]


def _scenarios(folder: Path | None) -> list[Scenario]:
    loaded: Sequence[Loaded] = load_folder(_folder(folder))
    problems = [problem for item in loaded for problem in item.problems]
    if problems:
        raise ScenarioError(problems)
    return [item.scenario for item in loaded if item.scenario]


def _named(scenario_id: str, folder: Path | None) -> Scenario:
    found = {item.scenario_id: item for item in _scenarios(folder)}
    if scenario_id not in found:
        hint = did_you_mean(scenario_id, found)
        raise AmlError(Problem("RUN002", f"no scenario '{scenario_id}'", None, hint))
    return found[scenario_id]


def _range(low: object, high: object) -> str:
    return f"{low} to {high}" if low is not None else ""


def _shape(found: Scenario) -> dict[str, object]:
    kept = ("scenario_id", "version", "title", "status", "severity", "typology", "stage", "focus",
            "description", "references", "false_positives", "known_gaps", "requires")  # fmt: skip
    shape = {name: plain(getattr(found, name)) for name in kept}
    shape["parameters"] = [
        {"name": p.name, "type": p.kind, "default": plain(p.default), "why": p.why}
        for p in found.parameters
    ]
    return shape
