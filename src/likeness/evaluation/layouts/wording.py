"""Names and numbers as they stand in warnings."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from itertools import islice

LONGEST = 250  # characters of a name that are shown
EXAMPLES = 3

# Unicode categories that steer a terminal, reorder its text, or stand for undecodable bytes.
UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def shown(text: str) -> str:
    """Return *text* on one line, with "?" for every control or undecodable character."""
    if len(text) > LONGEST:
        text = text[: LONGEST - 3] + "..."
    if text.isascii() and text.isprintable():
        return text
    return "".join("?" if unicodedata.category(c) in UNSAFE else c for c in text)


def some(names: Collection[str], separator: str = ", ") -> str:
    """Return the first names: "a, b, c and 12 more"."""
    first = separator.join(shown(name) for name in islice(names, EXAMPLES))
    more = len(names) - EXAMPLES
    return f"{first} and {more:,} more" if more > 0 else first


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return "1 photo", "1,234 photos"; *many* where an s does not make the plural."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
