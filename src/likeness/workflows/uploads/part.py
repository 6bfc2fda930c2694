"""What has come of a file so far: one writer at a time, and it survives whoever writes it."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from likeness.errors import StoreUnavailableError, UploadTakenError
from likeness.types import PhotoId

CHUNK = 2**20
BEGINNING = 512
"""Bytes that tell what kind of file it is."""

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Part:
    """The beginning of a file, open and held: nobody else writes to it, or moves it, meanwhile.

    The lock is on the file itself and goes with its holder, however that ends.

    Args:
        path: Where it lies; made (0600) if it is not there.

    Raises:
        UploadTakenError: Somebody else holds it.
        StoreUnavailableError: It cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with errors_as_ours(path.parent):
            self._handle = _locked(path)
            self._size = os.fstat(self._handle).st_size

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def size(self) -> int:
        """Bytes that have come."""
        return self._size

    def write(self, data: bytes) -> None:
        """Add to its end. Raises `StoreUnavailableError` (the disk is full, for instance)."""
        rest = memoryview(data)
        with errors_as_ours(self.path.parent):
            while rest:
                count = os.pwrite(self._handle, rest, self._size)
                self._size += count
                rest = rest[count:]

    def sync(self) -> None:
        """See that what has come is on the disk."""
        with errors_as_ours(self.path.parent):
            os.fsync(self._handle)

    def cut(self, size: int) -> None:
        """Take away what is after the first *size* bytes."""
        with errors_as_ours(self.path.parent):
            os.ftruncate(self._handle, size)
            self._size = size

    def beginning(self) -> bytes:
        """Return its first bytes, `BEGINNING` at most."""
        with errors_as_ours(self.path.parent):
            return os.pread(self._handle, BEGINNING, 0)

    def digest(self) -> PhotoId:
        """Return the SHA-256 of what is on the disk."""
        found = sha256()
        at = 0
        with errors_as_ours(self.path.parent):
            while piece := os.pread(self._handle, CHUNK, at):
                found.update(piece)
                at += len(piece)
        return PhotoId(found.hexdigest())

    def remove(self) -> None:
        """Delete the file."""
        with errors_as_ours(self.path.parent):
            self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let others have it. Closing twice is a no-op."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def size_of(path: Path) -> int:
    """Return how many bytes have come; 0 if the file is not there."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _locked(path: Path) -> int:
    """Return a handle of the file at *path* that holds its lock."""
    while True:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        handle = os.open(path, flags, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_at(handle, path):  # or it was moved away before we had the lock
                return handle
        except BlockingIOError:
            os.close(handle)
            raise UploadTakenError(
                "Something of this upload is being sent or settled at this moment. Ask how far it "
                "is, and go on from there."
            ) from None
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(path))
    except FileNotFoundError:
        return False


@contextmanager
def errors_as_ours(folder: Path) -> Iterator[None]:
    """Raise `StoreUnavailableError` for what the system refuses, without the place."""
    try:
        yield
    except OSError as exc:
        if exc.errno in NO_ROOM:
            raise StoreUnavailableError(
                "The disk with the uploads is full. What was acknowledged is kept: go on when "
                "there is room again."
            ) from exc
        raise StoreUnavailableError(
            f"The folder for uploads ({folder.name}) cannot be used: {exc.strerror or exc}. "
            "Whoever runs the server has to look after serve.uploads."
        ) from exc
