"""What people write on payments: the same few words for every reason there is."""

from __future__ import annotations

import polars as pl

from aml.sample.chance import Chance, words

_NOTES = [
    "", "", "", "dinner", "thanks", "rent share", "tickets", "gift", "for the car", "groceries",
    "trip", "loan back", "school", "birthday", "as agreed", "deposit", "savings",
]  # fmt: skip

_BOX = pl.col("container_number")
_SPACED = pl.concat_str(
    [_BOX.str.slice(0, 4), pl.lit(" "), _BOX.str.slice(4, 6), pl.lit("-"), _BOX.str.slice(10)]
)
_GOODS = pl.col("goods").str.to_lowercase()

#: How clerks name a shipment; none of these ways belongs to anybody in particular.
NAMING = {
    "bill": pl.concat_str([pl.lit("B/L "), "bl_no"]),
    "bill and route": pl.concat_str(
        ["bl_no", pl.lit(" "), "load_port", pl.lit("-"), "discharge_port"]
    ),
    "container": pl.concat_str([pl.lit("cont "), _BOX]),
    "container and charge": pl.concat_str([_BOX, pl.lit(" demurrage")]),
    "container with spaces": pl.concat_str([_SPACED, pl.lit(" "), _GOODS]),
    "vessel": pl.concat_str([pl.lit("MV "), "vessel_name", pl.lit(" IMO "), "imo_number"]),
    "booking": pl.concat_str([pl.lit("booking "), "booking_number"]),
}
_VAGUE = (
    pl.concat_str([pl.lit("shipment of "), _GOODS]),
    pl.col("goods"),
    pl.lit("as per pro forma"),
    pl.lit("logistics services"),
)


def notes(rng: Chance, count: int) -> pl.Series:
    """A word or two, or nothing."""
    return words(rng, _NOTES, count)


def invoice_numbers(rng: Chance, count: int) -> pl.Series:
    """Invoice references."""
    return "INV-" + pl.Series(rng.integers(1000, 99_999, count)).cast(pl.String)


def invoice_texts(references: pl.Series) -> pl.Series:
    """The invoice in words."""
    return "Invoice " + references.str.slice(4)


def cheque_numbers(rng: Chance, count: int) -> pl.Series:
    """Numbers of cheques."""
    return pl.Series(rng.integers(1000, 9_999_999, count)).cast(pl.String)


def shipping_texts(rng: Chance, bills: pl.DataFrame) -> pl.Series:
    """How clerks write about shipments: half name a document in some way, half name none."""
    ways = [*NAMING.values(), *_VAGUE, *_VAGUE]
    return _said(bills, pl.Series(rng.integers(0, len(ways), bills.height)), ways)


def naming_texts(rng: Chance, bills: pl.DataFrame, ways: tuple[str, ...]) -> pl.Series:
    """Texts that name each shipment in one of the given ways."""
    style = pl.Series(rng.integers(0, len(ways), bills.height))
    return _said(bills, style, [NAMING[way] for way in ways])


def _said(bills: pl.DataFrame, style: pl.Series, ways: list[pl.Expr]) -> pl.Series:
    numbered = bills.with_columns(style=style)
    chosen = (pl.when(pl.col("style") == turn).then(way) for turn, way in enumerate(ways))
    return numbered.select(pl.coalesce(*chosen)).to_series()
