"""EXIF orientation: how a stored image has to be turned to stand upright."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.types import Box

Pixels = NDArray[np.uint8]

# What to do with the stored pixels, by EXIF orientation (CIPA DC-008, tag 0x0112). OpenCV, because
# numpy needs ten times as long to make a turned image contiguous.
TURNS: dict[int, Callable[[Pixels], object]] = {
    2: lambda p: cv2.flip(p, 1),
    3: lambda p: cv2.rotate(p, cv2.ROTATE_180),
    4: lambda p: cv2.flip(p, 0),
    5: cv2.transpose,
    6: lambda p: cv2.rotate(p, cv2.ROTATE_90_CLOCKWISE),
    7: lambda p: cv2.flip(cv2.transpose(p), -1),
    8: lambda p: cv2.rotate(p, cv2.ROTATE_90_COUNTERCLOCKWISE),
}


def turned(pixels: Pixels, orientation: int) -> Pixels:
    """Return stored pixels (h, w, 3) as they have to be looked at, C-contiguous."""
    turn = TURNS.get(orientation)
    return np.ascontiguousarray(turn(pixels) if turn else pixels, dtype=np.uint8)


def upright_size(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """Return (width, height) of the upright photo, from the stored (width, height)."""
    width, height = size
    return (height, width) if orientation >= 5 else (width, height)


def stored_box(box: Box, orientation: int, size: tuple[int, int]) -> Box:
    """Return where a box of the upright photo lies on the stored one.

    Args:
        box: x1, y1, x2, y2 in pixels of the upright photo.
        orientation: EXIF, 1 to 8.
        size: (width, height) of the upright photo.
    """
    x1, y1, x2, y2 = box
    width, height = size
    if orientation in {2, 3, 6, 7}:
        x1, x2 = width - x2, width - x1
    if orientation in {3, 4, 7, 8}:
        y1, y2 = height - y2, height - y1
    # Orientations from 5 on swap the axes.
    return (y1, x1, y2, x2) if orientation >= 5 else (x1, y1, x2, y2)
