"""Lettering: text from anywhere made fit to be drawn, measured, shortened and broken into lines.

Names of people are names of folders, which hold whatever their makers liked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from likeness.imaging.one_line import BOX, ELLIPSIS, one_line

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

Weight = Literal["normal", "bold"]

FAMILY = "DejaVu Sans"  # comes with matplotlib, so pictures look the same everywhere
# Where it lacks a character, the first of these that is installed and has it steps in.
FALLBACKS = (
    "Noto Sans",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans CJK KR",
    "Noto Sans CJK TC",
    "Noto Sans SC",
    "Noto Sans JP",
    "Noto Sans KR",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Tamil",
    "Noto Sans Thai",
    "Noto Sans Hebrew",
    "Noto Sans Arabic",
    "Noto Sans Ethiopic",
    "Source Han Sans SC",
    "Source Han Sans",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "IPAGothic",
    "Arial Unicode MS",
    "PingFang SC",
    "Hiragino Sans",
    "Apple SD Gothic Neo",
    "Microsoft YaHei",
    "SimHei",
    "Yu Gothic",
    "Malgun Gothic",
    "Nirmala UI",
    "Leelawadee UI",
    "Liberation Sans",
)
MOST_CHARACTERS = 200  # of one text; nothing that long is legible in a plot anyway


@dataclass(frozen=True, slots=True)
class Lettering:
    """A text whose every character is in one of the font families."""

    text: str
    families: tuple[str, ...] = (FAMILY,)


def legible(text: str, *, weight: Weight = "normal") -> Lettering:
    """Return *text* in one line, without what no font can show.

    White space becomes a space; characters that only steer a terminal or the direction of writing
    go; any other character without a glyph becomes a box; of many marks on one letter two stay;
    above 200 characters the middle goes.
    """
    line = one_line(text, 8 * MOST_CHARACTERS)  # what is cut later is not looked at in full
    if len(line) > MOST_CHARACTERS:
        line = line[: MOST_CHARACTERS // 2] + ELLIPSIS + line[-MOST_CHARACTERS // 2 :]
    own = _font(FAMILY, weight)
    rare = {letter for letter in line if not own.get_char_index(ord(letter))}
    if not rare:
        return Lettering(line)
    found = _lenders(rare, weight)
    shown = "".join(BOX if letter in rare - found.keys() else letter for letter in line)
    return Lettering(shown, (FAMILY, *dict.fromkeys(found[letter] for letter in sorted(found))))


def width(text: Lettering, size: float, *, weight: Weight = "normal") -> float:
    """Return how many inches *text* is wide in letters of *size* points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=list(text.families), size=size, weight=weight)
    return float(text_to_path.get_text_width_height_descent(text.text, font, ismath=False)[0]) / 72


def widest(texts: Iterable[Lettering], size: float, *, weight: Weight = "normal") -> float:
    """Return the width of the widest, in inches; 0 without any."""
    return max((width(text, size, weight=weight) for text in texts), default=0.0)


def shortened(text: str, room: float, size: float, *, weight: Weight = "normal") -> Lettering:
    """Return *text* legible and at most *room* inches wide: an ellipsis replaces its middle."""
    whole = legible(text, weight=weight)
    if width(whole, size, weight=weight) <= room:
        return whole
    fits, too_long = 0, len(whole.text)
    while too_long - fits > 1:
        kept = (fits + too_long) // 2
        if width(_without_middle(whole, kept), size, weight=weight) <= room:
            fits = kept
        else:
            too_long = kept
    return _without_middle(whole, fits)


def lines(
    text: str, room: float, size: float, *, most: int, weight: Weight = "normal"
) -> tuple[Lettering, ...]:
    """Return *text* in at most *most* lines of at most *room* inches, broken between words."""
    words = legible(text, weight=weight).text.split(" ")
    done: list[Lettering] = []
    while words and len(done) < most - 1:
        taken = 1
        while taken < len(words) and (
            width(legible(" ".join(words[: taken + 1]), weight=weight), size, weight=weight) <= room
        ):
            taken += 1
        done.append(shortened(" ".join(words[:taken]), room, size, weight=weight))
        words = words[taken:]
    if words:
        done.append(shortened(" ".join(words), room, size, weight=weight))
    return tuple(done)


def _without_middle(text: Lettering, kept: int) -> Lettering:
    head = text.text[: (kept + 1) // 2].rstrip()
    tail = text.text[len(text.text) - kept // 2 :].lstrip()
    return Lettering(head + ELLIPSIS + tail, text.families)


def _lenders(letters: set[str], weight: Weight) -> dict[str, str]:
    """Return the installed family that has each letter, where there is one."""
    from matplotlib.font_manager import fontManager

    installed = {entry.name for entry in fontManager.ttflist}
    found: dict[str, str] = {}
    for family in FALLBACKS:
        if family in installed:
            font = _font(family, weight)
            for letter in letters - found.keys():
                if font.get_char_index(ord(letter)):
                    found[letter] = family
    return found


def _font(family: str, weight: Weight) -> FT2Font:
    """Return the font that matplotlib takes for *family*, from its cache."""
    from matplotlib.font_manager import FontProperties, fontManager, get_font

    return get_font(fontManager.findfont(FontProperties(family=family, weight=weight)))
