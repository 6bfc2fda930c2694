"""Names on a drawing: who gets one, and where it stands without covering what is there already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.lettering import Line, line

Floats = NDArray[np.float64]
Rectangle = tuple[float, float, float, float]  # left, top, right, bottom

SIZES = ((60, 15), (400, 13))  # nodes at most, and pixels that their letters are high
SMALLEST = 11
ROOM = 11.0  # heights of letters: how wide a name may be
AWAY = 3.0  # pixels from a node's edge
MOST = 700  # names on one drawing
CELL = 64.0  # pixels: what is near is looked up in squares of this size


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name; its middle is at x, and its letters stand on y."""

    text: Line
    x: float
    y: float
    size: int  # pixels


def labels(
    names: Sequence[str],
    order: Sequence[int],
    centres: Floats,
    radii: Floats,
    within: Rectangle,
) -> list[Label]:
    """Return the names that find room, most important first; the others are left out.

    Args:
        names: Of each node; empty: none.
        order: Numbers of the nodes, the most important first.
        centres: Shape (n, 2), pixels.
        radii: Shape (n,), pixels.
        within: No name leaves it.
    """
    size = next((size for most, size in SIZES if len(names) <= most), SMALLEST)
    taken = Taken()
    for (x, y), radius in zip(centres.tolist(), radii.tolist(), strict=True):
        # A square inside the disc: a name may come near its corners.
        reach = 0.85 * radius
        taken.add((x - reach, y - reach, x + reach, y + reach))
    placed: list[Label] = []
    for at in order:
        if not names[at]:
            continue
        if len(placed) >= MOST:
            break
        text = line(names[at], size, room=ROOM * size)
        for spot in _spots(text, size, centres[at].tolist(), float(radii[at])):
            wide, high = text.width / 2 + 2, size
            area = (spot.x - wide, spot.y - 0.85 * high, spot.x + wide, spot.y + 0.3 * high)
            if _inside(area, within) and taken.free(area):
                taken.add(area)
                placed.append(spot)
                break
    return placed


def _spots(text: Line, size: int, centre: Sequence[float], radius: float) -> Iterator[Label]:
    """Yield where a name may stand, best first: below, above, right, left."""
    x, y = centre
    aside = radius + AWAY + text.width / 2 + 2
    for across, down in (
        (0.0, radius + AWAY + 0.9 * size),
        (0.0, -radius - AWAY - 0.3 * size),
        (aside, 0.35 * size),
        (-aside, 0.35 * size),
    ):
        yield Label(text=text, x=round(x + across, 1), y=round(y + down, 1), size=size)


def _inside(area: Rectangle, within: Rectangle) -> bool:
    return (
        within[0] <= area[0]
        and within[1] <= area[1]
        and area[2] <= within[2]
        and area[3] <= within[3]
    )


class Taken:
    """Rectangles that nothing else may cover."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Rectangle]] = {}

    def add(self, area: Rectangle) -> None:
        """Take an area."""
        for cell in _cells(area):
            self._cells.setdefault(cell, []).append(area)

    def free(self, area: Rectangle) -> bool:
        """Return whether an area touches none that is taken."""
        left, top, right, bottom = area
        return not any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
            for cell in _cells(area)
            for other in self._cells.get(cell, ())
        )


def _cells(area: Rectangle) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(edge // CELL) for edge in area)
    for across in range(left, right + 1):
        for down in range(top, bottom + 1):
            yield across, down
