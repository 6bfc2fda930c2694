"""What forgetting does to jobs.

One that has ended and says who or what was forgotten is deleted. One that has not is emptied and
ends: what it was asked to do cannot be told any more.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection as AnyOf
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, update

from likeness.catalog import jobs
from likeness.catalog.mentions import says
from likeness.catalog.schema import job

PLACES = "paths"
"""The argument under which folders stand. They are known as sources too, and stay known: that a
folder has somebody's name is no reason not to look for new photos in it."""


def forget(
    connection: Connection,
    gone: frozenset[str],
    *,
    paths: AnyOf[str] = (),
    names: AnyOf[str] = (),
) -> None:
    """Take forgotten photos, faces and people out of all jobs.

    Args:
        connection: In a transaction that writes.
        gone: Their ids.
        paths: That led to them.
        names: That they had.
    """
    rows = jobs.locked(connection)
    for row in rows:
        if row.state in jobs.ENDED:
            told = [row.arguments, row.progress, row.result, row.error]
            if says(told, gone, [*paths, *names]):
                _drop(connection, row)
        elif _is_about(row, gone, paths, names):
            _empty(connection, row)
        elif says(row.progress, gone, [*paths, *names]):
            _scrub(connection, row, progress=None)


def _is_about(row: Row[Any], gone: frozenset[str], paths: AnyOf[str], names: AnyOf[str]) -> bool:
    arguments: Mapping[str, Any] = row.arguments
    others = {name: value for name, value in arguments.items() if name != PLACES}
    return says(arguments, gone, paths) or says(others, gone, names)


def _drop(connection: Connection, row: Row[Any]) -> None:
    """Delete a job; of the one that changed last the number is kept, as it must never fall."""
    if row.changed == jobs.next_change(connection) - 1:
        _scrub(connection, row, arguments={}, same=_like_no_other(), **_nothing())
    else:
        connection.execute(delete(job).where(job.c.id == row.id))


def _empty(connection: Connection, row: Row[Any]) -> None:
    """Take everything out of a job that has yet to end; a worker that has it hears to stop."""
    _scrub(connection, row, arguments={}, same=_like_no_other(), **_nothing())
    if row.state == "queued":
        jobs.end(connection, row, state="cancelled", progress=None)
    else:
        _scrub(connection, row, cancel=True, changed=jobs.next_change(connection))


def _nothing() -> dict[str, Any]:
    return {"progress": None, "result": None, "error": None}


def _like_no_other() -> str:
    return f"{jobs.FORGOTTEN}-{secrets.token_hex(8)}"


def _scrub(connection: Connection, row: Row[Any], **values: Any) -> None:
    connection.execute(update(job).where(job.c.id == row.id).values(**values))
