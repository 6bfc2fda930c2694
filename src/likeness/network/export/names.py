"""Names from anywhere, fit for each place where a file has them."""

from __future__ import annotations

import re

from likeness.imaging.one_line import one_line

MOST_SHOWN = 200  # characters of a name in a drawing; data formats keep it whole
LOST = "\ufffd"  # stands for a character that a format cannot hold

_SURROGATES = re.compile("[\ud800-\udfff]")
# Everything but the Char of https://www.w3.org/TR/xml/#charsets.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def sound(text: str) -> str:
    """Return text whole, but for halves of characters, which no UTF-8 may hold."""
    return _SURROGATES.sub(LOST, text)


def in_xml(text: str) -> str:
    """Return text whole and escaped, as content or in double quotes; XML 1.0 can hold it.

    Line ends and tabs are written by number, since readers would make spaces of them.
    """
    held = _NOT_IN_XML.sub(LOST, text)
    for letter, entity in _ENTITIES.items():
        held = held.replace(letter, entity)
    return held


def shown(name: str | None) -> str:
    """Return a name as drawings show it: one line, short, and without what steers its direction."""
    return one_line(name or "", MOST_SHOWN)


_ENTITIES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\t": "&#9;",
    "\n": "&#10;",
    "\r": "&#13;",
}
