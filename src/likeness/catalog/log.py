"""The append-only log of what humans and runs decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from likeness.catalog.changes import Changes, Key, from_json, to_json
from likeness.catalog.schema import edit
from likeness.errors import UnknownEditError
from likeness.types import Contract, Edit, EditId, EditKind, PersonId

RUN = "likeness"
"""Who decided what a run decided."""

WROTE, MENTIONS = "wrote", "mentions"
"""All that the payload of an edit about something forgotten keeps: what else it was about."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of the log, with what it wrote."""

    id: EditId
    kind: EditKind
    what: str
    payload: dict[str, Any]
    forgotten: bool
    target: EditId | None  # of an undo: what it took back
    undone_by: EditId | None
    contract: Contract | None  # of a slide: whose faces it put as another strictness has them

    @cached_property
    def changes(self) -> Changes:
        """What it wrote, with values; empty where they were forgotten."""
        return from_json({} if self.forgotten else self.payload)

    @cached_property
    def wrote(self) -> set[Key]:
        """What it wrote, without values."""
        if self.forgotten:
            return {tuple(key) for key in self.payload.get(WROTE, ())}
        return self.changes.wrote()

    @cached_property
    def mentions(self) -> set[PersonId]:
        """The people it is about."""
        if self.forgotten:
            return {PersonId(id_) for id_ in self.payload.get(MENTIONS, ())}
        return self.changes.mentions()


def append(
    connection: Connection,
    kind: EditKind,
    what: str,
    *,
    who: str,
    changes: Changes | None = None,
    target: EditId | None = None,
) -> EditId:
    """Add an entry; return its number."""
    number = EditId(newest(connection) + 1)
    connection.execute(
        insert(edit).values(
            id=number,
            at=datetime.now(UTC),
            who=who,
            kind=kind,
            what=what,
            payload=None if changes is None else to_json(changes),
            forgotten=False,
            target=target,
        )
    )
    return number


def read(
    connection: Connection,
    limit: int | None = None,
    before: EditId | None = None,
    about: PersonId | None = None,
) -> list[Edit]:
    """Return the log in words, newest first.

    Args:
        connection: To the database.
        limit: So many at most; None: all.
        before: Only what was written before that one.
        about: Only what says the id of this person; found by reading words, without an index.
    """
    chosen = select(edit.c.id, edit.c.at, edit.c.who, edit.c.kind, edit.c.what, edit.c.undone_by)
    if before is not None:
        chosen = chosen.where(edit.c.id < before)
    if about is not None:
        chosen = chosen.where(edit.c.what.contains(about, autoescape=True))
    rows = connection.execute(chosen.order_by(edit.c.id.desc()).limit(limit))
    return [_edit(row) for row in rows]


def newest(connection: Connection) -> int:
    """Return the number of the newest entry; 0: there is none."""
    return connection.execute(select(func.max(edit.c.id))).scalar() or 0


def in_words(connection: Connection, number: EditId) -> Edit:
    """Return one entry in words. Raises `UnknownEditError`."""
    return _edit(_row(connection, number))


def _edit(row: Row[*tuple[Any, ...]]) -> Edit:
    return Edit(
        edit=EditId(row.id),
        when=row.at.isoformat(timespec="seconds"),
        who=row.who,
        kind=row.kind,
        what=row.what,
        undone=row.undone_by is not None,
    )


def get(connection: Connection, number: EditId) -> Entry:
    """Return one entry. Raises `UnknownEditError`."""
    return _entry(_row(connection, number))


def _row(connection: Connection, number: EditId) -> Row[*tuple[Any, ...]]:
    row = connection.execute(select(edit).where(edit.c.id == number)).one_or_none()
    if row is None:
        raise UnknownEditError(f"No edit {number} in the history; `likeness history` lists them.")
    return row


def later(connection: Connection, number: EditId) -> Iterator[Entry]:
    """Yield all entries after *number*, oldest first."""
    rows = connection.execute(select(edit).where(edit.c.id > number).order_by(edit.c.id))
    return (_entry(row) for row in rows)


def everything(connection: Connection) -> Iterator[Entry]:
    """Yield all entries, oldest first."""
    return later(connection, EditId(0))


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    return Entry(
        id=EditId(row.id),
        kind=row.kind,
        what=row.what,
        payload=row.payload or {},
        forgotten=row.forgotten,
        target=row.target,
        undone_by=row.undone_by,
        contract=row.contract,
    )


def set_undone_by(connection: Connection, number: EditId, by: EditId | None) -> None:
    """Note which entry took back *number*; None: it stands."""
    connection.execute(update(edit).where(edit.c.id == number).values(undone_by=by))
