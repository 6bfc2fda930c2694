"""A tar archive of the plainest kind: regular files with short names, one header form, in order.

Written so that any `tar` can unpack it. Read so that nothing else passes: a header has to be, byte
for byte, the one that we would have written, which leaves no room for links, devices, sparse files,
long names, extended headers or anything of which readers think differently.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterable, Iterator
from typing import Protocol

from likeness.errors import BackupError

BLOCK = tarfile.BLOCKSIZE  # bytes: headers are one, contents are filled up to whole ones
PIECE = 2**20  # bytes read at a time
LONGEST_NAME = 100  # bytes that a header holds by itself
END = bytes(2 * BLOCK)


class Target(Protocol):
    """**Protocol:** where an archive is written to: a file, or a sealed one."""

    def write(self, data: bytes) -> object:
        """Take all of *data*."""


class Origin(Protocol):
    """**Protocol:** where an archive is read from: a file, or a sealed one."""

    def read(self, size: int) -> bytes:
        """Return the next *size* bytes; fewer only where there are no more."""


def header(name: str, size: int) -> bytes:
    """Return the block that stands before a member.

    The same for the same name and size: no owner, no time.

    Raises:
        ValueError: The name is longer than 100 bytes or no ASCII, or the size is negative.
    """
    if len(name) > LONGEST_NAME or not name.isascii() or size < 0:
        raise ValueError(f"Not a member: {name!r} of {size} bytes.")
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.GNU_FORMAT, "ascii", "strict")


class Writer:
    """Writes members one after the other; `finish` it."""

    def __init__(self, target: Target) -> None:
        self._target = target

    def add(self, name: str, size: int, pieces: Iterable[bytes]) -> None:
        """Write one member.

        Raises:
            ValueError: The pieces have not *size* bytes together; the archive is of no use then.
        """
        self._target.write(header(name, size))
        written = 0
        for piece in pieces:
            self._target.write(piece)
            written += len(piece)
        if written != size:
            raise ValueError(f"{name} has {written} bytes, not {size}.")
        self._target.write(bytes(-size % BLOCK))

    def finish(self) -> None:
        """Write the end."""
        self._target.write(END)


def read(origin: Origin) -> Iterator[tuple[str, int, Iterator[bytes]]]:
    """Yield name, size and content of each member; the content must be used up before the next.

    Raises:
        BackupError: The archive is cut off, or none that `Writer` wrote.
    """
    while True:
        block = _exactly(origin, BLOCK)
        if not any(block):
            _require_end(origin)
            return
        name, size = _member(block)
        yield name, size, _content(origin, size)
        if any(_exactly(origin, -size % BLOCK)):
            raise BackupError(f"The backup was changed: something stands behind {name}.")


def _member(block: bytes) -> tuple[str, int]:
    try:
        info = tarfile.TarInfo.frombuf(block, "ascii", "strict")
        if header(info.name, info.size) == block:
            return info.name, info.size
    except (tarfile.TarError, ValueError, OverflowError):
        pass
    raise BackupError(
        "The backup is damaged or none that Likeness wrote: it holds something else than plain "
        "files. Use another copy of it."
    )


def _content(origin: Origin, size: int) -> Iterator[bytes]:
    left = size
    while left:
        piece = _exactly(origin, min(left, PIECE))
        left -= len(piece)
        yield piece


def _require_end(origin: Origin) -> None:
    if any(_exactly(origin, BLOCK)) or origin.read(1):
        raise BackupError("The backup was changed: something stands behind its end.")


def _exactly(origin: Origin, size: int) -> bytes:
    data = origin.read(size) if size else b""
    if len(data) < size:
        raise BackupError("The backup is cut off: its end is missing. Use another copy of it.")
    return data
