"""Pages of faces: of a photo as they are read, of a person or of nobody the best first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, literal, select, tuple_

from likeness.catalog import cursors, faces
from likeness.catalog.photos import countable
from likeness.catalog.schema import embedding, face
from likeness.types import Contract, Face, FaceId, Page, PersonId, PhotoId

OF_PHOTO, OF_PERSON, OF_NOBODY = "faces of a photo", "faces of a person", "faces of nobody"
"""Kinds of cursors."""

Condition = ColumnElement[bool]
Best = tuple[float | None, str]


def of_photo(
    connection: Connection, photo: PhotoId, *, everything: bool, after: str | None, limit: int
) -> Page[Face]:
    """Return faces of a photo in reading order."""
    chosen = select(face.c.position, face.c.id).where(face.c.photo == photo, *_counting(everything))
    place = tuple_(face.c.position, face.c.id)
    if after is not None:
        position, id_ = cursors.parse(OF_PHOTO, after, (int,), (str,))
        end = tuple_(literal(position, face.c.position.type), literal(id_, face.c.id.type))
        chosen = chosen.where(place > end)
    many = cursors.require_limit(limit) + 1
    ordered = chosen.order_by(face.c.position, face.c.id).limit(many)
    found = [(row.position, row.id) for row in connection.execute(ordered)]
    return _page(connection, OF_PHOTO, found, limit)


def of_person(
    connection: Connection, person: PersonId, *, everything: bool, after: str | None, limit: int
) -> Page[Face]:
    """Return faces of a person, the best first."""
    conditions = [face.c.person == person, *_counting(everything)]
    return _best(connection, OF_PERSON, conditions, after, limit)


def of_nobody(
    connection: Connection, *, everything: bool, after: str | None, limit: int
) -> Page[Face]:
    """Return faces of nobody, the best first."""
    conditions = [face.c.person.is_(None), *_counting(everything)]
    return _best(connection, OF_NOBODY, conditions, after, limit)


def newest(connection: Connection, contract: Contract, limit: int) -> list[Face]:
    """Return the faces that were found last; see `PageStore.newest_faces`.

    By the revision of the contract at which their embedding was written, which an index has. It
    has no more: to choose among those written together by their ids, all of them would be read.
    """
    chosen = (
        select(embedding.c.revision, embedding.c.face)
        .join_from(embedding, face)
        .where(embedding.c.contract == contract, countable())
        .order_by(embedding.c.revision.desc())
        .limit(limit)
    )
    found = sorted((-row.revision, row.face) for row in connection.execute(chosen))
    return faces.of_ids(connection, [FaceId(id_) for _, id_ in found])


def _counting(everything: bool) -> list[Condition]:
    return [] if everything else [countable()]


def _best(
    connection: Connection,
    kind: str,
    conditions: Sequence[Condition],
    after: str | None,
    limit: int,
) -> Page[Face]:
    """Return the best faces; those whose quality nobody knows are last.

    In two steps, since databases do not agree where an index has those.
    """
    many = cursors.require_limit(limit) + 1
    last: Best | None = None
    if after is not None:
        quality, id_ = cursors.parse(kind, after, (float, type(None)), (str,))
        last = (quality, id_)
    found: list[Best] = []
    if last is None or last[0] is not None:
        found = _fetch(connection, _rated(conditions, last).limit(many))
    if len(found) < many:
        behind = last if last is not None and last[0] is None else None
        found += _fetch(connection, _unrated(conditions, behind).limit(many - len(found)))
    return _page(connection, kind, found, limit)


def _rated(conditions: Sequence[Condition], last: Best | None) -> Select[Any]:
    chosen = select(face.c.quality, face.c.id).where(*conditions, face.c.quality.is_not(None))
    if last is not None:
        place = tuple_(face.c.quality, face.c.id)
        end = tuple_(literal(last[0], face.c.quality.type), literal(last[1], face.c.id.type))
        chosen = chosen.where(place < end)
    return chosen.order_by(face.c.quality.desc(), face.c.id.desc())


def _unrated(conditions: Sequence[Condition], last: Best | None) -> Select[Any]:
    chosen = select(face.c.quality, face.c.id).where(*conditions, face.c.quality.is_(None))
    if last is not None:
        chosen = chosen.where(face.c.id < last[1])
    return chosen.order_by(face.c.id.desc())


def _fetch(connection: Connection, chosen: Select[Any]) -> list[Best]:
    return [(row.quality, row.id) for row in connection.execute(chosen)]


def _page(
    connection: Connection, kind: str, found: Sequence[tuple[float | None, str]], limit: int
) -> Page[Face]:
    shown = [FaceId(id_) for _, id_ in found[:limit]]
    end = cursors.make(kind, *found[limit - 1]) if len(found) > limit else None
    return Page(items=tuple(faces.of_ids(connection, shown)), after=end)
