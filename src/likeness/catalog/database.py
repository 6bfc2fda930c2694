"""A database as the catalog uses it: transactions that read, and transactions that write."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from likeness.catalog.failures import database_errors_as_ours
from likeness.catalog.writer import Writer

Item = TypeVar("Item")

WRITES = "likeness_writes"
"""Execution option of transactions that will write."""

CHUNK = 1000
"""Values in one IN (...): SQLite takes 32,766, PostgreSQL 65,535, short ones are planned faster."""

STREAM = 2000
"""Rows fetched at a time."""


class Database:
    """An engine and the right to write to what it opens."""

    def __init__(self, engine: Engine, writer: Writer) -> None:
        self.engine = engine
        self.writer = writer
        self._writing_engine = engine.execution_options(**{WRITES: True})

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees one state of the library, whatever is written meanwhile."""
        with database_errors_as_ours(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that writes; it holds the writer's right until it is committed."""
        with (
            self.writer.hold("write"),
            database_errors_as_ours(),
            self._writing_engine.begin() as connection,
        ):
            yield connection

    def stream(self, read: Callable[[Connection], Iterator[Item]]) -> Iterator[Item]:
        """Yield what *read* yields, in one transaction that lasts as long as somebody asks."""
        with self.reading() as connection:
            yield from read(connection.execution_options(yield_per=STREAM))


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[Sequence[Item]]:
    """Yield *items* in lists of at most *size*."""
    everything = list(items)
    for start in range(0, len(everything), size):
        yield everything[start : start + size]


def dump_json(value: Any) -> str:
    """Return compact JSON that shows every character as it is, so that a search can find it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
