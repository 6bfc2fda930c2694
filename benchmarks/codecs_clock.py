"""How much CPU time is spent inside image codecs: a stopwatch around their calls."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

import cv2
from PIL import Image, ImageFile

CODECS = (
    (cv2, "imdecode"),
    (cv2, "imencode"),
    (Image.Image, "save"),
    (ImageFile.ImageFile, "load"),
)


class CodecClock:
    """CPU seconds inside codecs, over all threads of this process."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._lock = threading.Lock()
        self._local = threading.local()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count while the block runs."""
        with ExitStack() as stack:
            for owner, name in CODECS:
                timed = self._timed(getattr(owner, name))
                stack.enter_context(mock.patch.object(owner, name, timed))
            yield

    def _timed(self, codec: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if getattr(self._local, "inside", False):
                return codec(*args, **kwargs)
            self._local.inside = True
            start = time.thread_time()
            try:
                return codec(*args, **kwargs)
            finally:
                self._local.inside = False
                with self._lock:
                    self.seconds += time.thread_time() - start

        return call
