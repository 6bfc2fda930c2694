"""Decoding parts of a photo at full resolution, for the crops of small faces."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.limits import Limits
from likeness.imaging.orientation import stored_box, turned, upright_size
from likeness.imaging.pictures import readers_errors_as_ours
from likeness.imaging.region import Region
from likeness.imaging.stored import open_photo
from likeness.types import Box


def regions(
    data: bytes, boxes: Sequence[Box], limits: Limits, *, scale: float = 1.0
) -> list[Region]:
    """Decode parts of a photo at a higher resolution than that at which faces are looked for.

    Args:
        data: The whole file.
        boxes: In pixels of the upright photo; cut to the photo, at least one pixel remains.
        limits: As for `decode`.
        scale: The least resolution wanted, in pixels per photo pixel; more comes back where the
            decoder has no scale in between.

    Raises:
        PhotoError: As `decode` does.
    """
    photo = open_photo(data, limits)
    with readers_errors_as_ours():
        stored = photo.at_least(scale)
        real_scale = max(stored.shape[:2]) / max(photo.size)
        return [_cut(stored, box, real_scale, photo.metadata.orientation) for box in boxes]


def _cut(stored: NDArray[np.uint8], box: Box, scale: float, orientation: int) -> Region:
    size = upright_size((stored.shape[1], stored.shape[0]), orientation)
    x1, x2 = _span(box[0] * scale, box[2] * scale, size[0])
    y1, y2 = _span(box[1] * scale, box[3] * scale, size[1])
    left, top, right, bottom = (int(v) for v in stored_box((x1, y1, x2, y2), orientation, size))
    return Region(
        pixels=turned(stored[top:bottom, left:right], orientation).copy(),
        x=x1 / scale,
        y=y1 / scale,
        scale=scale,
    )


def _span(low: float, high: float, length: int) -> tuple[int, int]:
    """Return whole pixels that cover [low, high], at least one, within [0, length]."""
    first = min(max(math.floor(low), 0), length - 1)
    return first, min(max(math.ceil(high), first + 1), length)
