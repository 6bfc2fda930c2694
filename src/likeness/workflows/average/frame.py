"""How large an average is, and how much it shows around the face: what the photos carry."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from likeness.errors import UsageError
from likeness.models.landmarks import frames
from likeness.portrait.canvas import Canvas
from likeness.types import Box, Member, PhotoPrint
from likeness.workflows.average.looks import SIZE_OF_EYES, five, shown_box
from likeness.workflows.parts import Parts

SIDES = (256, 512, 1024)  # pixels of the canvas
LARGE = 168.0  # pixels between the eyes that the median face needs for the largest canvas
SMALL = 50.0  # and those below which the larger third makes the smallest
LARGER_THIRD = 67  # percent of the faces are smaller than it
REACHES = (1.0, 0.9, 0.8, 0.7, 0.6)  # of the canvas around the face
COVERED = 0.9  # of the canvas, by the median photo


def canvas_for(parts: Parts, members: Sequence[Member], side: int | None) -> Canvas:
    """Return the canvas that the photos can fill, no larger than *side*.

    It is large where most faces carry that, and small where not even the larger third carries
    more: the finest detail is theirs. Where most photos end close to the face, it reaches less far.

    Raises:
        UsageError: There is no canvas of that size.
    """
    if side is not None and side not in SIDES:
        raise UsageError(f"A picture has {', '.join(map(str, SIDES))} pixels, not {side}.")
    prints = parts.catalog.photo_prints({member.photo for member in members})
    points = np.stack([five(member) for member in members if member.photo in prints])
    median, larger = np.percentile(frames(points).sizes, (50, LARGER_THIRD)) / SIZE_OF_EYES
    carried = SIDES[2] if median >= LARGE else SIDES[0] if larger < SMALL else SIDES[1]
    sizes = [prints[member.photo] for member in members if member.photo in prints]
    return Canvas(min(carried, side or SIDES[-1]), reach_for(points, sizes))


def reach_for(points: NDArray[np.float32], photos: Sequence[PhotoPrint]) -> float:
    """Return how far the canvas can reach so that the median photo covers nine tenths of it.

    Args:
        points: Five of each face, (n, 5, 2).
        photos: Of each face.
    """
    for reach in REACHES:
        shares = [
            inside(shown_box(face, Canvas(reach=reach)), photo.width, photo.height)
            for face, photo in zip(points, photos, strict=True)
        ]
        if np.median(shares) >= COVERED:
            return reach
    return REACHES[-1]


def inside(box: Box, width: int, height: int) -> float:
    """Return which share of a box lies on a photo, [0, 1]."""
    x1, y1, x2, y2 = box
    wide = max(min(x2, width) - max(x1, 0), 0)
    high = max(min(y2, height) - max(y1, 0), 0)
    return wide * high / max((x2 - x1) * (y2 - y1), 1e-9)
