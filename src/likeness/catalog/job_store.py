"""The seam to the list of long work: who asked for what, who does it, and what came of it."""

from __future__ import annotations

import builtins
from collections.abc import Collection as AnyOf
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from likeness.types import Job, JobId, JobState


class JobStore(Protocol):
    """**Protocol:** the jobs of one library.

    Every method is one transaction of its own, and none takes the right to write: jobs are asked
    for, and workers give signs of life, while somebody writes to the library.

    A job is "queued", then "running" while a worker has it, then "done", "failed" or "cancelled".
    A worker has it for as long as its lease: it renews the lease with `beat`, and who finds one
    that ran out takes the job over.
    """

    @property
    def is_shared(self) -> bool:
        """Whether workers of several machines may take jobs, each in its own process."""

    def ask(self, kind: str, arguments: Mapping[str, Any], who: str, *, beside: bool = True) -> Job:
        """Queue work, or return the job that will do the same anyway.

        Args:
            kind: Name of the kind of work.
            arguments: Plain values, as JSON keeps them.
            who: Who asks for it.
            beside: False: one that is running is as good as one that is queued.

        Raises:
            UsageError: The arguments are not plain values, or too long.
            LibraryBusyError: Too many jobs are queued.
        """

    def get(self, job: JobId) -> Job:
        """Return a job. Raises `UnknownJobError`."""

    def list(
        self,
        states: AnyOf[JobState] = (),
        *,
        limit: int = 100,
        after: JobId | None = None,
    ) -> list[Job]:
        """Return jobs, newest first.

        Args:
            states: Only those; none: all.
            limit: So many at most.
            after: Only those older than this one.

        Raises:
            UnknownJobError: There is no job *after*.
        """

    def newest_change(self) -> int:
        """Return a number that grows with every change of any job; 0: there never was one."""

    def changed_since(self, change: int, *, limit: int = 1000) -> builtins.list[Job]:
        """Return the jobs that changed after *change*, in the order in which they did."""

    # -- for workers

    def claim(
        self, worker: str, kinds: AnyOf[str], *, lease_seconds: float, attempts: int
    ) -> Job | None:
        """Take the oldest job that nobody has; None: there is none.

        One whose worker was silent for longer than its lease is nobody's again. If it was begun
        *attempts* times it fails instead, and if its end was asked for it is cancelled.

        Args:
            worker: Name of this worker; no two have the same.
            kinds: Names of what it can do.
            lease_seconds: For how long it has the job.
            attempts: How often a job may be begun.
        """

    def beat(
        self,
        job: JobId,
        worker: str,
        *,
        lease_seconds: float,
        progress: Mapping[str, Any] | None = None,
    ) -> bool:
        """Renew the lease and tell how far the job is; return whether its end was asked for.

        Raises:
            JobLostError: The worker does not have it any more.
        """

    def finish(self, job: JobId, worker: str, result: Mapping[str, Any]) -> None:
        """End a job that did what it should. Raises `JobLostError`."""

    def fail(self, job: JobId, worker: str, error: str) -> None:
        """End a job that could not do it, and say why in a sentence. Raises `JobLostError`."""

    def cancelled(self, job: JobId, worker: str) -> None:
        """End a job that stopped because somebody asked for it. Raises `JobLostError`."""

    def release(self, job: JobId, worker: str) -> None:
        """Put a job back as if it had not been begun: its worker goes. Raises `JobLostError`."""

    def orphan(self) -> int:
        """Let all leases end now, and return how many: for who knows that no worker lives."""

    # -- for who asked

    def cancel(self, job: JobId) -> Job:
        """End a queued job, or ask the worker of a running one to; others stay as they are.

        Raises:
            UnknownJobError: No such job.
        """

    def retry(self, job: JobId) -> Job:
        """Queue a failed or cancelled job again; return it, or an equal one that is queued.

        Raises:
            UnknownJobError: No such job.
            UsageError: It has not ended, or it is done.
        """

    def forget_old(self, before: datetime) -> int:
        """Delete the jobs that ended before this moment; return how many."""
