"""A draft beside its ledger: named as its file, replacing nothing."""

import zipfile

import pytest

from aml.core.problem import LedgerError, UsageError
from aml.pipeline.ledger_draft import draft

TEXT = "Account;Date;Amount;Currency\nA;2026-03-01;-5;EUR\n"


def test_a_draft_is_written_once(tmp_path):
    path, out = tmp_path / "March 2026.csv", tmp_path / "profiles" / "core.yml"
    path.write_text(TEXT)
    made = draft(path, out)
    assert out.read_text() == made.text
    assert "profile: core\n" in made.text
    with pytest.raises(UsageError) as caught:
        draft(path, out)
    assert caught.value.problems[0].code == "RUN006"
    assert "profile: March_2026\n" in draft(path).text


def test_the_first_file_of_an_archive_is_looked_at(tmp_path):
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b.csv", "nothing")
        archive.writestr("a.csv", TEXT)
    made = draft(path)
    assert "amount: {signed: Amount}" in made.text
    assert made.doubts[0].endswith("all.zip/a.csv was looked at, of 2 files in the archive")
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(LedgerError):
        draft(path)


def test_a_file_that_is_not_there_is_a_mistake_of_the_call(tmp_path):
    with pytest.raises(UsageError):
        draft(tmp_path / "none.csv")
