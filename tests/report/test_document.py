import re
from dataclasses import replace

from aml.report.case_document import case_document
from aml.report.document import Table, shape
from tests.report import cases


def blocks(section):
    yield from section.blocks
    for inner in section.sections:
        yield from blocks(inner)


def test_every_row_has_a_cell_for_every_column():
    for build in (*cases.EVERY, cases.large):
        for section in case_document(build()).sections:
            for block in blocks(section):
                if isinstance(block, Table):
                    widths = {
                        len(row) for row in (*block.rows, *([block.total] if block.total else []))
                    }
                    assert widths <= {len(block.columns)}, block.caption
                    assert all(cell for row in block.rows for cell in row), block.caption


def test_every_text_passes_through_the_text_function():
    document = case_document(cases.small())
    found = shape(document, lambda text: "x", lambda drawing: "drawn")

    def texts(value):
        if isinstance(value, dict):
            for key, item in value.items():
                if key not in {"block", "drawing"}:
                    yield from texts(item)
        elif isinstance(value, list):
            for item in value:
                yield from texts(item)
        elif isinstance(value, str):
            yield value

    assert set(texts(found)) == {"x"}


def test_the_scores_of_the_document_add_up():
    for build in cases.EVERY:
        (section,) = (s for s in case_document(build()).sections if s.name == "alerts")
        tables = [b for b in blocks(section) if isinstance(b, Table) and b.total]
        assert len(tables) == 1 + len(build().alerts)
        for table in tables:
            assert sum(int(row[1]) for row in table.rows) == int(table.total[1])


def test_the_method_names_versions_hashes_parameters_and_lines():
    (section,) = (s for s in case_document(cases.small()).sections if s.name == "method")
    text = str(section)
    for words in (
        "cash_band@1", "pass_through@3", cases.SHA, "near_ratio", "0.80", "31 CFR 1010.311",
        "the band begins at 80 % of the line", "ledgers/core_2026q1.csv", "48,211",
        "2026-03-31-1a2b3c4d", "aml 0.1.0", "31 March 2026",
        "A conductor who serves several customers", "Shops, restaurants and churches",
    ):  # fmt: skip
        assert words in text


def test_the_summary_lists_review_steps_from_the_scenarios():
    (section,) = (s for s in case_document(cases.small()).sections if s.name == "summary")
    text = str(section)
    assert "Rule out: Till limits and insurance caps near the line." in text
    assert "Rule out: A payroll or escrow account." in text
    assert "Decide, as a person" in text
    (section,) = (s for s in case_document(cases.linked_only()).sections if s.name == "summary")
    assert "Confirm each match with a flagged party by its identifiers" in str(section)


def test_the_ordinary_explanations_of_the_gravest_alert_come_first():
    onward = replace(cases.PASS_THROUGH, false_positives=("An escrow account.", "A payroll."))
    rows = cases.small().rows
    case = cases.case_of(
        rows,
        [cases.alert(1, onward, 75, rows), cases.alert(2, cases.CASH_BAND, 55, rows)],
        [cases.subject()],
        provenance=replace(cases.PROVENANCE, scenarios=(cases.CASH_BAND, onward)),
    )
    (section,) = (s for s in case_document(case).sections if s.name == "summary")
    lines = re.findall(r"Rule out: ([^'\"]+)", str(section))
    assert lines == [*onward.false_positives, cases.CASH_BAND.false_positives[0]]
    assert "Rule out 1 further ordinary explanation in annex A." in str(section)
