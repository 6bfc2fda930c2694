"""Reliability: whether what is said to be 90 % sure is right nine times out of ten.

Reliability diagrams: M. DeGroot and S. Fienberg, "The comparison and evaluation of forecasters",
The Statistician 32, 1983.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from likeness.evaluation.plots.inputs import Floats, alike, numbers
from likeness.evaluation.plots.picture import Picture, drawn
from likeness.evaluation.plots.sheet import Sheet, Style, number_ticks, percent
from likeness.evaluation.plots.theme import FAINT, GREY, INK, SAME, TINY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LEFT, _TOP, _SIDE, _GAP, _LOW, _BELOW = 0.52, 0.3, 3.9, 0.42, 0.75, 0.52  # inches
_WIDE = 6.1


def reliability(
    stated: ArrayLike,
    observed: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    counts: ArrayLike,
    *,
    title: str,
) -> Picture:
    """Draw observed over stated probabilities, and below how many answers each point rests on.

    Args:
        stated: Shape (k,), mean stated probability of each bin, in [0, 1].
        observed: Shape (k,), share of right answers in it.
        low: Shape (k,), lower end of the interval of *observed*.
        high: Shape (k,), its upper end.
        counts: Shape (k,), answers in the bin. Leave out bins without any.
        title: Above the plot.

    Raises:
        ValueError: A number is not finite, lengths differ, or there is nothing to draw.
    """
    x, y = numbers("stated", stated), numbers("observed", observed)
    bottom, top = numbers("low", low), numbers("high", high)
    many = numbers("counts", counts)
    alike(stated=x, observed=y, low=bottom, high=top, counts=many)
    sheet = Sheet.of(title=title, height=_TOP + _SIDE + _GAP + _LOW + _BELOW)
    axes = sheet.axes(_LEFT, _TOP, _WIDE, _SIDE)
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.02, 1.02)
    places = [0, 0.2, 0.4, 0.6, 0.8, 1]
    sheet.ticks_across(axes, places, [""] * 6)
    sheet.ticks_down(axes, places, [percent(place) for place in places])
    axes.plot([0, 1], [0, 1], color=FAINT, linewidth=1, linestyle=(0, (3, 2)))
    _sides(sheet, axes)
    axes.vlines(x, bottom, top, color=SAME, linewidth=1.6, alpha=0.55)
    axes.plot(x, y, color=SAME, linewidth=1, alpha=0.5)
    axes.plot(
        x,
        y,
        "o",
        color=SAME,
        markersize=6.5,
        markeredgecolor="white",
        markeredgewidth=0.9,
        clip_on=False,
    )
    sheet.name_up(0, "Share of answers that were right (lines: 95 % intervals)")
    below = sheet.axes(_LEFT, _TOP + _SIDE + _GAP, _WIDE, _LOW)
    below.set_xlim(-0.02, 1.02)
    most = max(float(many.max()), 1.0)
    below.set_ylim(0, most)
    sheet.ticks_across(below, places, [percent(place) for place in places], grid=False)
    ticks = number_ticks(0, most, most=2)
    sheet.ticks_down(below, *ticks)
    below.bar(x, many, width=_bar_width(x), color=SAME, alpha=0.45, linewidth=0)
    below.axhline(0, color=INK, linewidth=0.8)
    sheet.name_up(_TOP + _SIDE + _GAP - 0.24, "Number of answers")
    sheet.name_across(below, "Stated probability")
    return drawn(sheet.figure)


def _sides(sheet: Sheet, axes: Axes) -> None:
    """Say what it means to lie above or below the diagonal."""
    small = Style(size=TINY, colour=GREY, halo=True)
    sheet.write(axes, 0.02, 0.97, "more often right than stated", small)
    sheet.write(axes, 0.98, 0.03, "less often right than stated", small, across="right")


def _bar_width(x: Floats) -> float:
    """Return a width at which no two bars overlap."""
    gaps = np.diff(np.unique(x))
    return float(np.clip(gaps.min() * 0.8, 0.004, 0.06)) if len(gaps) else 0.06
