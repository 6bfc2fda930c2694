"""Copying a whole library from one database into another, of any kind, and proving it."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Row,
    Table,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    true,
    update,
)

from likeness.catalog.bulk import insert_rows
from likeness.catalog.database import Database
from likeness.catalog.failures import database_errors_as_ours
from likeness.catalog.schema import (
    COPYING,
    WHOLE,
    edit,
    job,
    library,
    metadata,
    mirrored,
    neighbour,
    session,
    together,
    upload,
)
from likeness.errors import LibraryError

if TYPE_CHECKING:
    from likeness.catalog.sql import SqlCatalog

ROWS = 1000
"""Rows in one transaction: up to 2 MB of faces or embeddings."""

LATER = frozenset({edit.c.undone_by})
"""Columns that point at later rows of their own table: set when all of those are there."""

OF_THE_MOMENT = frozenset({library, job, session, upload})
"""Tables that belong to one place: work in progress there, and who is logged in there."""

DERIVED = frozenset({neighbour, together, mirrored})
"""Tables that are worked out again when they are first needed: faster than they are copied."""

Tell = Callable[[str, int, int], None]
"""Told the table, how many rows of it are there, and how many there will be."""

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyReport:
    """What a copy holds now."""

    rows: int
    copied: int  # by this call: fewer if an earlier one was interrupted


def copy_catalog(source: SqlCatalog, target: SqlCatalog, progress: Tell) -> CopyReport:
    """Copy everything in *source* into *target*, and verify that all of it arrived.

    The copy is a library of its own, with its own number. After an interruption a second call with
    the same libraries goes on behind the last chunk, or begins again if the source has changed
    since; until it is done nobody opens the target by mistake. Both are held for writing.

    Args:
        source: The library to copy.
        target: A new library, or what an interrupted call left, opened with `copying=True`.
        progress: Told after every chunk.

    Raises:
        LibraryError: The target holds something else, or does not equal the source in the end.
        LibraryBusyError: Somebody else writes to one of them and does not finish.
        StoreUnavailableError: One of the databases refused or was lost.
    """
    here, there = source.database, target.database
    with here.hold("move-library"), there.hold("move-library"):
        if _is_done(here, there):
            return CopyReport(rows=verify(source, target), copied=0)
        _begin(here, there)
        if not all(_holds_so_far(here, there, table) for table in tables()):
            _empty(there)
        copied = copy_rows(here, there, progress)
        rows = verify(source, target)
        _finish(here, there)
    return CopyReport(rows=rows, copied=copied)


def begin_copy(source: SqlCatalog, target: SqlCatalog) -> None:
    """Mark *target* as a copy of *source* that is not done yet: nobody opens it by mistake.

    `copy_catalog` does so too; this is for who copies something else first.

    Raises:
        LibraryError: The target holds something else.
        LibraryBusyError: Somebody else writes to one of them and does not finish.
        StoreUnavailableError: One of the databases refused or was lost.
    """
    here, there = source.database, target.database
    with here.hold("move-library"), there.hold("move-library"):
        if not _is_done(here, there):
            _begin(here, there)


def copy_rows(source: Database, target: Database, progress: Tell) -> int:
    """Copy what *target* does not hold yet, and return how many rows that were.

    Args:
        source: Where rows come from; only read.
        target: A database with all tables, whose rows are a beginning of those of *source*.
        progress: Told after every chunk.
    """
    copied = sum(_copy(source, target, table, progress) for table in tables())
    _set_later(source, target)
    return copied


def verify(source: SqlCatalog, target: SqlCatalog) -> int:
    """Return how many rows both hold.

    Raises:
        LibraryError: They do not hold the same rows with the same values.
    """
    return compare(
        source.database,
        target.database,
        "The source is as it was; empty the target and run `likeness move-library` again.",
    )


def compare(source: Database, target: Database, advice: str) -> int:
    """Return how many rows both databases hold.

    Raises:
        LibraryError: They do not hold the same rows with the same values; ends with *advice*.
    """
    rows = 0
    for table in tables():
        here = fingerprint(source, table, table.c)
        there = fingerprint(target, table, table.c)
        if here != there:
            raise LibraryError(
                f"The copy does not equal its source: of {table.name} there are {here[0]} rows and "
                f"{there[0]} were copied, or their values differ. {advice}"
            )
        rows += here[0]
    return rows


def tables() -> list[Table]:
    """Return what is copied, each table after those that it points at."""
    return [table for table in metadata.sorted_tables if table not in OF_THE_MOMENT | DERIVED]


def fingerprint(
    database: Database,
    table: Table,
    columns: Sequence[Column[Any]] | Any,
    among: ColumnElement[bool] | None = None,
) -> tuple[int, str]:
    """Return how many rows there are, and a SHA-256 of their values as Python has them."""
    wanted = select(*columns).where(true() if among is None else among)
    count, digest = 0, hashlib.sha256()
    with database.reading() as connection:
        connection.execution_options(yield_per=ROWS)
        with connection.execute(wanted.order_by(*_key_of(table))) as rows:
            for row in rows:
                line = repr([_comparable(value) for value in row])
                digest.update(line.encode("utf-8", "surrogateescape") + b"\n")
                count += 1
    return count, digest.hexdigest()


def _comparable(value: Any) -> Any:
    """Return *value* as SQLite keeps it, which knows neither NaN nor a zero below zero."""
    if isinstance(value, float):
        return None if math.isnan(value) else value + 0.0
    return value


# ---------------------------------------------------------------- beginning and end


def _is_done(source: Database, target: Database) -> bool:
    """Return whether *target* is a finished copy of *source*. Refuses one of something else."""
    ours, theirs = _library(source), _library(target)
    if ours.id == theirs.id:
        raise LibraryError("Source and target are the same library; nothing was copied.")
    if theirs.copied_from == ours.id:
        return bool(theirs.state == WHOLE)
    if theirs.copied_from is not None or not _is_empty(target):
        raise LibraryError(
            "The target holds another library already; nothing was changed. Name an empty folder, "
            "database or schema, or delete what is there if it is but an older state of this one."
        )
    return False


def _library(database: Database) -> Row[Any]:
    with database.reading() as connection:
        return connection.execute(select(library)).one()


def _is_empty(database: Database) -> bool:
    with database.reading() as connection:
        return not any(connection.execute(select(table).limit(1)).first() for table in tables())


def _begin(source: Database, target: Database) -> None:
    with target.writing() as connection:
        connection.execute(update(library).values(state=COPYING, copied_from=_library(source).id))


def _empty(target: Database) -> None:
    """Delete all rows: what was copied is no beginning of the source any more."""
    with target.writing() as connection:
        connection.execute(update(edit).values(target=None, undone_by=None))
        for table in reversed(tables()):
            connection.execute(delete(table))
    with database_errors_as_ours():
        target.backend.scrub()  # what the source has forgotten since must not stay here


def _finish(source: Database, target: Database) -> None:
    with target.writing() as connection:
        tagged = _library(source).tagged
        connection.execute(update(library).values(state=WHOLE, tagged=tagged))


# ---------------------------------------------------------------- rows


def _holds_so_far(source: Database, target: Database, table: Table) -> bool:
    """Return whether what was copied of *table* is what the source has up to there."""
    last = _last_key(target, table)
    if last is None:
        return True
    columns = [column for column in table.c if column not in LATER]
    until = ~_behind(table, last)
    return fingerprint(source, table, columns, until) == fingerprint(target, table, columns)


def _copy(source: Database, target: Database, table: Table, progress: Tell) -> int:
    """Copy the rows of *table* behind the last one that is there; return how many."""
    total, done = _count(source, table), _count(target, table)
    copied = 0
    progress(table.name, done, total)
    while rows := _next_rows(source, table, _last_key(target, table)):
        with target.writing() as connection:
            insert_rows(connection, table, rows)
        copied += len(rows)
        progress(table.name, done + copied, total)
    return copied


def _next_rows(source: Database, table: Table, last: Key | None) -> list[dict[str, Any]]:
    wanted = select(table).order_by(*_key_of(table)).limit(ROWS)
    if last is not None:
        wanted = wanted.where(_behind(table, last))
    with source.reading() as connection:
        found = connection.execute(wanted).mappings().all()
    later = {column.name: None for column in table.c if column in LATER}
    return [dict(row) | later for row in found]


def _set_later(source: Database, target: Database) -> None:
    """Set what points at later rows, now that all of them are there."""
    for column in LATER:
        table = column.table
        with source.reading() as connection:
            known = connection.execute(select(table.c.id, column).where(column.is_not(None))).all()
        if known:
            with target.writing() as connection:
                connection.execute(
                    update(edit)
                    .where(edit.c.id == bindparam("which"))
                    .values({column.name: bindparam("to")}),
                    [{"which": id_, "to": to} for id_, to in known],
                )


def _count(database: Database, table: Table) -> int:
    with database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _key_of(table: Table) -> list[Column[Any]]:
    return list(table.primary_key.columns)


def _last_key(database: Database, table: Table) -> Key | None:
    key = _key_of(table)
    with database.reading() as connection:
        last = connection.execute(
            select(*key).order_by(*(column.desc() for column in key)).limit(1)
        ).one_or_none()
    return None if last is None else tuple(last)


def _behind(table: Table, last: Key) -> ColumnElement[bool]:
    """Return the condition that a row comes after the one with the key *last*."""
    key = _key_of(table)
    return or_(
        *(and_(*(key[k] == last[k] for k in range(n)), key[n] > last[n]) for n in range(len(key)))
    )
