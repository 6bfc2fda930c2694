"""The decode pool: paths in, photos out, in order; no photo can hurt more than itself."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from likeness.errors import PhotoError, UsageError
from likeness.imaging.child import Child
from likeness.imaging.dialogue import cut_regions, decode_path
from likeness.imaging.limits import Limits
from likeness.imaging.outcomes import Decoded, Outcome
from likeness.imaging.region import Region, RegionRequest
from likeness.types import PhotoId

Result = TypeVar("Result")

EXTRA_AHEAD = 4  # photos decoded ahead of the caller, beside two per process
MAX_AHEAD_BYTES = 128 * 2**20  # of decoded photos that wait for the caller


class DecodePool:
    """A few processes that read, hash and decode photos under limits.

    Each worker is a process of its own, started when there is something to do, watched by a thread
    of this one, and replaced when it dies or has to be killed. Safe to use from several threads.

        with DecodePool(processes=2, limits=Limits(), long_side=1280) as pool:
            for outcome in pool.decode(paths, known=lambda photo: False):
                ...
    """

    def __init__(self, *, processes: int, limits: Limits, long_side: int) -> None:
        if processes < 1 or long_side < 1:
            raise UsageError(
                f"A decode pool needs at least one process and one pixel, "
                f"got processes={processes} and long_side={long_side}."
            )
        self._processes = processes
        self._limits = limits
        self._children = [Child(limits, long_side) for _ in range(processes)]
        self._threads: list[threading.Thread] = []
        self._urgent: deque[tuple[Future[Any], Callable[[Child], Any]]] = deque()
        self._queue: deque[tuple[Future[Any], Callable[[Child], Any]]] = deque()
        self._changed = threading.Condition()
        self._asking = threading.Lock()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def pids(self) -> tuple[int, ...]:
        """The workers that run now."""
        return tuple(pid for child in self._children if (pid := child.pid) is not None)

    def decode(
        self, paths: Iterable[Path], known: Callable[[PhotoId], bool]
    ) -> Generator[Outcome, None, None]:
        """Yield what comes of each path, in their order, decoding a few photos ahead.

        Args:
            paths: Files, or whatever else lies there.
            known: Whether the content is known already; then it is not decoded. Called from a
                thread of the pool, never twice at a time. What it raises ends the iteration.

        Raises:
            LikenessError: No worker can be started at all.
        """
        one_at_a_time = self._one_at_a_time(known)
        waiting: deque[Future[Outcome]] = deque()
        remaining = iter(paths)
        try:
            while True:
                self._fill(waiting, remaining, one_at_a_time)
                if not waiting:
                    return
                outcome = waiting.popleft().result()
                yield outcome
                del outcome  # the pixels are the caller's now, not ours to keep alive
        finally:
            for future in waiting:
                future.cancel()

    def regions(self, requests: Sequence[RegionRequest]) -> list[list[Region] | PhotoError]:
        """Return the parts wanted of each photo, in order, or why there are none.

        Goes before what `decode` still has to read, and may be called while iterating over it.

        Raises:
            LikenessError: No worker can be started at all.
        """
        seconds = self._limits.max_seconds
        futures = [
            self._submit(partial(cut_regions, request=request, max_seconds=seconds), urgent=True)
            for request in requests
        ]
        return [future.result() for future in futures]

    def close(self) -> None:
        """End all workers at once; what was not yielded yet is given up."""
        with self._changed:
            self._closed = True
            given_up = [*self._urgent, *self._queue]
            self._urgent.clear()
            self._queue.clear()
            self._changed.notify_all()
        for future, _ in given_up:
            future.cancel()
        for child in self._children:
            child.kill()
        for thread in self._threads:
            thread.join()

    def _fill(
        self,
        waiting: deque[Future[Outcome]],
        remaining: Iterator[Path],
        known: Callable[[PhotoId], bool],
    ) -> None:
        """Submit paths until enough of them, or enough bytes, are on their way."""
        seconds = self._limits.max_seconds
        while len(waiting) < 2 * self._processes + EXTRA_AHEAD:
            if waiting and sum(map(_held_bytes, waiting)) > MAX_AHEAD_BYTES:
                return
            path = next(remaining, None)
            if path is None:
                return
            job = partial(decode_path, path=path, known=known, max_seconds=seconds)
            waiting.append(self._submit(job))

    def _one_at_a_time(self, known: Callable[[PhotoId], bool]) -> Callable[[PhotoId], bool]:
        def guarded(photo: PhotoId) -> bool:
            with self._asking:
                return known(photo)

        return guarded

    def _submit(self, job: Callable[[Child], Result], *, urgent: bool = False) -> Future[Result]:
        future: Future[Result] = Future()
        with self._changed:
            if self._closed:
                raise UsageError("The decode pool is closed.")
            (self._urgent if urgent else self._queue).append((future, job))
            if not self._threads:
                self._start_threads()
            self._changed.notify()
        return future

    def _start_threads(self) -> None:
        for child in self._children:
            thread = threading.Thread(target=self._serve, args=(child,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, child: Child) -> None:
        """Do jobs with one worker until the pool is closed.

        The thread must live as long as its worker: Linux tells a worker that its parent died when
        the thread that started it has ended.
        """
        try:
            while (task := self._take()) is not None:
                future, job = task
                if future.set_running_or_notify_cancel():
                    _settle(future, job, child)
        finally:
            child.stop()

    def _take(self) -> tuple[Future[Any], Callable[[Child], Any]] | None:
        with self._changed:
            while not self._closed:
                for queue in (self._urgent, self._queue):
                    if queue:
                        return queue.popleft()
                self._changed.wait()
        return None


def _settle(future: Future[Any], job: Callable[[Child], Any], child: Child) -> None:
    try:
        future.set_result(job(child))
    except BaseException as exc:  # it is the caller's, who waits in another thread
        future.set_exception(exc)


def _held_bytes(future: Future[Outcome]) -> int:
    if not future.done() or future.cancelled() or future.exception():
        return 0
    outcome = future.result()
    return outcome.pixels.nbytes if isinstance(outcome, Decoded) else 0
