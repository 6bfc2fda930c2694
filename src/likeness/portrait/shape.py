"""The mean shape of faces, and how one face lies over another."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.align import similarities
from likeness.imaging.points68 import MIRROR, NOSE_TIP, eyes
from likeness.portrait.canvas import Canvas

Floats = NDArray[np.floating[Any]]

# The points that steer a rigid fit: brows and lips move with what a face does.
STEADY = np.r_[0:17, 27:49, 51, 54, 57]
ROUNDS = 5  # of the Procrustes mean; it moves by less than .01 pixels after three


def fitted(source: Floats, target: Floats) -> NDArray[np.float64]:
    """Return the least-squares similarity, (2, 3), that takes points (k, 2) to others."""
    return np.asarray(similarities(source[None], target)[0])


def moved(matrix: Floats, points: Floats) -> NDArray[np.float64]:
    """Apply a (2, 3) transform to points, shape (..., 2)."""
    return np.asarray(points @ matrix[:, :2].T + matrix[:, 2], np.float64)


def eye_distance(points: Floats) -> float:
    """Return how far apart the middles of the eyes are, of points (68, 2)."""
    right, left = eyes(points)
    return float(np.linalg.norm(left - right))


def turn(points: Floats) -> float:
    """Return how far the tip of the nose is off the middle, along the eyes, in eye distances.

    0: into the camera; above zero: towards the right of the picture. A profile is near .5.
    """
    right, left = eyes(points)
    across = left - right
    off = points[NOSE_TIP] - (right + left) / 2
    return float(off @ across / max(float(across @ across), 1e-12))


def mean_shape(shapes: Floats, weights: Floats, canvas: Canvas) -> NDArray[np.float64]:
    """Return the symmetric mean of shapes, upright, its eyes where the canvas has them.

    A weighted generalised Procrustes mean (Gower 1975), made symmetric by averaging it with its
    mirror image.

    Args:
        shapes: (n, 68, 2), each in pixels of its own photo.
        weights: (n,), not negative, not all zero.
        canvas: Where the mean goes.

    Returns:
        (68, 2), pixels of the canvas.
    """
    mean = _normal(shapes[int(np.argmax(weights))])
    for _ in range(ROUNDS):
        laid = similarities(shapes, mean)
        over = shapes @ laid[..., :2].transpose(0, 2, 1) + laid[:, None, :, 2]
        mean = _normal(np.average(over, axis=0, weights=weights))
    reflected = mean[MIRROR] * (-1, 1)
    mean = (mean + moved(fitted(reflected, mean), reflected)) / 2
    return upright(mean, canvas, symmetric=True)


def upright(points: Floats, canvas: Canvas, *, symmetric: bool = False) -> NDArray[np.float64]:
    """Return points turned, scaled and moved so that the eyes are where the canvas has them."""
    right, left = eyes(points)
    half = canvas.eye_distance / 2
    laid = moved(fitted(np.array([right, left]), np.array([(-half, 0.0), (half, 0.0)])), points)
    if symmetric:
        laid = (laid + laid[MIRROR] * (-1, 1)) / 2
    return np.asarray(laid + np.array([canvas.middle, canvas.eye_line]))


def _normal(points: Floats) -> NDArray[np.float64]:
    """Return points around the origin, of one size."""
    centred = np.asarray(points, np.float64) - points.mean(axis=0)
    return np.asarray(centred / np.linalg.norm(centred))
