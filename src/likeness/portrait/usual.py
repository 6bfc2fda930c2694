"""The usual face: what stands in where 68 points cannot be trusted, and what sizes are told by."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.points68 import five_points
from likeness.portrait.look import Look
from likeness.portrait.shape import fitted, moved

Floats = NDArray[np.floating[Any]]

DOUBTFUL = 0.03  # spread above which the 68 points are believed less than the five of the detector
# Eyes to mouth, in eye distances, by which a face is measured when it is turned: a frontal one has
# 1.03 (median of 58), and the larger of both measures counts.
MOUTH_SHARE = 0.94

# The mean of 58 near-frontal faces in eye distances, the origin between the eyes.
SHAPE: NDArray[np.float64] = np.array([
    (-1.14, 0.02), (-1.12, 0.33), (-1.07, 0.62), (-1.02, 0.88), (-0.92, 1.17), (-0.77, 1.40),
    (-0.59, 1.56), (-0.36, 1.72), (0.00, 1.82), (0.36, 1.72), (0.59, 1.56), (0.77, 1.40),
    (0.92, 1.17), (1.02, 0.88), (1.07, 0.62), (1.12, 0.33), (1.14, 0.02),
    (-0.91, -0.24), (-0.78, -0.33), (-0.60, -0.36), (-0.44, -0.34), (-0.29, -0.29),
    (0.29, -0.29), (0.44, -0.34), (0.60, -0.36), (0.78, -0.33), (0.91, -0.24),
    (0.00, 0.03), (0.00, 0.23), (0.00, 0.43), (0.00, 0.60),
    (-0.19, 0.70), (-0.11, 0.73), (0.00, 0.75), (0.11, 0.73), (0.19, 0.70),
    (-0.68, -0.01), (-0.58, -0.06), (-0.43, -0.06), (-0.30, 0.02), (-0.42, 0.05), (-0.57, 0.05),
    (0.30, 0.02), (0.43, -0.06), (0.58, -0.06), (0.68, -0.01), (0.57, 0.05), (0.42, 0.05),
    (-0.44, 1.04), (-0.29, 0.98), (-0.10, 0.94), (0.00, 0.96), (0.10, 0.94), (0.29, 0.98),
    (0.44, 1.04), (0.28, 1.17), (0.14, 1.24), (0.00, 1.26), (-0.14, 1.24), (-0.28, 1.17),
    (-0.41, 1.04), (-0.14, 1.03), (0.00, 1.04), (0.14, 1.03), (0.41, 1.04), (0.13, 1.11),
    (0.00, 1.12), (-0.13, 1.11),
])  # fmt: skip
SHAPE.flags.writeable = False


def points_of(look: Look) -> NDArray[np.float64]:
    """Return the 68 points of a face, (68, 2): those of the usual face laid over doubtful ones."""
    if look.spread <= DOUBTFUL or look.five is None:
        return look.points
    return moved(fitted(five_points(SHAPE), np.asarray(look.five, np.float64)), SHAPE)


def size(points: Floats) -> float:
    """Return how far apart the eyes of a face, (68, 2), would be if it looked into the camera."""
    right, left, _, *corners = five_points(points)
    across = float(np.linalg.norm(left - right))
    down = float(np.linalg.norm((corners[0] + corners[1]) / 2 - (right + left) / 2))
    return max(across, MOUTH_SHARE * down, 1e-6)
