"""Reading photos."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, ScalarSelect, Select, func, select

from likeness.catalog import collections
from likeness.catalog.base import PhotoFilter
from likeness.catalog.database import chunks
from likeness.catalog.places import join
from likeness.catalog.schema import collection_photo, face, location, photo, source
from likeness.errors import UnknownPhotoError
from likeness.types import PersonId, Photo, PhotoId, PhotoPrint

SHA256 = re.compile(r"[0-9a-f]{64}")
PREFIX = re.compile(r"[0-9a-f]{8,63}")
AFTER_HEX = "g"
"""Sorts after every hex digit."""

SortKey = tuple[bool, str, PhotoId]


def read(connection: Connection, where: PhotoFilter) -> Iterator[Photo]:
    """Yield photos by time taken, then id; see `Catalog.photos`."""
    conditions = _conditions(connection, where)
    if where.ids is None:
        yield from (row for _, row in _stream(connection, conditions))
        return
    found: list[tuple[SortKey, Photo]] = []
    for part in chunks(dict.fromkeys(where.ids)):
        found.extend(_stream(connection, [*conditions, photo.c.id.in_(part)]))
    yield from (row for _, row in sorted(found, key=lambda pair: pair[0]))


def _conditions(connection: Connection, where: PhotoFilter) -> list[ColumnElement[bool]]:
    conditions = [_shows(person) for person in where.with_people]
    conditions += [~_shows(person) for person in where.without_people]
    if where.only:
        conditions.append(~shows_others(where.with_people))
    if where.collection is not None:
        wanted = collections.require(connection, where.collection)
        members = select(collection_photo.c.photo).where(collection_photo.c.collection == wanted)
        conditions.append(photo.c.id.in_(members))
    return conditions


def _shows(person: PersonId) -> ColumnElement[bool]:
    return photo.c.id.in_(select(face.c.photo).where(face.c.person == person))


def shows_others(people: Sequence[PersonId]) -> ColumnElement[bool]:
    """Return the condition that a face on the photo counts and is of nobody among *people*."""
    stranger = face.c.person.is_(None) | face.c.person.not_in(people)
    return (
        select(face.c.id)
        .where(face.c.photo == photo.c.id, countable(), stranger)
        .correlate(photo)
        .exists()
    )


def countable() -> ColumnElement[bool]:
    """Return the condition that a face is shown, counted and grouped."""
    return (face.c.status == "ok") & face.c.mark.is_(None)


def faces_on_photo() -> ScalarSelect[int]:
    """Return the number of faces that count on the photo of the outer query."""
    return (
        select(func.count())
        .select_from(face)
        .where(face.c.photo == photo.c.id, countable())
        .correlate(photo)
        .scalar_subquery()
    )


def order() -> tuple[ColumnElement[Any], ...]:
    """Return the order of photos: by the camera's clock, those without time last, then by id."""
    return photo.c.taken.asc().nulls_last(), photo.c.id.asc()


def sort_key(taken: datetime | None, photo_id: PhotoId) -> SortKey:
    """Return what sorts as `order` does."""
    return taken is None, "" if taken is None else taken.isoformat(), photo_id


def _stream(
    connection: Connection, conditions: Sequence[ColumnElement[bool]]
) -> Iterator[tuple[SortKey, Photo]]:
    with connection.execute(_with_paths().where(*conditions)) as everything:
        for _, same in groupby(everything, key=lambda row: row.id):
            rows = list(same)
            yield sort_key(rows[0].taken, rows[0].id), _photo(rows)


def _with_paths() -> Select[Any]:
    """Return one row for each present path of a photo, one without path where there is none."""
    present = (location.c.photo == photo.c.id) & ~location.c.missing
    return (
        select(photo, faces_on_photo().label("faces"), source.c.uri, location.c.path)
        .select_from(photo)
        .join(location, present, isouter=True)
        .join(source, source.c.id == location.c.source, isouter=True)
        .order_by(*order(), source.c.uri, location.c.path)
    )


def _photo(rows: list[Row[Any]]) -> Photo:
    first = rows[0]
    paths = tuple(join(row.uri, row.path) for row in rows if row.path is not None)
    return Photo(
        photo=paths[0] if paths else first.id,
        sha256=first.id,
        paths=paths,
        width=first.width,
        height=first.height,
        taken=iso_time(first.taken, first.taken_offset),
        faces=first.faces,
        status=first.status,
        taken_from=first.taken_from,
        camera=first.camera,
        bytes=first.bytes,
        missing=not paths,
    )


def iso_time(taken: datetime | None, offset: int | None) -> str | None:
    """Return ISO 8601: *taken* on the camera's clock, with *offset* in minutes where known."""
    if taken is None or offset is None:
        return None if taken is None else taken.isoformat()
    hours, minutes = divmod(abs(offset), 60)
    return f"{taken.isoformat()}{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"


def span(connection: Connection, person: PersonId) -> tuple[date | None, date | None]:
    """Return the days of the first and the last photo of a person; see `PageStore.span`."""
    ends = select(func.min(photo.c.taken), func.max(photo.c.taken)).where(_shows(person))
    first, last = connection.execute(ends).one()
    return (None if first is None else first.date(), None if last is None else last.date())


# ---------------------------------------------------------------- looking one up


def prints(connection: Connection, ids: Iterable[PhotoId]) -> dict[PhotoId, PhotoPrint]:
    """Return what tells copies of photos; see `Catalog.photo_prints`."""
    told_of = (photo.c.phash, photo.c.width, photo.c.height, photo.c.bytes, photo.c.taken)
    found: dict[PhotoId, PhotoPrint] = {}
    for part in chunks(ids):
        rows = connection.execute(select(photo.c.id, *told_of).where(photo.c.id.in_(part)))
        found.update((PhotoId(id_), PhotoPrint(*told)) for id_, *told in rows)
    return found


def find(connection: Connection, key: str) -> PhotoId:
    """Return the photo that *key* names; see `Catalog.find_photo`."""
    found: list[str] = []
    if SHA256.fullmatch(key):
        found = list(connection.execute(select(photo.c.id).where(photo.c.id == key)).scalars())
    elif PREFIX.fullmatch(key):
        found = _by_prefix(connection, key)
    elif (key.startswith("/") or "://" in key) and "\x00" not in key:
        found = _by_path(connection, key)[:1]
    if len(found) == 1:
        return PhotoId(found[0])
    if found:
        raise UnknownPhotoError(
            f"{key} stands for several photos: {', '.join(found)}. Give more of the id."
        )
    raise UnknownPhotoError(
        f"No photo {key} in this library. Give its path, its SHA-256 or at least the first "
        "8 digits of that (`likeness photos` lists them all), or let `likeness add` read it first."
    )


def _by_prefix(connection: Connection, prefix: str) -> list[str]:
    rows = connection.execute(
        select(photo.c.id)
        .where(photo.c.id >= prefix, photo.c.id < prefix + AFTER_HEX)
        .order_by(photo.c.id)
        .limit(5)
    )
    return list(rows.scalars())


def _by_path(connection: Connection, path: str) -> list[str]:
    """Return the photos at *path*, those that are there now first."""
    found: list[tuple[bool, str]] = []
    for source_id, uri in connection.execute(select(source.c.id, source.c.uri)).all():
        folder = uri.rstrip("/") + "/"
        if not path.startswith(folder):
            continue
        rows = connection.execute(
            select(location.c.missing, location.c.photo).where(
                location.c.source == source_id, location.c.path == path.removeprefix(folder)
            )
        )
        found.extend((missing, photo_id) for missing, photo_id in rows)
    return [photo_id for _, photo_id in sorted(found)]
