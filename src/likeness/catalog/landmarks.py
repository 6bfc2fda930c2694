"""The dense points of faces, and placing them anew with another model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Double, Integer, bindparam, func, or_, select, update

from likeness.catalog import tags, vectors
from likeness.catalog.database import chunks
from likeness.catalog.schema import face
from likeness.errors import UsageError
from likeness.types import Contract, FaceId, Landmarks, PhotoId

SHAPE = (68, 2)

KEPT_WHERE_NOT_GIVEN = ("pitch", "yaw", "roll", "quality")


def read(connection: Connection, faces: Sequence[FaceId]) -> dict[FaceId, Landmarks]:
    """Return the landmarks of those of *faces* that have any; see `Catalog.landmarks`."""
    found: dict[FaceId, Landmarks] = {}
    columns = ("id", "landmarks", "landmark_spread", "landmarker", "pitch", "yaw", "roll")
    wanted = select(*(face.c[name] for name in columns), face.c.quality)
    for part in chunks(dict.fromkeys(faces)):
        here = wanted.where(face.c.id.in_(part), face.c.landmarks.is_not(None))
        rows = connection.execute(here.order_by(face.c.id))
        found.update((FaceId(row.id), _landmarks(row)) for row in rows)
    return found


def _landmarks(row: Any) -> Landmarks:
    return Landmarks(
        face=row.id,
        points=vectors.from_bytes([row.landmarks]).reshape(-1, 2),
        spread=row.landmark_spread,
        landmarker=row.landmarker,
        pose=None if row.pitch is None else (row.pitch, row.yaw, row.roll),
        quality=row.quality,
    )


def outdated(connection: Connection, landmarker: Contract) -> dict[PhotoId, list[FaceId]]:
    """Return the faces whose landmarks others placed; see `Catalog.outdated_landmarks`."""
    others = or_(face.c.landmarker.is_(None), face.c.landmarker != landmarker)
    rows = connection.execute(
        select(face.c.photo, face.c.id)
        .where(face.c.status == "ok", face.c.landmarks.is_not(None), others)
        .order_by(face.c.photo, face.c.position, face.c.id)
    )
    found: dict[PhotoId, list[FaceId]] = defaultdict(list)
    for photo, id_ in rows:
        found[PhotoId(photo)].append(FaceId(id_))
    return dict(found)


def write(connection: Connection, rows: Iterable[Landmarks]) -> int:
    """Replace the landmarks of faces; see `Catalog.write_landmarks`."""
    wanted = {row.face: row for row in rows}
    for row in wanted.values():
        if row.points.shape != SHAPE:
            raise UsageError(
                f"A face has 68 landmarks, an array of shape {SHAPE}; those of {row.face} have "
                f"shape {row.points.shape}."
            )
    known = _qualities(connection, wanted)
    requalified = {
        id_ for id_, quality in known.items() if wanted[id_].quality not in {None, quality}
    }
    tagged = tags.changed(connection) if requalified else None
    values = [_values(wanted[id_], tagged if id_ in requalified else None) for id_ in known]
    if values:
        kept = {name: _given_or_kept(name) for name in KEPT_WHERE_NOT_GIVEN}
        connection.execute(
            update(face)
            .where(face.c.id == bindparam("at"))
            .values(
                landmarks=bindparam("points_"),
                landmark_spread=bindparam("spread_"),
                landmarker=bindparam("by_"),
                tagged=func.coalesce(bindparam("tag_", type_=Integer), face.c.tagged),
                **kept,
            ),
            values,
        )
    return len(values)


def _given_or_kept(name: str) -> Any:
    return func.coalesce(bindparam(f"{name}_", type_=Double), face.c[name])


def _qualities(connection: Connection, faces: Iterable[FaceId]) -> dict[FaceId, float | None]:
    """Return the quality of each of *faces* that is there."""
    found: dict[FaceId, float | None] = {}
    for part in chunks(faces):
        rows = connection.execute(select(face.c.id, face.c.quality).where(face.c.id.in_(part)))
        found.update((FaceId(row.id), row.quality) for row in rows)
    return found


def _values(row: Landmarks, tagged: int | None) -> Mapping[str, Any]:
    pitch, yaw, roll = row.pose or (None, None, None)
    numbers = {"spread": row.spread, "pitch": pitch, "yaw": yaw, "roll": roll}
    numbers["quality"] = row.quality
    return {
        "at": row.face,
        "points_": vectors.to_bytes(row.points),
        "by_": row.landmarker,
        "tag_": tagged,
        **{f"{name}_": None if x is None else float(x) for name, x in numbers.items()},
    }
