"""A folder that one process at a time has open."""

from __future__ import annotations

import os
from pathlib import Path

from filelock import FileLock, Timeout

from likeness.errors import LibraryBusyError
from likeness.index.files import FILE_MODE, FOLDER_MODE, errors_as_ours

LOCK = "likeness.lock"


def own(folder: Path, seconds: float) -> FileLock:
    """Make *folder*, for its owner alone, and return the lock on it, held.

    Args:
        folder: Made with what lies above it.
        seconds: How long to wait for another process that has it open.

    Raises:
        LibraryBusyError: Another process has it open.
        StoreUnavailableError: It cannot be made or locked.
    """
    with errors_as_ours(folder):
        folder.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
        os.chmod(folder, FOLDER_MODE)
        lock = FileLock(folder / LOCK, timeout=seconds, mode=FILE_MODE)
        try:
            lock.acquire()
        except Timeout as exc:
            raise LibraryBusyError(
                f"Another process has the index in {folder} open, and only one at a time can. "
                "Wait for it, or stop it, or use a Qdrant server (index.url) for several."
            ) from exc
    return lock
