"""Bars: the numbers of embeddings, one row of bars for each face and one for their mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from likeness.evaluation.plots.inputs import Floats, alike, numbers
from likeness.evaluation.plots.lettering import shortened, widest
from likeness.evaluation.plots.picture import Picture, drawn
from likeness.evaluation.plots.sheet import Sheet, Style, minus, number_ticks
from likeness.evaluation.plots.theme import (
    FAINT,
    GREY,
    HAIRLINE,
    PANEL,
    SAME,
    SMALL,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW, _MEAN, _GAP, _BELOW = 0.46, 0.72, 0.09, 0.52  # inches
_TOP = 0.3
_LABEL = 1.9  # the widest label


def bars(values: ArrayLike, labels: Sequence[str], mean: ArrayLike, *, title: str) -> Picture:
    """Draw the numbers of each embedding and of their mean, all over the same range.

    Args:
        values: Shape (m, k), the first k numbers of m embeddings.
        labels: Of the m faces.
        mean: Shape (k,), drawn last and in blue.
        title: Above the plot.

    Raises:
        ValueError: A number is not finite, lengths differ, or there is nothing to draw.
    """
    faces = numbers("values", values, dimensions=2)
    middle = numbers("mean", mean)
    alike(values=faces, labels=labels)
    alike(values=faces[0], mean=middle)
    most = max(float(np.abs(faces).max()), float(np.abs(middle).max())) * 1.05 or 1.0
    names = [shortened(name, _LABEL, SMALL) for name in labels]
    mean_name = shortened("Mean", _LABEL, SMALL, weight="bold")
    left = max(widest(names, SMALL), widest([mean_name], SMALL, weight="bold")) + 0.12
    # Many faces get less room each, so that the picture stays one that can be shown.
    row = max(0.16, min(_ROW, 40 / len(faces)))
    gap = _GAP * row / _ROW
    tall = len(faces) * (row + gap)
    sheet = Sheet.of(
        title=title,
        height=_TOP + tall + _GAP + _MEAN + _BELOW,
        notes=[f"Every row runs from {minus(f'{-most:.2g}')} to {most:.2g}."],
    )
    sheet.put(0, 0, "Value of each number of the embedding", Style(size=SMALL), down="top")
    wide = sheet.width - left - 0.05
    count = len(middle)
    # One pair of axes for all rows: a hundred pairs would take seconds.
    upper = sheet.axes(left, _TOP, wide, tall)
    upper.set_xlim(0.4, count + 0.6)
    upper.set_ylim(tall, 0)
    for at, (face, name) in enumerate(zip(faces, names, strict=True)):
        centre = at * (row + gap) + row / 2
        _strip(upper, face / most, centre, row, FAINT)
        style = Style(size=min(SMALL, row * 60), colour=GREY)
        sheet.put(left - 0.08, _TOP + centre, name, style, across="right")
    top = _TOP + tall + _GAP
    last = sheet.axes(left, top, wide, _MEAN)
    last.set_xlim(0.4, count + 0.6)
    last.set_ylim(_MEAN, 0)
    _strip(last, middle / most, _MEAN / 2, _MEAN, SAME)
    style = Style(size=SMALL, colour=SAME, weight="bold")
    sheet.put(left - 0.08, top + _MEAN / 2, mean_name, style, across="right")
    places = [place for place in number_ticks(1, count, most=8)[0] if place == int(place)]
    sheet.ticks_across(
        last, places or [1.0], [f"{place:.0f}" for place in places or [1.0]], grid=False
    )
    sheet.name_across(last, "Place in the embedding, from 1")
    return drawn(sheet.figure)


def _strip(axes: Axes, heights: Floats, centre: float, tall: float, colour: str) -> None:
    """Draw one row of bars as a single path, which stays light for a thousand numbers.

    *heights* are in [-1, 1]; *centre* and *tall* in inches, downwards.
    """
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    count = len(heights)
    wide = 0.4 if count <= 128 else 0.5
    places = np.arange(1, count + 1)
    left, right, zero = places - wide, places + wide, np.full(count, centre)
    ends = centre - heights * tall / 2
    corners = np.stack(
        [left, zero, left, ends, right, ends, right, zero, left, zero], axis=1
    ).reshape(-1, 2)
    codes = np.tile(np.array([Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY]), count)
    axes.axhspan(centre - tall / 2, centre + tall / 2, facecolor=PANEL, linewidth=0, zorder=0)
    axes.axhline(centre, color=HAIRLINE, linewidth=0.8, zorder=0.5)
    # Not `add_patch`, which would look for the ends of every bar.
    axes.add_artist(PathPatch(Path(corners, codes), facecolor=colour, linewidth=0))
