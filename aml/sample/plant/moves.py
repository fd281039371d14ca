"""Money that goes from account to account, as the books of one bank show it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance, Ints, moment, rounded
from aml.sample.life.entry import entries, together
from aml.sample.life.texts import invoice_numbers, invoice_texts, notes
from aml.sample.plant.cast import Cast, bank_hours, parts
from aml.sample.story import Story

_BY_PHONE, _BY_WIRE = 250_000, 500_000


def moved(cast: Cast, rng: Chance, at: Ints, ends: tuple[Ints, Ints], cents: Ints) -> pl.DataFrame:
    """Payments from the first to the second of `ends`: numbers of the directory, one of them ours.

    Where the payer banks here the entry is the payer's debit, and what stays within the bank gets
    its other leg when it is booked; else it is the payee's credit.
    """
    payer, payee = ends
    is_ours = cast.town.is_own(payer)
    inside = is_ours & cast.town.is_own(payee)
    reference = invoice_numbers(rng, len(at)).set(pl.Series(rng.random(len(at)) < 0.7), None)
    return entries(
        at,
        account=np.where(is_ours, payer, payee),
        other=np.where(is_ours, payee, payer),
        is_credit=pl.Series(~is_ours),
        cents=cents,
        channel=_channels(rng, inside, cents),
        text=invoice_texts(reference).fill_null(notes(rng, len(at))),
        invoice=reference,
    )


@dataclass(frozen=True, slots=True)
class Account:
    """One account, whose payments say what they are for."""

    rng: Chance
    number: int

    def pays(
        self, day: Ints, cents: Ints, whom: Ints | int, text: str | pl.Series, channel: str = "ach"
    ) -> pl.DataFrame:
        """Money goes out, in banking hours or when shops are open."""
        is_card = channel == "card"
        at = moment(self.rng, day, 8, 21) if is_card else bank_hours(self.rng, day)
        return entries(
            at, account=self.number, other=whom, is_credit=False, cents=cents, channel=channel,
            text=text,
        )  # fmt: skip

    def gets(
        self, day: Ints, cents: Ints, whom: Ints | int, text: str | pl.Series, channel: str = "ach"
    ) -> pl.DataFrame:
        """Money comes in."""
        paid = self.pays(day, cents, whom, text, channel)
        return paid.with_columns(is_credit=pl.lit(value=True))


def numbered(rng: Chance, words_: str, count: int) -> pl.Series:
    """A text with the number of an invoice behind it, another for each."""
    return f"{words_} " + pl.Series(rng.integers(100, 99_999, count)).cast(pl.String)


def innocent(
    typology: str, variant: str, told: str, focus: int, moves: list[pl.DataFrame],
    **beside: pl.DataFrame,
) -> Story:  # fmt: skip
    """A look-alike among the customers."""
    return Story(
        typology, "look_alike", variant, told, "customer", (focus,), together(moves), **beside
    )


def other_than(cast: Cast, rng: Chance, those: list[int], *families: str) -> int:
    """A customer of the families who is none of those; of firms one of small turnover."""
    pool = np.setdiff1d(cast.town.family(*families), those)
    pool = pool[cast.town.opened[pool] < cast.town.plan.first_day]
    turnover = cast.town.customers["expected_turnover"].fill_null(0).to_numpy()[pool]
    return cast.fresh(rng, "customer", pool[turnover <= np.quantile(turnover, 0.4)])


def mixed_crowd(cast: Cast, rng: Chance, count: int, share: float) -> Ints:
    """So many different people, about a share of them with accounts here, the others elsewhere."""
    ours = cast.crowd(rng, max(1, round(count * share)))
    others = rng.permutation(cast.town.outsider("person"))[: count - len(ours)]
    return rng.permutation(np.concatenate([ours, others]))


def spread(rng: Chance, first: int, days: int, count: int) -> Ints:
    """Instants within so many days, by day and in the evening, in the order of time."""
    at = moment(rng, first + rng.integers(0, days, count), 8, 22)
    ordered: Ints = np.sort(at)
    return ordered


def afterwards(rng: Chance, at: Ints, hours: tuple[float, float]) -> Ints:
    """Some hours after each instant, not in the dead of night."""
    later = at + rng.integers(
        round(hours[0] * HOUR_SECONDS), round(hours[1] * HOUR_SECONDS) + 1, len(at)
    )
    of_day = later % DAY_SECONDS
    early = np.where(of_day < 7 * HOUR_SECONDS, 7 * HOUR_SECONDS - of_day, 0)
    moved_on: Ints = later + early
    return moved_on


def uneven(rng: Chance, total: float, count: int) -> Ints:
    """Parts of a total in dollars that nobody would call equal, some in round figures."""
    cents = parts(rng, total, count, float(rng.uniform(5, 14)))
    unit = int(rng.choice(np.array([1, 1, 5, 10])))
    return cents if unit == 1 else rounded(cents, unit)


def _channels(rng: Chance, inside: np.ndarray, cents: Ints) -> pl.Series:
    """By telephone, within the bank's books, or through the clearing, as anybody would."""
    by_phone = (cents < _BY_PHONE) & (rng.random(len(cents)) < 0.5)
    other = np.where(inside, "internal", np.where(rng.random(len(cents)) < 0.65, "ach", "wire"))
    other = np.where(~inside & (cents > 2 * _BY_WIRE), "wire", other)
    return pl.Series(np.where(by_phone, "p2p", other), dtype=pl.String)
