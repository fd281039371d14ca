"""`aml scenario check` on a library looks at its dated tables too."""

from tests.cli.test_scenario import folder, library  # noqa: F401 - fixtures

HEAD = "line_id,family,jurisdiction,sector,kind,amount,currency,operator,aggregation,has_reporting_duty,valid_from,valid_to,source,seen\n"
LINE = "{id},G,US,any,cash_report,4999,USD,>,none,true,{since},{until},a law,primary\n"


def test_an_overlap_of_lines_stands_at_its_cell(aml, library):  # noqa: F811
    reference = library / "reference"
    reference.mkdir()
    first = LINE.format(id="ONE", since="2020-01-01", until="2020-12-31")
    later = LINE.format(id="TWO", since="2020-12-31", until="")
    (reference / "thresholds.csv").write_text(HEAD + first + later, encoding="utf-8")
    said = aml("scenario", "check")
    assert said.code == 1
    column = later.index("2020-12-31") + 1
    assert f"scenarios/reference/thresholds.csv:3:{column}: REF001 G holds twice" in said.err
    assert "hint: end the earlier row the day before" in said.err
    assert aml("scenario", "check", "scenarios/cash/demo.yml").code == 0, "a file is no library"
    sound = later.replace("2020-12-31", "2021-01-01")
    (reference / "thresholds.csv").write_text(HEAD + first + sound, encoding="utf-8")
    assert aml("scenario", "check").code == 0
