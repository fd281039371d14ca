"""`aml scenario`: what is looked for, and everything an author needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from importlib import resources
from pathlib import Path

import click

from aml.cli.backtest import backtest
from aml.cli.book import book
from aml.cli.checking import (
    check_places,
    check_tables,
    library_of,
    lock_library,
    reference_of,
    sound,
)
from aml.cli.console import format_option, print_json, print_problems, print_rows, say, say_lists
from aml.cli.tune import tune
from aml.core.plain import plain
from aml.core.problem import AmlError, Location, Problem, UsageError, did_you_mean
from aml.core.scenario import EvidenceLine, Parameter, Scenario
from aml.core.threshold_set import ThresholdSet
from aml.core.wording import plural
from aml.scenario.load import ID_FORM, is_scenario_id, is_typology
from aml.scenario.lock import LOCK_NAME, read_lock
from aml.scenario.schema import SCHEMA_NAME, schema_text
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


scenario.add_command(backtest)
scenario.add_command(book)
scenario.add_command(tune)


@scenario.command("list")
@_folder_option
@format_option
def list_(folder: Path | None, form: str) -> None:
    """Every scenario of the folder."""
    found = sorted(_scenarios(folder), key=lambda s: (s.typology, s.scenario_id))
    if form == "json":
        kept = ("scenario_id", "version", "typology", "status", "severity", "focus", "title")
        print_json([{name: plain(getattr(s, name)) for name in kept} for s in found])
        return
    rows = [(s.scenario_id, s.version, s.typology, s.status, s.title) for s in found]
    title = f"{plural(len(found), 'scenario')} in {library_of(folder)}"
    print_rows(form, title, ("Id", "Version", "Typology", "Status", "Title"), rows)


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
    say(f"needs {', '.join(found.requires)} · {plural(len(found.tests), 'test')}\n")
    rows = [(p.name, p.kind, p.default, _range(p), p.why) for p in found.parameters]
    print_rows(form, "Parameters", ("Name", "Type", "Default", "Range", "Why"), rows)
    if found.threshold_sets:
        sets = [(s.reference, _fits(s.when), _values(s), s.reason) for s in found.threshold_sets]
        heads = ("Set", "For", "Values", "Why")
        print_rows(form, "Threshold sets: the first that fits holds", heads, sets)
    points = [(line.name, line.points.text, line.when.text, line.label) for line in found.score.add]
    title = f"Score: base {found.score.base}, then"
    print_rows(form, title, ("As", "Points", "When", "Meaning"), points)
    lines = [(line.name, _source(line), line.label) for line in found.evidence]
    print_rows(form, "Figures", ("Name", "From", "Meaning"), lines)
    say_lists(
        ("False positives", found.false_positives),
        ("Known gaps", found.known_gaps),
        ("References", found.references),
    )


@scenario.command()
@click.argument("scenario_id")
@_folder_option
@format_option
def sql(scenario_id: str, folder: Path | None, form: str) -> None:
    """The SQL of a scenario as DuckDB runs it, with its parameters listed above it."""
    found = _named(scenario_id, folder)
    if form == "json":
        print_json({"sql": found.sql.text, "parameters": plain(found.defaults())})
        return
    for parameter in found.parameters:
        say(f"-- ${parameter.name} = {parameter.default}")
    say(found.sql.text.rstrip())


@scenario.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--mutations/--no-mutations",
    default=None,
    help="Make every small change to a scenario and see that a test notices (default: where "
    "versions.lock does not say so already).",
)
@_folder_option
@format_option
def check_(paths: tuple[Path, ...], mutations: bool | None, folder: Path | None, form: str) -> None:
    """Check scenario files: form, SQL, contract, evidence, narrative, tests, version lock.

    Of a library, the dated tables of reference/ are checked too: sources, days, overlaps and gaps.

    PATHS are files or folders; without any, the whole folder is checked. All problems of a file
    come at once, each at path:line:column. Exit 1 when there is one.
    """
    places = paths or (library_of(folder),)
    checked = check_places(places, mutations)
    problems = [problem for item in checked for problem in item.problems]
    problems += check_tables(places)
    print_problems(problems)
    rows = [
        (item.loaded.path.stem, item.tests, item.mutations, _result(len(item.problems)))
        for item in checked
    ]
    print_rows(form, "", ("Scenario", "Tests", "Mutations", "Result"), rows)
    if problems:
        raise click.exceptions.Exit(_FOUND)


@scenario.command("test")
@click.argument("scenario_ids", nargs=-1)
@_folder_option
@format_option
def test_(scenario_ids: tuple[str, ...], folder: Path | None, form: str) -> None:
    """Run the tests that stand in scenario files: all, or those of the named scenarios."""
    chosen = [_named(name, folder) for name in scenario_ids] or _scenarios(folder)
    found = {s.scenario_id: run_tests(s, reference_of(library_of(folder))) for s in chosen}
    problems = [problem for failed in found.values() for problem in failed]
    print_problems(problems)
    rows = [(s.scenario_id, len(s.tests), _result(len(found[s.scenario_id]))) for s in chosen]
    print_rows(form, "", ("Scenario", "Tests", "Result"), rows)
    if problems:
        raise click.exceptions.Exit(_FOUND)


@scenario.command()
@_folder_option
def lock(folder: Path | None) -> None:
    """Write versions.lock: the hash of each scenario's logic at its version, and of its tests.

    Refused where a logic changed and its version did not, and for a scenario of which a small
    change goes unnoticed by its tests.
    """
    place = library_of(folder)
    problems = lock_library(place)
    print_problems(problems)
    say(f"locked {plural(len(read_lock(place)), 'scenario')} in {place / LOCK_NAME}")
    if problems:
        raise click.exceptions.Exit(_FOUND)


@scenario.command("schema")
def schema_() -> None:
    """The JSON Schema of a scenario file, by which editors complete keys and mark mistakes."""
    say(schema_text().rstrip())


@scenario.command()
@click.argument("scenario_id")
@click.option("--typology", default="S01", show_default=True, help="A code of the catalogue.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=Path("scenarios/mine"),
    show_default=True,
    help="Where the file is written.",
)
def new(scenario_id: str, typology: str, folder: Path) -> None:
    """Write a small scenario that passes every check, to be changed into yours.

    scenario.schema.json beside it lets an editor with a YAML language server help.
    """
    target = folder / f"{scenario_id}.yml"
    if not is_scenario_id(scenario_id):
        raise UsageError(Problem("RUN004", f"'{scenario_id}' is no id", None, ID_FORM))
    if not is_typology(typology):
        raise UsageError(Problem("RUN004", f"'{typology}' is no typology", None, "such as S01"))
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
    (folder / SCHEMA_NAME).write_text(schema_text(), encoding="utf-8")
    say(f"wrote {target}; then: aml scenario check {target}")


def _scenarios(folder: Path | None) -> list[Scenario]:
    return [item.scenario for item in sound(library_of(folder)) if item.scenario]


def _named(scenario_id: str, folder: Path | None) -> Scenario:
    found = {item.scenario_id: item for item in _scenarios(folder)}
    if scenario_id not in found:
        hint = did_you_mean(scenario_id, found)
        raise AmlError(Problem("RUN002", f"no scenario '{scenario_id}'", None, hint))
    return found[scenario_id]


def _result(problems: int) -> str:
    return plural(problems, "problem") if problems else "ok"


def _fits(when: Mapping[str, Sequence[str]]) -> str:
    parts = (f"{key} {' or '.join(values)}" for key, values in when.items())
    return " and ".join(parts) or "a run that names it"


def _values(held: ThresholdSet) -> str:
    return ", ".join(f"{name} = {value}" for name, value in held.parameters.items())


def _range(parameter: Parameter) -> str:
    return "" if parameter.low is None else f"{parameter.low} to {parameter.high}"


def _source(line: EvidenceLine) -> str:
    return line.recompute.text if line.recompute else "context"


def _shape(found: Scenario) -> dict[str, object]:
    kept = ("scenario_id", "version", "title", "status", "severity", "typology", "stage", "focus",
            "author", "created", "modified", "description", "references", "false_positives",
            "known_gaps", "requires", "digest")  # fmt: skip
    shape = {name: plain(getattr(found, name)) for name in kept}
    shape["threshold_sets"] = [
        {"id": s.set_id, "version": s.version, "reason": s.reason, "when": plain(s.when),
         "parameters": plain(s.parameters)}
        for s in found.threshold_sets
    ]  # fmt: skip
    shape["parameters"] = [
        {"name": p.name, "type": p.kind, "default": plain(p.default), "low": plain(p.low),
         "high": plain(p.high), "why": p.why, "tunable": p.tunable}
        for p in found.parameters
    ]  # fmt: skip
    shape["score"] = {
        "base": plain(found.score.base),
        "add": [
            {"as": p.name, "when": p.when.text, "points": p.points.text, "label": p.label}
            for p in found.score.add
        ],
    }
    shape["evidence"] = [
        {"name": line.name, "label": line.label, "kind": line.kind, "from": _source(line)}
        for line in found.evidence
    ]
    shape["tests"] = [{"name": test.name, "kind": test.kind} for test in found.tests]
    return shape
