"""Decisions are appended by one at a time; whoever is killed loses nothing of the others."""

import multiprocessing
import os
import signal
from datetime import date

import pytest

from aml.core.disposition import Disposition
from aml.core.problem import RunError
from aml.pipeline import dispositions
from aml.pipeline.dispositions import append_disposition, read_dispositions


def decision(number):
    return Disposition(
        f"C-{number}",
        "close",
        "A. Officer",
        date(2026, 3, 2),
        "seen and known",
        "r1",
        (f"A-{number}",),
    )


def write_many(path, start):
    for number in range(start, start + 10):
        append_disposition(path, decision(number))


def die_before_the_last_step(path):
    dispositions.os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
    append_disposition(path, decision(99))


def in_process(target, *args):
    process = multiprocessing.get_context("fork").Process(target=target, args=args)
    process.start()
    return process


def test_concurrent_appends_lose_nothing(tmp_path):
    path = tmp_path / "dispositions.csv"
    processes = [in_process(write_many, path, start) for start in (0, 100, 200, 300)]
    for process in processes:
        process.join()
    found = [item.subject for item in read_dispositions(path)]
    assert sorted(found) == sorted(f"C-{s + n}" for s in (0, 100, 200, 300) for n in range(10))


def test_an_append_that_is_killed_leaves_the_file_whole(tmp_path):
    path = tmp_path / "dispositions.csv"
    append_disposition(path, decision(1))
    process = in_process(die_before_the_last_step, path)
    process.join()
    assert process.exitcode == -signal.SIGKILL
    append_disposition(path, decision(2))
    assert [item.subject for item in read_dispositions(path)] == ["C-1", "C-2"]


def test_nothing_is_added_to_a_broken_file(tmp_path):
    path = tmp_path / "dispositions.csv"
    append_disposition(path, decision(1))
    append_disposition(path, decision(2))
    broken = path.read_text(encoding="utf-8").replace("C-1", "C-7")
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(RunError):
        append_disposition(path, decision(3))
    assert path.read_text(encoding="utf-8") == broken


def test_the_file_is_for_its_user_alone(tmp_path):
    path = tmp_path / "dispositions.csv"
    append_disposition(path, decision(1))
    assert path.stat().st_mode & 0o077 == 0


def test_no_file_is_no_decision(tmp_path):
    assert read_dispositions(tmp_path / "dispositions.csv") == ()


def test_a_folder_that_cannot_be_made_is_told_and_nothing_is_lost(tmp_path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(RunError) as error:
        append_disposition(tmp_path / "taken" / "dispositions.csv", decision(1))
    assert error.value.problems[0].code == "DSP004"
