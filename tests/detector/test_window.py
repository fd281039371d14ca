from datetime import date

import pytest

from aml.detector.window import latest_window, months_before


@pytest.mark.parametrize(
    ("as_of", "start", "end"),
    [
        (date(2026, 9, 30), date(2026, 7, 1), date(2026, 10, 1)),
        (date(2026, 9, 29), date(2026, 6, 1), date(2026, 9, 1)),
        (date(2026, 2, 28), date(2025, 12, 1), date(2026, 3, 1)),
        (date(2024, 2, 28), date(2023, 11, 1), date(2024, 2, 1)),
        (date(2025, 12, 31), date(2025, 10, 1), date(2026, 1, 1)),
    ],
)
def test_a_month_counts_once_it_is_over(as_of, start, end):
    window = latest_window(as_of)
    assert (window.start, window.end) == (start, end)


def test_the_baseline_is_the_year_before():
    window = latest_window(date(2026, 6, 30))
    assert window.baseline_start == date(2025, 4, 1)
    assert window.text == "1 April to 30 June 2026"
    assert months_before(date(2026, 1, 1), 1) == date(2025, 12, 1)
