"""Photos that were uploaded: the only originals that are nowhere else."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from likeness.errors import BackupError

DEEPEST = 16  # folders below one another
LONGEST = 255  # bytes of one name
LINE = 32 * 2**10  # bytes: the longest line of the list


def uploads_in(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield the paths of all files below *folder*, as parts, sorted.

    Hidden files, which are not complete, and everything that is no file are left out.
    """
    yield from _files(folder, ())


def _files(folder: Path, parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    entries: list[os.DirEntry[str]] = []
    with suppress(FileNotFoundError):
        entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    for entry in entries:
        below = (*parts, entry.name)
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False) and len(below) < DEEPEST:
            yield from _files(folder / entry.name, below)
        elif entry.is_file(follow_symlinks=False):
            yield below


def open_upload(folder: Path, parts: tuple[str, ...]) -> BinaryIO | None:
    """Open one of them for reading; None: it is no file any more."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        file = os.fdopen(os.open(folder.joinpath(*parts), flags), "rb")
    except FileNotFoundError:
        return None
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    return None


# ---------------------------------------------------------------- their list


def line(parts: tuple[str, ...]) -> bytes:
    """Return one path as a line of the list; names may be of any bytes."""
    return json.dumps(parts).encode("ascii") + b"\n"


def read_lines(file: BinaryIO) -> Iterator[tuple[str, ...]]:
    """Yield the paths of a list that may come from anybody; none leads out of its folder.

    Raises:
        BackupError: A line is no such path.
    """
    while text := file.readline(LINE + 1):
        yield _parsed(text)


def _parsed(text: bytes) -> tuple[str, ...]:
    try:
        parts = json.loads(text) if len(text) <= LINE else None
    except (ValueError, RecursionError):
        parts = None
    if isinstance(parts, list) and 1 <= len(parts) <= DEEPEST and all(map(_is_name, parts)):
        return tuple(parts)
    raise BackupError("The backup is damaged: a name of an uploaded photo is none.")


def _is_name(name: object) -> bool:
    if not isinstance(name, str) or not name or name.startswith(".") or "/" in name:
        return False
    try:
        return "\0" not in name and len(os.fsencode(name)) <= LONGEST
    except UnicodeEncodeError:
        return False
