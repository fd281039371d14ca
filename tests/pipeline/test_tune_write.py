import json
from dataclasses import replace

import pytest

from aml.core.problem import RunError, UsageError
from aml.pipeline.tune_write import read_tuning, write_reviewed, write_tuning
from tests.pipeline import tuned


@pytest.fixture(scope="module")
def tuning():
    return tuned.default()


def test_a_tuning_comes_back_as_it_was(tuning, tmp_path):
    write_tuning(tuning, tmp_path / "out")
    assert read_tuning(tmp_path / "out") == tuning
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "out").iterdir()}
    assert modes == dict.fromkeys(("review.csv", "tuning.html", "tuning.json"), 0o600)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700


def test_the_same_tuning_is_the_same_bytes(tuning, tmp_path):
    write_tuning(tuning, tmp_path / "a")
    write_tuning(tuned.tuned(tmp_path), tmp_path / "b")
    for name in ("review.csv", "tuning.html", "tuning.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_sheet_with_answers_is_never_written_over(tuning, tmp_path):
    write_tuning(tuning, tmp_path)
    (tmp_path / "review.csv").write_text("filled by hand")
    with pytest.raises(UsageError) as caught:
        write_tuning(tuning, tmp_path)
    assert caught.value.problems[0].code == "RUN006"
    write_reviewed(replace(tuning, rejected=7), tmp_path)
    assert (tmp_path / "review.csv").read_text() == "filled by hand"
    assert read_tuning(tmp_path).rejected == 7


@pytest.mark.parametrize("text", [None, "{", json.dumps({"scenario": "x"}), "[]"])
def test_what_is_no_tuning_is_refused(tmp_path, text):
    if text is not None:
        (tmp_path / "tuning.json").write_text(text)
    with pytest.raises(RunError) as caught:
        read_tuning(tmp_path)
    assert caught.value.problems[0].code == "TUN004"
