"""Folders for copies of photos: nobody else may look into them, and none outlives its process."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from likeness.errors import StoreUnavailableError

PREFIX = "fetched-"
LOCK = ".lock"  # held by whose folder it is, as long as the process lives


class PrivateFolder:
    """A new folder in *parent*, made when it is first asked for.

    Folders that killed processes left in *parent* are removed then.
    """

    def __init__(self, parent: Path) -> None:
        self._parent = parent
        self._made: tuple[Path, int] | None = None  # and the handle of its lock

    def path(self) -> Path:
        """Return the folder. Raises `StoreUnavailableError` where it cannot be made."""
        if self._made is None:
            with _errors_as_ours(self._parent):
                self._made = self._make()
        return self._made[0]

    def close(self) -> None:
        """Remove the folder and all in it."""
        if self._made is not None:
            folder, lock = self._made
            self._made = None
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)

    def _make(self) -> tuple[Path, int]:
        self._parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # One at a time: nobody may sweep a folder whose lock is about to be taken.
        door = _locked(self._parent / LOCK, wait=True)
        try:
            _sweep(self._parent)
            folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=self._parent))  # mode 0700
            return folder, _locked(folder / LOCK, wait=True)
        finally:
            os.close(door)


def sweep(parent: Path) -> None:
    """Remove the folders that killed processes left in *parent*, as far as that is allowed."""
    if parent.is_symlink() or not parent.is_dir():  # a link would lead to folders of others
        return
    with suppress(OSError):
        door = _locked(parent / LOCK, wait=True)
        try:
            _sweep(parent)
        finally:
            os.close(door)


def _sweep(parent: Path) -> None:
    for folder in parent.glob(PREFIX + "*"):
        try:
            lock = _locked(folder / LOCK, wait=False)
        except OSError:  # held: its process lives; or it is being removed
            continue
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _locked(file: Path, *, wait: bool) -> int:
    """Return a handle that holds the lock of *file* until it is closed, or its process ends."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BaseException:
        os.close(handle)
        raise
    return handle


@contextmanager
def _errors_as_ours(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise StoreUnavailableError(
            f"No folder for copies of photos can be made in {folder}: {exc.strerror or exc}. "
            "Check free space and permissions there."
        ) from exc
