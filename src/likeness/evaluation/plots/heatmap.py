"""Heat maps: how alike each two people of a set are. Red: alike; blue: unlike; hatched: unknown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from likeness.evaluation.plots.inputs import Floats
from likeness.evaluation.plots.lettering import Lettering, shortened, widest, width
from likeness.evaluation.plots.picture import DPI, Picture, drawn
from likeness.evaluation.plots.sheet import Sheet, Style, minus, number_ticks, readable_on
from likeness.evaluation.plots.theme import (
    BLANK,
    BODY,
    FAINT,
    GREY,
    HATCH,
    MARGIN,
    PAPER,
    POINT,
    SMALL,
    WIDTH,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap, Normalize

MIDDLE = "white: the middle of this set's values"
NUMBERED = 25  # with more people, numbers in cells would be too small to read
NAMED = 120  # with more people, some names are left out
_OUTLINED = 40  # with more people, cells are one image instead of a rectangle each
_LARGEST = 15.0  # inches of the matrix
_BAR = (2.6, 0.11)  # inches of the colour bar


def heatmap(
    names: Sequence[str],
    values: ArrayLike,
    *,
    label: str,
    higher_is_alike: bool = True,
    title: str,
) -> Picture:
    """Draw a matrix of people; up to 25 with numbers, above 120 with every k-th name.

    Args:
        names: Of the P people.
        values: Shape (P, P), row by row as *names*. NaN: unknown, drawn hatched.
        label: Of the values, with their unit: "Mean cosine similarity".
        higher_is_alike: False for distances, of which small ones are red.
        title: Above the plot.

    Raises:
        ValueError: There are no people, the shape is another, or a value is infinite.
    """
    from matplotlib.colors import to_hex

    matrix = np.asarray(values, dtype=np.float64)
    people = len(names)
    if not people:
        raise ValueError("There are no people to draw.")
    if matrix.shape != (people, people):
        raise ValueError(f"Expected shape {(people, people)}, got {matrix.shape}.")
    if np.isinf(matrix).any():
        raise ValueError("Similarities must be finite, or NaN where they are unknown.")

    cell = _cell(people)
    side = cell * people
    scale = float(np.clip(side / 6.0, 1, 2.5))
    every = -(-people // NAMED)
    size = min(BODY * scale, 0.82 * cell * every / POINT)
    shown = [shortened(name, min(1.6 * scale, 2.0 * size / BODY), size) for name in names[::every]]
    flat = cell * every - 0.08 > widest(shown, size)
    left = widest(shown, size) + 0.08 * scale
    below = size * POINT * 1.5 if flat else left
    top = 0.62 * scale
    notes = [] if every == 1 else [f"{people} people in all; every {_nth(every)} is named."]
    sheet = Sheet.of(
        title=title,
        width=max(WIDTH - 2 * MARGIN, left + side),
        height=top + side + below,
        notes=notes,
        scale=scale,
    )
    colours, norm = _colours(matrix, higher_is_alike=higher_is_alike)
    _bar(sheet, norm, colours, label, higher_is_alike=higher_is_alike, blank=_has_blank(matrix))
    axes = sheet.axes(left, top, side, side)
    axes.set_xlim(0, people)
    axes.set_ylim(people, 0)
    _cells(axes, matrix, colours, norm)
    if every > 1:
        _point_out(axes, every, scale)
    if people <= NUMBERED:

        def ink(value: float) -> str:
            return readable_on(to_hex(colours(norm(value))))

        _numbers(sheet, axes, matrix, ink, cell)
    style = Style(size=size / scale)
    for at, name in enumerate(shown):
        middle = cell * (at * every + 0.5)
        sheet.put(left - 0.06 * scale, top + middle, name, style, across="right")
        sheet.put(
            left + middle,
            top + side + 0.06 * scale,
            name,
            style,
            across="center" if flat else "right",
            down="top" if flat else "center_baseline",
            angle=0 if flat else 90,
        )
    return drawn(sheet.figure)


def _point_out(axes: Axes, every: int, scale: float) -> None:
    """Mark the rows and columns that have a name."""
    places = [float(place) + 0.5 for place in range(0, int(axes.get_xlim()[1]), every)]
    axes.set_xticks(places, [""] * len(places))
    axes.set_yticks(places, [""] * len(places))
    axes.tick_params(length=3 * scale, width=0.5 * scale, color=FAINT)


def _cell(people: int) -> float:
    """Return the side of a cell in inches: whole pixels of the PNG wherever there are any."""
    if people <= 3:
        side = 1.68  # as wide as the longest name, which then stands upright
    elif people <= NUMBERED:
        side = float(np.clip(6.2 / people, 0.31, 1.1))
    elif people <= NAMED:
        least = _LARGEST / NAMED
        side = least + (0.22 - least) * (NAMED - people) / (NAMED - NUMBERED)
    else:
        side = _LARGEST / people
    return max(1, round(side * DPI)) / DPI if side * DPI > 1 else side


def _nth(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}th" if number % 100 in {11, 12, 13} else f"{number}{ending}"


def _has_blank(matrix: Floats) -> bool:
    return bool(np.isnan(matrix).any())


def _colours(matrix: Floats, *, higher_is_alike: bool) -> tuple[Colormap, Normalize]:
    """Return ColorBrewer's red-white-blue, which colour-blind people can read, over the range."""
    from matplotlib import colormaps
    from matplotlib.colors import Normalize

    known = matrix[~np.isnan(matrix)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    if high - low < 1e-9:
        low, high = low - 0.1, high + 0.1
    return colormaps["RdBu_r" if higher_is_alike else "RdBu"], Normalize(low, high)


def _cells(axes: Axes, matrix: Floats, colours: Colormap, norm: Normalize) -> None:
    _hatch(axes)
    people = len(matrix)
    if people <= _OUTLINED:
        edges = np.arange(people + 1)
        unknown = np.ma.masked_invalid(matrix)
        axes.pcolormesh(edges, edges, unknown, cmap=colours, norm=norm, shading="flat")
        axes.vlines(edges, 0, people, color=PAPER, linewidth=1)
        axes.hlines(edges, 0, people, color=PAPER, linewidth=1)
        return
    painted: NDArray[np.uint8] = colours(norm(np.nan_to_num(matrix)), bytes=True)
    painted[np.isnan(matrix), 3] = 0
    axes.imshow(painted, extent=(0, people, people, 0), interpolation="none", aspect="auto")


def _hatch(axes: Axes) -> None:
    """Hatch the background, which shows where a cell has no value."""
    axes.patch.set_facecolor(BLANK)
    axes.patch.set_hatch("////")
    axes.patch.set_edgecolor(HATCH)
    axes.patch.set_linewidth(0)


def _numbers(
    sheet: Sheet, axes: Axes, matrix: Floats, ink: Callable[[float], str], cell: float
) -> None:
    texts = {value: _short(value, cell) for value in matrix[~np.isnan(matrix)].tolist()}
    if not texts:
        return
    widths = widest((Lettering(text) for text in texts.values()), 1.0)
    size = min(BODY * sheet.scale, 0.86 * cell / widths)
    for row, column in np.argwhere(~np.isnan(matrix)).tolist():
        value = matrix[row, column].item()
        style = Style(size=size / sheet.scale, colour=ink(value))
        sheet.write(axes, column + 0.5, row + 0.5, texts[value], style, across="center")


def _short(value: float, cell: float) -> str:
    """Return a value with two decimals; in a narrow cell without the zero in front."""
    text = minus(f"{value:.2f}")
    return text.replace("0.", ".", 1) if cell < 0.4 and abs(value) < 0.995 else text


def _bar(
    sheet: Sheet,
    norm: Normalize,
    colours: Colormap,
    label: str,
    *,
    higher_is_alike: bool,
    blank: bool,
) -> None:
    """Draw the colour bar above the matrix: its label, ends that say what they mean, and ticks."""
    scale = sheet.scale
    wide, high = _BAR[0] * scale, _BAR[1] * scale
    small, grey = Style(size=SMALL), Style(size=SMALL, colour=GREY)
    ends = ("unlike", "alike") if higher_is_alike else ("alike", "unlike")
    left = width(Lettering(ends[0]), SMALL * scale) + 0.07 * scale
    top = 0.2 * scale
    middle = f"{label} ({MIDDLE})"
    sheet.put(0, 0, shortened(middle, sheet.width, SMALL * scale), small, down="top")
    sheet.put(0, top + high / 2, ends[0], grey)
    sheet.put(left + wide + 0.07 * scale, top + high / 2, ends[1], grey)
    axes = sheet.axes(left, top, wide, high)
    low, most = float(norm.vmin or 0), float(norm.vmax or 0)
    axes.imshow(
        np.linspace(low, most, 256)[None, :],
        cmap=colours,
        norm=norm,
        extent=(low, most, 0, 1),
        aspect="auto",
        interpolation="none",
    )
    sheet.ticks_across(axes, *number_ticks(low, most, most=5), grid=False)
    if blank:
        away = left + wide + width(Lettering(ends[1]), SMALL * scale) + 0.35 * scale
        swatch = sheet.axes(away, top, 0.22 * scale, high)
        _hatch(swatch)
        sheet.put(away + 0.29 * scale, top + high / 2, "no pairs", grey)
