"""The scheme of 68 points: which number is what, and which is which in a mirror.

The numbers are those of iBUG 300-W (Sagonas et al. 2013), which dlib's predictor made common. Right
and left are those of the person: the right eye is the one further left on the picture.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

COUNT = 68

JAW = slice(0, 17)  # from the right ear by the chin, 8, to the left ear
RIGHT_BROW = slice(17, 22)  # from the outside in
LEFT_BROW = slice(22, 27)  # from the inside out
BROWS = slice(17, 27)
NOSE = slice(27, 36)
NOSE_BRIDGE = slice(27, 31)  # downwards, to the tip
NOSTRILS = slice(31, 36)
RIGHT_EYE = slice(36, 42)  # clockwise as seen, from the outer corner
LEFT_EYE = slice(42, 48)  # clockwise as seen, from the inner corner
EYES = slice(36, 48)
MOUTH = slice(48, 68)
OUTER_LIPS = slice(48, 60)  # clockwise as seen, from the right corner
INNER_LIPS = slice(60, 68)

CHIN, NOSE_TIP, RIGHT_CORNER, LEFT_CORNER = 8, 30, 48, 54  # the corners are those of the mouth

# The point that each becomes in a mirror. Taken twice it is nothing.
MIRROR: NDArray[np.intp] = np.array([
    *range(16, -1, -1),
    *range(26, 16, -1),
    27, 28, 29, 30, 35, 34, 33, 32, 31,
    45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40,
    54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55,
    64, 63, 62, 61, 60, 67, 66, 65,
])  # fmt: skip
MIRROR.flags.writeable = False


def eyes(points: Floats) -> tuple[Floats, Floats]:
    """Return the middles of the right and of the left eye, shape (..., 2) each.

    Args:
        points: Shape (..., 68, 2).
    """
    return points[..., RIGHT_EYE, :].mean(axis=-2), points[..., LEFT_EYE, :].mean(axis=-2)


def five_points(points: Floats) -> Floats:
    """Return what a detector marks: eyes, tip of the nose, corners of the mouth, (..., 5, 2).

    Args:
        points: Shape (..., 68, 2).
    """
    tips = points[..., [NOSE_TIP, RIGHT_CORNER, LEFT_CORNER], :]
    return np.concatenate([np.stack(eyes(points), axis=-2), tips], axis=-2)


def mirrored(points: Floats, width: float) -> Floats:
    """Return the points of the same face on the mirrored picture, in the scheme's order.

    Args:
        points: Shape (..., 68, 2), pixels; the column 0 covers x from 0 to 1.
        width: Of the picture, pixels.

    Returns:
        Shape (..., 68, 2). Mirrored twice they are what they were.
    """
    turned = np.array(points[..., MIRROR, :])
    turned[..., 0] = width - turned[..., 0]
    return turned
