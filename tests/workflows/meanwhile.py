"""What somebody else does with a library in the middle of a run, as from another process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from likeness import Library
from likeness.settings import load_settings
from likeness.types import Progress


def by_another(library: Library, act: Callable[[Library], object]) -> None:
    """Let another thread do something with the same folder, without waiting for any right."""

    def do() -> None:
        impatient = load_settings(library.folder, catalog={"wait_seconds": 0})
        with Library.open(library.folder, settings=impatient) as other:
            act(other)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(do).result()


class Once:
    """A callback that acts the first time that a condition holds."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act = act
        self.done = threading.Event()

    def __call__(self) -> None:
        if not self.done.is_set():
            self.done.set()
            self._act()

    def after_a_batch(self, progress: Progress) -> None:
        """Act when the first photos of an `add` are written."""
        if progress.stage == "analyse" and progress.done:
            self()


def in_small_batches(library: Library, size: int = 1) -> None:
    """Let a library write after so many photos."""
    settings = library._parts.settings
    runtime = settings.runtime.model_copy(update={"batch": size})
    library._parts.settings = settings.model_copy(update={"runtime": runtime})
