"""Curves: what is found at which price, for one or more models.

ROC and DET as in ISO/IEC 19795-1; the axes of DET are those of A. Martin et al., "The DET curve in
assessment of detection task performance", Eurospeech 1997.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

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
    PAPER,
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
_EER = "Dots: where both errors are equal (the equal error rate)."
_DET_TICKS = (1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999)


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

    The axes reach as far as the curves do; where both errors are equal (the EER), a curve has a
    dot.

    Raises:
        ValueError: There are no lines, lengths differ, or a rate lies outside [0, 1].
    """
    from scipy.special import ndtri

    curves = _curves(lines)
    up = "False reject rate: pairs of the same person that are rejected"
    equal = [_equal_errors(curve) for curve in curves]
    met = [_EER] if any(point is not None for point in equal) else []
    sheet, axes = _paper(title, curves, up, notes=(*met, _EDGE))
    # Bands may leave the frame: fitted to them, the curves would be squeezed into a corner. So may
    # the end of a curve where most strangers are accepted, unless its errors only meet there.
    most = 0.5 if all(point is not None and point < 0.4 for point in equal) else 1.0
    seen = [_entering(curve.x) & (curve.x <= most) for curve in curves]
    left, right = _reach(curve.x[part] for curve, part in zip(curves, seen, strict=True))
    floor, top = _reach(1 - curve.y[part] for curve, part in zip(curves, seen, strict=True))
    axes.set_xlim(float(ndtri(left)), float(ndtri(right)))
    axes.set_ylim(float(ndtri(floor)), float(ndtri(top)))
    across = [tick for tick in _DET_TICKS if left <= tick <= right]
    down = [tick for tick in _DET_TICKS if floor <= tick <= top]
    sheet.ticks_across(axes, ndtri(across).tolist(), [percent(tick) for tick in across])
    sheet.ticks_down(axes, ndtri(down).tolist(), [percent(tick) for tick in down])
    _diagonal(sheet, axes)
    _draw(
        axes,
        curves,
        lambda values: np.asarray(ndtri(np.clip(values, left, 0.9999))),
        lambda values: np.asarray(ndtri(np.clip(1 - values, floor, top))),
    )
    _mark(axes, equal)
    _frame(axes)
    sheet.name_across(
        axes, "False accept rate: pairs of different people that are accepted (normal deviates)"
    )
    return drawn(sheet.figure)


def _entering(x: Floats) -> NDArray[np.bool_]:
    """Return which points are shown: all but those of no false accepts, of which only the last."""
    inside = x > 0
    return inside | np.roll(inside, -1)


def _reach(rates: Iterable[Floats]) -> tuple[float, float]:
    """Return the marks of the axis that enclose *rates*, without 0 and 1: these have no deviate."""
    seen = np.concatenate([rate[(rate > 0) & (rate < 1)] for rate in rates])
    least, most = (float(seen.min()), float(seen.max())) if seen.size else (1e-3, 0.5)
    last = len(_DET_TICKS) - 1
    low = max((at for at in range(last) if _DET_TICKS[at] <= least), default=0)
    high = min((at for at in range(low + 1, last) if _DET_TICKS[at] >= most), default=last)
    return _DET_TICKS[low], _DET_TICKS[high]


def _equal_errors(curve: _Curve) -> float | None:
    """Return the rate where a curve crosses the diagonal of *det*, None if it does not.

    Between two points of the curve it is a straight line between their deviates, as drawn.
    """
    from scipy.special import ndtr, ndtri

    rate = 1 - curve.y
    ahead = np.flatnonzero((curve.x[:-1] < rate[:-1]) & (curve.x[1:] >= rate[1:]))
    if not ahead.size:
        return None
    at = int(ahead[0])
    x, y = (ndtri(np.clip(part[at : at + 2], LOWEST, 1 - LOWEST)) for part in (curve.x, rate))
    gap = y - x
    share = float(gap[0] / (gap[0] - gap[1])) if gap[0] != gap[1] else 0.0
    return float(ndtr(x[0] + share * (x[1] - x[0])))


def _mark(axes: Axes, equal: Sequence[float | None]) -> None:
    from scipy.special import ndtri

    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    for at, rate in enumerate(equal):
        place = float("nan") if rate is None else float(ndtri(rate))
        if max(left, low) <= place <= min(right, high):
            axes.plot(
                [place],
                [place],
                marker="o",
                markersize=6,
                color=_look(at)[0],
                markeredgecolor=PAPER,
                markeredgewidth=1.2,
                linestyle="none",
                zorder=3,
            )


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
    bands = ["Bands: 95 % intervals, point by point."] if banded else []
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


def _diagonal(sheet: Sheet, axes: Axes) -> None:
    """Draw the line of equal errors as far as the frame goes, and name it at its lower end."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    start, end = max(left, low), min(right, high)
    if start >= end:
        return
    axes.plot([start, end], [start, end], color=FAINT, linewidth=0.8, linestyle=(0, (2, 2)))
    place = start + 0.06 * (end - start)
    style = Style(size=TINY, colour=GREY, halo=True)
    sheet.write(axes, place, place, "both errors equal", style, nudge=(7, -1))


def _frame(axes: Axes) -> None:
    axes.spines["bottom"].set_visible(True)
    axes.spines["bottom"].set_color(INK)
    axes.spines["bottom"].set_linewidth(0.8)
