"""Parquet files that are whole, cut short, damaged, or something else."""

import polars
import pytest

from tests.ledger.conftest import entries


@pytest.fixture
def bytes_of(desk):
    frame = polars.read_csv(entries("T1,A1,2026-03-02,credit,1,USD").encode())
    path = desk.folder / "whole.parquet"
    polars.concat([frame] * 500).write_parquet(path)
    return path.read_bytes()


def refused(desk, content):
    return desk.give(content, name="ledger.parquet").refuse()[0]


def test_a_file_cut_short_is_refused(desk, bytes_of):
    problem = refused(desk, bytes_of[:-100])
    assert (problem.code, problem.message) == (
        "LDG007",
        "the Parquet file is cut short: its end is missing",
    )
    assert problem.hint == "fetch it again"


def test_a_damaged_index_is_refused(desk, bytes_of):
    problem = refused(desk, bytes_of[:-60] + b"\xff" * 52 + bytes_of[-8:])
    assert problem.code == "LDG007"


def test_a_damaged_part_is_refused_before_anything_is_believed(desk, bytes_of):
    problem = refused(desk, bytes_of[:4] + b"\xff" * 120 + bytes_of[124:])
    assert (problem.code, str(problem.location)) == ("LDG007", "ledger.parquet")


def test_text_named_parquet_is_refused(desk):
    problem = refused(desk, entries("T1,A1,2026-03-02,credit,1,USD"))
    assert (problem.code, problem.message) == ("LDG007", "not a Parquet file")


def test_an_empty_file_is_refused(desk):
    assert refused(desk, b"").code == "LDG002"


def test_a_file_that_is_gone_is_told_by_name(desk, bytes_of):
    desk.give(bytes_of, name="ledger.parquet")
    (desk.folder / "ledger.parquet").unlink()
    assert desk.refuse()[0].code == "LDG001"


def test_the_profile_may_say_the_kind_whatever_the_name(desk, bytes_of):
    profile = desk.profile("table: any\nformat: {kind: parquet}")
    desk.give(bytes_of, profile=profile, name="ledger.dat").read()
    assert desk.store.count("transactions") == 1


def test_parquet_named_csv_is_no_text(desk, bytes_of):
    assert desk.give(bytes_of, name="ledger.csv").refuse()[0].code == "LDG003"


def test_a_missing_column_is_named(desk):
    problem = desk.give(polars.DataFrame({"transaction_id": ["T1"]}), name="l.parquet").refuse()[0]
    assert problem.code == "LDG004"
    assert str(problem.location) == "l.parquet"
    assert problem.hint.startswith("write a profile that maps the columns of the file; `aml ledger")
