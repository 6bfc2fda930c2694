"""Cursors: where a page ended, as text that tells its bearer nothing.

A cursor is what the last row of a page was ordered by, so that the next page begins behind it
however many rows were added or taken away meanwhile. They come back from outside: everything about
them is checked.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from datetime import datetime
from typing import Any

from likeness.errors import UsageError

LONGEST = 8192
"""Characters: a path of 4,096 bytes in it, and what it grows by."""

ALPHABET = re.compile(r"[A-Za-z0-9_-]+")
LARGEST = 2**63 - 1
"""Of whole numbers: what a database holds."""

MOST = 1000
"""Items on a page."""

Value = str | int | float | None


def make(kind: str, *values: Value) -> str:
    """Return the cursor behind a row of *kind* that is ordered by *values*."""
    text = json.dumps([kind, *values], ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def parse(kind: str, cursor: str, *types: tuple[type, ...]) -> tuple[Any, ...]:
    """Return the values that `make` was given.

    Args:
        kind: What is paged, and in which order.
        cursor: From outside.
        types: Which types each value may have; `type(None)` among them where it may be None.

    Raises:
        UsageError: It is not a cursor of this kind, letter by letter.
    """
    values = _read(cursor)
    fits = (
        len(values) == len(types) + 1
        and values[0] == kind
        and all(_fits(value, may) for value, may in zip(values[1:], types, strict=True))
    )
    if not fits or make(*values) != cursor:
        raise refused()
    return tuple(values[1:])


def _read(cursor: str) -> list[Any]:
    if len(cursor) > LONGEST or not ALPHABET.fullmatch(cursor):
        raise refused()
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        values = json.loads(text)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise refused() from error
    return values if isinstance(values, list) and values and isinstance(values[0], str) else [""]


def _fits(value: object, types: tuple[type, ...]) -> bool:
    if type(value) not in types:  # a bool is no number here
        return False
    if isinstance(value, int):
        return abs(value) <= LARGEST
    if isinstance(value, str):
        return "\x00" not in value
    return not isinstance(value, float) or math.isfinite(value)


def moment(text: str | None) -> datetime | None:
    """Return a moment of a camera's clock as `datetime.isoformat` wrote it, None for None.

    Raises:
        UsageError: It is none.
    """
    if text is None:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise refused() from error
    if read.tzinfo is not None or read.isoformat() != text:
        raise refused()
    return read


def require_limit(limit: int) -> int:
    """Return *limit*. Raises `UsageError` unless a page may have so many items."""
    if not 1 <= limit <= MOST:
        raise UsageError(f"A page has 1 to {MOST} items, not {limit}.")
    return limit


def refused() -> UsageError:
    """Return the error for what is no cursor."""
    return UsageError(
        "This does not continue any page of this list. Give what the page before said, unchanged, "
        "or nothing to begin at the first page."
    )
