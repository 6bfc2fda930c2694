"""Where a face looks: pitch, yaw and roll from its 68 landmarks."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

# The mean face in space, in eye distances: x to the right and y down as seen, z away from the
# camera, the origin between the eyes. Printed by benchmarks/face_shape.py from 316 faces.
SHAPE = np.array([
    (-1.19, -0.02, 0.77), (-1.17, 0.30, 0.74), (-1.12, 0.59, 0.76), (-1.05, 0.85, 0.79),
    (-0.93, 1.13, 0.76), (-0.77, 1.36, 0.66), (-0.58, 1.52, 0.48), (-0.34, 1.68, 0.27),
    (0.00, 1.78, 0.20), (0.34, 1.68, 0.27), (0.58, 1.52, 0.48), (0.77, 1.36, 0.66),
    (0.93, 1.13, 0.76), (1.05, 0.85, 0.79), (1.12, 0.59, 0.76), (1.17, 0.30, 0.74),
    (1.19, -0.02, 0.77), (-0.93, -0.27, 0.14), (-0.79, -0.36, -0.03), (-0.60, -0.38, -0.14),
    (-0.43, -0.36, -0.21), (-0.28, -0.30, -0.25), (0.28, -0.30, -0.25), (0.43, -0.36, -0.21),
    (0.60, -0.38, -0.14), (0.79, -0.36, -0.03), (0.93, -0.27, 0.14), (0.00, 0.04, -0.26),
    (0.00, 0.25, -0.38), (0.00, 0.45, -0.52), (0.00, 0.63, -0.55), (-0.19, 0.73, -0.21),
    (-0.11, 0.76, -0.27), (0.00, 0.79, -0.30), (0.11, 0.76, -0.27), (0.19, 0.73, -0.21),
    (-0.69, -0.01, 0.08), (-0.58, -0.06, -0.03), (-0.43, -0.06, -0.03), (-0.30, 0.02, -0.01),
    (-0.42, 0.06, -0.02), (-0.58, 0.05, 0.01), (0.30, 0.02, -0.01), (0.43, -0.06, -0.03),
    (0.58, -0.06, -0.03), (0.69, -0.01, 0.08), (0.58, 0.05, 0.01), (0.42, 0.06, -0.02),
    (-0.40, 1.10, 0.06), (-0.26, 1.04, -0.15), (-0.09, 0.98, -0.26), (0.00, 1.00, -0.26),
    (0.09, 0.98, -0.26), (0.26, 1.04, -0.15), (0.40, 1.10, 0.06), (0.26, 1.23, -0.08),
    (0.13, 1.29, -0.14), (0.00, 1.31, -0.16), (-0.13, 1.29, -0.14), (-0.26, 1.23, -0.08),
    (-0.36, 1.10, 0.05), (-0.12, 1.08, -0.17), (0.00, 1.08, -0.20), (0.12, 1.08, -0.17),
    (0.36, 1.10, 0.05), (0.12, 1.15, -0.15), (0.00, 1.16, -0.17), (-0.12, 1.15, -0.15),
])  # fmt: skip
# Brows, nose, eyes and the corners of the mouth: the outline slides along a head that turns, and
# the lips and the chin move with what is said.
RIGID = np.array([*range(17, 48), 48, 54])
# A face that fills less of the view than this is taken to be nearer: at that distance perspective
# no longer shows, and the solver refuses points that lie closer together.
SMALLEST = 0.01


def poses(landmarks: Floats, long_sides: Floats) -> NDArray[np.float32]:
    """Return pitch, yaw and roll in degrees, shape (n, 3).

    Perspective-n-point on the rigid part of the face, as seen by a camera that points at it:

    - pitch > 0: the face looks up, in [-90, 90];
    - yaw > 0: the face looks to the right side of the picture, in [-180, 180];
    - roll > 0: the head is tilted clockwise as seen, in [-180, 180].

    Turned by yaw first, then by pitch, then by roll. A face whose landmarks do not determine a
    pose gets (nan, nan, nan).

    Args:
        landmarks: Shape (n, 68, 2), in pixels of the photo.
        long_sides: Longer sides of their photos in pixels, shape (n,). The focal length is taken
            to be that long, which is an angle of view of 53 degrees.
    """
    found = np.full((len(landmarks), 3), np.nan, np.float32)
    for row, (points, focal) in enumerate(zip(landmarks, long_sides, strict=True)):
        rotation = _rotation(np.asarray(points, np.float64)[RIGID], float(focal))
        if rotation is not None:
            found[row] = angles(rotation)
    return found


def angles(rotation: Floats) -> tuple[float, float, float]:
    """Return pitch, yaw and roll in degrees of a rotation matrix, shape (3, 3)."""
    pitch = np.arcsin(np.clip(-rotation[2, 1], -1, 1))
    yaw = np.arctan2(rotation[2, 0], rotation[2, 2])
    roll = np.arctan2(-rotation[0, 1], rotation[1, 1])
    return float(np.degrees(pitch)), float(np.degrees(yaw)), float(np.degrees(roll))


def _rotation(points: Floats, focal: float) -> NDArray[np.float64] | None:
    if not np.isfinite(points).all():
        return None
    centred = points - points.mean(axis=0)
    spread = float(np.sqrt((centred**2).mean()))
    if spread == 0:
        return None
    rays = np.ascontiguousarray(centred / min(focal, spread / SMALLEST))
    try:
        solved, turn, _ = cv2.solvePnP(
            SHAPE[RIGID], rays, np.eye(3), None, flags=cv2.SOLVEPNP_SQPNP
        )
    except cv2.error:  # points that determine nothing, such as all on one line
        return None
    return np.asarray(cv2.Rodrigues(turn)[0], np.float64) if solved else None
