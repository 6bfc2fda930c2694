"""One photo at many sizes, and squares cut from the size that suits them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.imaging.boxes import Floats

Image = NDArray[np.uint8]
WARP = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
STEP = 0.5**0.5  # from one size to the next: two steps halve, which is exact and cheap


@dataclass(frozen=True, slots=True)
class Level:
    """One photo at one size."""

    image: Image  # (height, width, 3), contiguous
    scale_x: float = 1.0  # pixels here per pixel of the photo
    scale_y: float = 1.0


def pyramid(image: Image, first: float, least: int) -> list[Level]:
    """Shrink a photo step by step.

    Args:
        image: RGB, shape (height, width, 3).
        first: Scale of the first shrunk level, in (0, 1].
        least: Levels whose shorter side has fewer pixels are left out; at least 2.

    Returns:
        The photo itself, then the shrunk levels, largest first.
    """
    photo = Level(np.ascontiguousarray(image))
    if _shorter(photo) * first < least:
        return [photo]
    levels = [_shrunk(photo, first)]
    levels.append(_shrunk(levels[0], STEP))
    while _shorter(levels[-1]) >= least:
        levels.append(_halved(levels[-2]))
    return [photo, *(level for level in levels if _shorter(level) >= least)]


def cut_squares(levels: Sequence[Level], squares: Floats, side: int, into: Image) -> None:
    """Cut squares out of a photo and bring them to one size.

    Each comes from the smallest level that still has as many pixels as are asked for, so that
    hardly a pixel is skipped or invented. What lies beyond the photo is black.

    Args:
        levels: What `pyramid` returned.
        squares: x1, y1, x2, y2 in pixels of the photo, shape (n, 4).
        side: Pixels.
        into: Where the cuts go, shape (n, side, side, 3).
    """
    if not len(squares):
        return
    exact = squares.astype(np.float64)
    left_top, sizes = exact[:, :2], exact[:, 2] - exact[:, 0]
    chosen = _suiting(levels, side / sizes)
    scales = np.array([(level.scale_x, level.scale_y) for level in levels])[chosen]
    steps = sizes[:, None] * scales / side
    from_cut = np.zeros((len(squares), 2, 3))
    from_cut[:, 0, 0], from_cut[:, 1, 1] = steps[:, 0], steps[:, 1]
    # OpenCV counts from the centre of the first pixel, boxes from its corner.
    from_cut[:, :, 2] = left_top * scales + (steps - 1) / 2
    for row, level in enumerate(chosen.tolist()):
        cv2.warpAffine(levels[level].image, from_cut[row], (side, side), into[row], WARP)


def _suiting(levels: Sequence[Level], scales: Floats) -> NDArray[np.intp]:
    """Return which level is the smallest of at least each scale, else 0: the photo itself."""
    fine_enough = np.array([level.scale_x for level in levels])[:, None] >= scales
    return np.asarray(len(levels) - 1 - fine_enough[::-1].argmax(axis=0)) * fine_enough.any(axis=0)


def _shorter(level: Level) -> int:
    height, width, _ = level.image.shape
    return int(min(height, width))


def _halved(level: Level) -> Level:
    """Average squares of four pixels; an odd last row or column is dropped."""
    height, width = level.image.shape[0] // 2, level.image.shape[1] // 2
    image = _resized(level.image[: 2 * height, : 2 * width], width, height, cv2.INTER_AREA)
    return Level(image, level.scale_x / 2, level.scale_y / 2)


def _shrunk(level: Level, ratio: float) -> Level:
    """Shrink by any ratio in (0, 1] without skipping pixels: halve, then interpolate."""
    while ratio <= 0.5:
        level, ratio = _halved(level), ratio * 2
    if ratio == 1:
        return level
    height, width = level.image.shape[:2]
    to_width, to_height = max(1, round(width * ratio)), max(1, round(height * ratio))
    image = _resized(level.image, to_width, to_height, cv2.INTER_LINEAR)
    return Level(image, level.scale_x * to_width / width, level.scale_y * to_height / height)


def _resized(image: NDArray[Any], width: int, height: int, method: int) -> Image:
    return cast("Image", cv2.resize(image, (width, height), interpolation=method))
