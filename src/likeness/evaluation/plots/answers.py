"""Answers: what "found", "absent" and "unsure" were in truth, as stacked bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from likeness.evaluation.plots.lettering import Lettering, shortened, widest, width
from likeness.evaluation.plots.picture import Picture, drawn
from likeness.evaluation.plots.sheet import Sheet, Style, percent, readable_on
from likeness.evaluation.plots.theme import BODY, GREY, MARGIN, PAPER, SERIES, SMALL, WIDTH

_ROW, _BAR, _KEY, _BELOW = 0.5, 0.34, 0.22, 0.52  # inches
_LABEL = 1.8  # the widest label


def answers(
    rows: Mapping[str, Mapping[str, int]],
    *,
    axis_label: str = "Share of the answers of this kind",
    title: str,
) -> Picture:
    """Draw one bar for each answer, from 0 to 100 %, parted by what was true.

    Args:
        rows: Answer, to truth, to how often: {"found": {"the right person": 31, "a stranger": 2}}.
            Colours follow the order in which truths first appear.
        axis_label: Below the bars.
        title: Above the plot.

    Raises:
        ValueError: There are no rows or truths, or a count is negative.
    """
    truths = list(dict.fromkeys(truth for row in rows.values() for truth in row))
    if not truths:
        raise ValueError("There are no answers to draw.")
    if any(count < 0 for row in rows.values() for count in row.values()):
        raise ValueError("Counts cannot be negative.")
    colours = dict(zip(truths, _palette(len(truths)), strict=True))
    labels = [shortened(name, _LABEL, BODY, weight="bold") for name in rows]
    totals = [Lettering(f"{sum(row.values()):,} in all") for row in rows.values()]
    left = widest(labels, BODY, weight="bold") + 0.14
    right = widest(totals, SMALL) + 0.14
    keys = _keys(truths)
    top = keys[-1][1] + _KEY + 0.14
    tall = _ROW * len(rows)
    sheet = Sheet.of(title=title, height=top + tall + _BELOW)
    _key(sheet, keys, colours)
    axes = sheet.axes(left, top, sheet.width - left - right, tall)
    axes.set_xlim(0, 1)
    axes.set_ylim(tall, 0)
    wide = sheet.width - left - right
    places = [0, 0.25, 0.5, 0.75, 1]
    sheet.ticks_across(axes, places, [percent(place) for place in places])
    sheet.name_across(axes, axis_label)
    for at, row in enumerate(rows.values()):
        middle = _ROW * (at + 0.5)
        sheet.put(0, top + middle, labels[at], Style(weight="bold"))
        grey = Style(size=SMALL, colour=GREY)
        sheet.put(sheet.width, top + middle, totals[at], grey, across="right")
        total, start = sum(row.values()), 0.0
        if not total:
            style = Style(size=SMALL, colour=GREY, italic=True, halo=True)
            sheet.write(axes, 0, middle, "never given", style, nudge=(4, 0))
        for truth in truths if total else ():
            share = row.get(truth, 0) / total
            colour = colours[truth]
            axes.barh(middle, share, _BAR, left=start, color=colour, edgecolor=PAPER, linewidth=1)
            count = Lettering(f"{row.get(truth, 0):,}")
            if width(count, SMALL) + 0.08 <= share * wide:
                style = Style(size=SMALL, colour=readable_on(colour))
                sheet.write(axes, start + share / 2, middle, count, style, across="center")
            start += share
    return drawn(sheet.figure)


def _palette(many: int) -> list[str]:
    return [SERIES[at % len(SERIES)] for at in range(many)]


def _keys(truths: Sequence[str]) -> list[tuple[float, float, Lettering]]:
    """Return where the name of each truth stands, in inches, in rows like a text's."""
    wide = WIDTH - 2 * MARGIN
    places = []
    left, top = 0.0, 0.0
    for truth in truths:
        name = shortened(truth, wide / 2, SMALL)
        room = 0.2 + width(name, SMALL) + 0.25
        if left and left + room > wide + 0.2:
            left, top = 0.0, top + _KEY
        places.append((left, top, name))
        left += room
    return places


def _key(
    sheet: Sheet, keys: Sequence[tuple[float, float, Lettering]], colours: Mapping[str, str]
) -> None:
    from matplotlib.patches import Rectangle

    for (left, top, name), colour in zip(keys, colours.values(), strict=True):
        sheet.figure.add_artist(
            Rectangle(
                (left, top + _KEY / 2 - 0.06),
                0.12,
                0.12,
                transform=sheet.inches,
                facecolor=colour,
                linewidth=0,
            )
        )
        sheet.put(left + 0.19, top + _KEY / 2, name, Style(size=SMALL))
