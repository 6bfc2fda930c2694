"""Sheets: the paper of a plot, measured in inches from the upper left corner of its body.

Above the body stands the title, below it notes; both break into lines as needed, so nothing that
is placed inside the body's width and height can be cut off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from likeness.evaluation.plots.lettering import (
    FAMILY,
    Lettering,
    Weight,
    legible,
    lines,
    shortened,
)
from likeness.evaluation.plots.picture import DPI
from likeness.evaluation.plots.theme import (
    BODY,
    GREY,
    HAIRLINE,
    INK,
    MARGIN,
    PAPER,
    POINT,
    SMALL,
    TITLE,
    WIDTH,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from matplotlib.transforms import Transform

Across = Literal["left", "center", "right"]
Down = Literal["top", "center", "baseline", "bottom", "center_baseline"]

_LEADING = 1.3  # from line to line, in heights of letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How letters look."""

    size: float = BODY
    colour: str = INK
    weight: Weight = "normal"
    italic: bool = False
    halo: bool = False  # a white rim, for text over marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A figure; places are inches from the upper left corner of its body."""

    figure: Figure
    width: float  # of the body, without margins
    height: float
    top: float  # of the body, below the figure's upper edge
    scale: float  # of letters and of gaps

    @classmethod
    def of(
        cls,
        *,
        title: str,
        width: float = WIDTH - 2 * MARGIN,
        height: float,
        notes: Sequence[str] = (),
        scale: float = 1.0,
    ) -> Sheet:
        """Lay out a sheet with a body of *width* by *height* inches."""
        from matplotlib.figure import Figure

        size = TITLE * scale
        headings = lines(title, width, size, most=3, weight="bold")
        below = [line for note in notes for line in lines(note, width, SMALL * scale, most=3)]
        margin = MARGIN * scale
        step, small = size * POINT * _LEADING, SMALL * scale * POINT * _LEADING
        top = margin + len(headings) * step + 0.08 * scale
        whole = top + height + (len(below) * small + 0.08 * scale if below else 0) + margin
        figure = Figure(
            figsize=(width + 2 * margin, whole),
            dpi=DPI,
            facecolor=PAPER,
            edgecolor=PAPER,
        )
        figure.set_label(legible(title).text)
        sheet = cls(figure=figure, width=width, height=height, top=top, scale=scale)
        for at, heading in enumerate(headings):
            sheet.put(
                0, margin + at * step - top, heading, Style(size=TITLE, weight="bold"), down="top"
            )
        for at, note in enumerate(below):
            place = height + 0.08 * scale + at * small
            sheet.put(0, place, note, Style(size=SMALL, colour=GREY), down="top")
        return sheet

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Return bare axes of *width* by *height* inches."""
        across, down = self.figure.get_size_inches()
        axes = self.figure.add_axes(
            (
                (left + MARGIN * self.scale) / across,
                1 - (self.top + top + height) / down,
                width / across,
                height / down,
            ),
            facecolor="none",
        )
        axes.set_axisbelow(True)
        axes.grid(visible=False)
        axes.tick_params(which="both", length=0, labelbottom=False, labelleft=False)
        for spine in axes.spines.values():
            spine.set_visible(False)
        return axes

    @property
    def inches(self) -> Transform:
        """From inches of the body to the figure."""
        from matplotlib.transforms import Affine2D

        high = self.figure.get_size_inches()[1]
        body = Affine2D().scale(1, -1).translate(MARGIN * self.scale, high - self.top)
        return body + self.figure.dpi_scale_trans

    def put(
        self,
        left: float,
        top: float,
        text: str | Lettering,
        style: Style | None = None,
        *,
        across: Across = "left",
        down: Down = "center_baseline",
        angle: float = 0.0,
    ) -> Text:
        """Write *text* at a place of the body, in letters that grow with the sheet."""
        style = style or Style()
        if style.halo:
            rim = self.figure.text(left, top, "", transform=self.inches)
            _rimmed(_dressed(rim, text, style, self.scale, (across, down, angle)), self.scale)
        written = self.figure.text(left, top, "", transform=self.inches)
        return _dressed(written, text, style, self.scale, (across, down, angle))

    def write(
        self,
        axes: Axes,
        x: float,
        y: float,
        text: str | Lettering,
        style: Style | None = None,
        *,
        across: Across = "left",
        down: Down = "center_baseline",
        nudge: tuple[float, float] = (0, 0),
        transform: Transform | None = None,
    ) -> Text:
        """Write *text* at a place of *axes*, in their units, then nudged by points (right, up)."""
        from matplotlib.transforms import ScaledTranslation

        offset = ScaledTranslation(
            nudge[0] * POINT * self.scale,
            nudge[1] * POINT * self.scale,
            self.figure.dpi_scale_trans,
        )
        place = (transform or axes.transData) + offset
        style = style or Style()
        if style.halo:
            rim = axes.text(x, y, "", transform=place, clip_on=False)
            _rimmed(_dressed(rim, text, style, self.scale, (across, down, 0.0)), self.scale)
        written = axes.text(x, y, "", transform=place, clip_on=False)
        return _dressed(written, text, style, self.scale, (across, down, 0.0))

    def ticks_across(
        self, axes: Axes, places: Sequence[float], labels: Sequence[str], *, grid: bool = True
    ) -> None:
        """Mark *places* of the x axis below *axes*."""
        axes.set_xticks(list(places), [""] * len(places))
        axes.set_xticks([], minor=True)
        if grid:
            axes.grid(visible=True, axis="x", color=HAIRLINE, linewidth=0.6 * self.scale)
        small = Style(size=SMALL, colour=GREY)
        for place, label in zip(places, labels, strict=True):
            self.write(
                axes,
                place,
                0,
                label,
                small,
                across="center",
                down="top",
                nudge=(0, -6),
                transform=axes.get_xaxis_transform(),
            )

    def ticks_down(
        self, axes: Axes, places: Sequence[float], labels: Sequence[str], *, grid: bool = True
    ) -> None:
        """Mark *places* of the y axis on the left of *axes*."""
        axes.set_yticks(list(places), [""] * len(places))
        axes.set_yticks([], minor=True)
        if grid:
            axes.grid(visible=True, axis="y", color=HAIRLINE, linewidth=0.6 * self.scale)
        small = Style(size=SMALL, colour=GREY)
        for place, label in zip(places, labels, strict=True):
            self.write(
                axes,
                0,
                place,
                label,
                small,
                across="right",
                nudge=(-5, 0),
                transform=axes.get_yaxis_transform(),
            )

    def name_across(self, axes: Axes, label: str) -> None:
        """Say below *axes* what runs to the right."""
        style = Style(size=SMALL, colour=INK)
        shown = shortened(f"{label} →", self.width, SMALL * self.scale)
        self.write(
            axes,
            1,
            0,
            shown,
            style,
            across="right",
            down="top",
            nudge=(0, -21),
            transform=axes.transAxes,
        )

    def name_up(self, top: float, label: str) -> None:
        """Say at *top* inches, at the left edge, what grows upwards in the axes below."""
        shown = shortened(f"↑ {label}", self.width, SMALL * self.scale)
        self.put(0, top, shown, Style(size=SMALL, colour=INK), down="top")


def _dressed(
    written: Text,
    text: str | Lettering,
    style: Style,
    scale: float,
    stance: tuple[Across, Down, float],
) -> Text:
    across, down, angle = stance
    shown = text if isinstance(text, Lettering) else legible(text, weight=style.weight)
    # Set in this order: a text that is never handed to a parser has to know so beforehand.
    written.set_parse_math(False)
    written.set_usetex(False)
    written.set_text(shown.text)
    written.set_fontfamily(list(shown.families) or [FAMILY])
    written.set_fontsize(style.size * scale)
    written.set_fontweight(style.weight)
    written.set_fontstyle("oblique" if style.italic else "normal")
    written.set_color(style.colour)
    written.set_horizontalalignment(across)
    written.set_verticalalignment(down)
    written.set_rotation(angle)
    written.set_rotation_mode("anchor" if angle else "default")
    return written


def _rimmed(written: Text, scale: float) -> None:
    """Leave a white rim of a text: a text of its own, since a rim turns words into mere shapes."""
    from matplotlib.patheffects import Stroke

    written.set_path_effects([Stroke(linewidth=2.4 * scale, foreground=PAPER)])


def number_ticks(low: float, high: float, *, most: int = 6) -> tuple[list[float], list[str]]:
    """Return round places between *low* and *high*, and how they read, with one precision."""
    from matplotlib.ticker import MaxNLocator

    places = [
        float(place)
        for place in MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
        if low - 1e-9 * (high - low) <= place <= high + 1e-9 * (high - low)
    ]
    digits = next(
        (
            digits
            for digits in range(7)
            if all(abs(round(place, digits) - place) < 1e-6 * (high - low) for place in places)
        ),
        6,
    )
    return places, [minus(f"{place + 0.0:.{digits}f}") for place in places]


def minus(number: str) -> str:
    """Return *number* with a true minus sign, and none before a zero."""
    if not number.strip("-0."):
        return number.lstrip("-")
    return number.replace("-", "\N{MINUS SIGN}")


def percent(share: float) -> str:
    """Return *share* as people write it: 0.001 as "0.1 %"."""
    return f"{share * 100:.10g}".replace("-", "\N{MINUS SIGN}") + " %"


def readable_on(colour: str) -> str:
    """Return the colour of letters, dark or white, that stands out most on *colour*.

    By contrast as WCAG 2.2 defines it, from the relative luminance.
    """
    from matplotlib.colors import to_rgb

    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in to_rgb(colour)
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    # White wins where 1.05 / (L + 0.05) is above (L + 0.05) / (0.013 + 0.05), 0.013 being INK's.
    return PAPER if luminance < 0.207 else INK
