"""A file, a folder, a pattern: what they name, and what lies there and is not read."""

from pathlib import Path

import pytest

from aml.pipeline.ledger_files import matching

FILES = ("a.csv", "b.xml", "notes.pdf", ".c.csv", "deep/d.csv.gz", "deep/.git/e.csv", "deep/f")


@pytest.fixture
def folder(tmp_path):
    for name in FILES:
        path = tmp_path / "ledgers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return tmp_path


def test_a_pattern_may_lead_up_and_through_a_hidden_folder(folder):
    (folder / "work").mkdir()
    (folder / ".bank").mkdir()
    (folder / "ledgers").rename(folder / ".bank" / "ledgers")
    for root, asked in (
        (folder / "work", "../.bank/ledgers/*.csv"),
        (folder, ".bank/ledgers/*.csv"),
    ):
        taken, left = matching(root, asked)
        assert [path.name for path in taken] == ["a.csv"]
        assert [path.name for path in left] == [".c.csv"]


@pytest.mark.parametrize(
    ("pattern", "taken", "left"),
    [
        ("ledgers/", ["a.csv", "b.xml", "deep/d.csv.gz"],
         [".c.csv", "deep/.git/e.csv", "deep/f", "notes.pdf"]),
        ("ledgers/**/*.csv", ["a.csv"], [".c.csv", "deep/.git/e.csv"]),
        ("ledgers/*.pdf", ["notes.pdf"], []),
        ("ledgers/*", ["a.csv", "b.xml"], [".c.csv", "notes.pdf"]),
        ("ledgers/deep/f", ["deep/f"], []),
        ("ledgers/.c.csv", [".c.csv"], []),
        ("ledgers/none", [], []),
    ],
)  # fmt: skip
def test_what_a_path_names(folder, pattern, taken, left):
    for root, asked in ((folder, pattern), (Path("/"), str(folder / pattern))):
        found = matching(root, asked)
        below = [[p.relative_to(folder / "ledgers").as_posix() for p in side] for side in found]
        assert below == [taken, left]
