"""The file that a fetched photo is written to: whole in the end, or not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from likeness.errors import PhotoError, StoreUnavailableError

MODE = 0o600


class Target:
    """A new file that is filled from one or several threads."""

    def __init__(self, handle: int, path: Path) -> None:
        self._handle = handle
        self._path = path

    def write(self, data: bytes, at: int) -> None:
        """Write *data* at byte *at*. Raises `StoreUnavailableError` where the disk does not."""
        view = memoryview(data)
        with _errors_as_ours(self._path):
            while view:
                written = os.pwrite(self._handle, view, at)
                view, at = view[written:], at + written

    def set_time(self, mtime_ns: int) -> None:
        """Say when the content was last changed."""
        with _errors_as_ours(self._path):
            os.utime(self._handle, ns=(mtime_ns, mtime_ns))


@contextmanager
def new_file(path: Path) -> Iterator[Target]:
    """Yield the file at *path*, which its owner alone may read; remove it after an exception.

    Raises:
        StoreUnavailableError: It exists already, or cannot be made.
    """
    with _errors_as_ours(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, MODE)
    try:
        yield Target(handle, path)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
    finally:
        os.close(handle)


def require_small(size: int, max_bytes: int) -> None:
    """Raise `PhotoError` for a file of more than *max_bytes*."""
    if size > max_bytes:
        raise PhotoError(
            "too_many_bytes",
            f"The file has {size:,} bytes or more, the limit is {max_bytes:,}.",
        )


@contextmanager
def _errors_as_ours(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise StoreUnavailableError(
            f"A photo could not be copied to {path.parent}: {exc.strerror or exc}. "
            "Check free space and permissions there."
        ) from exc
