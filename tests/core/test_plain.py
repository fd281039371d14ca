import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aml.core.plain import plain, restore


@dataclass(frozen=True)
class Inner:
    amount: Decimal
    on: date | None


@dataclass(frozen=True)
class Outer:
    name: str
    inners: tuple[Inner, ...]
    texts: dict[str, str]
    at: datetime
    kind: Literal["rule", "model"]
    count: int | None = None


money = st.decimals(allow_nan=False, allow_infinity=False, places=4)
inners = st.builds(Inner, money, st.none() | st.dates())
outers = st.builds(
    Outer,
    st.text(),
    st.lists(inners).map(tuple),
    st.dictionaries(st.text(), st.text()),
    st.datetimes(),
    st.sampled_from(["rule", "model"]),
    st.none() | st.integers(),
)


@given(outers)
def test_comes_back_from_json_without_losing_a_cent_or_a_day(value):
    assert restore(Outer, json.loads(json.dumps(plain(value)))) == value


def test_money_keeps_its_decimals_and_never_turns_into_a_float():
    assert plain(Decimal("9500.0000")) == "9500.0000"
    assert plain(Decimal("1E+3")) == "1000"
    with pytest.raises(TypeError):
        plain(0.1)
