"""A database as the catalog uses it: transactions that read, and transactions that write."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, func, select

from likeness.catalog.backend import Backend
from likeness.catalog.failures import database_errors_as_ours

Item = TypeVar("Item")

CHUNK = 1000
"""Values in one IN (...): SQLite takes 32,766, PostgreSQL 65,535, short ones are planned faster."""

STREAM = 2000
"""Rows fetched at a time."""


class Database:
    """A backend, with its errors in our words."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend

    @property
    def engine(self) -> Engine:
        """The connections."""
        return self.backend.engine

    def hold(self, verb: str) -> AbstractContextManager[None]:
        """Hold the right to write; see `Catalog.writing`."""
        return self.backend.hold(verb)

    def run(self, verb: str) -> AbstractContextManager[None]:
        """Hold the right to run; see `Catalog.running`."""
        return self.backend.hold_running(verb)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees one state of the library, whatever is written meanwhile."""
        with database_errors_as_ours(), self.backend.reading() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that writes; it holds the writer's right until it is committed."""
        with (
            self.hold("write"),
            database_errors_as_ours(),
            self.backend.writing() as connection,
        ):
            yield connection

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """Open a short transaction that writes without the writer's right.

        For what stands beside a library's truth: jobs, and who may come in. A long `add` may hold
        the right meanwhile. A thread that is `writing()` must not open one: on SQLite both would
        wait for each other.

        Raises:
            StoreUnavailableError: The database was busy for too long, or refuses.
        """
        with database_errors_as_ours(), self.backend.noting() as connection:
            yield connection

    def stream(self, read: Callable[[Connection], Iterator[Item]]) -> Iterator[Item]:
        """Yield what *read* yields, in one transaction that lasts as long as somebody asks.

        *read* closes its results itself when nobody asks any more: they may be cursors that the
        server keeps.
        """
        with self.reading() as connection:
            yield from read(connection.execution_options(yield_per=STREAM))


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[Sequence[Item]]:
    """Yield *items* in lists of at most *size*."""
    everything = list(items)
    for start in range(0, len(everything), size):
        yield everything[start : start + size]


def next_number(connection: Connection, table: Table) -> int:
    """Return the number of the next row of *table*: one more than its last.

    There is one writer, so nobody else draws it too; and unlike those of a sequence the numbers
    are the same on every database, whatever was taken back on the way.
    """
    return int(connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1


def dump_json(value: Any) -> str:
    """Return compact JSON that shows every character as it is, so that a search can find it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
