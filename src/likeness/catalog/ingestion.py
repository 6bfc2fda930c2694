"""Writing photos with their faces, and what has to be known before analysing any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection as AnyOf
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Executable,
    Table,
    bindparam,
    delete,
    select,
    union_all,
)

from likeness.catalog import listing, tags, vectors
from likeness.catalog.bulk import insert_rows
from likeness.catalog.database import chunks
from likeness.catalog.places import require_source
from likeness.catalog.schema import (
    embedding,
    face,
    failure,
    location,
    photo,
    skip_face,
    skip_photo,
)
from likeness.types import (
    Box,
    FaceFacts,
    FailureFacts,
    IngestBatch,
    Location,
    PhotoFacts,
    PhotoId,
)

# Asked once for every photo that is read: made here, since making them takes longer than asking.
AMONG_PHOTOS: BindParameter[Any] = bindparam("photos", expanding=True)
ANALYSED = select(photo.c.id).where(photo.c.id.in_(AMONG_PHOTOS))
SKIPPED = select(skip_photo.c.photo).where(skip_photo.c.photo.in_(AMONG_PHOTOS))
SETTLED = union_all(ANALYSED, SKIPPED)


def analysed(connection: Connection, photos: AnyOf[PhotoId]) -> set[PhotoId]:
    """Return those that are in the catalog."""
    return _known(connection, ANALYSED, photos)


def skipped(connection: Connection, photos: AnyOf[PhotoId]) -> set[PhotoId]:
    """Return those that were forgotten."""
    return _known(connection, SKIPPED, photos)


def settled(connection: Connection, photos: AnyOf[PhotoId] | None) -> set[PhotoId]:
    """Return those that are in the catalog or were forgotten; see `Catalog.settled`."""
    if photos is None:
        everything = union_all(select(photo.c.id), select(skip_photo.c.photo))
        return {PhotoId(id_) for id_ in connection.execute(everything).scalars()}
    return _known(connection, SETTLED, photos)


def _known(connection: Connection, among: Executable, photos: AnyOf[PhotoId]) -> set[PhotoId]:
    found: set[PhotoId] = set()
    for part in chunks(photos):
        ids = connection.execute(among, {"photos": part})
        found.update(PhotoId(id_) for id_ in ids.scalars())
    return found


def skipped_boxes(connection: Connection, photos: AnyOf[PhotoId]) -> dict[PhotoId, list[Box]]:
    """Return the boxes of forgotten faces by photo."""
    found: dict[PhotoId, list[Box]] = defaultdict(list)
    for part in chunks(photos):
        rows = connection.execute(
            select(skip_face).where(skip_face.c.photo.in_(part)).order_by(skip_face.c.id)
        )
        for row in rows:
            found[PhotoId(row.photo)].append((row.x1, row.y1, row.x2, row.y2))
    return dict(found)


def write(connection: Connection, batch: IngestBatch) -> None:
    """Write one batch; see `Catalog.write`."""
    listing.changed(connection)
    require_source(connection, batch.source)
    known = analysed(connection, [facts.id for facts in batch.photos])
    photos = {facts.id: facts for facts in batch.photos if facts.id not in known}
    faces = [facts for facts in batch.faces if facts.photo in photos]
    insert_rows(connection, photo, [_photo_row(facts) for facts in photos.values()])
    if faces:
        tagged = tags.changed(connection)
        insert_rows(connection, face, [_face_row(facts) | {"tagged": tagged} for facts in faces])
    _write_embeddings(connection, faces)
    paths = [at.path for at in batch.locations] + [at.path for at in batch.failures]
    for table in (location, failure):
        _drop_paths(connection, table, batch.source, paths)
    failed = {at.path for at in batch.failures}
    good = [at for at in batch.locations if at.path not in failed]
    insert_rows(connection, location, _location_rows(batch.source, good))
    insert_rows(connection, failure, _failure_rows(batch.source, batch.failures))


def _drop_paths(connection: Connection, table: Table, source: int, paths: list[str]) -> None:
    if paths:
        connection.execute(
            delete(table).where(table.c.source == source, table.c.path == bindparam("at")),
            [{"at": path} for path in paths],
        )


def _photo_row(facts: PhotoFacts) -> dict[str, Any]:
    return {
        "id": facts.id,
        "bytes": facts.size,
        "width": facts.width,
        "height": facts.height,
        "format": facts.format,
        "status": facts.status,
        "taken": facts.taken,
        "taken_offset": facts.taken_offset,
        "taken_from": facts.taken_from,
        "camera": facts.camera,
        "phash": facts.phash,
        "thumbhash": facts.thumbhash,
    }


def _face_row(facts: FaceFacts) -> dict[str, Any]:
    x1, y1, x2, y2 = facts.box
    pitch, yaw, roll = facts.pose or (None, None, None)
    return {
        "id": facts.id,
        "photo": facts.photo,
        "position": facts.position,
        "detector": facts.detector,
        "x1": float(x1),
        "y1": float(y1),
        "x2": float(x2),
        "y2": float(y2),
        "points": facts.points,
        "score": float(facts.score),
        "status": facts.status,
        "quality": _float(facts.quality),
        "pitch": _float(pitch),
        "yaw": _float(yaw),
        "roll": _float(roll),
        "age": _float(facts.age),
        "gender": facts.gender,
        "gender_probability": _float(facts.gender_probability),
        "mirror_distance": _float(facts.mirror_distance),
        "landmarks": None if facts.landmarks is None else vectors.to_bytes(facts.landmarks),
        "landmark_spread": _float(facts.landmark_spread),
        "landmarker": facts.landmarker,
    }


def _float(value: float | None) -> float | None:
    """Return a plain float: drivers refuse numpy's."""
    return None if value is None else float(value)


def _write_embeddings(connection: Connection, faces: Iterable[FaceFacts]) -> None:
    embedded = [
        (facts, facts.contract, facts.embedding)
        for facts in faces
        if facts.contract is not None and facts.embedding is not None
    ]
    revisions = {
        contract: vectors.extended(connection, contract)
        for contract in sorted({contract for _, contract, _ in embedded})
    }
    rows = [
        {
            "face": facts.id,
            "contract": contract,
            "revision": revisions[contract],
            "vector": vectors.to_bytes(vector),
            "norm": _float(facts.norm),
        }
        for facts, contract, vector in embedded
    ]
    insert_rows(connection, embedding, rows)


def _location_rows(source: int, locations: Iterable[Location]) -> list[dict[str, Any]]:
    """Return one row for each path; the last one holds."""
    rows = {
        at.path: {
            "source": source,
            "path": at.path,
            "size": at.size,
            "mtime_ns": at.mtime_ns,
            "photo": at.photo,
            "missing": at.missing,
            "etag": at.etag,
        }
        for at in locations
    }
    return list(rows.values())


def _failure_rows(source: int, failures: Iterable[FailureFacts]) -> list[dict[str, Any]]:
    rows = {
        at.path: {
            "source": source,
            "path": at.path,
            "size": at.size,
            "mtime_ns": at.mtime_ns,
            "reason": at.reason,
            "detail": at.detail,
            "etag": at.etag,
        }
        for at in failures
    }
    return list(rows.values())
