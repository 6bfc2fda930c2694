r"""Text that was found in file names, safe to show.

A folder may be called anything: with marks that turn the rest of a line around, with control
characters, with bytes that are no text at all. What cannot be shown as it is is shown as an escape,
the same one that the command line prints.
"""

from __future__ import annotations

import unicodedata

JOINERS = frozenset("\u200c\u200d")
"""Shape emoji families and Persian words; invisible, but they cannot hide anything."""

UNSAFE = frozenset({"Cc", "Cf", "Cn", "Cs", "Zl", "Zp"})
"""Unicode categories that steer or reorder text, mean nothing, or stand for undecodable bytes."""


def printable(text: str) -> str:
    r"""Return *text* on one line, without anything that hides, reorders or cannot be encoded.

    Control characters, line ends and marks that reorder text become `\n`, `\x1b` or `\u202e`; a
    byte of a file name that is not UTF-8 (a surrogate escape of Python) becomes `\xff`. The result
    always encodes to UTF-8. Markup is left alone: escaping it is the business of who writes HTML.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(char) if _is_unsafe(char) else char for char in text)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of *text*, which an empty line parts, each printable on one line."""
    lines = [line.strip() for line in text.splitlines()]
    joined = "\n".join(lines).split("\n\n")
    return [printable(" ".join(part.split())) for part in joined if part.strip()]


def _is_unsafe(char: str) -> bool:
    return char not in JOINERS and unicodedata.category(char) in UNSAFE


def _escape(char: str) -> str:
    number = ord(char)
    if 0xDC80 <= number <= 0xDCFF:  # what surrogateescape makes of the byte number - 0xDC00
        return f"\\x{number - 0xDC00:02x}"
    return char.encode("unicode_escape").decode("ascii")
