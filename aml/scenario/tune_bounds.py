"""What reviewed samples say: the suspicious share of each stratum and band, with exact bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from aml.core.tuning import ALL, BANDS, Bound, Sampled, Stratum
from aml.scenario.tune_statistics import bounds_together, population_bounds


def bounds_of(
    strata: Sequence[Stratum], samples: Sequence[Sampled], confidence: Decimal
) -> tuple[Bound, ...]:
    """The bounds of every stratum, and of each band that has several, over all of them.

    A sample counts once all of it has answers: those that somebody chose to answer first are no
    random sample. Where every alert of a stratum was decided, the decisions stand for it.
    """
    found: list[Bound] = []
    for band in BANDS:
        of_band = [
            _bound(stratum, samples, confidence) for stratum in strata if stratum.band == band
        ]
        found += of_band
        found += _together(of_band, confidence)
    return tuple(found)


def _bound(stratum: Stratum, samples: Sequence[Sampled], confidence: Decimal) -> Bound:
    reviewed, suspicious = _seen(stratum, samples)
    low, high = population_bounds(suspicious, reviewed, stratum.population, confidence)
    return Bound(stratum.band, stratum.segment, stratum.population, reviewed, suspicious, low, high)


def _seen(stratum: Stratum, samples: Sequence[Sampled]) -> tuple[int, int]:
    """How many were reviewed, and how many of them are suspicious."""
    if stratum.decided == stratum.population:
        return stratum.decided, stratum.decided_suspicious
    mine = [
        item.answer
        for item in samples
        if (item.band, item.segment) == (stratum.band, stratum.segment)
    ]
    return (len(mine), mine.count("yes")) if all(mine) else (0, 0)


def _together(of_band: Sequence[Bound], confidence: Decimal) -> Iterator[Bound]:
    if len(of_band) < 2:
        return
    strata = [(bound.suspicious, bound.reviewed, bound.population) for bound in of_band]
    low, high = bounds_together(strata, confidence)
    suspicious, reviewed, population = (sum(column) for column in zip(*strata, strict=True))
    yield Bound(of_band[0].band, ALL, population, reviewed, suspicious, low, high)
