"""The customers of a window as one frame, in order of their ids, every figure exact."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from aml.detector.parameters import WINDOW_MONTHS
from aml.detector.window import Window
from aml.store import Store

if TYPE_CHECKING:
    import polars

_SQL = Path(__file__).with_name("frame.sql").read_text(encoding="utf-8")


def read_frame(store: Store, window: Window) -> polars.DataFrame:
    """One row a customer with an entry in the window: features, and what finds its peers.

    Reads transactions, customers and the derived table profile_month. Raises StoreError.
    """
    return store.frame(
        _SQL,
        {
            "window_start": window.start,
            "window_end": window.end,
            "baseline_start": window.baseline_start,
            "window_months": WINDOW_MONTHS,
            "window_share": Decimal(WINDOW_MONTHS) / 12,
        },
    )


def frame_sql() -> str:
    """The SQL of the frame, which is part of what the detector is."""
    return _SQL
