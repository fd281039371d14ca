"""What importers sell abroad: goods turned round, and paid for by those who bought them."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, Chance, Ints, business_day, moment
from aml.sample.life.entry import entries
from aml.sample.life.texts import invoice_numbers, invoice_texts
from aml.sample.world.town import Town


def turned_round(bills: pl.DataFrame, buyer: Ints) -> pl.DataFrame:
    """The same goods on their way abroad: whoever bought them sells them to these buyers."""
    return bills.with_columns(
        shipper="buyer", buyer=pl.Series(buyer), freighter="buyer",
        load_port="discharge_port", discharge_port="load_port", voyage=pl.lit(-1, pl.Int64),
    )  # fmt: skip


def paid_by_buyers(town: Town, rng: Chance, sold: pl.DataFrame) -> pl.DataFrame:
    """Each shipment is paid for by its buyer, two to seven weeks after it left."""
    count = sold.height
    reference = invoice_numbers(rng, count)
    day = business_day(sold["issued"].to_numpy() + rng.integers(14, 50, count))
    paid = entries(
        moment(rng, day),
        account=sold["shipper"],
        other=sold["buyer"],
        is_credit=True,
        cents=np.rint(sold["cents"].to_numpy() * rng.uniform(0.99, 1.0, count)).astype(np.int64),
        channel="wire",
        text=invoice_texts(reference),
        invoice=reference,
    )
    on = pl.col("at") // DAY_SECONDS
    return paid.filter((on >= town.plan.first_day) & (on <= town.plan.last_day))
