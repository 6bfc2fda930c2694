"""A file that leads a browser to the one-time link, which no command line then shows."""

from __future__ import annotations

import html
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NAME = "open.html"
"""In the library folder."""

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={link}">
<title>Likeness</title>
</head>
<body>
<p><a href="{link}">Open Likeness</a></p>
</body>
</html>
"""


@contextmanager
def entrance(folder: Path, link: str) -> Iterator[Path]:
    """Keep a page in *folder* that leads to *link*, readable by its owner only; yield its path.

    The arguments of a program, and so of a browser, can be read by every user of the machine.

    Raises:
        OSError: The folder cannot be written, or a folder lies where the file belongs.
    """
    page = PAGE.format(link=html.escape(link))
    file = folder / NAME
    _replace(file, page)
    try:
        yield file
    finally:
        with suppress(OSError, UnicodeDecodeError):
            if not file.is_symlink() and file.read_text("utf-8") == page:  # not of a later server
                file.unlink()


def _replace(file: Path, page: str) -> None:
    """Put a file of our own there: whatever lay there, a link too, is replaced and not followed."""
    handle, partial = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)  # 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(page)
        os.replace(partial, file)
    except BaseException:
        os.unlink(partial)
        raise
