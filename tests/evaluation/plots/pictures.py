"""What every picture has to keep, whatever it shows."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

import numpy as np
from defusedxml import ElementTree
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from likeness.evaluation.plots.picture import Picture

HOSTILE = "<script>alert(1)</script> $x$ &"
# What folders have been called, or could be.
NAMES = (
    HOSTILE,
    "Anna Müller",
    "王小明",
    "שלום עולם",
    "محمد علي",
    "two\nlines\x00\x1b[31m",
    "x" * 300,
    "Zoë O'Neil \udcff",
    "Z\u0338\u0327\u0322\u031b\u0317\u0332\u0325\u034ba",
    "_under_^score^ --> ]]>",
    r"\frac{1}{2} $\alpha$",
    "",
    "\u202eevil\u202c 👩‍👧 \U000e0001",
    "$",
    'id="p1" url(#p1) style="x:y" --!>',
)
_HARMLESS = {"svg", "g", "defs", "path", "use", "clipPath", "rect", "pattern", "image", "title"}
Make = Callable[[], Picture]


def called(many: int) -> list[str]:
    """Return names of people, strange ones first."""
    return [NAMES[at] if at < len(NAMES) else f"Person {at:03d}" for at in range(many)]


def words(picture: Picture) -> list[str]:
    """Return the texts of the SVG, as parsed."""
    return [
        (element.text or "").strip()
        for element in _tree(picture).iter()
        if _kind(element) == "title"
    ]


def check(make: Make, figures: list[Figure], *, twice: bool = True) -> Picture:
    """Draw, most often twice; refuse what no picture may have."""
    picture = make()
    figure = figures[-1]
    if twice:
        again = make()
        assert again.svg == picture.svg
        assert again.png == picture.png
    _svg_is_harmless(picture)
    _margin_is_empty(picture)
    _all_is_inside(figure)
    return picture


def refuses_overlaps(figures: list[Figure], texts: Sequence[str]) -> None:
    """Check that none of *texts*, as drawn, lies over another."""
    boxes = [
        text.get_window_extent()
        for text in figures[-1].findobj(Text)
        if isinstance(text, Text) and text.get_text() in texts and not text.get_path_effects()
    ]
    assert len(boxes) == len(texts)
    for at, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[at + 1 :])


def _tree(picture: Picture) -> Element:
    return ElementTree.fromstring(picture.svg)


def _kind(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _svg_is_harmless(picture: Picture) -> None:
    svg = picture.svg
    assert svg.startswith("<svg ")
    assert "<!" not in svg
    tree = _tree(picture)
    kinds = {_kind(element) for element in tree.iter()}
    allowed = [
        "svg",
        "g",
        "defs",
        "path",
        "use",
        "clipPath",
        "rect",
        "pattern",
        "image",
        "title",
        "text",
        "circle",
    ]
    assert kinds <= set(allowed), kinds - set(allowed)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            assert name != "style"
            if name.endswith("href"):
                assert value.startswith(("#", "data:image/png;base64,"))
                assert not value.startswith("#") or value[1:] in ids
            for used in re.findall(r"url\(([^)]*)\)", value) if name != "aria-label" else ():
                assert used[1:] in ids
    for text in words(picture):
        assert not any(ord(letter) < 32 or 0xD800 <= ord(letter) < 0xE000 for letter in text)


def _margin_is_empty(picture: Picture) -> None:
    """Ink on the outermost pixels would mean that something was cut off."""
    pixels = np.asarray(Image.open(io.BytesIO(picture.png)).convert("RGB"))
    assert max(pixels.shape) <= 12_000
    assert (pixels != 255).any()
    for edge in (pixels[:6], pixels[-6:], pixels[:, :6], pixels[:, -6:]):
        assert (edge == 255).all()


def _all_is_inside(figure: Figure) -> None:
    FigureCanvasAgg(figure).draw()
    canvas = figure.bbox.padded(1)
    for artist in figure.findobj(Artist):
        if not isinstance(artist, Text | Axes) or (
            isinstance(artist, Text) and not artist.get_text()
        ):
            continue
        box = artist.get_window_extent()
        assert canvas.x0 <= box.x0, artist
        assert canvas.y0 <= box.y0, artist
        assert box.x1 <= canvas.x1, artist
        assert box.y1 <= canvas.y1, artist
