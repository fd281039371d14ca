"""Which FIU a filing goes to, and where its profile is looked for."""

from dataclasses import replace

import pytest

from aml.core.problem import ReportError
from aml.pipeline.goaml import goaml_files, goaml_missing
from tests.report.goaml.filings import FILING, PROFILE_501

#: As its user would write it without the FIU's schema.
PROFILE = "\n".join(line for line in PROFILE_501.splitlines() if not line.startswith("xsd:"))


@pytest.fixture
def root(tmp_path):
    (tmp_path / "goaml").mkdir()
    (tmp_path / "goaml" / "home.yml").write_text(PROFILE, encoding="utf-8")
    return tmp_path


def test_the_workspace_s_own_profile_is_found_and_a_file_is_of_one_report(root):
    assert goaml_missing(FILING, root, "home") == ()
    files = goaml_files([FILING], root, "home")
    assert list(files) == ["goaml.xml"]
    assert b"<!-- Not validated" in files["goaml.xml"]
    assert goaml_files([FILING, FILING], root, "home") == {}


def test_aml_toml_names_the_fiu_and_the_command_line_another(root):
    named = replace(FILING, filer=replace(FILING.filer, goaml_profile="home"))
    assert goaml_missing(named, root) == ()
    assert {lack.whose for lack in goaml_missing(named, root, "neutral")} == {"profile neutral"}
    assert {lack.whose for lack in goaml_missing(FILING, root)} == {"profile neutral"}


def test_a_profile_that_is_not_there_is_told(root):
    with pytest.raises(ReportError, match="GOA001"):
        goaml_missing(FILING, root, "homme")
