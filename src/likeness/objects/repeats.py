"""Trying again: for a while, with growing pauses, and only what may work later."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from likeness.objects.trouble import ObjectError

FIRST_PAUSE = 0.1  # seconds; doubled from try to try
LONGEST_PAUSE = 5.0

# How long a server is looked for that never answered before: a wrong name in the settings is
# likelier than a server that is just being restarted. Seconds.
FIRST_CONTACT = 3.0

Answer = TypeVar("Answer")


class Repeats:
    """Repeats requests to one server; shared by threads.

    Args:
        seconds: How long after its first try a request is tried again; 0: never.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._answered = threading.Event()

    def __call__(self, request: Callable[[], Answer]) -> Answer:
        """Return what *request* returns in the end. Raises its last `ObjectError`."""
        start, pause = time.monotonic(), FIRST_PAUSE
        while True:
            try:
                answer = request()
            except ObjectError as exc:
                if exc.kind != "unreachable":
                    self._answered.set()
                left = start + self._patience() - time.monotonic()
                if not exc.passing or left <= 0:
                    raise
            else:
                self._answered.set()
                return answer
            # A random share, so that many that failed together do not come back together.
            time.sleep(min(left, pause * random.uniform(0.5, 1)))  # noqa: S311 - no secret
            pause = min(2 * pause, LONGEST_PAUSE)

    def _patience(self) -> float:
        return self._seconds if self._answered.is_set() else min(self._seconds, FIRST_CONTACT)
