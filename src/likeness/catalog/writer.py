"""The right to write: one holder at a time, over processes and threads."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from likeness.errors import LibraryBusyError, StoreUnavailableError

LOCK_FILE = "writer.lock"
HOLDER_FILE = "writer.json"
POLL_SECONDS = 0.05
SOMEBODY = "Another Likeness"


class Writer:
    """The writer's right over one library folder.

    The operating system holds the lock and frees it when its holder dies, however it dies; the
    file beside it only says who that is.
    """

    def __init__(
        self, folder: Path, *, wait_seconds: float, on_wait: Callable[[str], None] | None = None
    ) -> None:
        self._holder_file = folder / HOLDER_FILE
        self._lock = FileLock(folder / LOCK_FILE, mode=0o600, fallback_to_soft=False)
        self._wait_seconds = wait_seconds
        self._on_wait = on_wait or (lambda _message: None)
        self._depth = threading.local()

    @contextmanager
    def hold(self, verb: str) -> Iterator[None]:
        """Hold the right to write; re-entrant within a thread.

        Args:
            verb: What the holder does, for those who wait.

        Raises:
            LibraryBusyError: Somebody else still writes after `wait_seconds`; says who.
            StoreUnavailableError: The folder takes no lock file.
        """
        outermost = getattr(self._depth, "value", 0) == 0
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

    def _acquire(self) -> None:
        deadline = time.monotonic() + self._wait_seconds
        if self._try(0):
            return
        self._on_wait(f"{self._holder()} is writing; waiting…")
        if not self._try(max(0.0, deadline - time.monotonic())):
            raise LibraryBusyError(
                f"{self._holder()} is still writing to this library after "
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
