"""A run beside the ten before it: a scenario that suddenly raises far more or nothing is named."""

import json

import pytest

from aml.core.problem import RunError
from aml.core.scenario import Applicability
from aml.pipeline.history import jumps, read_history


def write_run(folder, name, previous, **alerts):
    path = folder / name
    path.mkdir()
    applicability = [
        {"scenario_id": key, "state": "ran" if n is not None else "incomplete", "alerts": n or 0}
        for key, n in alerts.items()
    ]
    manifest = {
        "run_id": name, "inputs": [], "outputs": {}, "settings": {"previous": previous},
        "applicability": applicability,
    }  # fmt: skip
    (path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return path


def test_the_runs_before_are_followed_by_name_and_at_most_ten(tmp_path):
    for n in range(15):
        write_run(tmp_path, f"r{n}", f"r{n - 1}" if n else "", band=n)
    found = read_history(tmp_path / "r14")
    assert [counts["band"] for counts in found] == list(range(14, 4, -1))
    assert len(read_history(tmp_path / "r3")) == 4


def test_a_missing_run_ends_the_history_and_a_missing_first_one_is_an_error(tmp_path):
    write_run(tmp_path, "r1", "r0", band=1)
    assert read_history(tmp_path / "r1") == ({"band": 1},)
    with pytest.raises(RunError):
        read_history(tmp_path / "r0")


def test_a_name_never_leads_out_of_the_folder(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    write_run(tmp_path, "elsewhere", "", band=5)
    assert len(read_history(write_run(out, "r1", "../elsewhere", band=1))) == 1


def test_a_scenario_that_did_not_run_is_not_one_that_was_silent(tmp_path):
    assert read_history(write_run(tmp_path, "r1", "", band=None, fan=2)) == ({"fan": 2},)


@pytest.mark.parametrize(
    ("before", "now", "is_told"),
    [
        ([12, 11, 13, 12, 12], 40, True),
        ([12, 11, 13, 12, 12], 0, True),
        ([12, 11, 13, 12, 12], 15, False),
        ([12, 11, 13, 12, 12], 16, True),
        ([5, 5, 5, 5, 5], 8, False),
        ([5, 5, 5, 5, 5], 9, True),
        ([0, 40, 10, 90, 30], 85, False),
        ([12, 11, 13, 12], 40, False),
    ],
)
def test_a_jump_is_more_than_three_median_deviations(before, now, is_told):
    problems = jumps([Applicability("band", "ran", "", now)], [{"band": n} for n in before])
    assert [p.code for p in problems] == (["RUN016"] if is_told else [])


def test_a_scenario_that_did_not_run_now_is_told_elsewhere():
    assert not jumps([Applicability("band", "incomplete", "", 0)], [{"band": 40}] * 6)
