"""Numbers of ships and containers that carry a check digit.

A right check digit says that a number is well-formed, not that the thing exists.
"""

from __future__ import annotations

from stdnum import imo, iso6346
from stdnum.exceptions import ValidationError


def is_container(number: str) -> bool:
    """Whether eleven characters such as `CSQU3054383` end in the check digit of ISO 6346."""
    return _is_valid(iso6346, number)


def is_ship(number: str) -> bool:
    """Whether seven digits such as `9074729` are a ship's IMO number by their check digit."""
    return _is_valid(imo, number)


def _is_valid(kind: object, number: str) -> bool:
    try:
        kind.validate(number)  # type: ignore[attr-defined]
    except ValidationError:
        return False
    return True
