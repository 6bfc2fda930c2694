"""Ask a server again that did not answer, less and less often, and not for ever."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")

FIRST_SECONDS = 0.1
LONGEST_SECONDS = 5.0


class PassingError(Exception):
    """A fault that may pass; its text says which. Never leaves this package.

    Attributes:
        after: Seconds after which the server wants to be asked again; None: it did not say.
    """

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """How long to try, and the clock."""

    seconds: float  # in all; 0: once
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    draw: Callable[[], float] = field(default=random.random)  # [0, 1): jitter

    def __call__(self, ask: Callable[[], T]) -> T:
        """Return what *ask* returns; it may be called several times.

        Raises:
            PassingError: It still failed when the time was up.
        """
        end, wait = self.clock() + self.seconds, FIRST_SECONDS
        while True:
            try:
                return ask()
            except PassingError as exc:
                # Clients that failed together must not come back together.
                pause = max(wait * (0.5 + self.draw() / 2), exc.after or 0.0)
                if self.clock() + pause > end:
                    raise
                self.sleep(pause)
                wait = min(2 * wait, LONGEST_SECONDS)
