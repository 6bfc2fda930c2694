"""Where the CPU seconds of an analysis go: a tiny stopwatch that all its parts share."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

INSIDE_RUNTIME = "onnxruntime"


class Clock:
    """CPU seconds by stage, summed over threads. Safe to share between threads.

    The seconds of a stage do not contain those of the stages that were opened inside it, so the
    stages add up. `INSIDE_RUNTIME` is no stage: it counts again what the stages spent inside the
    inference runtime, and what loading models into it took before them.
    """

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._lock = threading.Lock()
        self._local = threading.local()

    @property
    def seconds(self) -> dict[str, float]:
        """A copy of what was counted so far, by stage."""
        with self._lock:
            return dict(self._seconds)

    @property
    def current(self) -> str | None:
        """The stage that the calling thread is in."""
        stages = self._stages()
        return stages[-1] if stages else None

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the calling thread's CPU time under *name* while the block runs."""
        stages = self._stages()
        start = time.thread_time()
        stages.append(name)
        try:
            yield
        finally:
            used = time.thread_time() - start
            stages.pop()
            self.add(name, used)
            if stages:
                self.add(stages[-1], -used)

    @contextmanager
    def inside_runtime(self) -> Iterator[None]:
        """Count the calling thread's CPU time under `INSIDE_RUNTIME` while the block runs."""
        start = time.thread_time()
        try:
            yield
        finally:
            self.add(INSIDE_RUNTIME, time.thread_time() - start)

    def add(self, name: str, seconds: float) -> None:
        """Add *seconds* to the stage called *name*."""
        with self._lock:
            self._seconds[name] = self._seconds.get(name, 0.0) + seconds

    def _stages(self) -> list[str]:
        stages: list[str] | None = getattr(self._local, "stages", None)
        if stages is None:
            stages = self._local.stages = []
        return stages
