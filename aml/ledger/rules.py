"""What the columns of the canonical tables demand beyond their types."""

from __future__ import annotations

from collections.abc import Mapping

from aml.core.vocabulary import (
    CHANNELS,
    DIRECTIONS,
    ENTRY_STATUSES,
    FLAG_REASONS,
    FUNDINGS,
    PARTY_KINDS,
)
from aml.ledger.profile import Shape
from aml.store import Column, canonical_columns
from aml.store.schema import KEPT_COLUMNS

#: What tells the records of a table apart. Two records that share it are a duplicate or a clash.
KEYS: Mapping[str, tuple[str, ...]] = {
    "accounts": ("account_id",),
    "agents": ("agent_id",),
    "ais_gaps": ("imo_number", "started_at"),
    "basket_terms": ("basket", "kind", "term"),
    "bills_of_lading": ("bl_no", "container_number"),
    "branches": ("branch_id",),
    "calendar": ("country", "day_on"),
    "container_events": ("container_event_id",),
    "country_risk": ("country", "valid_from"),
    "customers": ("customer_id",),
    "flagged_parties": ("list_id", "entry_id", "flagged_from"),
    "fx_rates": ("base_currency", "currency", "rate_on"),
    "hs_prices": ("hs_code", "corridor", "valid_from"),
    "identity_overrides": ("member_kind", "member_id", "other_kind", "other_id"),
    "port_calls": ("port_call_id",),
    "port_employers": ("name", "port"),
    "ports": ("port",),
    "precursors": ("precursor_id",),
    "relationships": ("relationship_id",),
    "remittances": ("remittance_id",),
    "shippers": ("shipper_id",),
    "special_measures": ("measure_id",),
    "suppressions": ("suppression_id",),
    "threshold_areas": ("line_id", "place_kind", "place", "region"),
    "thresholds": ("line_id", "valid_from"),
    "transactions": ("transaction_id",),
    "vessels": ("imo_number", "valid_from"),
    "voyages": ("voyage_id",),
}

#: What a line is about. cash_report, transfer_report: reported from there on. gto_report: cash that
#: a geographic targeting order has reported. transfer_record, instrument_record: recorded in full.
#: cash_identification, identification: the customer is identified. cash_cap: cash that a trader
#: may pay or take. usd_cash_cap, usd_cash_report: dollars in cash outside the United States.
LINE_KINDS = (
    "cash_cap", "cash_identification", "cash_report", "gto_report", "identification",
    "instrument_record", "transfer_record", "transfer_report", "usd_cash_cap", "usd_cash_report",
)  # fmt: skip

#: Whose record it is that says who somebody is.
MEMBER_KINDS = ("customer", "receiver", "sender")

#: What happens to a remittance, where a file holds an event a record.
EVENTS = ("cancel", "change", "pay", "refund", "send")

#: Columns that hold one of a few words.
CLOSED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("transactions", "direction"): DIRECTIONS,
    ("transactions", "channel"): CHANNELS,
    ("transactions", "status"): ENTRY_STATUSES,
    ("remittances", "event"): EVENTS,
    ("remittances", "status"): ENTRY_STATUSES,
    ("remittances", "funding"): FUNDINGS,
    ("flagged_parties", "kind"): PARTY_KINDS,
    ("flagged_parties", "reason"): FLAG_REASONS,
    ("thresholds", "operator"): (">", ">="),
    ("thresholds", "kind"): LINE_KINDS,
    ("thresholds", "sector"): ("any", "bank", "msb"),
    ("special_measures", "status"): ("proposed", "finding", "prohibited"),
    ("identity_overrides", "member_kind"): MEMBER_KINDS,
    ("identity_overrides", "other_kind"): MEMBER_KINDS,
    ("identity_overrides", "verdict"): ("different", "same"),
    ("ais_gaps", "kind"): ("gap", "loitering", "meeting"),
    ("basket_terms", "kind"): ("merchant", "word"),
    ("threshold_areas", "place_kind"): ("county", "postal_code", "region", "country"),
}

#: Ranges, as SQL writes them after the value. A direction is given apart, so money has no sign.
LIMITS: Mapping[tuple[str, str], str] = {
    ("transactions", "amount"): ">= 0",
    ("remittances", "amount"): ">= 0",
    ("thresholds", "amount"): ">= 0",
    ("fx_rates", "rate"): "> 0",
    ("flagged_parties", "strength"): "BETWEEN 0 AND 1",
    ("relationships", "share"): "BETWEEN 0 AND 1",
}

#: Instants with the local day of each: one is enough, the other follows.
PAIRS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "transactions": (("booked_at", "booked_on"),),
    "remittances": (("sent_at", "sent_on"), ("paid_at", "paid_on")),
}

#: Words that stand where a file does not say.
DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "transactions": {"channel": "other", "status": "posted"},
    "remittances": {"status": "posted"},
}

#: The ledgers proper, with their day: priced in the base currency, every id prefixed or made.
LEDGERS: Mapping[str, str] = {"remittances": "sent_on", "transactions": "booked_on"}

#: What every event says: which one it is, and what the records of one remittance share.
OF_EVENTS = ("event", "reference")

#: What a two-sided record says of each side, by the column of the entry on that side and across.
SIDES = ("payer", "payee")
OWN_SIDE = {"account": "account_id", "customer": "customer_id"}
OTHER_SIDE = {
    "account": "counterparty_account",
    "customer": "counterparty_id",
    "name": "counterparty_name",
    "bank": "counterparty_bank",
    "country": "counterparty_country",
}


def columns_of(table: str, shape: Shape) -> tuple[Column, ...]:
    """The columns that a profile may map, with those of both sides for transfers.

    Of events, what they come to makes the id and the status.
    """
    known = tuple(c for c in canonical_columns()[table] if c.name not in KEPT_COLUMNS)
    if shape == "events":
        made = {*KEYS[table], "status", "reference"}
        told = (Column(name, "VARCHAR", is_required=True) for name in OF_EVENTS)
        return (*told, *(column for column in known if column.name not in made))
    if shape != "transfers":
        return known
    sided = {"direction", *OWN_SIDE.values(), *OTHER_SIDE.values()}
    sides = tuple(
        Column(f"{side}_{part}", "VARCHAR", part == "account")
        for side in SIDES
        for part in OTHER_SIDE
    )
    return (*(column for column in known if column.name not in sided), *sides)


def required_columns(table: str, shape: Shape) -> tuple[str, ...]:
    """The columns without which no record of the table can be loaded.

    Of an instant and its day neither is listed: one of them is needed, see PAIRS.
    """
    filled = {name for pair in PAIRS.get(table, ()) for name in pair}
    filled |= set(DEFAULTS.get(table, {}))
    filled |= set(KEYS[table]) if table in LEDGERS else set()
    return tuple(
        column.name
        for column in columns_of(table, shape)
        if column.is_required and column.name not in filled
    )


def days_of(table: str, shape: Shape) -> tuple[tuple[str, str], ...]:
    """The instants with their days of which a record needs one; an event needs its own."""
    return PAIRS.get(table, ())[: None if shape == "events" else 1]


def has_money(table: str) -> bool:
    """Whether control totals of the table sum amounts by currency."""
    names = {column.name for column in canonical_columns()[table]}
    return {"amount", "currency"} <= names
