"""Identifiers and names: what makes two records the same thing."""

from aml.identity.derive import create_number_key, keyed_tables
from aml.identity.groups import PARTY_GROUPS
from aml.identity.name import (
    NameKey,
    name_key,
    person_words,
    run_together,
    spelt_words,
    vessel_words,
)
from aml.identity.number import (
    is_bic,
    is_container,
    is_iban,
    is_lei,
    is_mmsi,
    is_ship,
    is_ship_company,
    is_wallet,
    number_key,
    well_formed,
)

__all__ = [
    "PARTY_GROUPS",
    "NameKey",
    "create_number_key",
    "is_bic",
    "is_container",
    "is_iban",
    "is_lei",
    "is_mmsi",
    "is_ship",
    "is_ship_company",
    "is_wallet",
    "keyed_tables",
    "name_key",
    "number_key",
    "person_words",
    "run_together",
    "spelt_words",
    "vessel_words",
    "well_formed",
]
