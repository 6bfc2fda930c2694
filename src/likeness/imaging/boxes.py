"""Boxes: arrays in, arrays out.

A box is x1, y1, x2, y2 in continuous pixel coordinates: the pixel in column 0 covers x from 0 to 1.
Every function takes and returns float arrays with shape (n, 4) unless it says otherwise, and
leaves its arguments alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Overlap = Callable[[Floats, Floats], Floats]


def areas(boxes: Floats) -> Floats:
    """Return the area of every box, shape (n,), in square pixels; 0 for an inverted box."""
    width = np.maximum(boxes[:, 2] - boxes[:, 0], 0)
    height = np.maximum(boxes[:, 3] - boxes[:, 1], 0)
    return np.asarray(width * height)


def intersections(first: Floats, second: Floats) -> Floats:
    """Return the area that box i of *first* shares with box j of *second*, shape (n, m)."""
    left = np.maximum(first[:, None, 0], second[None, :, 0])
    top = np.maximum(first[:, None, 1], second[None, :, 1])
    right = np.minimum(first[:, None, 2], second[None, :, 2])
    bottom = np.minimum(first[:, None, 3], second[None, :, 3])
    return np.asarray(np.maximum(right - left, 0) * np.maximum(bottom - top, 0))


def iou(first: Floats, second: Floats) -> Floats:
    """Return intersection over union, shape (n, m), in [0, 1]; 0 between two empty boxes."""
    shared = intersections(first, second)
    union = areas(first)[:, None] + areas(second)[None, :] - shared
    return np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)


def share_of_smaller(first: Floats, second: Floats) -> Floats:
    """Return intersection over the smaller box's area, shape (n, m), in [0, 1].

    1 where one box lies inside the other, however small it is.
    """
    shared = intersections(first, second)
    smaller = np.minimum(areas(first)[:, None], areas(second)[None, :])
    return np.divide(shared, smaller, out=np.zeros_like(shared), where=smaller > 0)


def suppress(
    boxes: Floats, scores: Floats, limit: float, overlap: Overlap = iou
) -> NDArray[np.intp]:
    """Keep the best of boxes that overlap (greedy non-maximum suppression).

    Args:
        boxes: Shape (n, 4).
        scores: Shape (n,), higher is better. Of equal scores the earlier box wins.
        limit: A box goes if a better one that stays overlaps it by more than this, in [0, 1].
        overlap: `iou` or `share_of_smaller`.

    Returns:
        Indices of the boxes that stay, best first, shape (k,).
    """
    order = np.argsort(-scores, kind="stable")
    ranked = boxes[order]
    rivals = np.triu(overlap(ranked, ranked) > limit, 1)
    stays = np.ones(len(order), dtype=bool)
    for better in np.flatnonzero(rivals.any(axis=1)):
        if stays[better]:
            stays[rivals[better]] = False
    return np.asarray(order[stays])


def squared(boxes: Floats) -> Floats:
    """Return the squares around the same centres whose side is the longer side of each box."""
    half = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])[:, None] / 2
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2
    return np.concatenate([centre - half, centre + half], axis=1)


def clipped(boxes: Floats, width: float, height: float) -> Floats:
    """Return the parts of the boxes that lie on a picture of *width* x *height* pixels."""
    limits = np.array([width, height, width, height], dtype=boxes.dtype)
    return np.clip(boxes, 0, limits)


def moved(boxes: Floats, offsets: Floats) -> Floats:
    """Move every edge by its offset in units of the box: x by widths, y by heights.

    Args:
        boxes: Shape (n, 4).
        offsets: Shape (n, 4), of x1, y1, x2, y2.
    """
    size = boxes[:, 2:] - boxes[:, :2]
    return np.asarray(boxes + offsets * np.concatenate([size, size], axis=1))


def reading_order(boxes: Floats) -> NDArray[np.intp]:
    """Return the indices that sort boxes by top edge, then by left edge, then by the others."""
    return np.lexsort((boxes[:, 3], boxes[:, 2], boxes[:, 0], boxes[:, 1]))
