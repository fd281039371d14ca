"""All ways in which cells can be read: one way is an answer, several are a doubt."""

import pytest

from aml.ledger.guess_values import (
    Marks,
    day_formats,
    instant_formats,
    number_marks,
    usual_days,
    usual_numbers,
)


@pytest.mark.parametrize(
    ("cells", "marks"),
    [
        (["2026-03-01"], ["%Y-%m-%d"]),
        (["01/02/2026", "12/12/2026"], ["%d/%m/%Y", "%m/%d/%Y"]),
        (["01/02/2026", "13/12/2026"], ["%d/%m/%Y"]),
        (["260331"], ["%y%m%d", "%d%m%y"]),
        (["991231"], ["%y%m%d"]),
        (["20260331"], ["%Y%m%d"]),
        (["1 Mar 2026"], ["%d %b %Y"]),
        (["1900-01-01"], ["%Y-%m-%d"]),
        (["2026-02-30"], []),
        (["2026-03-01", "x"], []),
        ([], []),
    ],
)
def test_days(cells, marks):
    assert day_formats(cells) == marks


@pytest.mark.parametrize(
    ("cells", "marks"),
    [
        (["2026-03-01T10:00:00Z", "2026-03-01 10:00"], [""]),
        (["2026/03/01 10:00"], ["%Y/%m/%d %H:%M"]),
        (["01.02.2026 10:00:00"], ["%d.%m.%Y %H:%M:%S", "%m.%d.%Y %H:%M:%S"]),
        (["20260301"], []),
    ],
)
def test_instants(cells, marks):
    assert instant_formats(cells) == marks


@pytest.mark.parametrize(
    ("cells", "marks"),
    [
        (["12", "-7"], [Marks(".", "")]),
        (["12.50"], [Marks(".", "")]),
        (["1,234.50", "-2"], [Marks(".", ",")]),
        (["1.234,50"], [Marks(",", ".")]),
        (["1'234.50"], [Marks(".", "'")]),
        (["1 234,50"], [Marks(",", " ")]),
        (["1.234"], [Marks(".", ""), Marks(",", ".")]),
        (["(5.00)", "7.00"], [Marks(".", "", "(#)")]),
        (["5.00-", "7.00"], [Marks(".", "", "#-")]),
        (["5.00 DR", "7.00cr"], [Marks(".", "", "#DR", "#CR")]),
        (["5,00 S", "7,00 H"], [Marks(",", "", "#S", "#H")]),
        (["12,34.50"], []),
        (["-$5", "$1,200.00"], [Marks(".", ",", "-$#", "$#")]),
        (["($5.00)", "$7"], [Marks(".", "", "($#)", "$#")]),
        (["-5,00 €", "7,00 €"], [Marks(",", "", "-#€", "#€")]),
        (["\u22125.00", "7.00"], [Marks(".", "", "\u2212#")]),
        (["5 USD"], []),
    ],
)
def test_numbers(cells, marks):
    assert [m if m.positive != "#+" else Marks(m.decimal, m.thousands, m.negative) for m in number_marks(cells)] == marks  # fmt: skip


def test_a_few_odd_cells_do_not_hide_how_the_others_are_written():
    days = [f"{day:02}.03.2026" for day in range(1, 20)]
    assert usual_days([*days, "00000000"]) == days
    assert usual_days([*days[:4], "00000000"]) == []
    numbers = [f"{n},50" for n in range(19)]
    assert usual_numbers([*numbers, "n/a"]) == numbers
    assert usual_numbers([]) == usual_days([]) == []
