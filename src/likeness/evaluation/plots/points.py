"""Points: a map of all faces, where neighbours are alike, coloured by person.

The map is one of t-SNE (L. van der Maaten and G. Hinton, JMLR 9, 2008), whose axes have no units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from likeness.evaluation.plots.inputs import Floats, alike, numbers
from likeness.evaluation.plots.lettering import Lettering, shortened, width
from likeness.evaluation.plots.picture import Picture, drawn
from likeness.evaluation.plots.sheet import Sheet, Style
from likeness.evaluation.plots.theme import (
    INK,
    PANEL,
    PAPER,
    PEOPLE,
    POINT,
    SHAPES,
    SMALL,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAMED = 20  # of more people only the largest are named
RASTERED = 3000  # more points become an image inside the SVG
_HIGH, _EDGE = 5.6, 0.06  # inches: of the map, and between its edge and a name
_NOTE = (
    "A t-SNE map: faces that lie together are alike. Distances between groups, their sizes and the"
    " directions mean nothing, so there are no axes."
)


def points(
    x: ArrayLike, y: ArrayLike, people: ArrayLike, names: Sequence[str], *, title: str
) -> Picture:
    """Draw faces as points whose colour and shape together tell the person.

    Larger *y* is further up, and looks follow the order of *names*: both as on the page's map.

    Args:
        x: Shape (n,), any unit.
        y: Shape (n,), the same unit.
        people: Shape (n,), row of *names* of each face.
        names: Of the people.
        title: Above the plot.

    Raises:
        ValueError: A number is not finite, lengths differ, a person has no name, or there are no
            faces.
    """
    across, up = numbers("x", x), numbers("y", y)
    who = np.asarray(people, dtype=np.intp)
    if who.ndim != 1:
        raise ValueError(f"people: expected 1 dimension, got {who.ndim}.")
    alike(x=across, y=up, people=who)
    if who.min() < 0 or who.max() >= len(names):
        raise ValueError("people: every face needs a person who has a name.")
    shown, sizes = np.unique(who, return_counts=True)
    notes = [_NOTE]
    if len(shown) > NAMED:
        repeated = " Colours and shapes repeat." if len(names) > len(PEOPLE) * len(SHAPES) else ""
        notes.append(
            f"{len(shown)} people; the {NAMED} with most faces are named where there is room."
            f"{repeated}"
        )
    sheet = Sheet.of(title=title, height=_HIGH, notes=notes)
    axes = sheet.axes(0, 0, sheet.width, _HIGH)
    axes.patch.set_facecolor(PANEL)
    _limits(axes, across, up, sheet.width / _HIGH)
    _scatter(axes, across, up, who)
    largest = shown[np.argsort(-sizes, kind="stable")][:NAMED]
    spots = _inches(axes, across, up, sheet.width)
    _name(
        sheet,
        spots,
        who,
        {person: (names[person], _dark(_look(person)[0])) for person in largest.tolist()},
    )
    return drawn(sheet.figure)


def _limits(axes: Axes, x: Floats, y: Floats, shape: float) -> None:
    """Show all points with the same scale both ways, in axes that are *shape* times as wide."""
    middle = (float(x.min() + x.max()) / 2, float(y.min() + y.max()) / 2)
    half = max(float(np.ptp(y)), float(np.ptp(x)) / shape, 1e-9) / 2 * 1.12
    axes.set_xlim(middle[0] - half * shape, middle[0] + half * shape)
    axes.set_ylim(middle[1] - half, middle[1] + half)


def _scatter(axes: Axes, x: Floats, y: Floats, who: NDArray[np.intp]) -> None:
    looks = who % (len(PEOPLE) * len(SHAPES))
    area = float(np.clip(9000 / len(x), 5, 34))
    for look in np.unique(looks).tolist():
        rows = looks == look
        colour, marker = _look(look)
        axes.scatter(
            x[rows],
            y[rows],
            s=area,
            marker=marker,
            color=colour,
            edgecolors=PAPER,
            linewidths=0.4 if area > 10 else 0,
            alpha=0.85,
            rasterized=len(x) > RASTERED,
        )


def _look(person: int) -> tuple[str, str]:
    """Return colour and marker; 8 colours and 4 shapes meet again after 32 people.

    Neighbours differ in both, so that few people can be told apart without colours; page.js has the
    same rule.
    """
    colour, turn = person % len(PEOPLE), person // len(PEOPLE)
    return PEOPLE[colour], SHAPES[(colour + turn) % len(SHAPES)]


def _inches(axes: Axes, x: Floats, y: Floats, wide: float) -> Floats:
    """Return where points lie on the sheet, shape (n, 2), in inches to the right and down."""
    left, right = axes.get_xlim()
    low, high = axes.get_ylim()
    return np.column_stack([(x - left) / (right - left) * wide, (high - y) / (high - low) * _HIGH])


def _name(
    sheet: Sheet, spots: Floats, who: NDArray[np.intp], people: Mapping[int, tuple[str, str]]
) -> None:
    """Write names near the medians of their people, each where no other name is; else not."""
    taken: list[tuple[float, float, float, float]] = []
    for person, (full, colour) in people.items():
        name = shortened(full, 1.7, SMALL, weight="bold")
        own = spots[who == person]
        place = _free(sheet, name, own, spots, taken)
        if place is None:
            continue
        left, top, right, bottom = place
        taken.append(place)
        if _far_from_its_faces(place, own, spots[who != person]):
            _lead(sheet, place, np.median(own, axis=0), colour)
        style = Style(size=SMALL, weight="bold", colour=colour, halo=True)
        sheet.put((left + right) / 2, (top + bottom) / 2, name, style, across="center")


def _far_from_its_faces(
    box: tuple[float, float, float, float], own: Floats, others: Floats
) -> bool:
    """Return whether a name could be taken for that of faces of somebody else."""
    nearest = _gap(box, own)
    return nearest > 0.25 or (len(others) > 0 and _gap(box, others) < nearest)


def _gap(box: tuple[float, float, float, float], spots: Floats) -> float:
    """Return the distance from a box to the nearest of some points, in inches."""
    right = np.maximum(np.maximum(box[0] - spots[:, 0], spots[:, 0] - box[2]), 0)
    down = np.maximum(np.maximum(box[1] - spots[:, 1], spots[:, 1] - box[3]), 0)
    return float(np.hypot(right, down).min())


def _lead(
    sheet: Sheet, box: tuple[float, float, float, float], centre: Floats, colour: str
) -> None:
    """Draw a hairline from a name to the median of its faces, where they lie apart."""
    from matplotlib.lines import Line2D

    x = float(np.clip(centre[0], box[0], box[2]))
    y = float(np.clip(centre[1], box[1], box[3]))
    sheet.figure.add_artist(
        Line2D(
            [x, float(centre[0])],
            [y, float(centre[1])],
            color=colour,
            linewidth=0.8,
            alpha=0.8,
            transform=sheet.inches,
        )
    )


def _free(
    sheet: Sheet,
    name: Lettering,
    own: Floats,
    spots: Floats,
    taken: Sequence[tuple[float, float, float, float]],
) -> tuple[float, float, float, float] | None:
    """Return the box, of those near a person's median, that covers fewest faces and no name."""
    wide = width(name, SMALL, weight="bold") / 2 + 0.03
    high = SMALL * POINT * 0.65
    centre = np.median(own, axis=0)
    spread = np.percentile(np.abs(own - centre), 80, axis=0) + 0.05
    best, least = None, np.inf
    for right, down in _DIRECTIONS:
        for far in (1.0, 1.6):
            x = float(
                np.clip(
                    centre[0] + right * far * (spread[0] + wide),
                    wide + _EDGE,
                    sheet.width - wide - _EDGE,
                )
            )
            y = float(
                np.clip(
                    centre[1] + down * far * (spread[1] + high), high + _EDGE, _HIGH - high - _EDGE
                )
            )
            box = (x - wide, y - high, x + wide, y + high)
            if any(_overlap(box, other) for other in taken):
                continue
            covered = np.count_nonzero(
                (np.abs(spots[:, 0] - x) < wide + 0.03) & (np.abs(spots[:, 1] - y) < high + 0.03)
            )
            cost = covered + 0.5 * float(np.hypot(x - centre[0], y - centre[1]))
            if cost < least:
                best, least = box, cost
    return best


# Above, below, beside, at the corners, and on the median itself.
_DIRECTIONS = ((0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1), (0, 0))


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _dark(colour: str) -> str:
    """Return a colour dark enough for letters on white."""
    from matplotlib.colors import to_hex, to_rgb

    (red, green, blue), ink = to_rgb(colour), to_rgb(INK)
    mixed = (0.55 * red, 0.55 * green, 0.55 * blue)
    return to_hex((mixed[0] + 0.45 * ink[0], mixed[1] + 0.45 * ink[1], mixed[2] + 0.45 * ink[2]))
