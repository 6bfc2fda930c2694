"""A worker: takes one job after the other and does it."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Collection as AnyOf
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any

from filelock import FileLock, Timeout

from likeness.catalog.job_store import JobStore
from likeness.errors import (
    InterruptedRunError,
    JobLostError,
    LibraryBusyError,
    LikenessError,
    StoreUnavailableError,
    UsageError,
)
from likeness.types import Job
from likeness.workflows.jobs.heartbeat import Heartbeat
from likeness.workflows.jobs.jobs import checked
from likeness.workflows.jobs.kind import JobKind, Stop
from likeness.workflows.jobs.kinds import every_kind
from likeness.workflows.parts import Parts

LOCK_FILE = "worker.lock"

TIDY_SECONDS = 3600.0
"""How often jobs that ended long ago are forgotten."""

LOOK_SECONDS = 0.2
"""How soon an idle worker hears that it shall stop."""

log = logging.getLogger("likeness.jobs")


class Worker:
    """Does the jobs of one library, one at a time, in the thread that calls it.

    Args:
        parts: The library.
        kinds: Names of what it does; none: everything.
        every: What there is, by name; None: all that Likeness knows.
        stop: Asked now and then, as `stop()`; for signals, which may only set a flag.
        on_end: Told each job that this worker ended.
        patient: Whether to wait while another worker does the jobs of a library in a file.
        beside: Entered as soon as the jobs are this worker's, left when it ends.
        idle: Called while no job waits, for what nobody asked for; returns whether there is more.
    """

    def __init__(
        self,
        parts: Parts,
        *,
        kinds: AnyOf[str] = (),
        every: Mapping[str, JobKind[Any]] | None = None,
        stop: Stop = lambda: False,
        on_end: Callable[[Job], None] = lambda _: None,
        patient: bool = False,
        beside: Callable[[], AbstractContextManager[None]] = nullcontext,
        idle: Callable[[], bool] = lambda: False,
    ) -> None:
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self._parts = parts
        self._store: JobStore = parts.catalog.jobs
        self._kinds = _chosen(every_kind() if every is None else every, kinds)
        self._settings = parts.settings.jobs
        self._told_to_stop = stop
        self._stopped = threading.Event()
        self._on_end = on_end
        self._patient = patient
        self._beside = beside
        self._idle = idle
        self._tidied = -TIDY_SECONDS

    def stop(self) -> None:
        """End the run soon: the job at hand stops after its present step and waits for another."""
        self._stopped.set()

    def run(self, *, once: bool = False) -> int:
        """Do jobs until told to stop; return how many ended.

        Args:
            once: End as soon as no job waits.

        Raises:
            LibraryBusyError: The library lies in a file, another worker does its jobs, and this one
                is not patient.
            StoreUnavailableError: With *once*: the database does not answer. Without it the
                worker waits until it does.
        """
        ended = 0
        with self._alone() as theirs, self._beside() if theirs else nullcontext():
            while not self._is_stopping():
                try:
                    job = self._next()
                except StoreUnavailableError as error:
                    if once:
                        raise
                    log.warning("A worker waits for the database.")
                    log.debug("It says: %s", error)
                    job = None
                if job is not None and self._do(job):
                    ended += 1
                elif job is None and once:
                    break
                elif job is not None or not self._idle():
                    self._rest()
        return ended

    # -- one job

    def _next(self) -> Job | None:
        if time.monotonic() - self._tidied >= TIDY_SECONDS:
            oldest = datetime.now(UTC) - timedelta(days=self._settings.keep_days)
            self._store.forget_old(oldest)
            self._tidied = time.monotonic()
        return self._store.claim(
            self.name,
            self._kinds.keys(),
            lease_seconds=self._settings.lease_seconds,
            attempts=self._settings.attempts,
        )

    def _do(self, job: Job) -> bool:
        """Do one job and say what came of it; return whether it ended."""
        log.info("Job %s (%s) begins.", job.job, job.kind)
        lease = self._settings.lease_seconds
        with Heartbeat(self._store, job, self.name, lease_seconds=lease) as heart:
            settle = self._outcome(job, heart)
            try:
                self._until_told(settle)
            except JobLostError:
                log.warning("Job %s was taken over by another worker.", job.job)
                return False
            except LikenessError as error:  # its lease ends, and another worker does it again
                log.warning("What came of job %s could not be kept.", job.job)
                log.debug("The reason: %s", error)
                return False
        return self._say_how_it_ended(job)

    def _outcome(self, job: Job, heart: Heartbeat) -> Callable[[], None]:
        """Run the job, and return what has to be noted about it."""
        store, id_, name = self._store, job.job, self.name
        try:
            result = self._run(job, heart)
        except (InterruptedRunError, LibraryBusyError) as error:
            return self._not_done(job, heart, error)
        except LikenessError as error:
            said = str(error)
            return lambda: store.fail(id_, name, said)
        except Exception as error:
            said = in_words(error)
            log.error("Job %s (%s) failed: %s", id_, job.kind, type(error).__name__)  # noqa: TRY400
            log.debug("It was this:", exc_info=True)
            return lambda: store.fail(id_, name, said)
        except BaseException:  # told to end at once
            self._try_once(lambda: store.release(id_, name))
            raise
        return lambda: self._finish(job, result)

    def _not_done(self, job: Job, heart: Heartbeat, error: LikenessError) -> Callable[[], None]:
        """Return what has to be noted about a job that stopped before it was done."""
        said = str(error)
        if heart.is_cancelling:
            return lambda: self._store.cancelled(job.job, self.name)
        is_busy = isinstance(error, LibraryBusyError)  # somebody else writes: its turn comes
        if is_busy or heart.is_lost or self._is_stopping():
            log.debug("Job %s is put back: %s", job.job, said)
            return lambda: self._store.release(job.job, self.name)
        return lambda: self._store.fail(job.job, self.name, said)

    def _run(self, job: Job, heart: Heartbeat) -> Mapping[str, Any]:
        kind = self._kinds[job.kind]
        arguments = checked(kind, job.arguments)  # perhaps of another version of Likeness

        def stop() -> bool:
            return heart.is_cancelling or heart.is_lost or self._is_stopping()

        if stop():
            raise InterruptedRunError("Stopped before it began.")
        return kind.run(self._parts, arguments, heart.tell, stop)

    def _finish(self, job: Job, result: Mapping[str, Any]) -> None:
        try:
            self._store.finish(job.job, self.name, result)
        except UsageError as error:
            said = f"It is done, but what it answers cannot be kept: {error}"
            self._store.fail(job.job, self.name, said)

    def _until_told(self, settle: Callable[[], None]) -> None:
        """Note what came of a job, for as long as its lease would last if the database is away."""
        deadline = time.monotonic() + self._settings.lease_seconds
        while True:
            try:
                return settle()
            except StoreUnavailableError:
                if time.monotonic() >= deadline or self._is_stopping():
                    raise
            self._stopped.wait(LOOK_SECONDS)

    def _try_once(self, settle: Callable[[], None]) -> None:
        try:
            settle()
        except LikenessError as error:
            log.debug("A job could not be put back: %s", error)

    def _say_how_it_ended(self, job: Job) -> bool:
        try:
            now = self._store.get(job.job)
        except LikenessError:  # it was forgotten, or the database is away: that it ended, is known
            return True
        log.info("Job %s (%s) is %s.", now.job, now.kind, now.state)
        if now.state in {"queued", "running"}:
            return False
        self._on_end(now)
        return True

    # -- between jobs

    def _is_stopping(self) -> bool:
        return self._stopped.is_set() or self._told_to_stop()

    def _rest(self) -> None:
        deadline = time.monotonic() + self._settings.poll_seconds
        while not self._is_stopping() and (left := deadline - time.monotonic()) > 0:
            self._stopped.wait(min(left, LOOK_SECONDS))

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Be the only worker of a library in a file; what a dead one left is anybody's then.

        Yields whether the jobs are this worker's: not if it was told to stop while it waited.
        """
        if self._store.is_shared:
            yield True
            return
        lock = FileLock(self._parts.folder / LOCK_FILE, mode=0o600, fallback_to_soft=False)
        try:
            held = self._taken(lock)
        except OSError as error:
            raise StoreUnavailableError(
                f"The library folder takes no lock file: {error.strerror}. "
                "Make the folder writable, on a disk that knows file locks."
            ) from error
        if not held:
            yield False
            return
        try:
            self._store.orphan()
            yield True
        finally:
            lock.release()

    def _taken(self, lock: FileLock) -> bool:
        """Take *lock*, now or, if patient, when its holder is gone; False: told to stop before."""
        told = False
        while not self._is_stopping():
            try:
                lock.acquire(timeout=0)
            except Timeout as error:
                if not self._patient:
                    raise LibraryBusyError(
                        "Another worker does the jobs of this library already, perhaps the "
                        "server's own. A library in a file needs one; with PostgreSQL there may be "
                        "many."
                    ) from error
            else:
                return True
            if not told:
                log.info("Another worker does the jobs; this one takes over when that one ends.")
                told = True
            self._stopped.wait(LOOK_SECONDS)
        return False


def in_words(error: Exception) -> str:
    """Return what is told of an error that nobody reckoned with: nothing that it may quote."""
    return (
        f"An error of ours ({type(error).__name__}). What was done until then is kept. Please "
        "report it, with what the log of the worker says."
    )


def _chosen(every: Mapping[str, JobKind[Any]], names: AnyOf[str]) -> Mapping[str, JobKind[Any]]:
    unknown = sorted(set(names) - every.keys())
    if unknown:
        raise UsageError(
            f"There are no jobs of the kind {unknown[0]!r}. There are: {', '.join(every)}."
        )
    return {name: kind for name, kind in every.items() if not names or name in names}
