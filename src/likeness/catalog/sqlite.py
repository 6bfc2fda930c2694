"""Everything that only SQLite needs: making the file, its settings, its care."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, Table, create_engine, delete, event

from likeness.catalog.database import dump_json
from likeness.catalog.writer import Writer, require_order
from likeness.errors import LibraryBusyError

FILE = "catalog.db"
WRITES = "likeness_writes"
"""Execution option of transactions that will write."""

BUSY_SECONDS = 30
"""How long a statement waits for a lock that is not ours to give, such as a backup's."""

READ_CACHE_KIB, WRITE_CACHE_KIB = 8 * 1024, 64 * 1024
"""Pages of one connection. A run touches faces in the order of random ids: with the 2 MiB that
SQLite takes by itself, writing 150,000 of them takes twice as long. Of connections that only read
a server keeps many."""

CONNECTIONS, MORE_CONNECTIONS = 16, 48
"""Kept open, and opened for a moment where more threads than that read. The one that was used last
is used next: a quiet server works with one or two, whose pages are warm."""

PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten with zeros
    "PRAGMA synchronous = FULL",  # what was committed survives a power cut
    "PRAGMA temp_store = MEMORY",  # no copies of personal data in /tmp
    "PRAGMA trusted_schema = OFF",  # a file from elsewhere must not bring functions to run
    f"PRAGMA cache_size = -{READ_CACHE_KIB}",
)


class SqliteBackend:
    """A library in one file: fulfils `Backend`."""

    def __init__(self, url: URL, writer: Writer, runner: Writer) -> None:
        self._engine = make_engine(url)
        self._writing_engine = self._engine.execution_options(**{WRITES: True})
        self._writer = writer
        self._runner = runner
        self._file = Path(url.database or "")

    @property
    def engine(self) -> Engine:
        return self._engine

    def exists(self) -> bool:
        return self._file.exists()

    def make_room(self) -> None:
        create_file(self._file)
        use_write_ahead_log(self._engine)

    def tables_made(self, connection: Connection) -> None:
        """Settle nothing: a file needs no more than its tables."""

    def hold(self, verb: str) -> AbstractContextManager[None]:
        return self._writer.hold(verb)

    def hold_running(self, verb: str) -> AbstractContextManager[None]:
        require_order(write=self._writer.is_held, run=self._runner.is_held)
        return self._runner.hold(verb)

    def hold_index(self) -> AbstractContextManager[None]:
        """Do nothing: the index's own lock keeps the processes of one machine apart."""
        return nullcontext()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._writing_engine.begin() as connection:
            yield connection

    def noting(self) -> AbstractContextManager[Connection]:
        return self.writing()  # the file takes one transaction at a time, and lets others wait

    def empty(self, connection: Connection, table: Table) -> None:
        connection.execute(delete(table))

    def rows_deleted(self) -> None:
        empty_log(self._engine)

    def scrub(self) -> None:
        scrub(self._engine)

    def copy_into(self, file: Path) -> bool:
        # The bytes of the path, whatever they are, taken for text.
        _outside_transaction(self._engine, "VACUUM INTO CAST(? AS TEXT)", os.fsencode(file))
        return True

    def damage(self, connection: Connection) -> list[str]:
        return damage(connection)

    def close(self) -> None:
        self._engine.dispose()


def make_engine(url: URL) -> Engine:
    """Return an engine on the file that *url* names; nothing is opened yet."""
    engine = create_engine(
        as_it_may_be_opened(url),
        json_serializer=dump_json,
        pool_size=CONNECTIONS,
        max_overflow=MORE_CONNECTIONS,
        pool_use_lifo=True,
    )
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def as_it_may_be_opened(url: URL) -> URL:
    """Return *url*, or where nothing may be written there, one that only reads.

    With a write-ahead log even readers write beside the file, unless they are told that nobody
    does: which holds where nobody may and the last writer left no log.
    """
    file = Path(url.database or "")
    if not file.exists() or (_is_writable(file) and _is_writable(file.parent)):
        return url
    log = file.with_name(file.name + "-wal")
    settled = not log.exists() or not log.stat().st_size
    query = {"mode": "ro", "uri": "true"} | ({"immutable": "1"} if settled else {})
    return URL.create("sqlite", database=f"file:{quote(os.fsencode(file))}", query=query)


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def create_file(path: Path) -> None:
    """Make an empty database file that only its owner may read; an existing one is left alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def use_write_ahead_log(engine: Engine) -> None:
    """Let readers read while a writer writes. Kept in the file; only for who holds the lock."""
    _outside_transaction(engine, "PRAGMA journal_mode = WAL")


def empty_log(engine: Engine) -> bool:
    """Move what was committed into the file and empty the log; False if readers are in the way."""
    busy, *_ = _outside_transaction(engine, "PRAGMA wal_checkpoint(TRUNCATE)")[0]
    return not busy


def scrub(engine: Engine) -> None:
    """Leave no trace of deleted rows in any file of the database.

    Freed bytes are zeros already (`secure_delete`), but a row that once moved to another page may
    have left a copy in the unused part of the old one: 3 of 2,250 forgotten ids, when measured.
    So the file is written anew.

    Raises:
        LibraryBusyError: A reader still looks at old pages.
    """
    _outside_transaction(engine, "VACUUM")
    if not empty_log(engine):
        raise LibraryBusyError(
            "What was forgotten is deleted, but another program still reads this library, so "
            "traces of it remain in its files. Close that program and open the library again."
        )


def damage(connection: Connection) -> list[str]:
    """Return what SQLite itself finds wrong, empty if nothing."""
    pages = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
    wrong = [f"the file is damaged: {page}" for page in pages if page != "ok"]
    for table, _row, parent, _key in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        wrong.append(f"a row of {table} points at a row of {parent} that is not there")
    return wrong


def _on_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin and commit decide, not the driver
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    if writes:
        connection.exec_driver_sql(f"PRAGMA cache_size = -{WRITE_CACHE_KIB}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _outside_transaction(engine: Engine, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(statement, values)
        rows = cursor.fetchall()
        cursor.close()
        return [tuple(row) for row in rows]
    finally:
        connection.close()
