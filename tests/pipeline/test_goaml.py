"""Which FIU a filing goes to, and where its profile is looked for and kept."""

from dataclasses import replace

import pytest

from aml.core.problem import ReportError
from aml.core.progress import Silent
from aml.pipeline.goaml import goaml_folders, goaml_report, profile_files
from aml.pipeline.manifest import read_manifest
from aml.pipeline.replay import replay
from tests.pipeline import ledgers
from tests.report.goaml.filings import FILING, PROFILE_501

#: As its user would write it without the FIU's schema.
PROFILE = "\n".join(line for line in PROFILE_501.splitlines() if not line.startswith("xsd:"))
#: The least that is a schema.
XSD = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="report"><xs:complexType><xs:sequence/></xs:complexType></xs:element>
</xs:schema>
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "goaml").mkdir()
    (tmp_path / "goaml" / "home.yml").write_text(PROFILE, encoding="utf-8")
    return tmp_path


def with_schema(root):
    """The profile names a schema that lies elsewhere in the workspace."""
    (root / "from the FIU").mkdir()
    (root / "from the FIU" / "fiu.xsd").write_text(XSD, encoding="utf-8")
    text = f"xsd: ../from the FIU/fiu.xsd\n{PROFILE}"
    (root / "goaml" / "home.yml").write_text(text, encoding="utf-8")


def missing(filing, root, profile=""):
    return {lack.whose for lack in goaml_report(filing, goaml_folders(root), profile).missing}


def test_the_workspace_s_own_profile_is_found(root):
    report = goaml_report(FILING, goaml_folders(root), "home")
    assert report.missing == ()
    assert b"<!-- Not validated" in report.xml


def test_aml_toml_names_the_fiu_and_the_command_line_another(root):
    named = replace(FILING, filer=replace(FILING.filer, goaml_profile="home"))
    assert missing(named, root) == set()
    assert missing(named, root, "neutral") == {"profile neutral"}
    assert missing(FILING, root) == {"profile neutral"}


def test_a_profile_that_is_not_there_is_told(root):
    with pytest.raises(ReportError, match="GOA001"):
        missing(FILING, root, "homme")
    assert profile_files(goaml_folders(root), "homme") == {}


def test_a_profile_whose_schema_cannot_be_used_is_kept_alone(root):
    with_schema(root)
    (root / "from the FIU" / "fiu.xsd").write_text("<html/>", encoding="utf-8")
    assert [*profile_files(goaml_folders(root), "home")] == ["home.yml"]


def test_a_profile_and_its_schema_lie_side_by_side_where_they_are_kept(root, tmp_path):
    with_schema(root)
    files = profile_files(goaml_folders(root), "home")
    kept = tmp_path / "kept"
    kept.mkdir()
    for name, path in files.items():
        (kept / name).write_bytes(path.read_bytes())
    assert profile_files([kept], "home") == {
        "home.yml": kept / "home.yml", "fiu.xsd": kept / "fiu.xsd",
    }  # fmt: skip


def test_a_run_keeps_the_profile_and_the_schema_of_its_fiu(root):
    with_schema(root)
    place = ledgers.run(
        root, documents='"goaml"', parameters='[filing]\ngoaml_profile = "home"'
    )[1]  # fmt: skip
    names = {"inputs/goaml/home.yml", "inputs/goaml/fiu.xsd"}
    assert names <= read_manifest(place)["outputs"].keys()
    (root / "from the FIU" / "fiu.xsd").unlink()
    (root / "goaml" / "home.yml").unlink()
    assert replay(place, root, Silent()).different == ()
    kept = place / "inputs" / "goaml" / "home.yml"
    kept.write_text(f"{kept.read_text(encoding='utf-8')}# 7\n", encoding="utf-8")
    assert "manifest.json: run_id" in replay(place, root, Silent()).different
