"""Sea distances against those of Pub. 151, Distances Between Ports, 11th edition (2001), of the
National Geospatial-Intelligence Agency, which is in the public domain."""

from decimal import Decimal

import pytest

from aml.shipping.ports import packaged_ports
from aml.shipping.sea import is_by_the_sea, sea_ways

#: A way from the first port over the second to the third, with the nautical miles that Pub. 151
#: gives for its two legs and for the direct way.
PUBLISHED = [
    ("USNYC", "SNDKR", "ESSCT", 3335, 846, 2936),
    ("USNYC", "BRRIO", "ESSCT", 4762, 3518, 2936),
    ("BRRIO", "USNYC", "PRSJU", 4762, 1399, 3652),
    ("ZACPT", "USNYC", "PRSJU", 6786, 1399, 5772),
    ("ZADUR", "KEMBA", "INBOM", 1718, 2404, 3829),
    ("ZADUR", "INBOM", "LKCMB", 3829, 895, 3704),
    ("ZADUR", "LKCMB", "SGSIN", 3704, 1581, 4872),
    ("IDJKT", "SGSIN", "PHMNL", 525, 1330, 1559),
    ("IDJKT", "PHMNL", "HKHKG", 1559, 631, 1782),
    ("EGALY", "TRIST", "ITGOA", 742, 1291, 1316),
    ("ECGYE", "PABLB", "MXACA", 824, 1426, 1708),
    ("YEADE", "LKCMB", "SGSIN", 2094, 1581, 3631),
    ("USSFO", "JPYOK", "CLIQQ", 4536, 9026, 4620),
    ("USLAX", "USDUT", "HKHKG", 2382, 4026, 6380),
]


def place(code):
    return packaged_ports()[code].place


def nm(start, end):
    pair = (place(start), place(end))
    return sea_ways([pair])[pair].nm


@pytest.mark.parametrize(("start", "over", "end", "out", "on", "direct"), PUBLISHED)
def test_a_detour_is_the_published_one_within_five_per_cent(start, over, end, out, on, direct):
    found = (nm(start, over) + nm(over, end)) / nm(start, end)
    assert found == pytest.approx(Decimal(out + on) / direct, rel=Decimal("0.05"))


def test_distances_themselves_are_right_within_a_few_per_cent():
    ways = {
        tuple(sorted(pair)): miles
        for start, over, end, out, on, direct in PUBLISHED
        for pair, miles in (((start, over), out), ((over, end), on), ((start, end), direct))
    }
    errors = sorted(abs(nm(*pair) / miles - 1) for pair, miles in ways.items())
    assert errors[len(errors) // 2] < Decimal("0.03")
    assert errors[-1] < Decimal("0.10")


def test_the_way_back_is_as_long_and_runs_the_other_way():
    out, back = (place("ECGYE"), place("NLRTM")), (place("NLRTM"), place("ECGYE"))
    ways = sea_ways([out, back])
    assert ways[out].nm == ways[back].nm
    assert ways[out].track == ways[back].track[::-1]
    assert (ways[out].track[0], ways[out].track[-1]) == out


def test_ports_of_one_bay_are_a_straight_line_apart():
    bay = (Decimal("4.37"), Decimal("51.90")), (Decimal("4.35"), Decimal("51.90"))
    way = sea_ways([bay])[bay]
    assert way.nm == Decimal("0.7")
    assert way.track == bay


def test_a_place_far_inland_has_no_way_by_sea():
    inland = (Decimal("-104.90"), Decimal("39.70"))
    assert not is_by_the_sea(inland)
    pairs = [(inland, place("NLRTM")), (place("NLRTM"), inland)]
    assert set(sea_ways(pairs).values()) == {None}


def test_degrees_that_were_swapped_are_no_port():
    longitude, latitude = place("NLRTM")
    assert is_by_the_sea((longitude, latitude))
    assert not is_by_the_sea((Decimal("87.00"), Decimal("41.00")))
