"""Collections: named sets of photos."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, func, insert, select

from likeness.catalog import listing, tags
from likeness.catalog.bulk import insert_rows
from likeness.catalog.database import chunks, next_number
from likeness.catalog.ingestion import analysed
from likeness.catalog.names import clean_name
from likeness.catalog.schema import collection, collection_photo, face
from likeness.errors import UnknownCollectionError, UnknownPhotoError
from likeness.types import Collection, PhotoId


def read(connection: Connection) -> list[Collection]:
    """Return all collections by name, with the number of their photos."""
    rows = connection.execute(
        select(collection.c.name, func.count(collection_photo.c.photo))
        .join_from(collection, collection_photo, isouter=True)
        .group_by(collection.c.id, collection.c.name)
    )
    found = [Collection(collection=name, photos=photos) for name, photos in rows]
    return sorted(found, key=lambda row: row.collection)


def require(connection: Connection, name: str) -> int:
    """Return the number of the collection called *name*."""
    found = connection.execute(
        select(collection.c.id).where(collection.c.name == clean_name(name, "collection"))
    ).scalar()
    if found is None:
        known = ", ".join(row.collection for row in read(connection)) or "none yet"
        raise UnknownCollectionError(f"No collection {name!r}. Collections: {known}.")
    return int(found)


def create(connection: Connection, name: str) -> None:
    """Make an empty collection unless there is one of that name."""
    wanted = clean_name(name, "collection")
    known = connection.execute(select(collection.c.id).where(collection.c.name == wanted)).scalar()
    if known is None:
        number = next_number(connection, collection)
        connection.execute(insert(collection).values(id=number, name=wanted))
        listing.changed(connection)


def add_photos(connection: Connection, name: str, photos: Sequence[PhotoId]) -> int:
    """Put photos in; return how many were not in it."""
    number = require(connection, name)
    wanted = dict.fromkeys(photos)
    unknown = wanted.keys() - analysed(connection, wanted.keys())
    if unknown:
        raise UnknownPhotoError(
            f"{len(unknown)} of {len(wanted)} photos are not in this library, such as "
            f"{min(unknown)}. `add` them first."
        )
    there = _members(connection, number, wanted.keys())
    new = [photo for photo in wanted if photo not in there]
    if new:
        rows = [{"collection": number, "photo": photo} for photo in new]
        insert_rows(connection, collection_photo, rows)
        listing.changed(connection)
        tags.changed_on(connection, new)
    return len(new)


def remove_photos(connection: Connection, name: str, photos: Sequence[PhotoId]) -> int:
    """Take photos out; return how many were in it."""
    number = require(connection, name)
    there = _members(connection, number, photos)
    for part in chunks(sorted(there)):
        connection.execute(
            delete(collection_photo).where(
                collection_photo.c.collection == number, collection_photo.c.photo.in_(part)
            )
        )
    if there:
        listing.changed(connection)
        tags.changed_on(connection, sorted(there))
    return len(there)


def remove(connection: Connection, name: str) -> None:
    """Delete the collection; its photos stay."""
    number = require(connection, name)
    listing.changed(connection)
    members = select(collection_photo.c.photo).where(collection_photo.c.collection == number)
    tags.changed(connection, face.c.photo.in_(members))
    connection.execute(delete(collection_photo).where(collection_photo.c.collection == number))
    connection.execute(delete(collection).where(collection.c.id == number))


def _members(connection: Connection, number: int, photos: Iterable[PhotoId]) -> set[str]:
    found: set[str] = set()
    for part in chunks(photos):
        rows = connection.execute(
            select(collection_photo.c.photo).where(
                collection_photo.c.collection == number, collection_photo.c.photo.in_(part)
            )
        )
        found.update(rows.scalars())
    return found
