"""Faces as they are compared: their vectors, whose they are and when, and nothing to be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, select

from likeness.catalog.base import ComparedFace
from likeness.catalog.database import chunks
from likeness.catalog.photos import countable
from likeness.catalog.runs import camera_time
from likeness.catalog.schema import embedding, face, photo
from likeness.catalog.vectors import FLOAT32
from likeness.types import Contract, FaceId, PersonId


def read(
    connection: Connection,
    contract: Contract,
    faces: Sequence[FaceId],
    people: Sequence[PersonId],
    most: int | None,
) -> list[ComparedFace]:
    """Return these faces, then those of these people; see `Catalog.compared_faces`."""
    asked: dict[str, ComparedFace] = {}
    for part in chunks(dict.fromkeys(faces)):
        rows = connection.execute(_select(contract).where(face.c.id.in_(part)))
        asked.update((row.id, _face(row)) for row in rows)
    found = [asked[each] for each in faces if each in asked]
    # By photo: ids of photos are made of their content, so the first are a fair sample, and the
    # index on people and photos has them at hand however many faces a person has.
    theirs = _select(contract).order_by(face.c.photo, face.c.id).limit(most)
    for person in people:
        found += map(_face, connection.execute(theirs.where(face.c.person == person)))
    return found


def entries(connection: Connection, contract: Contract) -> Iterator[str]:
    """Yield everybody who is there and the faces of nobody; see `Catalog.entries`."""
    counted = (embedding.c.contract == contract) & countable()
    people = select(face.c.person).where(face.c.person.is_not(None)).distinct()
    alone = select(face.c.id).where(face.c.person.is_(None))
    for wanted in (people, alone):
        with connection.execute(wanted.join_from(face, embedding).where(counted)) as rows:
            yield from rows.scalars()


def _select(contract: Contract) -> Select[Any]:
    return (
        select(
            face.c.id,
            face.c.photo,
            face.c.person,
            face.c.quality,
            camera_time().label("taken"),
            face.c.age,
            embedding.c.vector,
        )
        .join_from(face, embedding)
        .join(photo, photo.c.id == face.c.photo)
        .where(embedding.c.contract == contract, countable())
    )


def _face(row: Sequence[Any]) -> ComparedFace:
    id_, on, person, quality, taken, age, vector = row
    return ComparedFace(id_, on, person, quality, taken, age, vector=np.frombuffer(vector, FLOAT32))
