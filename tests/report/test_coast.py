"""Land where land is: a few places that anybody can look up."""

import pytest

from aml.report.coast import land


def is_on_land(longitude, latitude, window):
    """Whether the place lies in an area: an odd number of its rings around it."""
    around = 0
    for area in land(*window):
        for ring in area:
            inside = False
            for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
                if (y1 > latitude) != (y2 > latitude):
                    crossing = x1 + (latitude - y1) / (y2 - y1) * (x2 - x1)
                    inside ^= longitude < crossing
            around += inside
    return around % 2 == 1


@pytest.mark.parametrize(
    ("place", "longitude", "latitude", "expected"),
    [
        ("Madrid", -3.7, 40.4, True),
        ("Bay of Biscay", -5.0, 45.5, False),
        ("Bogota", -74.1, 4.7, True),
        ("mid-Atlantic", -40.0, 30.0, False),
    ],
)
def test_land_and_sea(place, longitude, latitude, expected):
    window = (longitude - 10, longitude + 10, latitude - 10, latitude + 10)
    assert is_on_land(longitude, latitude, window) is expected, place


def test_a_window_across_180_degrees_goes_on_beyond_it():
    assert is_on_land(177.5, -38.5, (170, 200, -45, -30)), "the east of New Zealand"
    assert not is_on_land(190.0, -38.7, (170, 200, -45, -30)), "the sea at 170 west"
    assert is_on_land(-155.5 + 360, 19.6, (180, 220, 10, 30)), "Hawaii, drawn beyond 180"
