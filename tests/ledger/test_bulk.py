"""What is the file's fault, and what is not."""

import pytest

from aml.ledger import bulk
from aml.store import StoreError
from tests.ledger.conftest import entries


def test_a_full_disk_is_not_blamed_on_the_file(desk, monkeypatch):
    def full(*_):
        raise StoreError("IO", "no space left on device")

    monkeypatch.setattr(bulk, "fill_stage", full)
    with pytest.raises(StoreError):
        desk.give(entries("T1,A1,2026-03-02,credit,1,USD")).read()


def test_a_file_that_breaks_off_while_it_is_read_is_blamed(desk, monkeypatch):
    honest = bulk.fill_stage

    def late(store, stage, source, relation):
        source.file.path.unlink()
        return honest(store, stage, source, relation)

    monkeypatch.setattr(bulk, "fill_stage", late)
    problem = desk.give(entries("T1,A1,2026-03-02,credit,1,USD")).refuse()[0]
    assert (problem.code, problem.message) == ("LDG008", "the file cannot be split into records")
