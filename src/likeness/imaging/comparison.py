"""Two sides of faces as one picture, for the question whether both are one person."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

LARGE = 256  # pixels of the first face of a side; the others are half as large
GAP = 8  # between the faces of a side
BETWEEN = 40  # between both sides
PAPER = 245  # grey level
SHOWN = 3  # faces of a side


def comparison(one: Sequence[Picture], other: Sequence[Picture] = ()) -> Picture:
    """Return the faces of one side, or of two beside each other.

    The first face of a side is large, up to two more stand beside it, half as high.

    Args:
        one: RGB, each of shape (h, w, 3), best first; at least one.
        other: The same; none where nothing is compared.

    Returns:
        RGB (256, w, 3).

    Raises:
        ValueError: There is no face.
    """
    if not one:
        raise ValueError("Expected at least one face, got none.")
    sides = [_side(faces) for faces in (one, other) if faces]
    paper = np.full((LARGE, BETWEEN, 3), PAPER, np.uint8)
    return np.concatenate([sides[0], *(part for side in sides[1:] for part in (paper, side))], 1)


def _side(faces: Sequence[Picture]) -> Picture:
    small = (LARGE - GAP) // 2
    large, rest = _square(faces[0], LARGE), faces[1:SHOWN]
    if not rest:
        return large
    sheet = np.full((LARGE, LARGE + GAP + small, 3), PAPER, np.uint8)
    sheet[:, :LARGE] = large
    for number, face in enumerate(rest):
        top = number * (small + GAP)
        sheet[top : top + small, LARGE + GAP :] = _square(face, small)
    return sheet


def _square(face: Picture, side: int) -> Picture:
    """Return a face as a square of this side, whole, on paper where it is none."""
    height, width = face.shape[:2]
    scale = side / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    fitted = np.asarray(cv2.resize(np.ascontiguousarray(face), size, interpolation=method))
    sheet = np.full((side, side, 3), PAPER, np.uint8)
    top, left = (side - size[1]) // 2, (side - size[0]) // 2
    sheet[top : top + size[1], left : left + size[0]] = fitted
    return sheet
