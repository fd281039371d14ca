"""Numbers of ships, containers, firms, accounts and wallets: one spelling, and whether well-formed.

A right check digit says that a number is well-formed, not that the thing exists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from stdnum import bic, iban, imo, iso6346, lei, numdb
from stdnum.exceptions import ValidationError

#: The marks that number_key takes out, in SQL (derive.py) as here.
MARKS = " -./"
_OUT = str.maketrans("", "", MARKS)
#: How papers introduce the number of a ship or its company: `IMO 9074729`, `IMO No. 9074729`.
_IMO = re.compile(r"IMO(?:NO|NR|NUMBER)?[:#]?(?=\d{7}$)")
_COMPANY_WEIGHTS = (8, 6, 4, 2, 9, 7)
_BASE58 = "[1-9A-HJ-NP-Za-km-z]"
_BECH32 = "[02-9ac-hj-np-z]"
_WALLET = re.compile(
    rf"0[xX][0-9a-fA-F]{{40}}"  # Ethereum and its kin
    rf"|(?:0[xX])?[0-9a-fA-F]{{64}}"  # Aptos, Sui, Near, payment ids of Monero
    rf"|(?i:[a-z]{{2,12}}1{_BECH32}{{38,90}})"  # bech32: Bitcoin since 2017, Litecoin, Cardano
    rf"|(?:bitcoincash:)?[qp]{_BECH32}{{41}}"
    rf"|{_BASE58}{{25,44}}"  # Bitcoin, Litecoin, Tron, Ripple, Dash, Zcash, Solana
    rf"|[48]{_BASE58}{{94,105}}"  # Monero
)
_LIKE_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


def number_key(number: str) -> str:
    """One spelling of an account, document, registration or bill number.

    Capitals without blanks and marks, as SQL says `number_key(…)`.
    """
    return number.translate(_OUT).upper()


def imo_digits(number: str) -> str:
    """The seven digits of `IMO 9074729`; another text in the spelling of number_key."""
    return _IMO.sub("", number_key(number))


def is_container(number: str) -> bool:
    """Whether eleven characters such as `CSQU3054383` end in the check digit of ISO 6346."""
    return _is_valid(iso6346, number)


def is_ship(number: str) -> bool:
    """Whether seven digits such as `9074729` are a ship's IMO number by their check digit."""
    return _is_valid(imo, number)


def is_ship_company(number: str) -> bool:
    """Whether seven digits such as `5342883` are the IMO number of a company that runs ships.

    Its check digit is weighed otherwise than that of a ship; one number in ten passes as both.
    """
    if not (len(number) == 7 and number.isascii() and number.isdecimal()):
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(number, _COMPANY_WEIGHTS, strict=False)
    )
    return (11 - total % 11) % 10 == int(number[6])


def is_mmsi(number: str) -> bool:
    """Whether nine digits are the radio number of a ship station: the first is 2 to 7.

    Others are of coast stations, aircraft and buoys. There is no check digit.
    """
    return re.fullmatch(r"[2-7][0-9]{8}", number) is not None


def is_lei(number: str) -> bool:
    """Whether twenty characters end in the check digits of a legal entity identifier."""
    return _is_valid(lei, number)


def is_iban(number: str) -> bool:
    """Whether an account number is an IBAN by its check digits and its country's form."""
    return _is_valid(iban, number)


def is_bic(number: str) -> bool:
    """Whether eight or eleven characters have the form of a bank's code, country included."""
    return _is_valid(bic, number)


def is_wallet(address: str) -> bool:
    """Whether a text has the shape of a blockchain address. Its check digits are not looked at."""
    return _WALLET.fullmatch(address) is not None


def well_formed(kind: str, number: str) -> str | None:
    """A number in one spelling, None where it cannot be a number of its kind.

    Args:
        kind: a column of flagged_parties, such as `imo_number`. Documents and registrations have
            as many forms as there are registers, so that any text is one.
        number: the number as somebody wrote it.
    """
    if kind not in _RULES:
        return number.strip() or None
    spelt, is_right = _RULES[kind]
    found = spelt(number)
    return found if is_right(found) else None


def _is_account(number: str) -> bool:
    """Whether an account number may be one: what begins as an IBAN has to be one."""
    key = number_key(number)
    begins_as_iban = _LIKE_IBAN.fullmatch(key) and numdb.get("iban").info(key)[0][1]
    return bool(key) and (is_iban(key) or not begins_as_iban)


_RULES: Mapping[str, tuple[Callable[[str], str], Callable[[str], bool]]] = {
    "imo_number": (imo_digits, is_ship),
    "company_imo": (imo_digits, is_ship_company),
    "mmsi": (number_key, is_mmsi),
    "container_number": (number_key, is_container),
    "lei": (number_key, is_lei),
    "account_number": (str.strip, _is_account),
    "bic": (number_key, is_bic),
    "wallet": (str.strip, is_wallet),
}


def _is_valid(kind: object, number: str) -> bool:
    try:
        kind.validate(number)  # type: ignore[attr-defined]
    except ValidationError:
        return False
    return True
