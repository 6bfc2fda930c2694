"""Text from anywhere as one line that can be drawn."""

from __future__ import annotations

import unicodedata

BOX = "□"  # for what cannot be drawn
ELLIPSIS = "…"
MOST_MARKS = 2  # on one letter: more would climb over what stands above


def one_line(text: str, most: int) -> str:
    """Return text on one line, without what steers or is no character.

    White space becomes a space; characters that only steer go; those that are none become a box; of
    many marks on one letter two stay. The result always encodes to UTF-8. Markup is left alone:
    escaping is for who writes HTML.

    Args:
        text: From anywhere.
        most: About so many characters stay; an ellipsis replaces the middle of longer text.
    """
    letters: list[str] = []
    marks = 0
    if len(text) > most:
        text = text[: most // 2] + ELLIPSIS + text[-most // 2 :]
    for letter in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if letter.isspace() or kind in {"Zl", "Zp"}:
            letters.append(" ")
        elif kind in {"Cc", "Cs", "Cn", "Co"}:
            letters.append(BOX)
        elif kind != "Cf" and marks <= MOST_MARKS:
            letters.append(letter)
    return " ".join("".join(letters).split())
