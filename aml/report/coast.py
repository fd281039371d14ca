"""Where the land is: coastlines for a map, out of the land mask of the package global-land-mask.

The mask has a point every half minute of a degree, 0 for land. It is read row by row, every
fifteenth point of it, so that a map costs a second and eight megabytes.
"""

from __future__ import annotations

import zipfile
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import numpy as np

#: Points of the mask for one of the grid, and points of the grid in a degree.
_EVERY, _PER_DEGREE = 15, 8
#: A shore of fewer points than this is an islet that no map of an ocean shows.
_LEAST_POINTS = 6

Ring = tuple[tuple[float, float], ...]


def land(west: float, east: float, south: float, north: float) -> tuple[tuple[Ring, ...], ...]:
    """The land inside a window, in degrees: areas of one outer ring and its lakes.

    `east` lies east of `west` and may pass 180: a map of the Pacific goes on beyond it.
    """
    import contourpy
    import numpy as np

    grid = _grid()
    rows, columns = grid.shape
    top, bottom = int((90 - north) * _PER_DEGREE), int((90 - south) * _PER_DEGREE) + 1
    left, right = int((west + 180) * _PER_DEGREE), int((east + 180) * _PER_DEGREE) + 1
    down = np.clip(np.arange(top, bottom + 1), 0, rows - 1)
    across = np.arange(left, right + 1)
    window = grid[down][:, across % columns].astype(np.float64)
    drawn = contourpy.contour_generator(
        x=across / _PER_DEGREE - 180,
        y=90 - np.arange(top, bottom + 1) / _PER_DEGREE,
        z=window,
        fill_type=contourpy.FillType.OuterOffset,
    )
    filled = cast("tuple[list[np.ndarray], list[np.ndarray]]", drawn.filled(0.5, 2.0))
    points, offsets = filled
    return tuple(
        found
        for shore, starts in zip(points, offsets, strict=True)
        if (found := _rings(shore, starts))
    )


def _rings(shore: np.ndarray, starts: np.ndarray) -> tuple[Ring, ...]:
    """Outer ring first; small rings are left out."""
    return tuple(
        tuple((float(x), float(y)) for x, y in shore[start:end])
        for start, end in pairwise(starts)
        if end - start >= _LEAST_POINTS
    )


@cache
def _grid() -> np.ndarray:
    """1 for land, 0 for sea; rows from north to south, columns from 180 degrees west on."""
    import numpy as np

    kept = []
    with zipfile.ZipFile(_mask()) as held, held.open("mask.npy") as mask:
        np.lib.format.read_magic(mask)
        shape, _, _ = np.lib.format.read_array_header_1_0(mask)
        rows, columns = shape[0], shape[1]
        for row in range(rows):
            line = mask.read(columns)
            if row % _EVERY == 0:
                kept.append(np.frombuffer(line, np.uint8)[::_EVERY])
    return np.asarray(1 - np.array(kept))


def _mask() -> Path:
    """The file inside the package, which is not imported: that would unpack a gigabyte."""
    spec = find_spec("global_land_mask")
    if spec is None or spec.origin is None:  # pragma: no cover
        raise ModuleNotFoundError("global_land_mask")
    return Path(spec.origin).parent / "globe_combined_mask_compressed.npz"
