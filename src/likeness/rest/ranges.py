"""Range requests (RFC 9110, section 14): one range, or the whole."""

from __future__ import annotations

import re

ONE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)
"""Several ranges, other units and what is malformed are ignored, as a server may."""

Range = tuple[int, int]
"""The first byte, and the one behind the last."""


class UnsatisfiableError(ValueError):
    """Nothing lies in the range that was asked for."""


def wanted(header: str | None, size: int) -> Range | None:
    """Return the range of *size* bytes that a header asks for; None: all of them.

    Raises:
        UnsatisfiableError: There are no such bytes.
    """
    found = ONE.fullmatch(header) if header else None
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        start, end = max(size - int(found[2]), 0), size
    elif not found[2]:
        start, end = int(found[1]), size
    else:
        start, end = int(found[1]), min(int(found[2]) + 1, size)
        if int(found[2]) < start:
            return None
    if start >= size:
        raise UnsatisfiableError(f"There are {size} bytes.")
    return start, end
