"""One state of a library as an SQLite file of its own, and such files that come back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Table, delete, func, select, text, update

from likeness.catalog import copy, migrate
from likeness.catalog.backends import open_backend
from likeness.catalog.base import LibraryCounts
from likeness.catalog.database import Database
from likeness.catalog.failures import database_errors_as_ours
from likeness.catalog.schema import account, face, job, library, person, photo, session, upload
from likeness.catalog.sqlite import FILE, create_file
from likeness.errors import LibraryError

LEFT_OUT = (session, job, upload, *sorted(copy.DERIVED, key=lambda table: table.name))
"""Tables that are empty in a snapshot.

Who is logged in, and what is under way, ends with it. What is worked out from the rest needs room.
"""

FOREIGN = text(
    "SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index') "
    "OR upper(sql) LIKE 'CREATE VIRTUAL%'"
)
"""Triggers, views and virtual tables: a catalog has none, so whoever made them meant harm."""


def write(source: Database, folder: Path) -> None:
    """Write one state of *source* into a new catalog in *folder*, while others may be writing.

    It holds what a catalog holds, with the number of its library, except for `LEFT_OUT`.

    Args:
        source: The library; only read.
        folder: Where to; no catalog is there, and it is nobody else's.

    Raises:
        LibraryError: The copy does not equal the state that was read.
        StoreUnavailableError: A database or the disk refused.
    """
    with database_errors_as_ours():
        there = Database(open_backend("", folder, wait_seconds=0, on_wait=None))
        try:
            create_file(folder / FILE)
            if not source.backend.copy_into(folder / FILE):
                _copy(source, there)
            there.backend.make_room()  # closing the last connection moves its log into the file
            with there.writing() as connection:
                _leave_out(connection)
        finally:
            there.backend.close()


def require_plain(folder: Path) -> None:
    """Refuse a catalog in *folder* that would do things by itself when it is opened.

    Raises:
        LibraryError: There are triggers, views or virtual tables, which no Likeness makes.
        StoreUnavailableError: It is damaged.
    """
    found = Database(open_backend("", folder, wait_seconds=0, on_wait=None))
    try:
        with found.reading() as connection:
            foreign = connection.execute(FOREIGN).scalar_one()
    finally:
        found.backend.close()
    if foreign:
        raise LibraryError(
            "The catalog of this backup holds triggers, views or virtual tables, which Likeness "
            "does not make. Somebody changed it: do not use it."
        )


def tidy(database: Database) -> None:
    """Empty the tables of `LEFT_OUT`: whatever a backup has in them, somebody put there."""
    with database.writing() as connection:
        _leave_out(connection)


def counts(connection: Connection) -> LibraryCounts:
    """Return how much is in a library."""
    return LibraryCounts(
        photos=_number_of(connection, photo),
        faces=_number_of(connection, face),
        people=_number_of(connection, person),
        accounts=_number_of(connection, account),
    )


def _number_of(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _leave_out(connection: Connection) -> None:
    for table in LEFT_OUT:
        connection.execute(delete(table))


def _copy(source: Database, there: Database) -> None:
    """Copy all rows as one transaction of *source* sees them, and compare."""
    there.backend.make_room()
    with source.reading() as connection, there.hold("backup"):
        moment = _Moment(source, connection)
        with there.writing() as made:
            migrate.make(made)
        copy.copy_rows(moment, there, lambda *_: None)
        copy.compare(moment, there, "The library is as it was; run the same command again.")
        row = connection.execute(select(library)).one()._asdict()
        with there.writing() as made:
            made.execute(update(library).values(row))


class _Moment(Database):
    """A database as one transaction sees it, however often it is read."""

    def __init__(self, database: Database, connection: Connection) -> None:
        super().__init__(database.backend)
        self._connection = connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        yield self._connection
