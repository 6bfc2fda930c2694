"""Curves: what is found at which price, for one or more models.

ROC and DET as in ISO/IEC 19795-1; the axes of DET are those of A. Martin et al., "The DET curve in
assessment of detection task performance", Eurospeech 1997.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from likeness.evaluation.plots.inputs import Floats, alike, numbers
from likeness.evaluation.plots.lettering import Lettering, shortened, width
from likeness.evaluation.plots.picture import Picture, drawn
from likeness.evaluation.plots.sheet import Sheet, Style, percent
from likeness.evaluation.plots.theme import (
    DASHES,
    FAINT,
    GREY,
    INK,
    MARGIN,
    SERIES,
    SMALL,
    TINY,
    WIDTH,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOWEST = 1e-5  # the smallest rate on a logarithmic axis
_LEFT, _TOP, _HIGH, _BELOW = 0.52, 0.3, 3.7, 0.52  # inches
_ROW, _SAMPLE, _NAME = 0.2, 0.36, 3.0  # of the key: a row, a piece of line, a name at most
_EDGE = "A line along the left or lower edge: fewer mistakes than the axis shows, or none."
_DET_TICKS = (1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.2, 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A curve: rates in [0, 1], in order of the threshold, with an interval around *tar*."""

    name: str
    far: ArrayLike  # (k,) to the right
    tar: ArrayLike  # (k,) upwards
    low: ArrayLike | None = None  # (k,) of tar; None: no band
    high: ArrayLike | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Curve:
    name: str
    x: Floats
    y: Floats
    low: Floats | None
    high: Floats | None


def roc(lines: Sequence[Line], *, title: str) -> Picture:
    """Draw true accept rates over false accept rates, these from 1e-5 to 1 and logarithmic.

    Raises:
        ValueError: There are no lines, lengths differ, or a rate lies outside [0, 1].
    """
    return _logarithmic(
        lines,
        title=title,
        lowest=LOWEST,
        across="False accept rate: pairs of different people that are accepted (log scale)",
        up="True accept rate: pairs of the same person that are accepted",
    )


def rates(lines: Sequence[Line], *, title: str) -> Picture:
    """Draw detection-and-identification rates (tar) over false-positive rates (far).

    Raises:
        ValueError: There are no lines, lengths differ, or a rate lies outside [0, 1].
    """
    return _logarithmic(
        lines,
        title=title,
        lowest=1e-3,
        across="False-positive identification rate: strangers who get a name (log scale)",
        up="Detection and identification rate: enrolled people who get their own name",
    )


def det(lines: Sequence[Line], *, title: str) -> Picture:
    """Draw false reject rates over false accept rates, both on normal deviate axes.

    Raises:
        ValueError: There are no lines, lengths differ, or a rate lies outside [0, 1].
    """
    from scipy.special import ndtri

    curves = _curves(lines)
    up = "False reject rate: pairs of the same person that are rejected"
    sheet, axes = _paper(title, curves, up, notes=(_EDGE,))
    positive = [1 - curve.y[curve.y < 1] for curve in curves]
    least = min((float(part.min()) for part in positive if part.size), default=1e-3)
    # Down to the power of ten below the least rate that is not 0, so that lines fill the plot.
    floor = max(LOWEST, min(1e-3, 10.0 ** math.floor(math.log10(least) + 1e-9)))
    right, top = 0.6, 0.6

    def shown(values: Floats, least: float) -> Floats:
        return np.asarray(ndtri(np.clip(values, least, 0.999)))

    axes.set_xlim(float(ndtri(LOWEST)), float(ndtri(right)))
    axes.set_ylim(float(ndtri(floor)), float(ndtri(top)))
    across = list(_DET_TICKS)
    down = [tick for tick in across if tick >= floor]
    sheet.ticks_across(axes, ndtri(across).tolist(), [percent(tick) for tick in across])
    sheet.ticks_down(axes, ndtri(down).tolist(), [percent(tick) for tick in down])
    _diagonal(sheet, axes, float(ndtri(floor)), float(ndtri(top)))
    _draw(
        axes,
        curves,
        lambda values: shown(values, LOWEST),
        lambda values: shown(1 - values, floor),
    )
    _frame(axes)
    sheet.name_across(
        axes, "False accept rate: pairs of different people that are accepted (normal deviates)"
    )
    return drawn(sheet.figure)


def _logarithmic(
    lines: Sequence[Line], *, title: str, lowest: float, across: str, up: str
) -> Picture:
    curves = _curves(lines)
    sheet, axes = _paper(title, curves, up)
    axes.set_xscale("log")
    axes.set_xlim(lowest, 1)
    bottom = _bottom(curves, lowest)
    axes.set_ylim(bottom, 1)
    decades = [10.0**power for power in range(round(math.log10(lowest)), 1)]
    sheet.ticks_across(axes, decades, [percent(decade) for decade in decades])
    steps = [round(bottom + (1 - bottom) * step / 5, 6) for step in range(6)]
    sheet.ticks_down(axes, steps, [percent(step) for step in steps])
    _draw(axes, curves, lambda values: np.clip(values, lowest / 10, 1), lambda values: values)
    _frame(axes)
    sheet.name_across(axes, across)
    return drawn(sheet.figure)


def _curves(lines: Sequence[Line]) -> list[_Curve]:
    if not lines:
        raise ValueError("There are no lines to draw.")
    return [_curve(line) for line in lines]


def _curve(line: Line) -> _Curve:
    x, y = _rates(line.name, line.far), _rates(line.name, line.tar)
    low = None if line.low is None else _rates(line.name, line.low)
    high = None if line.high is None else _rates(line.name, line.high)
    alike(far=x, tar=y, low=y if low is None else low, high=y if high is None else high)
    return _Curve(name=line.name, x=x, y=y, low=low, high=high)


def _rates(name: str, values: ArrayLike) -> Floats:
    found = numbers(name, values)
    if found.min() < 0 or found.max() > 1:
        raise ValueError(f"{name}: rates lie between 0 and 1.")
    return found


def _paper(
    title: str, curves: Sequence[_Curve], up: str, notes: Sequence[str] = ()
) -> tuple[Sheet, Axes]:
    """Return the sheet and bare axes below the key of the lines."""
    keys = _keys(curves, WIDTH - 2 * MARGIN)
    top = _TOP + keys[-1][1] + _ROW + 0.14
    banded = any(curve.low is not None for curve in curves)
    bands = ["Bands: intervals that hold the truth 95 times out of 100."] if banded else []
    sheet = Sheet.of(title=title, height=top + _HIGH + _BELOW, notes=[*bands, *notes])
    sheet.name_up(0, up)
    _key(sheet, keys)
    return sheet, sheet.axes(_LEFT, top, sheet.width - _LEFT - 0.2, _HIGH)


def _bottom(curves: Sequence[_Curve], lowest: float) -> float:
    """Return where the y axis starts: 0, unless all that shows lies far above it."""
    least = 1.0
    for curve in curves:
        seen = curve.x >= lowest
        # A line enters from the left at the last value before the edge.
        seen |= np.roll(seen, -1)
        for values in (curve.y, curve.low):
            if values is not None and seen.any():
                least = min(least, float(values[seen].min()))
    return next((start for start in (0.95, 0.9, 0.75, 0.5) if least >= start), 0.0)


def _draw(
    axes: Axes,
    curves: Sequence[_Curve],
    across: Callable[[Floats], Floats],
    up: Callable[[Floats], Floats],
) -> None:
    for at, curve in enumerate(curves):
        colour, dash = _look(at)
        x = across(curve.x)
        if curve.low is not None and curve.high is not None:
            axes.fill_between(
                x, up(curve.low), up(curve.high), color=colour, alpha=0.14, linewidth=0
            )
        axes.plot(x, up(curve.y), color=colour, linestyle=dash, linewidth=1.8)


def _look(at: int) -> tuple[str, tuple[float, Sequence[float]]]:
    """Return colour and dashes of a line; dashes change when all colours are used up."""
    return SERIES[at % len(SERIES)], DASHES[at // len(SERIES) % len(DASHES)]


def _keys(curves: Sequence[_Curve], wide: float) -> list[tuple[float, float, Lettering]]:
    """Return where the name of each line stands in the key, in inches, in rows like a text's."""
    places = []
    left, row = 0.0, 0
    for curve in curves:
        name = shortened(curve.name, _NAME, SMALL)
        room = _SAMPLE + width(name, SMALL) + 0.3
        if left and left + room > wide + 0.25:
            left, row = 0.0, row + 1
        places.append((left, row * _ROW, name))
        left += room
    return places


def _key(sheet: Sheet, keys: Sequence[tuple[float, float, Lettering]]) -> None:
    """Name the lines above the plot, where nothing can be hidden behind their names."""
    from matplotlib.lines import Line2D

    for at, (left, top, name) in enumerate(keys):
        colour, dash = _look(at)
        start, end, high = left, left + _SAMPLE - 0.08, _TOP + top + _ROW / 2
        sheet.figure.add_artist(
            Line2D(
                [start, end],
                [high, high],
                color=colour,
                linestyle=dash,
                linewidth=2.2,
                solid_capstyle="butt",
                transform=sheet.inches,
            )
        )
        sheet.put(left + _SAMPLE, high, name, Style(size=SMALL))


def _diagonal(sheet: Sheet, axes: Axes, low: float, high: float) -> None:
    axes.plot([low, high], [low, high], color=FAINT, linewidth=0.8, linestyle=(0, (2, 2)))
    place = low + 0.06 * (high - low)
    style = Style(size=TINY, colour=GREY, halo=True)
    sheet.write(axes, place, place, "both errors equal", style, nudge=(7, -1))


def _frame(axes: Axes) -> None:
    axes.spines["bottom"].set_visible(True)
    axes.spines["bottom"].set_color(INK)
    axes.spines["bottom"].set_linewidth(0.8)
