"""The signs of life of a worker that is at work, and what it hears meanwhile."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import asdict
from types import TracebackType
from typing import Any, Self

from likeness.catalog.job_store import JobStore
from likeness.errors import JobLostError, LikenessError, UnknownJobError, UsageError
from likeness.types import Job, Progress

TICK_SECONDS = 0.5
"""How often progress is written, and how soon a worker hears that it shall stop."""

BEATS_PER_LEASE = 4

log = logging.getLogger("likeness.jobs")


class Heartbeat:
    """Renews the lease of one job from a thread of its own, for as long as the block runs.

    A database that is busy or away is no reason to stop: the work goes on, and the next beat
    tells whether the job is still this worker's.
    """

    def __init__(self, store: JobStore, job: Job, worker: str, *, lease_seconds: float) -> None:
        self._store = store
        self._job = job.job
        self._worker = worker
        self._lease_seconds = lease_seconds
        self._newest: Progress | None = None
        self._told: Progress | None = None
        self._since = 0  # ticks since the last beat
        self._cancelling = job.cancelling
        self._lost = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="likeness-heartbeat", daemon=True)

    @property
    def is_cancelling(self) -> bool:
        """Whether somebody asked for the end of the job."""
        return self._cancelling

    @property
    def is_lost(self) -> bool:
        """Whether another worker has the job by now, or it is over."""
        return self._lost

    def tell(self, progress: Progress) -> None:
        """Take note of how far the job is. Costs nothing: the thread writes it, now and then."""
        self._newest = progress

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(min(TICK_SECONDS, self._lease_seconds / BEATS_PER_LEASE)):
            try:
                self._tick()
            except (JobLostError, UnknownJobError):
                self._lost = True
                return
            except LikenessError as error:
                log.debug("A worker could not tell that it lives: %s", error)
            except Exception as error:
                log.error("A worker could not tell that it lives: %s", type(error).__name__)  # noqa: TRY400
                log.debug("It was this:", exc_info=True)

    def _tick(self) -> None:
        newest = self._newest
        self._since += 1
        is_due = self._since * TICK_SECONDS >= self._lease_seconds / BEATS_PER_LEASE
        if newest is self._told and not is_due:
            self._cancelling |= self._store.get(self._job).cancelling
            return
        self._cancelling |= self._beat(newest)
        self._told, self._since = newest, 0

    def _beat(self, progress: Progress | None) -> bool:
        told = None if progress is None else as_plain(progress)
        try:
            return self._store.beat(
                self._job, self._worker, lease_seconds=self._lease_seconds, progress=told
            )
        except UsageError:  # what the work tells of itself cannot be kept; that it lives, can
            return self._store.beat(self._job, self._worker, lease_seconds=self._lease_seconds)


def as_plain(progress: Progress) -> Mapping[str, Any]:
    """Return progress as plain values."""
    return asdict(progress)
