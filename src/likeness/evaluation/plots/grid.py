"""Grids: one estimate for each pair of choices, such as model and metric, as a coloured table."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from likeness.evaluation.estimate import Estimate
from likeness.evaluation.plots.lettering import Lettering, lines, shortened, widest
from likeness.evaluation.plots.picture import Picture, drawn
from likeness.evaluation.plots.sheet import Sheet, Style, minus
from likeness.evaluation.plots.theme import (
    BLANK,
    BODY,
    DIFFERENT,
    GREY,
    HATCH,
    INK,
    MARGIN,
    PAPER,
    POINT,
    SMALL,
    TINY,
    WIDTH,
)

_HIGH, _NARROW, _WIDE = 0.46, 0.86, 1.5  # inches of a cell: its height, the least and most width
_LABEL = 2.2  # the widest name of a row
# ColorBrewer's "Blues", without its darkest third, so that all figures can be dark.
_LIGHT, _DARK = 0.04, 0.55


def grid(
    row_names: Sequence[str],
    column_names: Sequence[str],
    estimates: Sequence[Sequence[Estimate | None]],
    *,
    label: str,
    marked: Collection[tuple[int, int]] = frozenset(),
    marked_means: str = "better than the others, over the same people",
    title: str,
) -> Picture:
    """Draw a table of estimates; the darker the blue, the higher.

    Args:
        row_names: Of the r rows.
        column_names: Of the c columns.
        estimates: r rows of c estimates. None: this pair of choices was not tried.
        label: Of the figures, with their unit.
        marked: (row, column) of the cells that stand out, from 0.
        marked_means: What these are, for the note below; only said if there are any.
        title: Above the plot.

    Raises:
        ValueError: There are no cells, rows differ in length, or a figure is not finite.
    """
    if not row_names or not column_names:
        raise ValueError("There are no cells to draw.")
    if [len(row) for row in estimates] != [len(column_names)] * len(row_names):
        raise ValueError(f"Expected {len(row_names)} rows of {len(column_names)} estimates.")
    colours = _colours(estimates)
    rows = [shortened(name, _LABEL, BODY) for name in row_names]
    left = widest(rows, BODY) + 0.12
    room = (WIDTH - 2 * MARGIN - left) / len(column_names)
    cell = float(np.clip(room, _NARROW, _WIDE))
    headings = [lines(name, cell - 0.08, SMALL, most=2, weight="bold") for name in column_names]
    step = SMALL * POINT * 1.25
    top = 0.26 + step * max(len(heading) for heading in headings) + 0.08
    notes = ["In brackets: 95 % intervals."]
    if marked:
        notes.append(f"Framed: {marked_means}.")
    sheet = Sheet.of(
        title=title,
        width=max(WIDTH - 2 * MARGIN, left + cell * len(column_names)),
        height=top + _HIGH * len(rows) + 0.04,
        notes=notes,
    )
    sheet.put(0, 0, shortened(label, sheet.width, SMALL), Style(size=SMALL), down="top")
    for column, heading in enumerate(headings):
        for at, line in enumerate(reversed(heading)):
            sheet.put(
                left + cell * (column + 0.5),
                top - 0.07 - step * at,
                line,
                Style(size=SMALL, weight="bold"),
                across="center",
                down="baseline",
            )
    for row, name in enumerate(rows):
        high = top + _HIGH * row
        sheet.put(left - 0.1, high + _HIGH / 2, name, across="right")
        for column, estimate in enumerate(estimates[row]):
            _cell(
                sheet,
                (left + cell * column, high, cell),
                estimate,
                colours[row][column],
                marked=(row, column) in marked,
            )
    return drawn(sheet.figure)


def _colours(estimates: Sequence[Sequence[Estimate | None]]) -> list[list[str | None]]:
    """Return the colour of each cell, None without a figure."""
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    known = [cell.value for row in estimates for cell in row if cell and cell.value is not None]
    if not np.isfinite(known).all():
        raise ValueError("Every estimate must be finite, or missing with its reason.")
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    span = (high - low) or 1.0
    blues = colormaps["Blues"]

    def colour(cell: Estimate | None) -> str | None:
        if cell is None or cell.value is None:
            return None
        return to_hex(blues(_LIGHT + (_DARK - _LIGHT) * (cell.value - low) / span))

    return [[colour(cell) for cell in row] for row in estimates]


def _cell(
    sheet: Sheet,
    place: tuple[float, float, float],
    estimate: Estimate | None,
    colour: str | None,
    *,
    marked: bool,
) -> None:
    from matplotlib.patches import Rectangle

    left, top, wide = place
    inset = 0.025 if marked else 0.0
    box = Rectangle(
        (left + inset, top + inset),
        wide - 2 * inset,
        _HIGH - 2 * inset,
        transform=sheet.inches,
        facecolor=colour or BLANK,
        edgecolor=DIFFERENT if marked else PAPER,
        linewidth=2.0 if marked else 1.2,
        zorder=2 if marked else 1,
    )
    if colour is None:
        box.set_hatch("////")
        box.set_edgecolor(HATCH)
        box.set_linewidth(0)
    sheet.figure.add_artist(box)
    middle, centre = left + wide / 2, top + _HIGH / 2
    if estimate is None or estimate.value is None:
        why = estimate.note if estimate else "not tried"
        style = Style(size=6.5, colour=GREY, halo=True)
        told = lines(why or "not known", wide - 0.1, 6.5, most=3)
        for at, line in enumerate(told):
            high = centre + (at - (len(told) - 1) / 2) * 0.115
            sheet.put(middle, high, line, style, across="center")
        return
    value, _, interval = minus(str(estimate)).partition(" ")
    style = Style(weight="bold" if marked else "normal")
    sheet.put(middle, centre - (0.075 if interval else 0), value, style, across="center")
    between = interval.replace(
        " to ", "\N{EN DASH}" if "\N{MINUS SIGN}" not in interval else " to "
    )
    size = min(TINY, (wide - 0.08) / max(widest([Lettering(between)], 1.0), 1e-9))
    small = Style(size=size, colour=INK)
    sheet.put(middle, centre + 0.105, between, small, across="center")
