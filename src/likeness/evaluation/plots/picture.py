"""Pictures: a figure as SVG text and as PNG bytes, the same on every run."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 200  # of the PNG, and of what is an image inside the SVG
# No side of a PNG is longer: browsers refuse far larger ones (Safari: 16,384 pixels).
MOST_PIXELS = 12_000

_WORDS = re.compile(r'<g id="words-(\d+)">|<!--.*?-->', re.DOTALL)
_TITLE = "\f"  # where the words of a text go: a character that no XML may hold
_PROLOG = re.compile(r"^.*?(?=<svg\b)", re.DOTALL)
_STYLE = re.compile(r"<defs>\s*<style\b.*?</style>\s*</defs>\s*", re.DOTALL)
_LOOKS = re.compile(r' style="([^"]*)"')
_OWN_ID = re.compile(r'\bid="([^"]*)"')
_USED_ID = re.compile(r'(\bid="|href="#|url\(#)([^")]*)')


@dataclass(frozen=True, slots=True)
class Picture:
    """A plot in its two forms.

    The SVG starts with its `<svg` element, so that it can stand in an HTML page as it is. It holds
    no script, no style sheet and no address of anything outside. Letters are paths, which look the
    same without any font; the words stand beside them as `<title>` elements.
    """

    svg: str
    png: bytes


def drawn(figure: Figure) -> Picture:
    """Return *figure* as a picture, whose SVG carries the figure's label as its name."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.text import Text

    dpi = min(DPI, MOST_PIXELS / max(figure.get_size_inches()))
    texts = figure.findobj(Text)
    for at, text in enumerate(texts):
        text.set_gid(f"words-{at}")
    png, svg = io.BytesIO(), io.StringIO()
    FigureCanvasAgg(figure).print_figure(png, format="png", dpi=dpi, metadata={"Software": None})
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    FigureCanvasSVG(figure).print_figure(svg, format="svg", dpi=dpi, metadata=nothing)
    words = [escape(text.get_text()) for text in texts]
    return Picture(
        svg=_settled(svg.getvalue(), words, escape(str(figure.get_label()))), png=png.getvalue()
    )


def _settled(svg: str, words: Sequence[str], label: str) -> str:
    """Return matplotlib's SVG fit for a page: alone, named, and with names of parts that are fixed.

    Matplotlib salts the names of parts at random unless a global setting says otherwise. Numbers
    in their place, after a hash of the rest, stay the same and are unlike those of other pictures
    on the same page.
    """
    svg = _STYLE.sub("", _PROLOG.sub("", svg, count=1), count=1)
    svg, shown = _without_words(svg, words)
    svg = _LOOKS.sub(_as_attributes, svg)
    numbers = {name: str(at) for at, name in enumerate(dict.fromkeys(_OWN_ID.findall(svg)))}
    bare = _renamed(svg, numbers)
    salt = hashlib.sha256("\0".join([bare, *shown]).encode()).hexdigest()[:8]
    svg = _renamed(svg, {name: f"p{salt}-{number}" for name, number in numbers.items()})
    left = iter(shown)
    svg = re.sub(_TITLE, lambda _: f"<title>{next(left)}</title>", svg)
    # The style sheet said this of every element; a page's other elements are none of our business.
    looks = 'stroke-linejoin="round" stroke-linecap="butt"'
    return svg.replace("<svg ", f'<svg role="img" aria-label="{label}" {looks} ', 1)


def _renamed(svg: str, names: Mapping[str, str]) -> str:
    return _USED_ID.sub(lambda found: found[1] + names.get(found[2], found[2]), svg)


def _without_words(svg: str, words: Sequence[str]) -> tuple[str, list[str]]:
    """Return the SVG with marks in place of what people wrote, and what goes there.

    Matplotlib puts it into comments, and alters it there ("--" becomes "- -"). It comes back last,
    so that nothing is replaced inside it.
    """
    shown: list[str] = []
    current = 0

    def mark(found: re.Match[str]) -> str:
        nonlocal current
        if found[1] is not None:
            current = int(found[1])
            return found[0]
        shown.append(words[current])
        return _TITLE

    return _WORDS.sub(mark, svg), shown


def _as_attributes(found: re.Match[str]) -> str:
    """Return a style as attributes, which pages that forbid styles (CSP: style-src) still obey."""
    pairs = (part.split(":", 1) for part in found[1].split(";") if part.strip())
    looks = {name.strip(): value.strip() for name, value in pairs}
    return "".join(f' {name}="{value}"' for name, value in looks.items())
