"""Lines of a text, one at a time: a list of all of them would take several times its memory."""

from __future__ import annotations

from collections.abc import Iterator

from likeness.errors import UsageError

MAX_LINES = 1_000_000


def lines(text: str, name: str) -> Iterator[str]:
    r"""Yield the lines of a label file with their "\n"; a text with "\r" alone is understood.

    Args:
        text: All of it.
        name: What the error calls the file.

    Raises:
        UsageError: It has more than MAX_LINES lines.
    """
    if "\n" not in text:
        text = text.replace("\r", "\n")
    start = count = 0
    while start < len(text):
        count += 1
        if count > MAX_LINES:
            raise UsageError(f"{name} has more than {MAX_LINES:,} lines: split it.")
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end
