"""The rights over a library in PostgreSQL: advisory locks, and the connections they are on."""

from __future__ import annotations

import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, exc, text

from likeness.catalog.failures import database_errors_as_ours
from likeness.catalog.writer import SOMEBODY, WRITE, Right
from likeness.errors import LibraryBusyError, StoreUnavailableError

POLL_SECONDS = 0.05

IDLE_NAME = f"likeness pid {os.getpid()}"
LONGEST_NAME = 63
"""Bytes of an application_name; the server cuts off the rest."""

NAME = re.compile(r"likeness pid (\d+) ([\w-]+) on (.+)")

# The key is made of the schema, so that the libraries of one database do not wait for each other.
# Schemas are pinned when a connection is made; the number tells our locks from others'.
KEY = "hashtextextended(current_setting('search_path'), :kind)"
WRITING, INDEXING, RUNNING = range(7595448454305805171, 7595448454305805174)
"""The rights to write to the library, to change its index, and to do long work."""

PING = text("SELECT 1")
TRY = text(f"SELECT pg_try_advisory_lock({KEY})")
UNLOCK = text(f"SELECT pg_advisory_unlock({KEY}), set_config('application_name', :name, false)")
SAY_WHO = text("SELECT set_config('application_name', :name, false)")
HOLDER = text(
    f"""
    SELECT activity.application_name
    FROM (SELECT {KEY} AS number) AS key, pg_locks AS lock
    JOIN pg_stat_activity AS activity ON activity.pid = lock.pid
    WHERE lock.locktype = 'advisory' AND lock.granted AND lock.objsubid = 1
        AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND lock.classid::bigint = (key.number >> 32) & 4294967295
        AND lock.objid::bigint = key.number & 4294967295
    """  # noqa: S608
)


class AdvisoryRight:
    """A right over one library, by default the writer's: its lock lives and dies with a connection.

    Everything that the writer writes goes over that very connection: should it be lost, the lock
    is lost, and with it all that was not committed. Nobody who lost the right can write by it.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        wait_seconds: float,
        on_wait: Callable[[str], None] | None,
        kind: int = WRITING,
        right: Right = WRITE,
    ) -> None:
        self._engine = engine
        self._kind = kind
        self._right = right
        self._wait_seconds = wait_seconds
        self._on_wait = on_wait or (lambda _message: None)
        self._held = threading.local()

    @contextmanager
    def hold(self, verb: str) -> Iterator[None]:
        """Hold the right; re-entrant within a thread.

        Args:
            verb: What the holder does, for those who wait.

        Raises:
            LibraryBusyError: Somebody else still holds it after `wait_seconds`; says who.
            StoreUnavailableError: The database cannot be reached.
        """
        if self.is_held:
            yield
            return
        connection = self._acquired(verb)
        self._held.connection = connection
        try:
            yield
        finally:
            self._held.connection = None
            self._release(connection)

    @property
    def is_held(self) -> bool:
        """Whether this thread holds the right, or did until its connection was lost."""
        return getattr(self._held, "connection", None) is not None

    def require_standing(self) -> None:
        """Ask over the connection that holds this thread's right: a long work leaves it idle.

        Raises:
            StoreUnavailableError: It was lost meanwhile, and the right with it.
        """
        connection = self.connection
        with database_errors_as_ours(), connection.begin():
            connection.execute(PING)

    @property
    def connection(self) -> Connection:
        """The connection that holds this thread's right.

        Raises:
            StoreUnavailableError: It was lost meanwhile, and the right with it.
        """
        connection: Connection = self._held.connection
        if connection.invalidated:
            raise StoreUnavailableError(
                "The connection to the database was lost, and with it the right to write. What was "
                "committed stays; run the same command again."
            )
        return connection

    def _acquired(self, verb: str) -> Connection:
        with database_errors_as_ours():
            connection = self._engine.connect()
        try:
            with database_errors_as_ours():
                self._acquire(connection)
                _say(connection, f"likeness pid {os.getpid()} {verb} on {socket.gethostname()}")
        except BaseException:
            self._release(connection)
            raise
        return connection

    def _acquire(self, connection: Connection) -> None:
        deadline = time.monotonic() + self._wait_seconds
        if self._try(connection):
            return
        self._on_wait(f"{self._holder(connection)} {self._right.doing}; waiting…")
        while not self._try(connection):
            if time.monotonic() >= deadline:
                raise LibraryBusyError(
                    f"{self._holder(connection)} {self._right.still} after "
                    f"{self._wait_seconds:g} seconds. Try again when it is done."
                )
            time.sleep(POLL_SECONDS)

    def _try(self, connection: Connection) -> bool:
        with connection.begin():
            return bool(connection.execute(TRY, {"kind": self._kind}).scalar_one())

    def _release(self, connection: Connection) -> None:
        """Free the lock; where that cannot be said any more, the connection's end frees it."""
        try:
            if not connection.invalidated:
                with connection.begin():
                    connection.execute(UNLOCK, {"kind": self._kind, "name": IDLE_NAME})
        except exc.SQLAlchemyError:
            connection.invalidate()
        finally:
            connection.close()

    def _holder(self, connection: Connection) -> str:
        """Return who holds the lock, as far as this role may see."""
        with connection.begin():
            names = connection.execute(HOLDER, {"kind": self._kind}).scalars().all()
        found = NAME.fullmatch(names[0] or "") if names else None
        if found is None:
            return SOMEBODY
        pid, verb, host = found.groups()
        place = "" if host == socket.gethostname() else f" on {host}"
        return f"{SOMEBODY} (pid {pid}{place}, {verb})"


def _say(connection: Connection, name: str) -> None:
    with connection.begin():
        connection.execute(
            SAY_WHO, {"name": name.encode()[:LONGEST_NAME].decode("utf-8", "ignore")}
        )
