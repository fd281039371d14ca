"""The papers of the house name what is there, and all of it."""

import re
from pathlib import Path

from aml.cli.main import aml
from aml.scenario.lint import FUNCTIONS

ROOT = Path(__file__).parents[2]


def commands(group, context=None):
    """Every command below a group, as a user types it."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if hasattr(command, "list_commands"):
            yield from (f"{name} {inner}" for inner in commands(command))
        else:
            yield name


def test_every_command_teaches_and_stands_in_the_readme():
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in commands(aml):
        assert re.search(rf"\b(aml|make) {name}\b", page), name


def test_every_option_says_what_it_does():
    def check(command, name):
        for option in command.params:
            if option.param_type_name == "option" and option.name not in ("help", "version"):
                assert option.help, f"{name} {option.opts}"

    for name in commands(aml):
        first, _, second = name.partition(" ")
        command = aml.get_command(None, first)
        check(command.get_command(None, second) if second else command, name)


def test_every_link_between_papers_leads_somewhere():
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def test_no_paper_names_this_machine():
    for page in [*ROOT.glob("*.md"), *sorted((ROOT / "docs").glob("*.md"))]:
        assert ROOT.parent.as_posix() + "/" not in page.read_text(encoding="utf-8"), page.name


def test_the_authors_guide_lists_the_functions():
    page = (ROOT / "scenarios" / "README.md").read_text(encoding="utf-8")
    listed = page[page.index("Functions: ") :].split(".", 1)[0].removeprefix("Functions: ")
    assert set(listed.split()) == FUNCTIONS
