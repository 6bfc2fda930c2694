"""How much CPU time is spent inside image codecs: a stopwatch around their calls."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

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
                stack.enter_context(replaced(owner, name, timed))
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


@contextmanager
def replaced(owner: Any, name: str, new: Any) -> Iterator[None]:
    """Let *owner* have *new* under *name* while the block runs (`unittest.mock` takes 10 ms)."""
    own = vars(owner).get(name)
    setattr(owner, name, new)
    try:
        yield
    finally:
        if own is None:
            delattr(owner, name)
        else:
            setattr(owner, name, own)
