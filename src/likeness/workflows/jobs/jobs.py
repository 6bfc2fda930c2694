"""Asking for long work, and hearing what becomes of it."""

from __future__ import annotations

import builtins
from collections.abc import Collection as AnyOf
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from likeness.errors import UsageError
from likeness.types import Job, JobId, JobState
from likeness.workflows.jobs.kind import JobKind
from likeness.workflows.jobs.kinds import every_kind
from likeness.workflows.parts import Parts

MOST_LISTED = 1000


class Jobs:
    """The long work of one library. Asking returns at once; a worker does it.

    Args:
        parts: The library.
        kinds: What there is, by name; None: all that Likeness knows.
    """

    def __init__(self, parts: Parts, kinds: Mapping[str, JobKind[Any]] | None = None) -> None:
        self._parts = parts
        self._store = parts.catalog.jobs
        self._kinds = every_kind() if kinds is None else kinds

    @property
    def kinds(self) -> Mapping[str, JobKind[Any]]:
        """Every kind of work, by name."""
        return self._kinds

    def ask(self, kind: str, arguments: Mapping[str, Any] | None = None, *, who: str = "") -> Job:
        """Ask for work; where equal work waits to be done, that is the job.

        Args:
            kind: Name of the kind: "add", "group", ...
            arguments: What it takes; names of people and averages become ids.
            who: Who asks, shown in lists.

        Raises:
            UsageError: No such kind, or not what it takes; the message says what is wrong.
            NotFoundError: It names something that is not there.
            LibraryBusyError: Too many jobs are waiting.
        """
        wanted = self._kind(kind)
        settled = wanted.settle(self._parts, checked(wanted, arguments or {}))
        told = settled.model_dump(mode="json")
        return self._store.ask(kind, told, who, beside=wanted.beside)

    def get(self, job: str) -> Job:
        """Return a job as it stands. Raises `UnknownJobError`."""
        return self._store.get(JobId(job))

    def list(
        self, states: AnyOf[JobState] = (), *, limit: int = 100, after: str | None = None
    ) -> builtins.list[Job]:
        """Return jobs, newest first.

        Args:
            states: Only those; none: all.
            limit: So many, 1 to 1,000.
            after: Only those older than this one: the last of the page before.

        Raises:
            UsageError: No such limit.
            UnknownJobError: There is no job *after*.
        """
        if not 1 <= limit <= MOST_LISTED:
            raise UsageError(f"At most {MOST_LISTED:,} jobs are listed at a time, not {limit:,}.")
        return self._store.list(states, limit=limit, after=None if after is None else JobId(after))

    def newest_change(self) -> int:
        """Return a number that grows with every change of any job."""
        return self._store.newest_change()

    def changed_since(self, change: int, *, limit: int = MOST_LISTED) -> builtins.list[Job]:
        """Return the jobs that changed after *change*, in the order in which they did."""
        return self._store.changed_since(change, limit=limit)

    def cancel(self, job: str) -> Job:
        """End a job: at once if it waits, after its present step if it runs; what is done stays.

        Raises:
            UnknownJobError: No such job.
        """
        return self._store.cancel(JobId(job))

    def retry(self, job: str) -> Job:
        """Let a job that failed or was cancelled wait for a worker again.

        Raises:
            UnknownJobError: No such job.
            UsageError: It waits, runs or is done; or it is of a kind that is no more.
        """
        ended = self.get(job)
        checked(self._kind(ended.kind), ended.arguments)
        return self._store.retry(ended.job)

    def _kind(self, name: str) -> JobKind[Any]:
        if name not in self._kinds:
            known = ", ".join(self._kinds)
            raise UsageError(f"There are no jobs of the kind {name!r}. There are: {known}.")
        return self._kinds[name]


def checked(kind: JobKind[Any], arguments: Mapping[str, Any]) -> Any:
    """Return the arguments of a job as its kind takes them.

    Raises:
        UsageError: They are not such; says the first that is wrong.
    """
    try:
        return kind.arguments.model_validate(dict(arguments))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "its arguments"
        takes = ", ".join(kind.arguments.model_fields) or "no arguments"
        raise UsageError(
            f"A job of the kind {kind.name!r} cannot be asked for like that: {where}: "
            f"{first['msg']}. It takes: {takes}."
        ) from error
