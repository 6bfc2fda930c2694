"""What an index may filter faces by, and the number that says whether its tags are behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, select, update

from likeness.catalog.database import chunks
from likeness.catalog.schema import (
    collection,
    collection_photo,
    embedding,
    face,
    library,
    photo,
)
from likeness.types import Contract, FaceId, FaceTags, PhotoId

QUALITY_DECIMALS = 9
"""Of tags: an engine that reads numbers as text may lose the last bit of a longer one."""


def revision(connection: Connection) -> int:
    """Return how often the tags of any faces have changed."""
    return int(connection.execute(select(library.c.tagged)).scalar_one())


def changed(connection: Connection, which: ColumnElement[bool] | None = None) -> int:
    """Count up the revision; return the new one, to be written to the faces concerned.

    Args:
        connection: In a transaction that writes.
        which: The condition on `face` to write it to; None: the caller does, or they are gone.
    """
    connection.execute(update(library).values(tagged=library.c.tagged + 1))
    new = revision(connection)
    if which is not None:
        connection.execute(update(face).where(which).values(tagged=new))
    return new


def changed_on(connection: Connection, photos: Iterable[str]) -> None:
    """Count up the revision because all faces on *photos* have other tags now."""
    new = changed(connection)
    for part in chunks(photos):
        connection.execute(update(face).where(face.c.photo.in_(part)).values(tagged=new))


def read(connection: Connection, contract: Contract, after: int) -> dict[FaceId, FaceTags]:
    """Return the tags of unmarked faces that changed after revision *after*; see `Catalog.tags`."""
    among = _collections(connection, after)
    rows = connection.execute(
        select(face.c.id, face.c.photo, face.c.status, face.c.quality, face.c.person, photo.c.taken)
        .join_from(embedding, face)
        .join(photo)
        .where(embedding.c.contract == contract, face.c.mark.is_(None), face.c.tagged > after)
        .order_by(face.c.id)
    )
    nowhere: frozenset[str] = frozenset()
    return {
        FaceId(row.id): FaceTags(
            status=row.status,
            quality=None if row.quality is None else round(row.quality, QUALITY_DECIMALS),
            taken=row.taken,
            person=row.person,
            collections=among.get(row.photo, nowhere),
        )
        for row in rows
    }


def _collections(connection: Connection, after: int) -> dict[PhotoId, frozenset[str]]:
    """Return the names of the collections of each photo with faces that changed after *after*."""
    concerned = select(face.c.photo).where(face.c.tagged > after)
    rows = connection.execute(
        select(collection_photo.c.photo, collection.c.name)
        .join_from(collection_photo, collection)
        .where(collection_photo.c.photo.in_(concerned))
    )
    found: dict[PhotoId, set[str]] = defaultdict(set)
    for id_, name in rows:
        found[PhotoId(id_)].add(name)
    return {id_: frozenset(names) for id_, names in found.items()}
