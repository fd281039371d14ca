"""How many people a firm employs, as it told the bank."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance
from aml.sample.world.shells import FAMILY

#: Dollars of turnover for each person of an ordinary firm.
_TURNOVER_EACH = 125_000


def staff_numbers(customers: pl.DataFrame, rng: Chance) -> pl.Series:
    """Employees of firms, null for people; a paper company has nobody or its owner."""
    turnover = customers["expected_turnover"].fill_null(0).to_numpy()
    usual = turnover / _TURNOVER_EACH * np.exp(0.35 * rng.standard_normal(len(turnover)))
    usual = np.where(customers["family"] == FAMILY, rng.integers(0, 2, len(turnover)), usual + 1)
    number = pl.Series(usual.astype(np.int64))
    return number.set(customers["customer_type"] == "person", None)
