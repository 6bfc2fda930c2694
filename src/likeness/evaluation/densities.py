"""How distances are distributed, smoothed for drawing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

POINTS = 400
FINE = 4096  # cells that the smoothing works on
REACH = 4.0  # standard deviations of the kernel


@dataclass(frozen=True, slots=True, kw_only=True)
class Densities:
    """Smoothed densities of the distances of both kinds of pairs."""

    x: NDArray[np.float64]  # (400,) distances, ascending
    same: NDArray[np.float64]  # (400,) area 1; all 0 without such pairs
    different: NDArray[np.float64]  # (400,) area 1; all 0 without such pairs


def densities(
    values: NDArray[np.float64],
    same: NDArray[np.float64],
    different: NDArray[np.float64],
    faces: int,
) -> Densities | None:
    """Return the densities of pairs that were counted by distance; None without pairs.

    A Gaussian kernel with Silverman's (1986, eq. 3.31) width, as if there were as many
    observations as faces: pairs that share a face are no independent observations. Distances
    cannot be negative, so what the kernel puts below 0 is folded back.

    Args:
        values: (t,) distances, ascending, at least 0.
        same: (t,) how many pairs of the same person have them.
        different: (t,) of different people.
        faces: How many faces make the pairs.
    """
    if not len(values):
        return None
    widths = [_width(values, counts, faces) for counts in (same, different) if counts.any()]
    low = max(0.0, float(values[0]) - REACH * max(widths))
    high = float(values[-1]) + REACH * max(widths)
    x = np.linspace(low, high, POINTS)
    smoothed = [
        _smoothed(values, counts, _width(values, counts, faces), x)
        if counts.any()
        else np.zeros(POINTS)
        for counts in (same, different)
    ]
    return Densities(x=x, same=smoothed[0], different=smoothed[1])


def _width(values: NDArray[np.float64], counts: NDArray[np.float64], faces: int) -> float:
    """Return 0.9 min(standard deviation, quartiles / 1.34) n^(-1/5), above 0."""
    total = float(counts.sum())
    mean = float(counts @ values) / total
    spread = float(np.sqrt(counts @ (values - mean) ** 2 / total))
    quarters = np.searchsorted(np.cumsum(counts), [0.25 * total, 0.75 * total])
    lower, upper = values[quarters.clip(0, len(values) - 1)].tolist()
    quartiles = float(upper - lower) / 1.34
    least: float = max(1e-3 * float(values[-1] - values[0]), 1e-3 * float(values[-1]), 1e-6)
    usual = min(spread, quartiles) if quartiles > 0 else spread
    return max(0.9 * usual / math.pow(max(faces, 1), 0.2), least)


def _smoothed(
    values: NDArray[np.float64], counts: NDArray[np.float64], width: float, x: NDArray[np.float64]
) -> NDArray[np.float64]:
    start, end = float(x[0]) - 2 * REACH * width, float(x[-1]) + 2 * REACH * width
    step = (end - start) / FINE
    cells = ((values - start) / step).astype(np.intp).clip(0, FINE - 1)
    heights = np.bincount(cells, counts, FINE)
    half = max(int(REACH * width / step), 1)
    kernel = np.exp(-0.5 * (np.arange(-half, half + 1) * step / width) ** 2)
    smooth = np.convolve(heights, kernel, "same")
    centres = start + (np.arange(FINE) + 0.5) * step
    result = np.interp(x, centres, smooth)
    result += np.interp(-x, centres, smooth, left=0.0)
    area = np.trapezoid(result, x)
    return result / area if area > 0 else result
