"""`aml report` for goAML, as its user calls it: checked, answered, written."""

import json

import pytest
from lxml import etree

from aml.core.plain import plain
from tests.pipeline.test_goaml import PROFILE
from tests.report.cases import small

FILER = """
filer.name: Example Bank
filer.entity_id: "12345"
filer.branch: HQ
filer.swift: COBADEFFXXX
filer.street: 1 Example Street
filer.city: Exampletown
filer.country: DE
filer.person.first_name: Erika
filer.person.last_name: Muster
filing.tags: STRUCT
"""


@pytest.fixture
def run(tmp_path):
    """A run of one case in a workspace with a profile of its own."""
    (tmp_path / "goaml").mkdir()
    profile = PROFILE.replace("local_currency: EUR", "local_currency: USD")
    (tmp_path / "goaml" / "home.yml").write_text(profile, encoding="utf-8")
    folder = tmp_path / "out" / "2026-03-31-1a2b3c4d"
    (folder / "cases" / "C-1").mkdir(parents=True)
    case = json.dumps(plain(small()))
    (folder / "cases" / "C-1" / "case.json").write_text(case, encoding="utf-8")
    manifest = {"run_id": folder.name, "inputs": [], "outputs": {}}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def asked(aml, run, *more):
    return aml("report", run, "--goaml-profile", "home", *more)


def test_what_is_missing_is_listed_and_once_answered_the_file_is_written(aml, run, tmp_path):
    out, told = tmp_path / "forms", tmp_path / "answers.yml"
    told.write_text(FILER)
    said = asked(aml, run, "--check", "goaml", "--out", out, "--answers", told)
    assert said.code == 1
    lines = [line.partition("#")[0].strip() for line in said.out.splitlines()]
    keys = [line.removesuffix(":") for line in lines if line]
    assert "subject 1.nationality" in keys
    assert "Maribel" not in said.out
    said = asked(aml, run, "--format", "goaml", "--out", out, "--answers", told)
    assert said.code == 1
    assert "FIL001" in said.err
    assert not (out / "cases").exists()
    values = {
        "born_or_incorporated_on": "1980-01-31", "phone": "+1 956 555 0100", "country": "US",
        "nationality": "MX", "opened_on": "2020-01-02", "currency": "USD", "kind": "person",
    }  # fmt: skip
    rest = "".join(f"{key}: {values.get(key.rpartition('.')[2], 'T-1')}\n" for key in keys)
    told.write_text(FILER + rest)
    said = asked(aml, run, "--format", "goaml", "--out", out, "--answers", told)
    assert said.code == 0, said.err + said.out
    tree = etree.parse(str(next(out.rglob("goaml.xml"))))
    assert tree.findtext("report_code") == "STR"
    assert asked(aml, run, "--check", "goaml", "--answers", told).code == 0


def test_a_code_that_the_profile_lacks_is_a_remark_and_no_line_to_answer(aml, run):
    said = aml("report", run, "--check", "goaml")
    assert said.code == 1
    assert "# filing" not in said.out
    assert "\n:" not in said.out
    said = aml("report", run, "--check", "goaml", "--goaml-profile", "nowhere")
    assert said.code != 0
    assert "GOA001" in said.err


def test_goaml_takes_one_report_a_file(aml, run, tmp_path):
    said = asked(aml, run, "--format", "goaml", "--batch", "--out", tmp_path / "forms")
    assert said.code == 2
    assert "RUN004" in said.err
