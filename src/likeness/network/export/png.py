"""Networks as PNG: the same drawing as the SVG, in pixels."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from likeness.imaging.lettering import Line, line
from likeness.network.export.palette import GREY, INK, PAPER
from likeness.network.export.plan import (
    DASH,
    MARGIN,
    TEXT_SIZE,
    TITLE_SIZE,
    Disc,
    Key,
    Plan,
    Strokes,
    plan,
)
from likeness.network.export.svg import RIM, RING
from likeness.types.network import Network, NodeId

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from PIL import Image

SCALE, MOST_PIXELS = 2.0, 4800  # of the picture per pixel of the plan, and of its longer side
POINT = 0.72  # points per pixel of the plan, at the 100 dpi that it is drawn with
HALO = 1.5  # pixels around letters


def written(network: Network, portraits: Mapping[NodeId, bytes]) -> bytes:
    """Return the drawing as PNG; the same network makes the same bytes.

    A portrait that cannot be read is a disc.
    """
    drawing = plan(network)
    scale = min(SCALE, MOST_PIXELS / max(drawing.width, drawing.height))
    picture = _marks(drawing, scale)
    for disc in drawing.discs:
        if disc.node in portraits:
            _put(picture, disc, portraits[disc.node], scale)
    _Letters(picture, scale).write(drawing)
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=6)
    return file.getvalue()


def _marks(drawing: Plan, scale: float) -> Image.Image:
    """Return lines and discs, smooth, as Agg draws them."""
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.collections import EllipseCollection
    from matplotlib.figure import Figure
    from PIL import Image

    figure = Figure(figsize=(drawing.width / 100, drawing.height / 100), dpi=100 * scale)
    figure.set_facecolor(PAPER)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, drawing.width)
    axes.set_ylim(drawing.height, 0)
    axes.axis("off")
    for strokes in drawing.strokes:
        _draw_strokes(axes, strokes)
    for key in drawing.keys:
        _draw_key(axes, key, drawing.key_y)
    if drawing.discs:
        sizes = [2 * disc.radius for disc in drawing.discs]
        rims = [min(RIM, 0.2 * disc.radius) * POINT for disc in drawing.discs]
        axes.add_collection(
            EllipseCollection(
                sizes,
                sizes,
                np.zeros(len(sizes)),
                units="xy",
                offsets=[(disc.x, disc.y) for disc in drawing.discs],
                offset_transform=axes.transData,
                facecolors=[disc.colour for disc in drawing.discs],
                edgecolors=PAPER,
                linewidths=rims,
                zorder=3,
            ),
            autolim=False,
        )
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
    return Image.fromarray(np.asarray(pixels)[:, :, :3].copy())


def _draw_strokes(axes: Axes, strokes: Strokes) -> None:
    from matplotlib.collections import LineCollection

    axes.add_collection(
        LineCollection(
            [((a, b), (c, d)) for a, b, c, d in strokes.ends],
            colors=strokes.colour,
            linewidths=strokes.width * POINT,
            alpha=strokes.opacity,
            linestyles=_dashes(strokes.width) if strokes.dashed else "solid",
            zorder=2,
        ),
        autolim=False,
    )


def _draw_key(axes: Axes, key: Key, y: float) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Circle

    if key.mark == "disc":
        axes.add_artist(Circle((key.x + 6.5, y), 6.5, color=key.colour, linewidth=0, zorder=4))
        return
    if not key.mark:
        return
    style: Any = _dashes(2.0) if key.mark == "dashes" else "solid"
    axes.add_artist(
        Line2D(
            (key.x, key.x + 34),
            (y, y),
            color=key.colour,
            linewidth=2 * POINT,
            linestyle=style,
            dash_capstyle="butt",
            solid_capstyle="butt",
            zorder=4,
        )
    )


def _dashes(width: float) -> tuple[float, Sequence[float]]:
    """Return DASH as matplotlib wants it: in widths of the line."""
    return 0, tuple(part / width for part in DASH)


def _put(picture: Image.Image, disc: Disc, portrait: bytes, scale: float) -> None:
    """Put a portrait into its disc, with a smooth edge."""
    from PIL import Image, ImageDraw, ImageOps

    radius = disc.radius * (1 - RING) * scale
    side = max(round(2 * radius), 2)
    try:
        with Image.open(io.BytesIO(portrait), formats=("JPEG", "WEBP")) as opened:
            face = ImageOps.fit(opened.convert("RGB"), (side, side), Image.Resampling.LANCZOS)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return
    mask = Image.new("L", (4 * side, 4 * side))
    ImageDraw.Draw(mask).ellipse((0, 0, 4 * side - 1, 4 * side - 1), fill=255)
    corner = (round(disc.x * scale - side / 2), round(disc.y * scale - side / 2))
    picture.paste(face, corner, mask.resize((side, side), Image.Resampling.BOX))


class _Letters:
    """What writes on the picture, in letters as much larger than the plan's as the picture is."""

    def __init__(self, picture: Image.Image, scale: float) -> None:
        from PIL import ImageDraw

        self._canvas = ImageDraw.Draw(picture)
        self._scale = scale

    def write(self, drawing: Plan) -> None:
        """Write names, title, caption and legend."""
        for label in drawing.labels:
            halo = round(HALO * self._scale)
            self._put(label.text, (label.x, label.y), label.size, INK, anchor="ms", halo=halo)
        self._put(drawing.title, (MARGIN, MARGIN + 12), TITLE_SIZE, INK, bold=True)
        self._put(drawing.caption, (MARGIN, MARGIN + 40), TEXT_SIZE, GREY)
        for key in drawing.keys:
            self._put(key.text, (key.text_x, drawing.key_y + 5), TEXT_SIZE, GREY)

    def _put(
        self,
        text: Line,
        at: tuple[float, float],
        size: int,
        colour: str,
        *,
        anchor: str = "ls",
        bold: bool = False,
        halo: int = 0,
    ) -> None:
        larger = line(text.text, round(size * self._scale), bold=bold)
        self._canvas.text(
            (at[0] * self._scale, at[1] * self._scale),
            larger.text,
            fill=colour,
            font=larger.font,
            anchor=anchor,
            stroke_width=halo,
            stroke_fill=PAPER,
        )
