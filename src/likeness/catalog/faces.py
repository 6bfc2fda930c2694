"""Reading faces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from likeness.catalog import photos, vectors
from likeness.catalog.base import FaceFilter
from likeness.catalog.database import STREAM, chunks
from likeness.catalog.pathtext import PathText
from likeness.catalog.places import join
from likeness.catalog.schema import embedding, face, location, person, photo, source
from likeness.errors import UnknownFaceError, UsageError
from likeness.types import Contract, Face, FaceData, FaceId, PersonId, PhotoId

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PREFIX = re.compile(r"f[0-9a-f]{4,}")

SHOWN = tuple(column for column in face.c if not column.name.startswith("landmark"))


def read(connection: Connection, where: FaceFilter) -> Iterator[Face]:
    """Yield faces by photo, then position; see `Catalog.faces`."""
    conditions = _conditions(where)
    if where.ids is None:
        with connection.execute(_ordered().where(*conditions)) as all_rows:
            for row in all_rows:
                yield _face(row)
        return
    found: list[tuple[Any, Face]] = []
    for part in chunks(dict.fromkeys(where.ids)):
        rows = connection.execute(_ordered().where(*conditions, face.c.id.in_(part)))
        found.extend((_sort_key(row), _face(row)) for row in rows)
    yield from (row for _, row in sorted(found, key=lambda pair: pair[0]))


def owners(
    connection: Connection, ids: Iterable[FaceId], *, marked: bool
) -> dict[FaceId, PersonId | None]:
    """Return whose faces are; see `Catalog.owners`."""
    known = select(face.c.id, face.c.person)
    if not marked:
        known = known.where(face.c.mark.is_(None))
    found: dict[FaceId, PersonId | None] = {}
    for part in chunks(ids):
        rows = connection.execute(known.where(face.c.id.in_(part)))
        found.update((FaceId(id_), person_) for id_, person_ in rows)
    return found


def _conditions(where: FaceFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [] if where.every else [photos.countable()]
    if where.photo is not None:
        conditions.append(face.c.photo == where.photo)
    if where.person is not None:
        conditions.append(face.c.person == where.person)
    return conditions


def _select() -> Select[Any]:
    return (
        select(*SHOWN, photo.c.taken, person.c.name, _first_path().label("path"))
        .select_from(face)
        .join(photo)
        .join(person, person.c.id == face.c.person, isouter=True)
    )


def _ordered() -> Select[Any]:
    return _select().order_by(*photos.order(), face.c.position, face.c.id)


def _sort_key(row: Row[Any]) -> tuple[Any, ...]:
    return *photos.sort_key(row.taken, row.photo), row.position, row.id


def _first_path() -> ColumnElement[str]:
    """Return the first present path of the photo of the outer query, null if there is none."""
    path = func.rtrim(source.c.uri, "/", type_=PathText()) + "/" + location.c.path
    return (
        select(path)
        .select_from(location)
        .join(source)
        .where(location.c.photo == face.c.photo, ~location.c.missing)
        .order_by(source.c.uri, location.c.path)
        .limit(1)
        .correlate(face)
        .scalar_subquery()
    )


def _face(row: Row[Any]) -> Face:
    return Face(
        face=row.id,
        photo=row.path or row.photo,
        box=(row.x1, row.y1, row.x2, row.y2),
        points=row.points,
        score=row.score,
        status=row.status,
        quality=row.quality,
        person=row.person,
        age=row.age,
        gender=row.gender,
        gender_probability=row.gender_probability,
        pose=None if row.pitch is None else (row.pitch, row.yaw, row.roll),
        sha256=row.photo,
        name=row.name,
        mark=row.mark,
        assigned_by=row.assigned_by,
    )


def of_ids(connection: Connection, ids: Sequence[FaceId]) -> list[Face]:
    """Return faces in the order asked; those that are gone are left out."""
    found = {
        FaceId(row.id): _face(row)
        for part in chunks(ids)
        for row in connection.execute(_select().where(face.c.id.in_(part)))
    }
    return [found[id_] for id_ in ids if id_ in found]


# ---------------------------------------------------------------- one face


def find(connection: Connection, key: str) -> Face:
    """Return the face with this id or unique beginning of it; see `Catalog.face`."""
    found = connection.execute(_select().where(face.c.id == key)).all()
    if not found and PREFIX.fullmatch(key):
        begins = (face.c.id >= key) & (face.c.id < key + photos.AFTER_HEX)
        found = connection.execute(_select().where(begins).order_by(face.c.id).limit(5)).all()
    if len(found) == 1:
        return _face(found[0])
    if found:
        raise UnknownFaceError(
            f"{key} stands for several faces: {', '.join(row.id for row in found)}. "
            "Give more of the id."
        )
    raise UnknownFaceError(
        f"No face {key} in this library. Give its id, or at least f and 4 digits of it; "
        "`likeness faces` lists them."
    )


# ---------------------------------------------------------------- faces with all that is known


def read_data(connection: Connection, contract: Contract | None) -> Iterator[FaceData]:
    """Yield every face with everything known; see `Catalog.face_data`."""
    wanted = contract if contract is not None else _only_contract(connection)
    vector = (embedding.c.face == face.c.id) & (embedding.c.contract == wanted)
    everything = (
        _ordered()
        .add_columns(face.c.landmarks, embedding.c.vector, embedding.c.norm)
        .join(embedding, vector, isouter=True)
    )
    with connection.execute(everything) as rows:
        for part in rows.partitions(STREAM):
            paths = _paths(connection, {row.photo for row in part})
            for row in part:
                yield _face_data(row, paths.get(row.photo, ()), wanted)


def _only_contract(connection: Connection) -> Contract | None:
    names = connection.execute(select(embedding.c.contract).distinct()).scalars().all()
    if len(names) > 1:
        raise UsageError(
            f"This library holds embeddings of several models: {', '.join(sorted(names))}. "
            "Say which one to use."
        )
    return Contract(names[0]) if names else None


def _paths(connection: Connection, ids: set[PhotoId]) -> dict[PhotoId, tuple[str, ...]]:
    found: dict[PhotoId, list[str]] = {}
    for part in chunks(ids):
        rows = connection.execute(
            select(location.c.photo, source.c.uri, location.c.path)
            .join_from(location, source)
            .where(location.c.photo.in_(part), ~location.c.missing)
            .order_by(source.c.uri, location.c.path)
        )
        for id_, uri, path in rows:
            found.setdefault(PhotoId(id_), []).append(join(uri, path))
    return {id_: tuple(paths) for id_, paths in found.items()}


def _face_data(row: Row[Any], paths: Sequence[str], contract: Contract | None) -> FaceData:
    return FaceData(
        face=_face(row),
        paths=tuple(paths),
        landmarks=None if row.landmarks is None else _pairs(row.landmarks),
        embedding=None if row.vector is None else vectors.from_bytes([row.vector])[0],
        norm=row.norm,
        contract=None if row.vector is None else contract,
    )


def _pairs(data: bytes) -> NDArray[np.float32]:
    pairs: NDArray[np.float32] = vectors.from_bytes([data]).reshape(-1, 2)
    return pairs
