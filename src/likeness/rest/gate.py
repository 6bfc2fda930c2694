"""Lets a few in at a time: models and searches use all cores, more at once only wait longer."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from likeness.rest.problems import ProblemError

AT_ONCE = 2
WAITING = 16
WAIT_SECONDS = 60.0
RETRY_SECONDS = 10


class Gate:
    """Holds back what costs much, and sends away who would wait too long.

    Args:
        at_once: So many are let in.
        waiting: So many may stand before it.
        seconds: So long, each.
    """

    def __init__(
        self, at_once: int = AT_ONCE, waiting: int = WAITING, seconds: float = WAIT_SECONDS
    ) -> None:
        self._free = at_once
        self._places = waiting
        self._seconds = seconds
        self._changed = threading.Condition()

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Wait for a turn and have it for the block, in a thread of its own.

        Raises:
            ProblemError: Too many wait already, or it took too long (503).
        """
        self._enter()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify()

    def _enter(self) -> None:
        deadline = time.monotonic() + self._seconds
        with self._changed:
            if self._free < 1 and self._places < 1:
                raise _busy()
            self._places -= 1
            try:
                while self._free < 1:
                    if not self._changed.wait(deadline - time.monotonic()):
                        raise _busy()
                self._free -= 1
            finally:
                self._places += 1


def _busy() -> ProblemError:
    return ProblemError(
        503,
        "busy",
        "Busy",
        f"Too many pictures are being looked at: try again in {RETRY_SECONDS} seconds.",
        headers={"Retry-After": str(RETRY_SECONDS)},
    )
