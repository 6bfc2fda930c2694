"""Files that changed, until they rest: who copies a film should not have half of it indexed."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

State = tuple[int, int, int]
"""Size, time of change in ns, inode: the same as long as nobody wrote."""

Look = Callable[[str], "State | None"]


@dataclass
class _Waiting:
    state: State | None
    since: float


class Settling:
    """Holds paths back until nothing has happened to them for a while.

    Args:
        seconds: That a file has to rest.
        clock: Seconds that only grow.
        look: Returns the state of the file at a path; None where none is.
        is_written: Returns whether somebody has the file open for writing.
    """

    def __init__(
        self,
        seconds: float,
        clock: Callable[[], float],
        *,
        look: Look | None = None,
        is_written: Callable[[str], bool] | None = None,
    ) -> None:
        self._seconds = seconds
        self._clock = clock
        self._look = look or state_of
        self._is_written = is_written or is_being_written
        self._waiting: dict[str, _Waiting] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def note(self, path: str) -> None:
        """Something happened to *path*: it begins to rest now."""
        self._waiting[path] = _Waiting(self._look(path), self._clock())

    def drop(self) -> None:
        """Forget all paths."""
        self._waiting.clear()

    def settled(self) -> list[str]:
        """Return the paths that rested long enough, sorted; they are not held any more.

        One where no file is any more is among them: it is gone for good by now. A folder rests
        when all that is held back in it does.
        """
        now, ready = self._clock(), list[str]()
        for path, waiting in self._waiting.items():
            found = self._look(path)
            if found != waiting.state:
                waiting.state, waiting.since = found, now
            elif now - waiting.since >= self._seconds:
                if found is not None and self._is_written(path):
                    waiting.since = now
                else:
                    ready.append(path)
        restless = sorted(self._waiting.keys() - set(ready))
        ready = [path for path in ready if not _any_in(restless, path)]
        for path in ready:
            del self._waiting[path]
        return sorted(ready)


def _any_in(paths: Sequence[str], folder: str) -> bool:
    """Return whether one of the sorted *paths* lies in *folder*."""
    inside = folder.rstrip(os.sep) + os.sep
    behind = bisect_left(paths, inside)
    return behind < len(paths) and paths[behind].startswith(inside)


def state_of(path: str) -> State | None:
    """Return the state of the file at *path*, None where none is."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


def is_being_written(path: str) -> bool:
    """Return whether some process has the file open for writing, as far as the kernel tells.

    Linux gives a read lease on a file only where nobody writes to it (fcntl(2)); it gives one to
    the file's owner only, and other systems know none: then it is not known, and False.
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        return False
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return False
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as exc:
        return exc.errno in {errno.EAGAIN, errno.EWOULDBLOCK}
    finally:
        os.close(handle)
    return False
