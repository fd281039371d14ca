"""`aml scenario book`: written for a workspace with its runs, or for a library alone."""

import pytest

from tests.pipeline import ledgers
from tests.report.pages import assert_accessible, assert_self_contained


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    ledgers.run(folder, records=ledgers.ledger(), flagged_parties=[ledgers.flagged()])
    return folder


def test_the_book_counts_the_runs_of_the_workspace(aml, workspace, tmp_path):
    out = tmp_path / "book.html"
    called = aml("scenario", "book", "--config", workspace / "aml.toml", "--out", out)
    assert (called.code, called.out.split(": ", 1)[1]) == (0, "3 scenarios, 1 run\n")
    text = out.read_text(encoding="utf-8")
    assert_self_contained(text)
    page = assert_accessible(text)
    assert "Alerts so far 1" in page.text
    assert not [secret for secret in ledgers.SECRETS if secret in text]


def test_a_decision_is_in_the_next_book(aml, workspace, tmp_path):
    (run,) = (path.parent for path in (workspace / "out").glob("*/manifest.json"))
    (case,) = (path.name for path in (run / "cases").iterdir())
    aml("case", "decide", run, case, "--decision", "close", "--by", "A. Officer", "--reason",
        "cattle sold, seen", "--dispositions", workspace / "dispositions.csv")  # fmt: skip
    out = tmp_path / "book.html"
    aml("scenario", "book", "--config", workspace / "aml.toml", "--out", out)
    assert "1 closed" in out.read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_ends_in_two(aml, workspace, tmp_path):
    called = aml(
        "scenario", "book", "--config", workspace / "aml.toml", "--out", tmp_path / "no" / "b.html"
    )
    assert (called.code, "RUN020" in called.err) == (2, True)
