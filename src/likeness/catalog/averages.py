"""Averages that the library keeps: how each was asked for, and whose faces shaped it.

They are derived data: no decisions, and nothing about them is in the log. What forgetting does to
them stands in `forgotten_averages`.

Pictures of averages (a strip over the years, one on a template) are kept in the same tables: they
are of faces in the same way. Their recipes say which kind of picture they are; no average is one.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, or_, select

from likeness.catalog.bulk import insert_rows
from likeness.catalog.database import chunks
from likeness.catalog.schema import average, average_face, face, person
from likeness.errors import UnknownAverageError, UnknownFaceError, UsageError
from likeness.types import AverageId, FaceId, KeptAverage

PREFIX = re.compile(r"a[0-9a-f]{4,}")
SHOWN_CANDIDATES = 5

PICTURE = "picture"
"""What the recipe of a picture has, and that of an average has not: which kind it is of."""


def is_picture(recipe: Mapping[str, Any]) -> bool:
    """Return whether a recipe is that of a picture of averages."""
    return PICTURE in recipe


# ---------------------------------------------------------------- keeping


def keep(connection: Connection, kept: KeptAverage) -> None:
    """Keep an average, instead of an older one of that id; see `Catalog.keep_average`."""
    made = None if kept.made is None else _instant(kept.made)
    recipe, report = _plain(kept.recipe), _plain(kept.report)
    faces = sorted(set(kept.faces)) if made is not None else []
    _require_faces(connection, faces)
    delete_rows(connection, kept.id)
    connection.execute(
        insert(average).values(
            id=kept.id,
            title=_normal(kept.title),
            recipe=recipe,
            made=made,
            report=report if made is not None else None,
        )
    )
    insert_rows(connection, average_face, [{"average": kept.id, "face": id_} for id_ in faces])


def drop(connection: Connection, id_: AverageId) -> None:
    """Drop an average; see `Catalog.drop_average`."""
    if not delete_rows(connection, id_):
        raise UnknownAverageError(_unknown(id_))


def delete_rows(connection: Connection, id_: str) -> bool:
    """Delete an average; return whether there was one of that id."""
    connection.execute(delete(average_face).where(average_face.c.average == id_))
    return bool(connection.execute(delete(average).where(average.c.id == id_)).rowcount)


def _instant(made: str) -> datetime:
    try:
        moment = datetime.fromisoformat(made)
    except ValueError as error:
        raise UsageError(f"When an average was made is ISO 8601 in UTC, not {made!r}.") from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return *values* as they come back. Raises `UsageError` if no database could keep them."""
    try:
        text = json.dumps(dict(values), ensure_ascii=False, allow_nan=False)
        text.encode()
    except (TypeError, ValueError) as error:
        raise UsageError(
            "Recipe and report of an average are plain values (texts, finite numbers, lists, "
            f"mappings): {error}."
        ) from error
    plain: dict[str, Any] = json.loads(text)
    return plain


def _require_faces(connection: Connection, faces: Iterable[FaceId]) -> None:
    for part in chunks(faces):
        known = connection.execute(select(face.c.id).where(face.c.id.in_(part))).scalars()
        gone = set(part) - set(known)
        if gone:
            raise UnknownFaceError(
                f"{len(gone)} faces of this average are not in the library any more, such as "
                f"{min(gone)}: it was not kept. Make it again."
            )


# ---------------------------------------------------------------- reading


def read(connection: Connection, *, pictures: bool = False) -> list[KeptAverage]:
    """Return all averages, or all pictures of averages, by title, then id."""
    faces: dict[str, list[FaceId]] = defaultdict(list)
    pairs = select(average_face.c.average, average_face.c.face)
    for of, id_ in connection.execute(pairs.order_by(average_face.c.average, average_face.c.face)):
        faces[of].append(id_)
    rows = connection.execute(select(average)).all()
    found = [_kept(row, faces[row.id]) for row in rows if is_picture(row.recipe) == pictures]
    return sorted(found, key=lambda row: (row.title, row.id))


def find(connection: Connection, key: str) -> KeptAverage:
    """Return the average with this id, unique beginning of an id, or title; see `Catalog`."""
    found = _candidates(connection, key)
    if len(found) > 1:
        listed = ", ".join(f'{row.id} ("{row.title}")' for row in found[:SHOWN_CANDIDATES])
        more = f" and {len(found) - SHOWN_CANDIDATES} more" if found[SHOWN_CANDIDATES:] else ""
        raise UnknownAverageError(
            f"{key} stands for several averages: {listed}{more}. Give the id."
        )
    if not found:
        raise UnknownAverageError(_unknown(key))
    members = select(average_face.c.face).where(average_face.c.average == found[0].id)
    ids = connection.execute(members.order_by(average_face.c.face)).scalars()
    return _kept(found[0], [FaceId(id_) for id_ in ids])


def outdated(connection: Connection, *, pictures: bool = False) -> list[AverageId]:
    """Return the averages that have to be made anew, or the pictures that no longer hold."""
    not_allowed = or_(face.c.mark.is_not(None), person.c.hidden, person.c.opted_out)
    shaped = (
        select(average_face.c.average)
        .join_from(average_face, face)
        .join(person, person.c.id == face.c.person, isouter=True)
        .where(not_allowed)
    )
    stale = or_(average.c.made.is_(None), average.c.id.in_(shaped))
    rows = connection.execute(
        select(average.c.id, average.c.recipe).where(stale).order_by(average.c.id)
    )
    return [AverageId(row.id) for row in rows if is_picture(row.recipe) == pictures]


def _candidates(connection: Connection, key: str) -> list[Row[Any]]:
    """Return what *key* may stand for, by the first way to read it that fits any."""
    rows: list[Row[Any]] = []
    if PREFIX.fullmatch(key):
        rows = _where(connection, func.substr(average.c.id, 1, len(key)) == key)
        rows = [row for row in rows if row.id == key] or rows
    return rows or _where(connection, average.c.title == _normal(key))


def _where(connection: Connection, condition: ColumnElement[bool]) -> list[Row[Any]]:
    """Return the averages of which *condition* holds, by id."""
    found = connection.execute(select(average).where(condition).order_by(average.c.id))
    return [row for row in found if not is_picture(row.recipe)]


def _kept(row: Row[Any], faces: list[FaceId]) -> KeptAverage:
    return KeptAverage(
        id=row.id,
        title=row.title,
        recipe=row.recipe,
        made=None if row.made is None else row.made.isoformat(),
        faces=tuple(faces),
        report=row.report or {},
    )


def _normal(title: str) -> str:
    return unicodedata.normalize("NFC", title)


def _unknown(key: str) -> str:
    return (
        f"No average {key} in this library. Give an id, its beginning (a and at least 4 digits) "
        "or the exact title."
    )
