"""The seam to the kind of database: what SQLite and PostgreSQL do each in its own way."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, Table


class Backend(Protocol):
    """**Protocol:** one database that holds a library, safe to share between threads.

    Errors of the database leave it as SQLAlchemy's: `Database` and `SqlCatalog` translate them.
    """

    @property
    def engine(self) -> Engine:
        """The connections; opened on first use."""

    def exists(self) -> bool:
        """Return whether there is a place for tables already."""

    def make_room(self) -> None:
        """Make that place; only for who holds the right to write."""

    def tables_made(self, connection: Connection) -> None:
        """Settle what tables need beyond their columns, in the transaction that made them."""

    def hold(self, verb: str) -> AbstractContextManager[None]:
        """Hold the right to write; see `Catalog.writing`."""

    def hold_running(self, verb: str) -> AbstractContextManager[None]:
        """Hold the right to run; see `Catalog.running`."""

    def hold_index(self) -> AbstractContextManager[None]:
        """Hold the right to change the index; see `Catalog.indexing`."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a transaction that sees one state and cannot write."""

    def writing(self) -> AbstractContextManager[Connection]:
        """Open a transaction that writes; only for who holds the right to."""

    def noting(self) -> AbstractContextManager[Connection]:
        """Open a short transaction that writes; for anybody, see `Database.noting`."""

    def empty(self, connection: Connection, table: Table) -> None:
        """Delete all rows of *table* without a trace, in the transaction of *connection*."""

    def rows_deleted(self) -> None:
        """Leave no copy of deleted rows in any log of the library's own."""

    def scrub(self) -> None:
        """Leave no trace of deleted rows in any file of the database; for who may write.

        Raises:
            LibraryBusyError: A reader still looks at an older state.
        """

    def copy_into(self, file: Path) -> bool:
        """Write one state into *file*, an empty one, as an SQLite database; waits for no writer.

        False: this kind of database cannot do so by itself, and nothing was written.
        """

    def damage(self, connection: Connection) -> list[str]:
        """Return what the database itself finds wrong, empty if nothing."""

    def close(self) -> None:
        """Release connections."""
