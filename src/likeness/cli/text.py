"""Words and numbers as people read them, safe to show in any terminal."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from textwrap import wrap

JOINERS = frozenset("\u200c\u200d")
"""Shape emoji families and Persian words; invisible, but they cannot hide anything."""

UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that steer a terminal, reorder its text, or stand for undecodable bytes."""

UNITS = ("kB", "MB", "GB", "TB")


def escaped(text: str) -> str:
    r"""Return *text* on one line, without anything that a terminal would obey.

    Control characters, line ends and marks that reorder text become `\n`, `\x1b` or `\u202e`; a
    byte of a file name that is not UTF-8 becomes `\xff`.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(c) if _is_unsafe(c) else c for c in text)


def _is_unsafe(character: str) -> bool:
    return character not in JOINERS and unicodedata.category(character) in UNSAFE


def _escape(character: str) -> str:
    number = ord(character)
    if 0xDC80 <= number <= 0xDCFF:  # what surrogateescape makes of the byte number - 0xDC00
        return f"\\x{number - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")


def broken(text: str, width: int | None) -> str:
    """Return *text* with line ends at spaces where it is wider than *width*; None: as it is.

    Words are never broken: they may be paths, to be copied whole.
    """
    if width is None or len(text) <= width:
        return text
    return "\n".join(wrap(text, width, break_long_words=False, break_on_hyphens=False))


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return "1 photo", "1,234 photos"; *many* where an s does not make the plural."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def people(number: int) -> str:
    """Return "1 person", "12 people"."""
    return counted(number, "person", "people")


def size(number: int) -> str:
    """Return a number of bytes as "812 bytes", "1.2 MB"; powers of 1000."""
    if number < 1000:
        return counted(number, "byte")
    value, units = number / 1000, list(UNITS)
    while value >= 999.95 and len(units) > 1:
        value /= 1000
        del units[0]
    return f"{value:,.1f} {units[0]}"


def duration(seconds: float) -> str:
    """Return "0.4 s", "45 s", "3:05 min" or "1:02:33 h"."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02} min"
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02} h"


def moment(told: str | None) -> str:
    """Return a moment (ISO 8601) in the local time zone, to the minute; "" for none."""
    if told is None:
        return ""
    return datetime.fromisoformat(told).astimezone().strftime("%Y-%m-%d %H:%M")
