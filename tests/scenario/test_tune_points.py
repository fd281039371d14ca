from aml.scenario.tune_grid import read_grid
from aml.scenario.tune_points import plan_points
from tests.scenario.files import TEXT
from tests.scenario.tuned import loaded


def points(*texts, seed=1):
    scenario = loaded(TEXT)
    return plan_points(read_grid(scenario, scenario.defaults(), texts), seed)


def test_a_point_is_run_once_and_the_one_in_force_is_always_there():
    found = points("min_items=4,6,8", "min_amount=6000,7000")
    assert len({tuple(point.values()) for point in found.items}) == len(found.items)
    assert len(found.in_grid) == 6
    assert found.in_force not in found.in_grid
    assert found.texts(found.in_force) == ("2", "5000.00")
    assert found.in_force in found.full


def test_the_corners_of_the_box_are_run_in_full():
    found = points("min_items=2:9:1", "min_amount=4000:8000:1000")
    values = {found.texts(place) for place in found.full}
    assert values == {("2", "5000"), ("2", "4000"), ("2", "8000"), ("9", "4000"), ("9", "8000")}


def test_one_axis_is_also_compared_inside_at_points_that_the_seed_draws():
    found = points("min_items=2:40:1")
    assert len(found.full) == 4
    assert points("min_items=2:40:1").full == found.full
    assert any(points("min_items=2:40:1", seed=seed).full != found.full for seed in range(2, 5))


def test_a_grid_of_the_value_in_force_alone_is_one_point():
    found = points("min_items=2")
    assert (len(found.items), found.full, found.in_grid) == (1, {0}, {0})
