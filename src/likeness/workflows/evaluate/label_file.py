"""Reading a label file, which may be anything: a pipe, a disk image, somebody else's."""

from __future__ import annotations

import os
import stat

from likeness.errors import UsageError
from likeness.evaluation.layouts.wording import shown

MAX_BYTES = 256 * 10**6
HEAD = 64 * 1024  # bytes that tell what a file is


def read_bytes(path: str) -> bytes:
    """Return all of a label file.

    Raises:
        UsageError: It cannot be read, is no regular file or longer than MAX_BYTES.
    """
    data = _read(path, MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UsageError(
            f"{shown(path)} is larger than {MAX_BYTES // 10**6} MB: too large for a list of labels."
        )
    return data


def read_head(path: str) -> bytes:
    """Return the first HEAD bytes of a file, none if it cannot be read."""
    try:
        return _read(path, HEAD)
    except UsageError:
        return b""


def _read(path: str, size: int) -> bytes:
    try:
        # O_NONBLOCK: do not wait for whoever writes to a named pipe.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise UsageError(f"{shown(path)} is no regular file.")
            return file.read(size)
    except OSError as exc:
        raise UsageError(f"{shown(path)} cannot be read: {exc.strerror}.") from exc
