"""Forests: estimates with their intervals, one below the other, so that they can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from likeness.evaluation.estimate import Estimate
from likeness.evaluation.plots.lettering import Lettering, shortened, widest
from likeness.evaluation.plots.picture import Picture, drawn
from likeness.evaluation.plots.sheet import Sheet, Style, minus, number_ticks
from likeness.evaluation.plots.theme import BODY, GREY, HAIRLINE, INK, PAPER, SAME, SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW, _HEADING, _BELOW = 0.235, 0.31, 0.52  # inches
_LABEL = 2.4  # the widest label
_GAP = 0.16


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An estimate and what it is of."""

    label: str
    estimate: Estimate
    group: str = ""  # rows with the same group, one after the other, stand under its heading
    marked: bool = False  # stands out


def forest(rows: Sequence[Row], *, axis_label: str, title: str) -> Picture:
    """Draw each estimate as a dot with its interval; without a figure, the reason why.

    Raises:
        ValueError: There are no rows, or a figure is not finite.
    """
    if not rows:
        raise ValueError("There are no rows to draw.")
    low, high = _range(rows)
    labels = [shortened(row.label, _LABEL, BODY, weight=_weight(row)) for row in rows]
    figures = [Lettering(_figure(row.estimate)) for row in rows]
    indent = 0.12 if any(row.group for row in rows) else 0.0
    left = indent + max(
        widest((name,), BODY, weight=_weight(row)) for name, row in zip(labels, rows, strict=True)
    )
    right = widest(figures, SMALL)
    tops, headings, tall = _places(rows)
    sheet = Sheet.of(title=title, height=tall + _BELOW)
    wide = sheet.width - left - right - 2 * _GAP
    axes = sheet.axes(left + _GAP, 0, wide, tall)
    axes.set_xlim(low, high)
    axes.set_ylim(tall, 0)
    sheet.ticks_across(axes, *number_ticks(low, high, most=5))
    sheet.name_across(axes, axis_label)
    axes.axhline(tall, color=INK, linewidth=0.8)
    for top, heading in headings:
        shown = shortened(heading, sheet.width, BODY, weight="bold")
        sheet.put(0, top, shown, Style(weight="bold"))
    for row, label, figure, top in zip(rows, labels, figures, tops, strict=True):
        sheet.put(indent, top, label, Style(weight=_weight(row)))
        style = Style(size=SMALL, colour=INK if row.marked else GREY)
        sheet.put(sheet.width, top, figure, style, across="right")
        if row.estimate.value is None:
            _reason(sheet, axes, row.estimate, top, wide + _GAP + right)
    axes.hlines(tops, low, high, color=HAIRLINE, linewidth=0.6, zorder=0.5)
    for marked, colour in ((False, GREY), (True, SAME)):
        chosen = [at for at, row in enumerate(rows) if row.marked is marked]
        _dots(axes, [rows[at] for at in chosen], [tops[at] for at in chosen], colour)
    return drawn(sheet.figure)


def _weight(row: Row) -> Literal["normal", "bold"]:
    return "bold" if row.marked else "normal"


def _figure(estimate: Estimate) -> str:
    return "" if estimate.value is None else minus(str(estimate))


def _range(rows: Sequence[Row]) -> tuple[float, float]:
    """Return the ends of the axis: all that is drawn, and a little air."""
    seen = [
        value
        for row in rows
        for value in (row.estimate.value, row.estimate.low, row.estimate.high)
        if value is not None
    ]
    if not np.isfinite(seen).all():
        raise ValueError("Every estimate must be finite, or missing with its reason.")
    if not seen:
        return 0.0, 1.0
    low, high = min(seen), max(seen)
    air = 0.05 * (high - low) or 0.05
    return low - air, high + air


def _places(
    rows: Sequence[Row],
) -> tuple[list[float], list[tuple[float, str]], float]:
    """Return the middle of each row and of each heading, and the height of all, in inches."""
    tops: list[float] = []
    headings: list[tuple[float, str]] = []
    at, group = 0.04, ""
    for row in rows:
        if row.group != group:
            at += 0.08 if tops else 0
            if row.group:
                headings.append((at + _HEADING / 2, row.group))
                at += _HEADING
            group = row.group
        tops.append(at + _ROW / 2)
        at += _ROW
    return tops, headings, at + 0.06


def _reason(sheet: Sheet, axes: Axes, estimate: Estimate, top: float, room: float) -> None:
    why = shortened(estimate.note or "not known", room, SMALL)
    style = Style(size=SMALL, colour=GREY, italic=True)
    text = sheet.write(axes, axes.get_xlim()[0], top, why, style, nudge=(2, 0))
    text.set_bbox({"facecolor": PAPER, "edgecolor": "none", "pad": 0.5})


def _dots(axes: Axes, rows: Sequence[Row], tops: Sequence[float], colour: str) -> None:
    """Draw dots and intervals in one go, which is quick for hundreds of rows."""
    known = [(row.estimate, top) for row, top in zip(rows, tops, strict=True)]
    spans = [
        (estimate.low, estimate.high, top)
        for estimate, top in known
        if None not in {estimate.value, estimate.low, estimate.high}
    ]
    if spans:
        lows, highs, places = zip(*spans, strict=True)
        axes.hlines(places, lows, highs, color=colour, linewidth=2.2, alpha=0.55)
    dots = [(estimate.value, top) for estimate, top in known if estimate.value is not None]
    if dots:
        axes.plot(
            *zip(*dots, strict=True),
            "o",
            color=colour,
            markersize=6.5,
            markeredgecolor="white",
            markeredgewidth=0.8,
        )
