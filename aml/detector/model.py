"""The door to PyOD: how far out each figure of each customer lies, by COPOD (Li and others, 2020).

COPOD looks at each feature alone: its points are the negative logarithm of the share of peers that
lie as far out, in the tail that the feature's skewness points to, or half of both tails where that
is more. The points of all features add up, which is why they can be given as reasons.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

_DRAWING = ("matplotlib", "matplotlib.pyplot")


@dataclass(frozen=True, slots=True)
class Tails:
    """By customer (row) and feature (column): points, and whether it lies above its peers."""

    points: NDArray[numpy.float64]
    is_high: NDArray[numpy.bool_]


def fit_tails(values: NDArray[numpy.float64]) -> Tails:
    """Fit the customers of one peer group, and score these same customers.

    Scores are read right after the fit: PyOD scores later rows together with the fitted ones, so
    that a score would depend on who else is asked about. A feature that is the same for all gives
    no points.
    """
    import numpy

    points = numpy.zeros(values.shape)
    is_high = numpy.zeros(values.shape, dtype=bool)
    varied = numpy.flatnonzero(values.max(axis=0) > values.min(axis=0))
    if varied.size:
        model = _copod()
        with warnings.catch_warnings():
            # SciPy's skewness says so of a feature that is nearly the same for all peers.
            warnings.filterwarnings("ignore", "Precision loss occurred", RuntimeWarning)
            model.fit(values[:, varied])
        points[:, varied] = model.O
        is_high[:, varied] = model.U_r > model.U_l
    return Tails(points, is_high)


def _copod() -> Any:
    import pyod.models.base  # noqa: F401 - what COPOD needs, while nothing stands in for anything

    with _no_drawing():
        from pyod.models.copod import COPOD
    return COPOD(n_jobs=1)


@contextmanager
def _no_drawing() -> Iterator[None]:
    """Keep PyOD's plots out: importing matplotlib writes a font cache and runs `fc-list`."""
    absent = [name for name in _DRAWING if name not in sys.modules]
    for name in absent:
        sys.modules[name] = ModuleType(name)
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]
