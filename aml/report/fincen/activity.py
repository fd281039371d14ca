"""The activity of a SAR: dates, total, types, instruments and IP addresses."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from decimal import ROUND_CEILING, Decimal

from aml.core.filing import FiledMovement, Filing
from aml.core.vocabulary import CASH_CHANNELS
from aml.report.fincen import codes
from aml.report.fincen.party import Element

_MOST_ADDRESSES = 99


def dollars_of(filing: Filing) -> int | None:
    """The total in whole dollars, rounded up; None where it is not known.

    FinCEN's instructions for electronic filing round every amount up to the next dollar.
    """
    total = filing.total if filing.total_usd is None else filing.total_usd
    return None if total is None else whole_dollars(total)


def whole_dollars(amount: Decimal) -> int:
    """An amount as the form takes it: USD 15,265.25 is 15266."""
    return int(amount.to_integral_value(ROUND_CEILING))


def suspicious_activity(filing: Filing) -> Element:
    """When, how much, and what kinds of activity."""
    dollars = dollars_of(filing)
    return {
        "AmountUnknownIndicator": "Y" if dollars is None else "",
        "NoAmountInvolvedIndicator": "Y" if dollars == 0 else "",
        "SuspiciousActivityFromDateText": f"{filing.started_on:%Y%m%d}",
        "SuspiciousActivityToDateText": f"{filing.ended_on:%Y%m%d}",
        "TotalSuspiciousAmountText": str(dollars) if dollars else "",
        "SuspiciousActivityClassification": list(_classifications(filing)),
    }


def _classifications(filing: Filing) -> Iterator[Element]:
    texts = dict(filing.code_texts)
    for code in dict.fromkeys(filing.codes):
        kind, _, subtype = code.partition("/")
        yield {
            "OtherSuspiciousActivityTypeText": texts[code] if code.endswith("999") else "",
            "SuspiciousActivitySubtypeID": subtype,
            "SuspiciousActivityTypeID": kind,
        }


def assets(filing: Filing) -> Iterator[Element]:
    """The instruments that the payments took, and the product behind them, each once."""
    found = dict.fromkeys(filter(None, map(_instrument, filing.movements)))
    if any(party.accounts for party in filing.subjects):
        found.setdefault(codes.DEPOSIT_ACCOUNT)
    used = {movement.channel for movement in filing.movements}
    others = [words for channel, words in codes.OTHER_WORDS.items() if channel in used]
    for subtype in sorted(found, key=int):
        yield {
            "AssetSubtypeID": subtype,
            "AssetTypeID": codes.ASSET_TYPE_OF[subtype],
            "OtherAssetSubtypeText": "; ".join(others) if subtype == codes.OTHER_INSTRUMENT else "",
        }


def _instrument(movement: FiledMovement) -> str:
    if movement.channel in CASH_CHANNELS:
        return codes.US_CURRENCY if movement.currency == "USD" else codes.FOREIGN_CURRENCY
    return codes.INSTRUMENT_OF.get(movement.channel, "")


def ip_addresses(filing: Filing) -> Iterator[Element]:
    """The first 99 addresses with the moment, UTC, at which each is first seen."""
    for movement in list(_first_seen(filing.movements))[:_MOST_ADDRESSES]:
        yield {
            "ActivityIPAddressDateText": f"{movement.booked_at:%Y%m%d}",
            "ActivityIPAddressTimeStampText": f"{movement.booked_at:%H:%M:%S}",
            "IPAddressText": movement.ip_address.strip(),
        }


def _first_seen(movements: Iterable[FiledMovement]) -> Iterator[FiledMovement]:
    told = set()
    for movement in movements:
        text = movement.ip_address.strip()
        if text and text not in told and _is_address(text):
            told.add(text)
            yield movement


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return len(text) <= 39
