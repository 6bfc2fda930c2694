"""Blurs, local correlation and medians over pictures."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Plane = NDArray[np.float32]
"""(h, w) or (h, w, c)."""

QUANTILES = (0.4, 0.6)  # whose mean `middle` is
COARSEST = 8.0  # sigma in pixels above which a blur is made of a smaller picture


def blur(plane: Plane, sigma: float) -> Plane:
    """Return a Gaussian blur; wide ones are made of a smaller picture, in a fraction of the time.

    Args:
        plane: Shape (h, w) or (h, w, c).
        sigma: In pixels.
    """
    if sigma <= 0:
        return plane
    height, width = plane.shape[:2]
    factor = 1
    while sigma / factor >= COARSEST and min(height, width) >= 8 * factor:
        factor *= 2
    if factor == 1:
        return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma), np.float32)
    small = cv2.resize(
        plane, (-(-width // factor), -(-height // factor)), interpolation=cv2.INTER_AREA
    )
    small = cv2.GaussianBlur(small, (0, 0), sigma / factor)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def sized(plane: Plane, side: int) -> Plane:
    """Return a square picture at another size: averaged down, or interpolated up."""
    if len(plane) == side:
        return plane
    kind = cv2.INTER_AREA if side < len(plane) else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(plane, (side, side), interpolation=kind), np.float32)


def correlation(one: Plane, other: Plane, sigma: float) -> Plane:
    """Return how two planes of zero mean agree around each point, [-1, 1], (h, w)."""
    both = blur(one * other, sigma)
    scale = np.sqrt(blur(one * one, sigma) * blur(other * other, sigma) + 1e-6)
    return np.asarray(both / scale, np.float32)


def weighted_median(values: Floats, weights: Floats) -> Floats:
    """Return the weighted median along the first axis.

    Args:
        values: Shape (n, ...).
        weights: Shape (n, ...) or (n, 1, ...), not negative.
    """
    order = np.argsort(values, axis=0, kind="stable")
    weights = np.broadcast_to(weights, values.shape)
    summed = np.cumsum(np.take_along_axis(weights, order, 0), axis=0)
    at = (summed >= 0.5 * summed[-1]).argmax(axis=0)
    picked = np.take_along_axis(order, at[None], 0)
    return np.asarray(np.take_along_axis(values, picked, 0)[0])


def middle(values: Floats, weights: Floats) -> Floats:
    """Return the mean of two weighted quantiles beside the median, along the first axis.

    The median itself would side with one of two voters.

    Args:
        values: Shape (n, ...).
        weights: The same shape, not negative.
    """
    order = np.argsort(values, axis=0, kind="stable")
    values = np.take_along_axis(values, order, 0)
    summed = np.cumsum(np.take_along_axis(weights, order, 0), axis=0)
    found = [(summed >= share * summed[-1]).argmax(axis=0) for share in QUANTILES]
    low, high = (np.take_along_axis(values, at[None], 0)[0] for at in found)
    return np.asarray((low + high) / 2)


def guided(guide: Plane, plane: Plane, radius: int, epsilon: float) -> Plane:
    """Return *plane* with its edges moved to those of *guide* (He, Sun and Tang 2010).

    Args:
        guide: Shape (h, w), [0, 1].
        plane: Shape (h, w).
        radius: Of the window, pixels.
        epsilon: Variance of the guide that counts as flat.
    """

    def mean(values: Plane) -> Plane:
        return np.asarray(cv2.blur(values, (2 * radius + 1, 2 * radius + 1)), np.float32)

    mean_guide, mean_plane = mean(guide), mean(plane)
    covariance = mean(guide * plane) - mean_guide * mean_plane
    variance = mean(guide * guide) - mean_guide * mean_guide
    slope = np.asarray(covariance / (variance + epsilon), np.float32)
    offset = mean_plane - slope * mean_guide
    return np.asarray(mean(slope) * guide + mean(offset), np.float32)
