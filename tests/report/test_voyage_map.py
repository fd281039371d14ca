"""The map of a voyage, read back from its shapes."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from math import hypot
from xml.etree import ElementTree

import pytest

from aml.core.voyage import Leg
from aml.report.drawing import Dot, Label, Track
from aml.report.svg import svg
from aml.report.voyage_map import voyage_map
from tests.report.voyages import PORTS, sailing


def shapes(voyage, kind):
    return [shape for shape in voyage_map(voyage, "map").drawing.shapes if isinstance(shape, kind)]


def boxes(labels):
    """Where each text stands: half its size a letter, as the map reckons."""
    for label in labels:
        long = len(label.text) * label.size * 0.5
        left = label.x - {"start": 0, "middle": long / 2, "end": long}[label.anchor]
        yield left, label.y - label.size, left + long, label.y


def test_ports_are_numbered_in_the_order_of_the_calls():
    voyage = sailing("GYE", "OXB", "RTM")
    assert [label.text for label in shapes(voyage, Label)] == [
        "1 Guayaquil", "2 Bissau", "3 Rotterdam"
    ]  # fmt: skip
    assert len(shapes(voyage, Dot)) == 3


def test_ports_side_by_side_share_a_dot_and_keep_their_numbers():
    labels = shapes(sailing("GYE", "RTM", "ANR"), Label)
    assert [label.text for label in labels] == ["1 Guayaquil", "2, 3 Rotterdam, Antwerp"]


def test_no_two_names_overlap_and_none_leaves_the_map():
    voyage = sailing(*PORTS)
    drawing = voyage_map(voyage, "map").drawing
    found = list(boxes(shapes(voyage, Label)))
    for number, (left, top, right, bottom) in enumerate(found):
        assert left >= 0
        assert top >= 0
        assert right <= drawing.width
        assert bottom <= drawing.height
        for other in found[:number]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart, (number, other)


def test_the_direct_way_is_dashed_and_the_way_sailed_is_not():
    voyage = sailing("GYE", "OXB", "RTM")
    assert [track.is_dashed for track in shapes(voyage, Track)] == [True, False, False]


def test_a_way_over_the_pacific_does_not_jump_across_the_map():
    for track in shapes(sailing("ZLO", "SHA"), Track):
        steps = [abs(b[0] - a[0]) for a, b in zip(track.points, track.points[1:], strict=False)]
        assert max(steps) < 640


def test_a_port_whose_place_is_not_known_is_left_out_and_the_words_still_name_it():
    voyage = sailing("GYE", "OXB", "RTM")
    lost = replace(voyage.calls[1], point=None)
    voyage = replace(voyage, calls=(voyage.calls[0], lost, voyage.calls[2]))
    chart = voyage_map(voyage, "map")
    assert [label.text for label in shapes(voyage, Label)] == ["1 Guayaquil", "3 Rotterdam"]
    assert "2 Bissau" in chart.description


def test_nothing_is_drawn_of_one_place():
    assert (
        voyage_map(
            replace(sailing("GYE", "RTM"), calls=sailing("GYE", "RTM").calls[:1], legs=()), "m"
        )
        is None
    )


def test_the_words_say_the_distances():
    voyage = replace(
        sailing("GYE", "RTM"), sailed_nm=Decimal("8085.4"), direct_nm=Decimal("5945.0")
    )
    assert "Sailed, the full line: 8,085 nautical miles." in voyage_map(voyage, "map").description


def covered(label, track):
    """How many of the points a unit apart along the way lie behind the text."""
    ((left, top, right, bottom),) = boxes([label])
    count = 0
    for (x1, y1), (x2, y2) in pairwise(track.points):
        steps = max(1, round(hypot(x2 - x1, y2 - y1)))
        for n in range(steps + 1):
            x, y = x1 + (x2 - x1) * n / steps, y1 + (y2 - y1) * n / steps
            count += left < x < right and top < y < bottom
    return count


@pytest.mark.parametrize(
    "codes", [("GYE", "OXB", "RTM"), ("GYE", "OXB", "ALG", "RTM"), ("ZLO", "SHA"), ("ALG", "HAM")]
)
def test_a_name_stands_where_it_covers_no_way(codes):
    voyage = sailing(*codes)
    labels = shapes(voyage, Label)
    assert [label.text for label in labels] == [
        f"{n} {PORTS[code][0]}" for n, code in enumerate(codes, 1)
    ]
    for label in labels:
        for track in shapes(voyage, Track):
            assert covered(label, track) == 0, label.text


def test_where_every_place_covers_a_way_the_name_is_still_written():
    voyage = sailing("OXB", "GYE", "OXB", "ALG", "OXB", "RTM")
    lines = [((-60, y), (30, y)) for y in range(-40, 70)]
    legs = tuple(
        Leg(Decimal(1), tuple((Decimal(x), Decimal(y)) for x, y in line)) for line in lines
    )
    calls = tuple(voyage.calls[0] for _ in range(len(legs) + 1))
    crowded = replace(voyage, calls=(*calls, voyage.calls[1]), legs=legs)
    assert any("Bissau" in label.text for label in shapes(crowded, Label))


def test_the_ground_of_a_name_is_its_own_letters_and_no_box():
    drawn = svg(voyage_map(sailing("GYE", "OXB", "RTM"), "map").drawing, str, "sans-serif")
    root = ElementTree.fromstring(drawn)  # noqa: S314 - our own
    names = list(root.iter("{http://www.w3.org/2000/svg}text"))
    assert len(names) == 3
    assert {(e.get("stroke"), e.get("paint-order")) for e in names} == {("#ffffff", "stroke")}
    assert 'fill="#ffffff"' not in drawn.partition("</defs>")[2]
