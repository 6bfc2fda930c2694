"""Densities: how far apart faces of the same person and of different people lie."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from likeness.evaluation.plots.inputs import Floats, alike, numbers
from likeness.evaluation.plots.lettering import shortened, width
from likeness.evaluation.plots.picture import Picture, drawn
from likeness.evaluation.plots.sheet import Sheet, Style, number_ticks
from likeness.evaluation.plots.theme import BODY, DIFFERENT, INK, SAME, SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LEFT, _TOP, _HIGH, _BELOW = 0.1, 0.3, 3.1, 0.52  # inches
_ROW = 0.2  # of a threshold's label
_NAME = 0.19  # of a curve's name, with the gap below it


def density(
    x: ArrayLike,
    same: ArrayLike | None,
    different: ArrayLike | None,
    *,
    thresholds: Sequence[tuple[float, str]] = (),
    axis_label: str,
    title: str,
) -> Picture:
    """Draw two densities as filled curves, with thresholds as vertical lines.

    Args:
        x: Shape (k,), distances, rising.
        same: Shape (k,), density of the distances between faces of the same person; None where
            there are no such pairs, which is said.
        different: The same of different people.
        thresholds: Distances and what to write beside them.
        axis_label: Of the distances, with their unit.
        title: Above the plot.

    Raises:
        ValueError: A number is not finite, lengths differ, or there is nothing to draw.
    """
    across = numbers("x", x)
    curves = [
        (name, colour, numbers(name, curve))
        for name, colour, curve in (
            ("Same person", SAME, same),
            ("Different people", DIFFERENT, different),
        )
        if curve is not None
    ]
    if not curves:
        raise ValueError("There is no density to draw.")
    for name, _, curve in curves:
        alike(x=across, **{name: curve})
    marks = numbers("thresholds", [0.0, *(value for value, _ in thresholds)])[1:]
    missing = [
        f"{name}: too few pairs to draw."
        for name, curve in (("Same person", same), ("Different people", different))
        if curve is None
    ]
    band = _ROW * (len(thresholds) + 0.5) if thresholds else 0.12
    high = _TOP + band + _HIGH
    sheet = Sheet.of(title=title, height=high + _BELOW, notes=missing)
    axes = sheet.axes(_LEFT, _TOP, sheet.width - 2 * _LEFT, band + _HIGH)
    peak = max(1e-12, *(float(curve.max()) for _, _, curve in curves))
    # Above the curves: room for their names, then for the rows of thresholds.
    axes.set_ylim(0, peak * 1.1 * (band + _HIGH) / _HIGH)
    low, top = _range(across, marks)
    axes.set_xlim(low, top)
    sheet.ticks_across(axes, *number_ticks(low, top, most=8))
    axes.axhline(0, color=INK, linewidth=0.8)
    for _, colour, curve in curves:
        axes.fill_between(across, curve, color=colour, alpha=0.28, linewidth=0)
        axes.plot(across, curve, color=colour, linewidth=1.6)
    _mark(sheet, axes, thresholds)
    _name(sheet, axes, across, curves, marks)
    sheet.name_across(axes, axis_label)
    sheet.name_up(0, "Density of pairs (the area under each curve is 1)")
    return drawn(sheet.figure)


def _range(across: Floats, marks: Floats) -> tuple[float, float]:
    """Return the ends of the x axis: those of x, or of thresholds that lie further out."""
    low, top = float(across.min()), float(across.max())
    if top <= low:
        low, top = low - 0.5, top + 0.5
    if len(marks):
        room = 0.02 * (top - low)
        if marks.min() < low:
            low = float(marks.min()) - room
        if marks.max() > top:
            top = float(marks.max()) + room
    return low, top


def _name(
    sheet: Sheet,
    axes: Axes,
    across: Floats,
    curves: Sequence[tuple[str, str, Floats]],
    marks: Floats,
) -> None:
    """Write the name of each curve over its peak: beside thresholds, and above other names."""
    low, top = axes.get_xlim()
    inches = axes.get_position().width * sheet.figure.get_figwidth() / (top - low)
    up = axes.get_position().height * sheet.figure.get_figheight() / axes.get_ylim()[1]
    places = (across - low) * inches
    lines = (marks - low) * inches
    highest = np.max([curve for _, _, curve in curves], axis=0)
    taken: list[tuple[float, float, float]] = []
    for name, colour, curve in curves:
        half = width(shortened(name, 9, BODY, weight="bold"), BODY, weight="bold") / 2 + 0.05
        peak = int(curve.argmax())
        foot = float(curve[peak])
        covered = places[highest > foot]
        centre = _beside(float(places[peak]), half, lines, covered, (top - low) * inches)
        base = foot * up
        for left, right, end in taken:
            beside = centre + half <= left or right <= centre - half
            if not beside and abs(base + _NAME - end) < _NAME:
                base = end
        taken.append((centre - half, centre + half, base + _NAME))
        sheet.write(
            axes,
            low + centre / inches,
            base / up,
            name,
            Style(size=BODY, weight="bold", colour=colour, halo=True),
            across="center",
            down="bottom",
            nudge=(0, 4),
        )


def _beside(peak: float, half: float, lines: Floats, covered: Floats, wide: float) -> float:
    """Return the middle of a name, all in inches: near *peak*, between *lines* that are far enough.

    *covered* are places where another curve would run through the name; they are avoided, too,
    unless it had to go far. Where lines leave no room at all, it stays over the peak.
    """
    edges = [0.0, *sorted(float(line) for line in lines), wide]
    best, least = float(np.clip(peak, half, max(half, wide - half))), np.inf
    for left, right in pairwise(edges):
        if right - left < 2 * half:
            continue
        centre = float(np.clip(peak, left + half, right - half))
        crossed = bool((np.abs(covered - centre) < half).any())
        cost = abs(centre - peak) + (1.0 if crossed else 0.0)
        if cost < least:
            best, least = centre, cost
    return best


def _mark(sheet: Sheet, axes: Axes, thresholds: Sequence[tuple[float, str]]) -> None:
    """Draw thresholds, each with its label in a row of its own above the curves.

    The leftmost has the highest row, so that no line runs through a label on its left.
    """
    low, top = axes.get_xlim()
    inches = axes.get_position().width * sheet.figure.get_figwidth() / (top - low)
    tall = axes.get_position().height * sheet.figure.get_figheight()
    for row, (value, label) in enumerate(sorted(thresholds)):
        place = 1 - _ROW * (row + 0.5) / tall
        axes.plot(
            [value, value],
            [0, place + 0.4 * _ROW / tall],
            color=INK,
            linewidth=1,
            transform=axes.get_xaxis_transform(),
            clip_on=False,
        )
        right, left = (top - value) * inches - 0.1, (value - low) * inches - 0.1
        shown = shortened(label, max(right, left), SMALL)
        fits = width(shown, SMALL) <= right
        text = sheet.write(
            axes,
            value,
            place,
            shown,
            Style(size=SMALL),
            across="left" if fits else "right",
            nudge=(4 if fits else -4, 0),
            transform=axes.get_xaxis_transform(),
        )
        text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1})
