import subprocess
import sys
import textwrap

import numpy
import pytest

from aml.detector.model import fit_tails


def values(rows=400, columns=6):
    return numpy.random.default_rng(11).lognormal(size=(rows, columns))


def test_points_of_all_features_add_up_to_the_score_of_the_model():
    given = values()
    points = fit_tails(given).points
    from pyod.models.copod import COPOD

    assert points.sum(axis=1) == pytest.approx(COPOD().fit(given).decision_scores_)


def test_a_feature_that_is_the_same_for_all_gives_no_points():
    given = values()
    alone = fit_tails(given)
    beside = fit_tails(numpy.column_stack([given, numpy.full(len(given), 7.0)]))
    assert (beside.points[:, -1] == 0).all()
    assert (beside.points[:, :-1] == alone.points).all()
    assert not fit_tails(numpy.zeros((40, 3))).points.any()


def test_what_lies_above_the_peers_is_known_from_what_lies_below():
    given = numpy.column_stack([numpy.arange(100.0), numpy.arange(100.0)])
    given[0, 0] = 1e9
    tails = fit_tails(given)
    assert tails.is_high[0, 0]
    assert not tails.is_high[0, 1]
    assert tails.is_high[99].all()


def test_a_feature_that_is_nearly_the_same_for_all_raises_no_warning():
    given = numpy.full((300, 2), 1e15)
    given[0] += 1
    fit_tails(given)


def test_fitting_writes_prints_and_starts_nothing():
    program = """
        import sys
        touched = []
        def note(event, given):
            writes = event == "open" and isinstance(given[1], str) and set(given[1]) & set("wax+")
            if writes or event.split(".")[0] in ("socket", "subprocess") or event in (
                "os.mkdir", "os.rename", "os.remove", "os.posix_spawn", "os.system",
            ):
                touched.append((event, given[0]))
        sys.dont_write_bytecode = True
        sys.addaudithook(note)
        import numpy
        from aml.detector.model import fit_tails
        fit_tails(numpy.random.default_rng(3).random((200, 5)))
        assert "matplotlib" not in sys.modules
        assert not touched, touched
        """
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(program)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
