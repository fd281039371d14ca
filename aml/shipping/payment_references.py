"""The derived table payment_references: what the text of a payment refers to.

One row a payment and object: kind container, imo, mmsi, wallet, bl or booking; value in one
spelling; object_id as the tables write it; text as the payment holds it. Only objects that bills of
lading or lists know are found. check_digit_ok is NULL for all but containers and ships.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from aml.identity import create_number_key, is_container, is_ship
from aml.store import Derived, Store

_SQL = Path(__file__).with_name("payment_references.sql")
_CONTAINER = r"[A-Z]{3}[UJZ][ -]?[0-9]{6}[ -]?[0-9]\b"
_SHIP = r"IMO[ .:#-]*(?:NO|NR|NUMBER)?[ .:#-]*([0-9]{7})\b"
_MMSI = r"MMSI[ .:#-]*(?:NO|NR|NUMBER)?[ .:#-]*([0-9]{9})\b"
#: A pattern that matches nothing.
_NOTHING = r"[^\s\S]"
#: More alternatives than this make one pass over millions of texts slow.
_MOST_BEGINNINGS = 300


def _build(store: Store) -> None:
    create_number_key(store)
    is_known = store.count("trade_objects") > 0
    bound = {"is_trade_known": is_known, **_patterns(_papers(store), _wallets(store))}
    sql = _SQL.read_text(encoding="utf-8")
    store.run(f"CREATE TEMP TABLE payment_references AS {sql}", bound)
    _check_digits(store)


def _patterns(papers: str, wallets: str) -> Mapping[str, str]:
    r"""The patterns of payment_references.sql. `any` finds the texts worth reading, in one pass.

    A bill or booking is read as `MEDU4471029`, `MEDU-447.1029` and `MEDU 4471029`: the numbers that
    are known decide which of the readings is one.
    """
    known, wallet = rf"\b(?:{papers})", rf"\b(?:{wallets})[A-Z0-9]{{16,}}\b"
    return {
        "any": rf"(?i)\b(?:[A-Z]{{3}}[UJZ][ -]?[0-9]{{6}}|IMO|MMSI|{papers})|{wallet}",
        "container": rf"\b{_CONTAINER}",
        "ship": rf"\b{_SHIP}",
        "radio": rf"\b{_MMSI}",
        "wallet": wallet,
        "word": rf"{known}[A-Z0-9]*",
        "marked_word": rf"{known}[A-Z0-9]*(?:[-./][A-Z0-9]+)+",
        "spaced_word": rf"{known}[A-Z]* [0-9]+\b",
    }


def _papers(store: Store) -> str:
    """How the known bills and bookings begin, as alternatives of a pattern."""
    return _beginnings(store, "kind IN ('bl', 'booking') AND length(number) >= 8")


def _wallets(store: Store) -> str:
    """How the wallets of lists begin."""
    return _beginnings(store, "kind = 'wallet' AND length(number) >= 20")


def _beginnings(store: Store, which: str) -> str:
    """As many first characters as keep the alternatives few."""
    for length in (4, 3, 2, 1):
        rows = store.rows(
            "SELECT DISTINCT left(number, $length) AS beginning FROM trade_objects"
            f" WHERE {which} ORDER BY beginning",
            {"length": length},
        )
        if len(rows) <= _MOST_BEGINNINGS:
            break
    return "|".join(re.escape(beginning) for (beginning,) in rows) or _NOTHING


def _check_digits(store: Store) -> None:
    """Each distinct container and ship once, however many payments name it."""
    numbers = store.rows(
        "SELECT DISTINCT kind, value FROM payment_references"
        " WHERE kind IN ('container', 'imo') ORDER BY kind, value"
    )
    is_right = {"container": is_container, "imo": is_ship}
    wrong = [f"{kind} {value}" for kind, value in numbers if not is_right[kind](value)]
    store.run(
        "UPDATE payment_references"
        " SET check_digit_ok = (kind || ' ' || value) NOT IN (SELECT unnest($wrong))"
        " WHERE kind IN ('container', 'imo')",
        {"wrong": wrong},
    )


PAYMENT_REFERENCES = Derived(
    "payment_references", ("trade_objects",), ("transactions", "remittances"), _build
)
