"""Ctrl-C: the first asks a run to stop cleanly, the second ends it at once. SIGTERM, if wished."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """A flag that Ctrl-C sets; call it to ask whether it is set."""

    def __init__(self) -> None:
        self._asked = False

    def __call__(self) -> bool:
        return self._asked

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        """Set the flag; when it is set already, interrupt, and let a third Ctrl-C kill."""
        del frame
        if self._asked:
            signal.signal(number, signal.SIG_DFL)
            raise KeyboardInterrupt
        self._asked = True


@contextmanager
def stoppable(*others: signal.Signals) -> Iterator[Stop]:
    """Turn the first Ctrl-C inside the block into a flag. Outside the main thread: no effect.

    Args:
        others: Signals that do the same, as SIGTERM for what a service manager ends.
    """
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {each: signal.signal(each, stop.on_signal) for each in (signal.SIGINT, *others)}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
