"""The small pictures of faces that lists and pages show."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.resize import shrink
from likeness.types import Box

SIDE = 256  # pixels, at most: smaller faces are not blown up
MARGIN = 0.25  # of the face's longer side, on each side


def crop_box(box: Box, width: float, height: float) -> Box:
    """Return the square with margin around a face, moved and shrunk to lie on the photo.

    Args:
        box: The face, in pixels of the photo.
        width: Of the photo.
        height: Of the photo.
    """
    x1, y1, x2, y2 = box
    side = min(max(x2 - x1, y2 - y1) * (1 + 2 * MARGIN), width, height)
    left = min(max((x1 + x2 - side) / 2, 0), width - side)
    top = min(max((y1 + y2 - side) / 2, 0), height - side)
    return left, top, left + side, top + side


def crop(image: NDArray[np.uint8], box: Box, quarters: int = 0) -> NDArray[np.uint8]:
    """Cut a face's square out of a picture and shrink it to at most 256 pixels.

    Args:
        image: RGB, shape (height, width, 3).
        box: The square, in pixels of the picture.
        quarters: How many quarter turns, counter-clockwise, bring the face upright.

    Returns:
        RGB, shape (s, s, 3) or nearly square, 1 <= s <= 256.
    """
    height, width = image.shape[:2]
    x1, y1 = min(max(round(box[0]), 0), width - 1), min(max(round(box[1]), 0), height - 1)
    x2, y2 = min(max(round(box[2]), x1 + 1), width), min(max(round(box[3]), y1 + 1), height)
    piece = image[y1:y2, x1:x2]
    piece = shrink(piece, SIDE)
    return np.rot90(piece, quarters)


def quarters(roll: float) -> int:
    """Return how many quarter turns, counter-clockwise, bring a face upright.

    Args:
        roll: Of the face, radians, clockwise as seen.
    """
    return round(roll / (np.pi / 2))
