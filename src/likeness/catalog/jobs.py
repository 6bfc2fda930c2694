"""Long work as rows: who asked for what, who does it, and what came of it."""

from __future__ import annotations

import builtins
import hashlib
import json
import secrets
from collections.abc import Collection as AnyOf
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    tuple_,
    update,
)

from likeness.catalog.database import Database
from likeness.catalog.schema import job
from likeness.errors import JobLostError, LibraryBusyError, UnknownJobError, UsageError
from likeness.types import Job, JobId, JobState

MOST_QUEUED_EACH = 100
"""Of one who asks: nobody keeps the others from asking."""

MOST_QUEUED = 1000
"""Jobs that may wait: who asks for more has lost control of what they ask for."""

LONGEST = 2**20
"""Characters of the arguments, the result or the progress of a job, as JSON."""

LONGEST_SENTENCE = 2000
"""Characters of an error; the rest is cut off."""

ENDED: tuple[JobState, ...] = ("done", "failed", "cancelled")

FORGOTTEN = "forgotten"
"""`same` of jobs that were about something forgotten: equal to no other, and never kept long."""

IN_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended(current_setting('search_path'), 7))")
"""Lets changes of jobs be committed in the order of their numbers."""


class SqlJobs:
    """The jobs of a library in a relational database: fulfils `JobStore`.

    Whoever changes rows locks them first and draws the number of the change last: then nobody
    waits for somebody who waits for them.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    @property
    def is_shared(self) -> bool:
        return self._db.engine.dialect.name == "postgresql"

    # -- asking

    def ask(self, kind: str, arguments: Mapping[str, Any], who: str, *, beside: bool = True) -> Job:
        told = plain(arguments)
        same = digest(kind, told)
        with self._db.noting() as connection:
            change = next_change(connection)
            equal = _equal(connection, same, beside=beside)
            if equal is not None:
                return as_job(equal)
            _refuse_flood(connection, who)
            id_ = JobId("j" + secrets.token_hex(8))
            connection.execute(
                insert(job).values(
                    id=id_,
                    kind=kind,
                    same=same,
                    arguments=told,
                    who=who,
                    state="queued",
                    created=now(connection),
                    attempts=0,
                    cancel=False,
                    changed=change,
                )
            )
            return _read(connection, id_)

    def get(self, job: JobId) -> Job:
        with self._db.reading() as connection:
            return _read(connection, job)

    def list(
        self,
        states: AnyOf[JobState] = (),
        *,
        limit: int = 100,
        after: JobId | None = None,
    ) -> builtins.list[Job]:
        rows = select(job).order_by(job.c.created.desc(), job.c.id.desc()).limit(limit)
        if states:
            rows = rows.where(job.c.state.in_(list(states)))
        with self._db.reading() as connection:
            if after is not None:
                last = _row(connection, after)
                at = tuple_(last.created, last.id, types=[job.c.created.type, job.c.id.type])
                rows = rows.where(tuple_(job.c.created, job.c.id) < at)
            return [as_job(row) for row in connection.execute(rows)]

    def newest_change(self) -> int:
        with self._db.reading() as connection:
            return _newest_change(connection)

    def changed_since(self, change: int, *, limit: int = 1000) -> builtins.list[Job]:
        rows = select(job).where(job.c.changed > change).order_by(job.c.changed).limit(limit)
        with self._db.reading() as connection:
            return [as_job(row) for row in connection.execute(rows)]

    # -- for workers

    def claim(
        self, worker: str, kinds: AnyOf[str], *, lease_seconds: float, attempts: int
    ) -> Job | None:
        with self._db.reading() as connection:  # most looks find nothing, and need not lock
            if connection.execute(_claimable(kinds, now(connection))).first() is None:
                return None
        with self._db.noting() as connection:
            moment = now(connection)
            free = _claimable(kinds, moment).with_for_update(skip_locked=True)
            while (row := connection.execute(free).first()) is not None:
                taken = _taken(row, worker, moment, lease_seconds, attempts)
                _change(connection, row.id, **taken)
                if taken["state"] == "running":
                    return _read(connection, row.id)
        return None

    def beat(
        self,
        job: JobId,
        worker: str,
        *,
        lease_seconds: float,
        progress: Mapping[str, Any] | None = None,
    ) -> bool:
        told = None if progress is None else plain(progress)
        with self._db.noting() as connection:
            row = _held(connection, job, worker)
            lease = now(connection) + timedelta(seconds=lease_seconds)
            if told is None or told == row.progress or row.same.startswith(FORGOTTEN):
                _set(connection, job, lease=lease)  # nothing that anybody would want to hear of
            else:
                _change(connection, job, lease=lease, progress=told)
            return bool(row.cancel)

    def finish(self, job: JobId, worker: str, result: Mapping[str, Any]) -> None:
        self._end(job, worker, state="done", result=plain(result))

    def fail(self, job: JobId, worker: str, error: str) -> None:
        self._end(job, worker, state="failed", error=error[:LONGEST_SENTENCE])

    def cancelled(self, job: JobId, worker: str) -> None:
        self._end(job, worker, state="cancelled")

    def release(self, job: JobId, worker: str) -> None:
        with self._db.noting() as connection:
            row = _held(connection, job, worker)
            change = next_change(connection)
            begun = max(0, row.attempts - 1)
            if _equal(connection, row.same, beside=True) is None:
                back: dict[str, Any] = {"state": "queued", "lease": None, "worker": None}
            else:  # two equal ones cannot be queued: this one stays begun, and is anybody's
                back = {"lease": now(connection)}
            _set(connection, job, attempts=begun, changed=change, **back)

    def orphan(self) -> int:
        with self._db.noting() as connection:
            rows = _locked(connection, job.c.state == "running")
            for row in rows:
                _set(connection, row.id, lease=now(connection))
            return len(rows)

    def _end(self, id_: JobId, worker: str, **values: Any) -> None:
        with self._db.noting() as connection:
            row = _held(connection, id_, worker)
            if row.same.startswith(FORGOTTEN):
                values = {"state": "cancelled"}
            end(connection, row, **values)

    # -- for who asked

    def cancel(self, job: JobId) -> Job:
        with self._db.noting() as connection:
            row = _row(connection, job, lock=True)
            moment = now(connection)
            if row.state == "queued" or (row.state == "running" and row.lease <= moment):
                end(connection, row, state="cancelled")
            elif row.state == "running" and not row.cancel:
                _change(connection, job, cancel=True)
            return _read(connection, job)

    def retry(self, job: JobId) -> Job:
        with self._db.noting() as connection:
            row = _row(connection, job, lock=True)
            if row.state not in {"failed", "cancelled"} or row.same.startswith(FORGOTTEN):
                raise UsageError(_not_again(row))
            change = next_change(connection)
            equal = _equal(connection, row.same, beside=True)
            if equal is not None:
                return as_job(equal)
            _refuse_flood(connection, row.who)
            _set(
                connection,
                job,
                state="queued",
                created=now(connection),
                started=None,
                finished=None,
                attempts=0,
                cancel=False,
                worker=None,
                lease=None,
                progress=None,
                result=None,
                error=None,
                changed=change,
            )
            return _read(connection, job)

    def forget_old(self, before: datetime) -> int:
        old = and_(job.c.state.in_(ENDED), job.c.finished < before)
        with self._db.noting() as connection:
            newest = _newest_change(connection)  # that one stays: the number must not fall
            gone = delete(job).where(old, job.c.changed < newest)
            return int(connection.execute(gone).rowcount)


# ---------------------------------------------------------------- rows


def now(connection: Connection) -> datetime:
    """Return the database's time: workers of several machines must agree on when a lease ends."""
    if connection.dialect.name == "postgresql":
        moment: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return moment.astimezone(UTC)
    return datetime.now(UTC)


def next_change(connection: Connection) -> int:
    """Return the number of the next change; nobody else draws one until this is committed."""
    if connection.dialect.name == "postgresql":
        connection.execute(IN_TURN)
    return _newest_change(connection) + 1


def locked(connection: Connection) -> list[Row[Any]]:
    """Return all jobs, locked: for who changes several in one transaction."""
    return _locked(connection, job.c.id.is_not(None))


def end(connection: Connection, row: Row[Any], **values: Any) -> None:
    """End a job that is locked."""
    moment = now(connection)
    progress = None if values["state"] == "done" else row.progress
    ended = {"finished": moment, "lease": None, "cancel": False, "progress": progress}
    _change(connection, row.id, **(ended | values))


def as_job(row: Row[Any]) -> Job:
    """Return a row as the record that others see."""
    return Job(
        job=JobId(row.id),
        kind=row.kind,
        arguments=row.arguments,
        who=row.who,
        state=row.state,
        created=row.created.isoformat(),
        started=_text(row.started),
        finished=_text(row.finished),
        attempts=row.attempts,
        cancelling=row.cancel,
        progress=row.progress,
        result=row.result,
        error=row.error,
        changed=row.changed,
    )


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _read(connection: Connection, id_: str) -> Job:
    return as_job(_row(connection, id_))


def _row(connection: Connection, id_: str, *, lock: bool = False) -> Row[Any]:
    wanted = select(job).where(job.c.id == id_)
    row = connection.execute(wanted.with_for_update() if lock else wanted).first()
    if row is None:
        raise UnknownJobError(
            f"No job {id_} in this library. Jobs that ended long ago are forgotten."
        )
    return row


def _locked(connection: Connection, which: ColumnElement[bool]) -> list[Row[Any]]:
    rows = select(job).where(which).order_by(job.c.id).with_for_update()
    return list(connection.execute(rows))


def _held(connection: Connection, id_: JobId, worker: str) -> Row[Any]:
    """Return the locked row of a job that *worker* has. Raises `JobLostError`."""
    wanted = select(job).where(job.c.id == id_).with_for_update()
    row = connection.execute(wanted).first()
    if row is None or row.state != "running" or row.worker != worker:
        raise JobLostError(
            f"The job {id_} is not this worker's any more: it was silent for too long, and "
            "another one took it over or ended it."
        )
    return row


def _set(connection: Connection, id_: str, **values: Any) -> None:
    connection.execute(update(job).where(job.c.id == id_).values(**values))


def _change(connection: Connection, id_: str, **values: Any) -> None:
    """Change a job that is locked, so that those who watch hear of it."""
    _set(connection, id_, changed=next_change(connection), **values)


def _newest_change(connection: Connection) -> int:
    return int(connection.execute(select(func.max(job.c.changed))).scalar() or 0)


def _equal(connection: Connection, same: str, *, beside: bool) -> Row[Any] | None:
    """Return a job that does the same and has yet to begin, or is at it."""
    queued = job.c.state == "queued"
    good = queued if beside else or_(queued, and_(job.c.state == "running", ~job.c.cancel))
    return connection.execute(select(job).where(job.c.same == same, good)).first()


def _refuse_flood(connection: Connection, who: str) -> None:
    waiting = select(func.count()).select_from(job).where(job.c.state == "queued")
    if connection.execute(waiting.where(job.c.who == who)).scalar_one() >= MOST_QUEUED_EACH:
        raise LibraryBusyError(
            f"{MOST_QUEUED_EACH} of your jobs are waiting already. Cancel some, or see that a "
            "worker runs."
        )
    if connection.execute(waiting).scalar_one() >= MOST_QUEUED:
        raise LibraryBusyError(
            f"{MOST_QUEUED} jobs are waiting already. Cancel some, or see that a worker runs."
        )


def _claimable(kinds: AnyOf[str], moment: datetime) -> Select[Any]:
    free = or_(job.c.state == "queued", and_(job.c.state == "running", job.c.lease <= moment))
    oldest_first = select(job).where(free, job.c.kind.in_(sorted(kinds)))
    return oldest_first.order_by(job.c.created, job.c.id).limit(1)


def _taken(
    row: Row[Any], worker: str, moment: datetime, lease_seconds: float, attempts: int
) -> dict[str, Any]:
    """Return what becomes of a job that nobody has."""
    was_begun = row.state == "running"
    ended = {"finished": moment, "lease": None, "cancel": False}
    if was_begun and row.cancel:
        return {"state": "cancelled", **ended}
    if was_begun and row.attempts >= attempts:
        return {"state": "failed", "error": _deadly(row.attempts), **ended}
    return {
        "state": "running",
        "started": moment,
        "attempts": row.attempts + 1,
        "worker": worker,
        "lease": moment + timedelta(seconds=lease_seconds),
    }


def _deadly(times: int) -> str:
    often = "once" if times == 1 else f"{times} times"
    return (
        f"It was begun {often}, and each time its worker ended before it was done, perhaps for "
        "want of memory. Look at the log of the worker, then try again."
    )


def _not_again(row: Row[Any]) -> str:
    if row.same.startswith(FORGOTTEN):
        return "This job was about something that is forgotten: ask for the work anew."
    said = "is done" if row.state == "done" else f"is {row.state}"
    return f"This job {said}: only failed and cancelled ones can be tried again."


# ---------------------------------------------------------------- values


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return *values* as they come back from the database.

    Raises:
        UsageError: They are no plain values, hold characters that are no text, or are too long.
    """
    try:
        told = json.dumps(dict(values), ensure_ascii=False, allow_nan=False)
        told.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise UsageError(
            "What a job is told and tells are plain values (texts, finite numbers, lists, "
            "mappings). Bytes in file names that are no text cannot be told: name their folder."
        ) from error
    if len(told) > LONGEST:
        raise UsageError(
            f"What a job is told and tells has at most {LONGEST:,} characters, not {len(told):,}."
        )
    kept: dict[str, Any] = json.loads(told.replace("\\u0000", ""))
    return kept


def digest(kind: str, arguments: Mapping[str, Any]) -> str:
    """Return the same 64 hex digits for the same work."""
    told = json.dumps([kind, arguments], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()
