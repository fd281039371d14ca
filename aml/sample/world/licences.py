"""Which trades hold a licence, and what it is called."""

from __future__ import annotations

import polars as pl

#: One firm in so many has not shown its licence to the bank; lawyers and bondsmen have to.
_UNSEEN = 6
_SHOWN = {
    "immigration lawyer": "state bar",
    "bail bondsman": "bail bond agent",
    "notary": "title and escrow agent",
    "payment provider": "money transmitter",
    "marketplace": "money transmitter",
    "licensed lab": "controlled substances",
    "landlord agent": "real estate broker",
    "freight hub": "freight forwarder",
    "nvocc": "ocean carrier",
}
_USUAL = {
    "restaurant": "food service",
    "cafe": "food service",
    "bakery": "food service",
    "market stall": "food service",
    "friday cafe": "food service",
    "beach kiosk": "food service",
    "corner shop": "alcohol retail",
    "petrol station": "fuel retail",
    "nail bar": "cosmetology",
    "contractor": "contractor",
    "haulier": "motor carrier",
    "dentist": "dental board",
    "car dealer": "motor vehicle dealer",
    "jeweller": "precious metals dealer",
    "importer": "customs bond",
    "wholesaler": "customs bond",
}


def licences(family: pl.Series) -> pl.Series:
    """A list of one licence a customer, null where none is known."""
    held = family.replace_strict(_SHOWN | _USUAL, default=None, return_dtype=pl.String)
    is_unseen = family.is_in([*_USUAL]) & (pl.int_range(len(family), eager=True) % _UNSEEN == 1)
    held = held.set(is_unseen, None)
    return pl.select(pl.when(held.is_not_null()).then(pl.concat_list(held))).to_series()
