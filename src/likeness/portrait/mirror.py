"""Mirror images of the whole set, which are never made: sums and stacks are turned instead.

The mean shape is its own mirror image, so what holds of a face holds of its mirror image turned.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from likeness.portrait.filters import Plane, middle, sized, weighted_median

Floats = NDArray[np.floating[Any]]

ROWS = 8  # of a stack that are sorted at once: bounds the memory of a median


@dataclass(frozen=True, slots=True, eq=False)
class Mirror:
    """How loud the mirror images of a set speak: 0 not at all, 1 as loud as the faces."""

    share: float = 0.0
    fair: bool = False  # medians side with no voter where two differ; of one voter they may
    # (m, m), [0, 1], symmetric, where they speak; None: everywhere. Hair is not symmetric: with its
    # mirror image every strand is seen twice.
    where: Plane | None = None

    def voices(self, count: int) -> int:
        """Return how many faces speak, their mirror images counted."""
        return 2 * count if self.share else count

    def total(self, summed: Plane) -> Plane:
        """Return the sum over a set, (h, w) or (h, w, c), with that over its mirror images."""
        if not self.share:
            return summed
        return np.asarray(
            summed + _like(summed, self.loud(len(summed))) * summed[:, ::-1], np.float32
        )

    def loud(self, side: int) -> Plane:
        """Return how loud mirror images are at each point of a square picture, (side, side)."""
        if self.where is None:
            return np.full((side, side), self.share, np.float32)
        wide = sized(self.where, side)
        return np.asarray(np.float32(self.share / 2) * (wide + wide[:, ::-1]), np.float32)

    def even(self, plane: Plane) -> Plane:
        """Return the mean of a plane and its mirror image, which counts what it is loud."""
        if not self.share:
            return np.asarray(plane, np.float32)
        return np.asarray(self.total(plane) / (1 + _like(plane, self.loud(len(plane)))), np.float32)

    def normal(self, weights: Floats) -> NDArray[np.float32]:
        """Return weights, (n, h, w), scaled to be comparable with others.

        They add up to 1 everywhere, mirror images included, where the sum is symmetric, and to
        about 1 elsewhere.
        """
        summed = self.total(np.asarray(weights.sum(axis=0), np.float32))
        return np.asarray(weights / np.maximum(summed, 1e-12), np.float32)

    def median(self, values: Floats, weights: Floats) -> NDArray[np.float32]:
        """Return the weighted median, (h, w), over a set and its mirror images.

        Args:
            values: (n, h, w); no more than some rows of it are copied at a time.
            weights: (n, h / k, w / k) with a whole k: one weight for k by k values; square.
        """
        height, width = values.shape[1:]
        k = height // weights.shape[1]
        loud = self.loud(weights.shape[1])
        median = np.empty((height, width), np.float32)
        for top in range(0, height, max(ROWS, k)):
            rows = slice(top, top + max(ROWS, k))
            some = np.asarray(values[:, rows], np.float32)
            coarse = weights[:, rows.start // k : -(-rows.stop // k)]
            if self.share:
                some = np.concatenate([some, some[:, :, ::-1]])
                mirrored = coarse[:, :, ::-1] * loud[rows.start // k : -(-rows.stop // k)]
                coarse = np.concatenate([coarse, mirrored])
            heavy = np.repeat(np.repeat(coarse, k, axis=1), k, axis=2)
            median[rows] = (middle if self.fair else weighted_median)(some, heavy)
        return median


def _like(plane: Plane, loud: Plane) -> Plane:
    """Return (s, s) in as many dimensions as a plane has."""
    return loud if plane.ndim == 2 else loud[..., None]
