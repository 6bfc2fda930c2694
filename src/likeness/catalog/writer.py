"""The rights to write and to run: one holder at a time, over processes and threads."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from likeness.errors import LibraryBusyError, StoreUnavailableError

POLL_SECONDS = 0.05
SOMEBODY = "Another Likeness"


@dataclass(frozen=True, slots=True)
class Right:
    """What one may do at a time, with words about its holder for those who wait."""

    name: str  # of its files
    doing: str
    still: str

    @property
    def lock_file(self) -> str:
        """The file that is locked."""
        return f"{self.name}.lock"

    @property
    def holder_file(self) -> str:
        """The file that says who holds the lock."""
        return f"{self.name}.json"


WRITE = Right("writer", "is writing", "is still writing to this library")
RUN = Right("runner", "is at work", "is still at work on this library")
"""The right to do long work. Who needs both takes this one first."""


class Writer:
    """One right over one library folder, by default the writer's.

    The operating system holds the lock and frees it when its holder dies, however it dies; the
    file beside it only says who that is.
    """

    def __init__(
        self,
        folder: Path,
        *,
        wait_seconds: float,
        on_wait: Callable[[str], None] | None = None,
        right: Right = WRITE,
    ) -> None:
        self._right = right
        self._holder_file = folder / right.holder_file
        self._lock = FileLock(folder / right.lock_file, mode=0o600, fallback_to_soft=False)
        self._wait_seconds = wait_seconds
        self._on_wait = on_wait or (lambda _message: None)
        self._depth = threading.local()

    @contextmanager
    def hold(self, verb: str) -> Iterator[None]:
        """Hold the right; re-entrant within a thread.

        Args:
            verb: What the holder does, for those who wait.

        Raises:
            LibraryBusyError: Somebody else still holds it after `wait_seconds`; says who.
            StoreUnavailableError: The folder takes no lock file.
        """
        outermost = not self.is_held
        if outermost:
            self._acquire()
        self._depth.value = getattr(self._depth, "value", 0) + 1
        try:
            if outermost:
                self._say_who(verb)
            yield
        finally:
            self._depth.value -= 1
            if self._depth.value == 0:
                with suppress(OSError):
                    self._holder_file.unlink()
                self._lock.release()

    @property
    def is_held(self) -> bool:
        """Whether this thread holds the right."""
        return bool(getattr(self._depth, "value", 0))

    def _acquire(self) -> None:
        deadline = time.monotonic() + self._wait_seconds
        if self._try(0):
            return
        self._on_wait(f"{self._holder()} {self._right.doing}; waiting…")
        if not self._try(max(0.0, deadline - time.monotonic())):
            raise LibraryBusyError(
                f"{self._holder()} {self._right.still} after "
                f"{self._wait_seconds:g} seconds. Try again when it is done."
            )

    def _try(self, seconds: float) -> bool:
        try:
            self._lock.acquire(timeout=seconds, poll_interval=POLL_SECONDS)
        except Timeout:
            return False
        except OSError as error:
            raise StoreUnavailableError(
                f"The library folder takes no lock file: {error}. "
                "Make the folder writable, on a disk that knows file locks."
            ) from error
        return True

    def _say_who(self, verb: str) -> None:
        """Write who holds the lock. It is only for those who wait, so a full disk is no matter."""
        who = {"pid": os.getpid(), "host": socket.gethostname(), "verb": verb}
        with suppress(OSError):
            self._holder_file.unlink(missing_ok=True)  # a crashed one's, or a link to elsewhere
            handle = os.open(self._holder_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(who, file)

    def _holder(self) -> str:
        try:
            who = json.loads(self._holder_file.read_text(encoding="utf-8"))
            pid, host, verb = int(who["pid"]), str(who["host"]), str(who["verb"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError, OverflowError):
            return SOMEBODY
        place = "" if host == socket.gethostname() else f" on {host}"
        return f"{SOMEBODY} (pid {pid}{place}, {verb})"


def require_order(*, write: bool, run: bool) -> None:
    """See that the right to run is taken before the right to write, so that nobody waits forever.

    Args:
        write: Whether the thread that asks for the right to run holds the right to write.
        run: Whether it holds the right to run already.

    Raises:
        RuntimeError: It is not; a mistake in Likeness.
    """
    if write and not run:
        raise RuntimeError("The right to run has to be taken before the right to write.")


@contextmanager
def hold_all(folder: Path, verb: str) -> Iterator[None]:
    """Hold both rights over a folder whose catalog is a file in it, without waiting.

    Raises:
        LibraryBusyError: Somebody is at work or writes there.
        StoreUnavailableError: The folder takes no lock file.
    """
    runner = Writer(folder, wait_seconds=0, right=RUN)
    with runner.hold(verb), Writer(folder, wait_seconds=0).hold(verb):
        yield
