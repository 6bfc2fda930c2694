"""Text on pictures: from anywhere, made fit to be drawn, measured and shortened.

Labels are names of albums and people, which hold whatever their makers liked. Pillow's own font has
ASCII only, so the letters are DejaVu Sans, whose files come with matplotlib; where it lacks a
character, a font of the system steps in.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec

from PIL import ImageDraw, ImageFont

from likeness.imaging.one_line import BOX, ELLIPSIS, one_line

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
Colour = tuple[int, int, int]

# Where DejaVu Sans lacks a character: file names that Pillow looks up in the system's folders.
LENDERS = (
    "NotoSans-Regular.ttf",
    "NotoSansCJK-Regular.ttc",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansThai-Regular.ttf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
    "LiberationSans-Regular.ttf",
)
MOST_CHARACTERS = 200  # of one text; nothing that long is legible under a picture
UNASSIGNED = (
    "\uffff"  # a code point that stays without a character: shows what "missing" looks like
)


@dataclass(frozen=True, slots=True)
class Line:
    """A text that can be drawn, and with what."""

    text: str
    font: Font

    @property
    def width(self) -> float:
        """Pixels."""
        return float(self.font.getlength(self.text))


def line(text: str, size: int, *, room: float | None = None, bold: bool = False) -> Line:
    """Return *text* in one line that can be drawn.

    White space becomes a space; characters that only steer a terminal or the direction of writing
    go; any other character that no font has becomes a box; of many marks on one letter two stay.

    Args:
        text: From anywhere.
        size: Of the letters, pixels.
        room: How wide it may be, pixels; where it is wider, an ellipsis replaces its middle.
        bold: Whether the letters are.
    """
    told = plain(text)
    font, missing = min(
        ((font, _missing(told, font)) for font in _fonts(size, bold=bold)),
        key=lambda choice: len(choice[1]),
    )
    whole = "".join(BOX if letter in missing else letter for letter in told)
    if room is None or font.getlength(whole) <= room:
        return Line(whole, font)
    fits, too_long = 0, len(whole)
    while too_long - fits > 1:
        kept = (fits + too_long) // 2
        if font.getlength(_without_middle(whole, kept)) <= room:
            fits = kept
        else:
            too_long = kept
    return Line(_without_middle(whole, fits), font)


def write(
    canvas: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: Line,
    colour: Colour,
    *,
    anchor: str = "ls",
) -> None:
    """Draw a line of text.

    Args:
        canvas: Where.
        at: x and y, pixels.
        text: What.
        colour: RGB.
        anchor: What of the text is there, in the letters of Pillow: by default its left end on the
            baseline; "ms" its middle, "rs" its right end.
    """
    canvas.text(at, text.text, fill=colour, font=text.font, anchor=anchor)


def plain(text: str) -> str:
    """Return text on one line of at most 201 characters, without what steers or is no character.

    The result always encodes to UTF-8. Markup is left alone: escaping is for who writes HTML.
    """
    return one_line(text, MOST_CHARACTERS)


@cache
def _fonts(size: int, *, bold: bool) -> tuple[Font, ...]:
    """Return the fonts that there are, the best first."""
    found = []
    for name in (_dejavu(bold=bold), *LENDERS):
        try:
            found.append(ImageFont.truetype(name, size))
        except OSError:  # not on this machine
            continue
    return (*found, ImageFont.load_default(size))


def _dejavu(*, bold: bool) -> str:
    """Return the file of DejaVu Sans; matplotlib, which is slow to import, is only located."""
    spec = find_spec("matplotlib")
    folders = (spec.submodule_search_locations if spec else None) or [""]
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return os.path.join(folders[0], "mpl-data", "fonts", "ttf", name)


def _missing(text: str, font: Font) -> set[str]:
    """Return which characters of a text the font shows as it shows a missing one."""
    nothing = bytes(font.getmask(UNASSIGNED))
    return {
        letter
        for letter in set(text)
        if not letter.isascii() and bytes(font.getmask(letter)) == nothing
    }


def _without_middle(text: str, kept: int) -> str:
    head = text[: (kept + 1) // 2].rstrip()
    tail = text[len(text) - kept // 2 :].lstrip()
    return head + ELLIPSIS + tail
