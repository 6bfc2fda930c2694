"""Circles beside each other, close together around the middle."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SLACK = 1e-9  # of a radius: circles that touch do not overlap


def packed(radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (n, 2) middles of circles that do not overlap, the first ones in the middle.

    Each circle touches two that lie already: a gap of the outline as near to the middle as there
    is. Source: Wang, Wang, Dai and Wang, "Visualization of large hierarchical data by circle
    packing", 2006 (front chains).

    Args:
        radii: (n,) above 0; largest first packs closest.
    """
    n = len(radii)
    at = np.zeros((n, 2))
    if n < 2:
        return at
    size = [float(radius) for radius in radii]
    x, y = [0.0] * n, [0.0] * n
    x[0], x[1] = -size[1], size[0]
    if n > 2:
        x[2], y[2] = _touching(x, y, size, (1, 0), 2)
        _chain(x, y, size)
    at[:, 0], at[:, 1] = x, y
    return at


def _chain(x: list[float], y: list[float], size: list[float]) -> None:
    """Put all circles from the fourth on around the first three."""
    n = len(size)
    after, before = [0] * n, [0] * n
    for one, other in ((0, 1), (1, 2), (2, 0)):
        after[one], before[other] = other, one
    a, b = 0, 1
    i = 3
    while i < n:
        x[i], y[i] = _touching(x, y, size, (a, b), i)
        ahead, behind = after[b], before[a]
        reach_ahead, reach_behind = size[b], size[a]
        hit = False
        while True:
            if reach_ahead <= reach_behind:
                if _overlap(x, y, size, ahead, i):
                    b, hit = ahead, True
                    break
                reach_ahead += size[ahead]
                ahead = after[ahead]
            else:
                if _overlap(x, y, size, behind, i):
                    a, hit = behind, True
                    break
                reach_behind += size[behind]
                behind = before[behind]
            if ahead == after[behind]:
                break
        if hit:
            after[a], before[b] = b, a
            continue
        after[a], before[i], after[i], before[b] = i, a, b, i
        a, b = _nearest(x, y, size, after, i)
        i += 1


def _nearest(
    x: list[float], y: list[float], size: list[float], after: list[int], begin: int
) -> tuple[int, int]:
    """Return the neighbours on the outline whose gap is nearest to the middle."""
    best, least = begin, math.inf
    here = begin
    while True:
        other = after[here]
        both = size[here] + size[other]
        dx = (x[here] * size[other] + x[other] * size[here]) / both
        dy = (y[here] * size[other] + y[other] * size[here]) / both
        far = dx * dx + dy * dy
        if far < least:
            best, least = here, far
        here = other
        if here == begin:
            return best, after[best]


def _touching(
    x: list[float], y: list[float], size: list[float], between: tuple[int, int], c: int
) -> tuple[float, float]:
    """Return the middle of circle c that touches two, outside of the way from one to the other."""
    a, b = between
    dx, dy = x[a] - x[b], y[a] - y[b]
    square = dx * dx + dy * dy
    to_a, to_b = (size[a] + size[c]) ** 2, (size[b] + size[c]) ** 2
    along = (square + to_b - to_a) / (2 * square)
    aside = math.sqrt(max(0.0, to_b / square - along * along))
    return x[b] + along * dx + aside * dy, y[b] + along * dy - aside * dx


def _overlap(x: list[float], y: list[float], size: list[float], a: int, b: int) -> bool:
    """Whether two circles overlap."""
    both = (size[a] + size[b]) * (1 - SLACK)
    dx, dy = x[a] - x[b], y[a] - y[b]
    return both > 0 and both * both > dx * dx + dy * dy
