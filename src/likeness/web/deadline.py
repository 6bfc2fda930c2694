"""When one download has to be over."""

from __future__ import annotations

import threading
import time

from likeness.errors import DownloadError

SLICE = 0.5  # seconds that a wait goes on before it looks whether it is still wanted


class Deadline:
    """The end of one download: its time is up, or nobody waits for it any more.

    Args:
        seconds: From now on.
        stop: Set when the download is not wanted any more.
    """

    def __init__(self, seconds: float, stop: threading.Event) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self._stop = stop

    def left(self) -> float:
        """Return the seconds that are left, more than 0. Raises `DownloadError`."""
        left = self._end - time.monotonic()
        if self._stop.is_set():
            raise DownloadError("The download was given up.")
        if left <= 0:
            raise DownloadError(f"It took longer than {self._seconds:g} seconds.")
        return left

    def slice(self) -> float:
        """Return how long to wait before asking again. Raises `DownloadError`."""
        return min(self.left(), SLICE)
