"""The official schema, where its user has it: what it refuses, and a schema that is none."""

import pytest

from aml.core.problem import ReportError
from aml.report.fincen import fincen_batch, schema_problems
from tests.report.fincen.filings import SCHEMA, filing, needs_schema


@needs_schema
def test_what_the_schema_refuses_is_named_without_its_value():
    xml = fincen_batch([filing()]).xml.replace(b">Maribel<", b">" + b"Quixley" * 9 + b"<")
    found = schema_problems(xml, SCHEMA)
    assert {problem.code for problem in found} == {"FIL030"}
    assert "RawIndividualFirstName" in str(found[0])
    assert not any("Quixley" in str(problem) for problem in found)


@pytest.mark.parametrize(
    "text",
    [
        "no xml",
        "<x/>",
        '<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
        '<xsd:redefine schemaLocation="http://example.invalid/BSA_XML_2.0.xsd"/></xsd:schema>',
    ],
)
def test_a_schema_that_does_not_stand_on_its_own_is_refused(tmp_path, text):
    path = tmp_path / "schema.xsd"
    path.write_text(text)
    with pytest.raises(ReportError) as raised:
        schema_problems(fincen_batch([filing()]).xml, path)
    assert raised.value.problems[0].code == "FIL031"


def test_a_schema_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ReportError) as raised:
        schema_problems(b"<x/>", tmp_path / "none.xsd")
    assert raised.value.problems[0].code == "FIL031"
