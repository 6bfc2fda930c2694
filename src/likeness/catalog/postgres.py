"""Everything that only PostgreSQL needs: connections and their settings, schemas, care."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    ForeignKeyConstraint,
    Table,
    and_,
    create_engine,
    event,
    exc,
    func,
    select,
    text,
)

from likeness.catalog import schema
from likeness.catalog.advisory import IDLE_NAME, INDEXING, RUNNING, AdvisoryRight
from likeness.catalog.database import dump_json
from likeness.catalog.writer import RUN, require_order
from likeness.errors import LibraryBusyError, SettingsError

# Parameters of libpq: a server that is gone is noticed within a minute, not in two hours.
CONNECT = {
    "connect_timeout": "10",  # seconds
    "keepalives": "1",
    "keepalives_idle": "30",  # seconds
    "keepalives_interval": "10",  # seconds
    "keepalives_count": "3",
    "application_name": IDLE_NAME,
    "client_encoding": "utf8",
}

# Of the session. A run takes as long as it takes, and a reader may think between two rows. The
# server notices within a minute too that we are gone, and frees our locks.
SESSION = {
    "statement_timeout": "0",
    "lock_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "idle_session_timeout": "0",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    "client_min_messages": "error",
}

CONNECTIONS = 5
MORE_CONNECTIONS = 30
"""That are closed after use: one for each thread that reads or waits."""

SCRUB_SECONDS = 10
"""How long rewriting a table waits for its readers. New readers queue up behind it meanwhile."""

BUSY = "55P03"
"""SQLSTATE: a lock was not to be had in time."""

PERSONAL = {
    "photo": ("thumbhash", "camera"),
    "location": ("etag",),
    "failure": ("detail",),
    "face": (
        *("points", "landmarks", "landmark_spread", "x1", "y1", "x2", "y2"),
        *("age", "pitch", "yaw", "roll"),
    ),
    "embedding": ("vector", "norm"),
    "person": ("name", "born"),
    "edit": ("who", "what", "payload"),
    "skip_face": ("x1", "y1", "x2", "y2"),
    "labeling": ("faces", "sureness"),
    "rung": ("groups",),
    "average": ("title", "recipe", "report"),
    "job": ("arguments", "who", "progress", "result", "error"),
    "upload": ("name", "collection", "who"),
    "account": ("name", "password"),
}
"""Columns of which no samples shall be kept in the server's statistics: nothing is planned by
them, and a forgotten vector would live on there."""

FORGOTTEN_FROM = (
    schema.photo,
    schema.location,
    schema.collection_photo,
    schema.face,
    schema.embedding,
    schema.person,
    schema.rejection,
    schema.edit,
    schema.skip_face,
    schema.labeling,
    schema.rung,
    schema.asked,
    schema.average,
    schema.average_face,
    schema.neighbour,
    schema.together,
    schema.game_round,
    schema.participant,
    schema.ranking,
    schema.job,
    schema.upload,
)
"""Tables whose rows hold what may be forgotten."""


class PostgresBackend:
    """A library in one schema of a PostgreSQL database: fulfils `Backend`.

    The schema is the first of the URL's search path, "public" if that says nothing.
    """

    def __init__(
        self, url: URL, *, wait_seconds: float, on_wait: Callable[[str], None] | None
    ) -> None:
        self._engine = make_engine(url)
        self._reading_engine = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._right = AdvisoryRight(self._engine, wait_seconds=wait_seconds, on_wait=on_wait)
        self._index_right = AdvisoryRight(
            self._engine, wait_seconds=wait_seconds, on_wait=on_wait, kind=INDEXING
        )
        self._run_right = AdvisoryRight(
            self._engine, wait_seconds=wait_seconds, on_wait=on_wait, kind=RUNNING, right=RUN
        )

    @property
    def engine(self) -> Engine:
        return self._engine

    def exists(self) -> bool:
        with self._engine.connect() as connection, connection.begin():
            return _has_schema(connection)

    def make_room(self) -> None:
        with self.writing() as connection:
            if not _has_schema(connection):  # only then may the role have to be allowed to make it
                connection.execute(text(f"CREATE SCHEMA {_schema(connection)}"))

    def tables_made(self, connection: Connection) -> None:
        for table, columns in PERSONAL.items():
            settled = ", ".join(f"ALTER COLUMN {name} SET STATISTICS 0" for name in columns)
            connection.execute(text(f"ALTER TABLE {table} {settled}"))

    def hold(self, verb: str) -> AbstractContextManager[None]:
        if self._run_right.is_held and not self._right.is_held:
            self._run_right.require_standing()  # another one may be at work by now
        return self._right.hold(verb)

    def hold_running(self, verb: str) -> AbstractContextManager[None]:
        require_order(write=self._right.is_held, run=self._run_right.is_held)
        return self._run_right.hold(verb)

    def hold_index(self) -> AbstractContextManager[None]:
        return self._index_right.hold("index")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._reading_engine.connect() as connection:
            connection.begin()
            try:
                yield connection
            finally:
                with suppress(exc.DBAPIError):  # it is of no matter to who has read what they want
                    connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        connection = self._right.connection
        with connection.begin():
            yield connection

    def noting(self) -> AbstractContextManager[Connection]:
        return self._engine.begin()

    def empty(self, connection: Connection, table: Table) -> None:
        with _readers_in_the_way():
            connection.execute(text(f"SET LOCAL lock_timeout = '{SCRUB_SECONDS}s'"))
            connection.execute(text(f"TRUNCATE {table.name}"))

    def rows_deleted(self) -> None:
        """Do nothing: the log of the server is its keeper's."""

    def scrub(self) -> None:
        """Write the tables anew, and what the server noted about them.

        Without it deleted rows stay in the files of the tables until others take their place. What
        this cannot reach belongs to the server's keeper: its write-ahead log and archives of it,
        backups and replicas, and blocks that the file system has not given to others yet.

        Raises:
            LibraryBusyError: A reader still looks at a table.
        """
        with _readers_in_the_way(), _outside_transaction(self._right.connection) as connection:
            connection.execute(text(f"SET lock_timeout = '{SCRUB_SECONDS}s'"))
            try:
                for table in FORGOTTEN_FROM:
                    connection.execute(text(f"VACUUM (FULL, ANALYZE) {table.name}"))
            finally:
                if not connection.invalidated:
                    connection.execute(text("SET lock_timeout = 0"))

    def copy_into(self, file: Path) -> bool:
        """Do nothing: rows have to be copied."""
        del file
        return False

    def damage(self, connection: Connection) -> list[str]:
        return [*_broken_references(connection), *_broken_indexes(connection)]

    def close(self) -> None:
        self._engine.dispose()


# ---------------------------------------------------------------- connections


def make_engine(url: URL) -> Engine:
    """Return an engine for *url*; nothing is connected yet.

    Raises:
        SettingsError: The driver is not installed, or the URL has a query that makes no sense.
    """
    settings = {name: value for name, value in CONNECT.items() if name not in url.query}
    try:
        engine = create_engine(
            url,
            connect_args=settings,
            json_serializer=dump_json,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=CONNECTIONS,
            max_overflow=MORE_CONNECTIONS,
        )
    except ImportError as error:
        raise SettingsError(
            "A catalog in PostgreSQL needs psycopg, which is not installed: "
            "pip install 'likeness[postgres]'"
        ) from error
    event.listen(engine, "connect", _on_connect)
    return engine


def _on_connect(connection: Any, _record: Any) -> None:
    try:
        _settle(connection)
    except BaseException:
        connection.close()
        raise


def _settle(connection: Any) -> None:
    """Pin the schema, so that no table of another one is ever taken for ours, and the settings."""
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise SettingsError(
            f"The database {connection.info.dbname} of catalog.url keeps text as {encoding}, which "
            "cannot hold every name. Make one with: createdb --encoding=UTF8 --template=template0"
        )
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('search_path'), current_schema()")
        path, found = cursor.fetchone()
        wanted = first_schema(path) or found
        if wanted is None:
            raise SettingsError(
                "The database of catalog.url has no schema to put tables into. Name one: "
                "postgresql+psycopg://…?options=-csearch_path%3Dlikeness"
            )
        cursor.execute("SELECT set_config('search_path', quote_ident(%s), false)", [wanted])
        cursor.execute(
            "SELECT set_config(name, wanted, false) FROM unnest(%s::text[], %s::text[]) "
            "AS settings (name, wanted) JOIN pg_catalog.pg_settings USING (name)",
            [list(SESSION), list(SESSION.values())],
        )
    connection.autocommit = False


def first_schema(path: str) -> str | None:
    """Return the first schema of a search path; None if there is none or it is the user's own."""
    found = re.match(r'\s*(?:"((?:[^"]|"")+)"|([^\s",]+))', path)
    if found is None:
        return None
    quoted, plain = found.groups()
    if quoted is not None:
        return None if quoted == "$user" else quoted.replace('""', '"')
    return str(plain).lower()


def _has_schema(connection: Connection) -> bool:
    return connection.execute(text("SELECT current_schema()")).scalar() is not None


def _schema(connection: Connection) -> str:
    """Return the pinned schema, quoted as SQL wants it."""
    return str(connection.execute(text("SELECT current_setting('search_path')")).scalar_one())


@contextmanager
def _outside_transaction(connection: Connection) -> Iterator[Connection]:
    connection.execution_options(isolation_level="AUTOCOMMIT")
    try:
        with connection.begin():
            yield connection
    finally:
        if not connection.invalidated:
            connection.execution_options(isolation_level="READ COMMITTED")


@contextmanager
def _readers_in_the_way() -> Iterator[None]:
    """Say in our words that a lock was not to be had."""
    try:
        yield
    except exc.DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != BUSY:
            raise
        raise LibraryBusyError(
            "What was forgotten is deleted, but another program still reads this library, so "
            "traces of it remain in its files. Close that program and open the library again."
        ) from error


# ---------------------------------------------------------------- care


def _broken_references(connection: Connection) -> list[str]:
    """Find rows that point nowhere: a restore may leave them, as it may switch off checks."""
    wrong = []
    for table in schema.metadata.sorted_tables:
        keys = [key for key in table.constraints if isinstance(key, ForeignKeyConstraint)]
        for key in sorted(keys, key=lambda key: tuple(key.column_keys)):
            if _points_nowhere(connection, table, key):
                parent = key.referred_table.name
                wrong.append(f"a row of {table.name} points at a row of {parent} that is not there")
    return wrong


def _points_nowhere(connection: Connection, table: Table, key: ForeignKeyConstraint) -> bool:
    parent = key.referred_table.alias("parent")
    pairs = [(element.parent, parent.c[element.column.name]) for element in key.elements]
    there = select(parent).where(*(one == other for one, other in pairs)).exists()
    lost = select(func.count()).select_from(table)
    lost = lost.where(and_(*(one.is_not(None) for one, _ in pairs)), ~there)
    return bool(connection.execute(lost).scalar_one())


AMCHECK = text(
    "SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = "
    "extnamespace WHERE extname = 'amcheck'"
)
INDEXES = text(
    "SELECT index.oid, index.relname FROM pg_class AS index "
    "JOIN pg_am ON pg_am.oid = index.relam JOIN pg_namespace ON pg_namespace.oid = relnamespace "
    "WHERE nspname = current_schema() AND relkind = 'i' AND amname = 'btree' ORDER BY relname"
)


def _broken_indexes(connection: Connection) -> list[str]:
    """Have the extension amcheck look at every index, where it is installed and ours to use."""
    home = connection.execute(AMCHECK).scalar()
    if home is None:
        return []
    check = text(f"SELECT {home}.bt_index_check(:index, true)")
    wrong = []
    for oid, name in connection.execute(INDEXES).all():
        try:
            with connection.begin_nested():
                connection.execute(check, {"index": oid})
        except exc.ProgrammingError:  # no right to use it
            return []
        except exc.InternalError:
            wrong.append(f"the index {name} is damaged: rebuild it with REINDEX")
    return wrong
