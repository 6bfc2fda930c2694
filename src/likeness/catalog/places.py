"""Sources, and the paths where photos lie or could not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection as AnyOf
from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    tuple_,
    update,
)

from likeness.catalog import listing
from likeness.catalog.base import SourceRow
from likeness.catalog.database import chunks, next_number
from likeness.catalog.pathtext import PathText, encode_path
from likeness.catalog.schema import failure, location, source
from likeness.errors import UnknownSourceError
from likeness.types import Failure, FailureRow, Location, PhotoId


def add_source(connection: Connection, kind: str, uri: str) -> SourceRow:
    """Return the source with this uri; a place of single files becomes a folder if asked."""
    known = connection.execute(select(source).where(source.c.uri == uri)).one_or_none()
    if known is None:
        number = next_number(connection, source)
        connection.execute(insert(source).values(id=number, kind=kind, uri=uri))
    elif kind == "folder" != known.kind:
        connection.execute(update(source).where(source.c.id == known.id).values(kind=kind))
    return next(row for row in read_sources(connection) if row.uri == uri)


def read_sources(connection: Connection, *, counted: bool = True) -> list[SourceRow]:
    """Return all sources by uri; *counted*: with how many photos are there, how many are gone."""
    rows = connection.execute(_counted() if counted else select(source)).mappings()
    found = [
        SourceRow(
            id=row["id"],
            kind=row["kind"],
            uri=row["uri"],
            photos=(row.get("photos") or 0) - int(row.get("missing") or 0),
            missing=int(row.get("missing") or 0),
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: row.uri)


def _counted() -> Select[Any]:
    gone = case((location.c.missing, 1), else_=0)
    by_photo = (
        select(location.c.source, func.min(gone).label("gone"))
        .group_by(location.c.source, location.c.photo)
        .subquery()
    )
    counted = (
        select(
            by_photo.c.source,
            func.count().label("photos"),
            func.sum(by_photo.c.gone).label("missing"),
        )
        .group_by(by_photo.c.source)
        .subquery()
    )
    return select(source, counted.c.photos, counted.c.missing).join_from(
        source, counted, counted.c.source == source.c.id, isouter=True
    )


def remove_source(connection: Connection, source_id: int) -> None:
    """Drop the source and its paths."""
    require_source(connection, source_id)
    listing.changed(connection)
    for table in (location, failure):
        connection.execute(delete(table).where(table.c.source == source_id))
    connection.execute(delete(source).where(source.c.id == source_id))


def rebase_source(connection: Connection, child: int, parent: int, prefix: str) -> None:
    """Move all paths of *child* under *prefix* of *parent*; they replace what was there."""
    require_source(connection, child)
    require_source(connection, parent)
    listing.changed(connection)
    for moved in (location, failure):
        new_path = literal(prefix, PathText) + moved.c.path
        arriving = select(new_path).where(moved.c.source == child)
        for table in (location, failure):
            connection.execute(
                delete(table).where(table.c.source == parent, table.c.path.in_(arriving))
            )
        connection.execute(
            update(moved).where(moved.c.source == child).values(source=parent, path=new_path)
        )
    connection.execute(delete(source).where(source.c.id == child))


def require_source(connection: Connection, source_id: int) -> None:
    """Raise `UnknownSourceError` unless there is a source of that number."""
    known = connection.execute(select(source.c.id).where(source.c.id == source_id)).scalar()
    if known is None:
        raise UnknownSourceError(f"No source has the number {source_id}.")


# ---------------------------------------------------------------- paths


def read_locations(connection: Connection, source_id: int, prefix: str) -> dict[str, Location]:
    """Return every path at *prefix*, by path; see `Catalog.locations`."""
    photos = connection.execute(_at(location, select(location), source_id, prefix))
    failures = connection.execute(_at(failure, select(failure), source_id, prefix))
    found = {
        row.path: Location(
            path=row.path,
            size=row.size,
            mtime_ns=row.mtime_ns,
            photo=PhotoId(row.photo),
            missing=row.missing,
            etag=row.etag,
        )
        for row in photos
    }
    for row in failures:
        found[row.path] = Location(
            path=row.path,
            size=row.size,
            mtime_ns=row.mtime_ns,
            photo=None,
            reason=row.reason,
            etag=row.etag,
        )
    return found


def _at(table: Table, rows: Select[Any], source_id: int, prefix: str) -> Select[Any]:
    """Restrict *rows* of *table* to a folder ("a/"), one file ("a/b") or everything ("")."""
    rows = rows.where(table.c.source == source_id)
    if not prefix:
        return rows
    return rows.where(below(table.c.path, prefix) if prefix[-1] == "/" else table.c.path == prefix)


def below(path: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    """Return the condition that *path* begins with *prefix*, letter by letter (LIKE folds case)."""
    return func.substr(path, 1, len(encode_path(prefix)), type_=PathText()) == prefix


def read_locations_of(
    connection: Connection, photos: AnyOf[PhotoId]
) -> dict[PhotoId, list[tuple[int, str]]]:
    """Return (source, path) of the present locations of each photo."""
    found: dict[PhotoId, list[tuple[int, str]]] = defaultdict(list)
    for part in chunks(photos):
        rows = connection.execute(
            select(location.c.photo, location.c.source, location.c.path)
            .where(location.c.photo.in_(part), ~location.c.missing)
            .order_by(location.c.source, location.c.path)
        ).all()
        for photo, source_id, path in rows:
            found[PhotoId(photo)].append((source_id, path))
    return dict(found)


def mark_missing(connection: Connection, source_id: int, paths: AnyOf[str]) -> None:
    """Mark paths as gone, and drop failures at them."""
    listing.changed(connection)
    for part in chunks(paths):
        connection.execute(
            update(location)
            .where(location.c.source == source_id, location.c.path.in_(part))
            .values(missing=True)
        )
        connection.execute(
            delete(failure).where(failure.c.source == source_id, failure.c.path.in_(part))
        )


def read_failures(connection: Connection) -> Iterator[Failure]:
    """Yield all failures in no particular order."""
    rows = connection.execute(
        select(source.c.uri, failure.c.path, failure.c.reason, failure.c.detail).join_from(
            failure, source
        )
    )
    for uri, path, reason, detail in rows:
        yield Failure(photo=join(uri, path), reason=reason, detail=detail)


def failures_behind(
    connection: Connection, behind: tuple[int, str] | None, limit: int
) -> list[FailureRow]:
    """Return failures by source, then path; *behind* such a place, if given."""
    place = (failure.c.source, failure.c.path)
    chosen = select(*place, failure.c.reason, failure.c.detail).order_by(*place).limit(limit)
    if behind is not None:
        ends = [literal(end, of.type) for end, of in zip(behind, place, strict=True)]
        chosen = chosen.where(tuple_(*place) > tuple_(*ends))
    return [
        FailureRow(source=row.source, path=row.path, reason=row.reason, detail=row.detail)
        for row in connection.execute(chosen)
    ]


def join(uri: str, path: str) -> str:
    """Return the absolute path of *path* below the folder *uri*, "." being the folder itself."""
    return uri if path == "." else f"{uri.rstrip('/')}/{path}"
