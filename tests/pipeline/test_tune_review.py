"""The review sheet goes out safe and comes back checked."""

import csv
import io
from dataclasses import replace

import pytest

from aml.core.problem import UsageError
from aml.pipeline.tune_review import COLUMNS, review_sheet, reviewed
from tests.pipeline import tuned


@pytest.fixture(scope="module")
def tuning():
    return tuned.default()


def rows(tuning):
    return list(csv.DictReader(io.StringIO(review_sheet(tuning))))


def filled(tuning, **answers):
    """The sheet with an answer by band; `no` for those that are not named."""
    return [
        row | {"suspicious": answers.get(row["band"], "no"), "reviewer": "B. Reviewer"}
        for row in rows(tuning)
    ]


def write(path, records, mark=",", encoding="utf-8"):
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=mark)
        writer.writeheader()
        writer.writerows(records)
    return path


def problems(tuning, path):
    with pytest.raises(UsageError) as caught:
        reviewed(tuning, path)
    return [(p.code, str(p.location), p.message) for p in caught.value.problems]


def test_a_filled_sheet_gives_bounds(tuning, tmp_path):
    path = write(tmp_path / "review.csv", filled(tuning, above="Yes", below="yes"))
    done = reviewed(tuning, path)
    assert done.is_reviewed
    assert {(b.band, b.reviewed, b.suspicious) for b in done.bounds} == {
        ("above", 1, 1),
        ("below", 2, 2),
        ("unalerted", 4, 0),
    }
    assert all(item.reviewer == "B. Reviewer" for item in done.samples)


def test_a_spreadsheet_may_use_semicolons_a_mark_and_another_order(tuning, tmp_path):
    records = list(reversed(filled(tuning)))
    path = write(tmp_path / "review.csv", records, mark=";", encoding="utf-8-sig")
    assert reviewed(tuning, path).samples[0].sample_id == tuning.samples[0].sample_id


def test_every_mistake_stands_at_its_line_and_column(tuning, tmp_path):
    records = filled(tuning)
    records[0]["suspicious"] = ""
    records[1]["suspicious"] = "perhaps"
    records[2]["reviewer"] = ""
    records[3]["id"] = "S-000000000000"
    records.append(records[4])
    records.pop(5)
    path = write(tmp_path / "review.csv", records)
    found = problems(tuning, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert {code for code, _, _ in found} == {"TUN003"}
    _, place, _ = found[1]
    line, column = map(int, place.split(":")[1:])
    assert lines[line - 1][column - 1 :].startswith("perhaps")
    assert [message for _, _, message in found][:5] == [
        "the answer is missing",
        "the answer is neither yes nor no",
        "nobody is named as who reviewed it",
        "no item of this tuning",
        "the item stands twice",
    ]
    assert sum("is missing" in message for _, _, message in found) == 3


def test_no_problem_quotes_a_cell(tuning, tmp_path):
    records = filled(tuning, above="Zebulon Quixley")
    records[1]["id"] = "CUS-Q1"
    path = write(tmp_path / "review.csv", records)
    assert "Zebulon" not in str(problems(tuning, path))
    assert "CUS-Q1" not in str(problems(tuning, path))


def test_a_note_over_several_lines_moves_no_place(tuning, tmp_path):
    records = filled(tuning)
    records[0]["note"] = "seen\nand known"
    records[1]["suspicious"] = "?"
    path = write(tmp_path / "review.csv", records)
    ((_, place, _),) = problems(tuning, path)
    assert place.startswith("review.csv:4:")


@pytest.mark.parametrize("text", [b"", b"a,b\n1,2\n", b"\xff\xfe"])
def test_another_file_is_no_sheet(tuning, tmp_path, text):
    path = tmp_path / "review.csv"
    path.write_bytes(text)
    assert problems(tuning, path)[0][0] == "TUN002"
    assert problems(tuning, tmp_path / "absent.csv")[0][0] == "TUN002"


def test_a_line_with_too_few_cells_is_named(tuning, tmp_path):
    path = tmp_path / "review.csv"
    path.write_text(review_sheet(tuning) + "S-1,above\n", encoding="utf-8")
    ((code, place, _),) = problems(tuning, path)
    assert (code, place) == ("TUN002", "review.csv:9:1")


def test_no_cell_is_run_by_a_spreadsheet(tuning):
    bad = replace(tuning.samples[0], focus_id="=HYPERLINK(1)", note="@x")
    sheet = review_sheet(replace(tuning, samples=(bad,)))
    (row,) = csv.DictReader(io.StringIO(sheet))
    assert (row["focus_id"], row["note"]) == ("'=HYPERLINK(1)", "'@x")
