"""Faces that may enter an average, and what all faces of a person say together."""

from __future__ import annotations

import math
from collections.abc import Collection as AnyOf
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, or_, select

from likeness.catalog import collections
from likeness.catalog.database import chunks
from likeness.catalog.photos import countable
from likeness.catalog.runs import camera_time
from likeness.catalog.schema import collection_photo, embedding, face, person, photo
from likeness.catalog.vectors import FLOAT32
from likeness.types import Contract, FaceId, Gender, Member, MemberFilter, Perceived, PersonId

LEAST, MOST = 0.02, 0.98
"""What a probability counts as at the ends: one face that is sure must not outvote all others."""

NOTHING_PERCEIVED = Perceived(None, None)

Weighted = tuple[float, float]
"""A value and its weight."""


# ---------------------------------------------------------------- single faces


def read(connection: Connection, contract: Contract, where: MemberFilter) -> Iterator[Member]:
    """Yield the faces that may enter an average, by id; see `Catalog.members`."""
    conditions = _conditions(connection, where)
    ids = _named(connection, where)
    if ids is None:
        yield from _stream(connection, contract, conditions)
        return
    for part in chunks(sorted(ids)):
        yield from _stream(connection, contract, [*conditions, face.c.id.in_(part)])


def _conditions(connection: Connection, where: MemberFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if where.collection is not None:
        wanted = collections.require(connection, where.collection)
        members = select(collection_photo.c.photo).where(collection_photo.c.collection == wanted)
        conditions.append(face.c.photo.in_(members))
    if where.since is not None:
        conditions.append(camera_time() >= _plain(where.since))
    if where.before is not None:
        conditions.append(camera_time() < _plain(where.before))
    return conditions


def _plain(moment: datetime) -> datetime:
    """Return the same figures without zone: so cameras tell the time."""
    return moment.replace(tzinfo=None)


def _named(connection: Connection, where: MemberFilter) -> set[FaceId] | None:
    """Return the faces that the ids in *where* leave; None: it names none.

    Apart from the streaming, since more ids may be named than one statement takes.
    """
    found: set[FaceId] | None = None if where.faces is None else set(where.faces)
    if where.photos is not None:
        there = _faces_with(connection, face.c.photo, where.photos)
        found = there if found is None else found & there
    if where.people:
        theirs = _faces_with(connection, face.c.person, where.people)
        found = theirs if found is None else found & theirs
    return found


def _faces_with(
    connection: Connection, column: ColumnElement[Any], ids: Iterable[str]
) -> set[FaceId]:
    found: set[FaceId] = set()
    for part in chunks(dict.fromkeys(ids)):
        rows = connection.execute(select(face.c.id).where(column.in_(part), countable()))
        found.update(FaceId(id_) for id_ in rows.scalars())
    return found


def _stream(
    connection: Connection, contract: Contract, conditions: Iterable[ColumnElement[bool]]
) -> Iterator[Member]:
    allowed = or_(face.c.person.is_(None), ~person.c.hidden & ~person.c.opted_out)
    wanted = (
        select(
            face.c.id,
            face.c.photo,
            face.c.person,
            face.c.quality,
            face.c.yaw,
            face.c.pitch,
            face.c.landmark_spread,
            face.c.points,
            camera_time().label("taken"),
            face.c.age,
            face.c.gender,
            face.c.gender_probability,
            embedding.c.vector,
        )
        .join_from(face, embedding)
        .join(photo, photo.c.id == face.c.photo)
        .join(person, person.c.id == face.c.person, isouter=True)
        .where(embedding.c.contract == contract, countable(), allowed, *conditions)
        .order_by(face.c.id)
    )
    with connection.execute(wanted) as rows:
        yield from map(_member, rows)


def _member(row: Sequence[Any]) -> Member:
    id_, on, whose, quality, yaw, pitch, spread, points, taken, age, *gender, vector = row
    male, told = _male(*gender), (quality, yaw, pitch, spread, points, taken, age)
    return Member(id_, on, whose, *told, male, np.frombuffer(vector, FLOAT32))


def _male(gender: Gender | None, probability: float | None) -> float | None:
    if gender is None or probability is None:
        return None
    return probability if gender == "male" else 1 - probability


# ---------------------------------------------------------------- all faces of a person


def perceived(connection: Connection, people: AnyOf[PersonId]) -> dict[PersonId, Perceived]:
    """Return what the faces of each of *people* say together; see `Catalog.perceived`."""
    found = dict.fromkeys(people, NOTHING_PERCEIVED)
    wanted = select(
        face.c.person, face.c.quality, face.c.age, face.c.gender, face.c.gender_probability
    ).order_by(face.c.person, face.c.id)
    for part in chunks(found):
        with connection.execute(wanted.where(face.c.person.in_(part), countable())) as rows:
            for id_, theirs in groupby(rows, key=lambda row: row.person):
                found[id_] = _together([row[1:] for row in theirs])
    return found


def _together(rows: Iterable[Sequence[Any]]) -> Perceived:
    ages: list[Weighted] = []
    odds: list[Weighted] = []
    for quality, age, gender, probability in rows:
        weight = quality or 0.0
        if age is not None:
            ages.append((age, weight))
        male = _male(gender, probability)
        if male is not None:
            clipped = min(max(male, LEAST), MOST)
            odds.append((math.log(clipped / (1 - clipped)), weight))
    return Perceived(_median(ages), _logistic(_mean(odds)))


def _weighed(pairs: list[Weighted]) -> list[Weighted]:
    """Return *pairs*; where no weight is above zero, all weigh the same."""
    if any(weight > 0 for _, weight in pairs):
        return pairs
    return [(value, 1.0) for value, _ in pairs]


def _median(pairs: list[Weighted]) -> float | None:
    """Return the weighted median: between two values that part the weight evenly, the middle."""
    if not pairs:
        return None
    ordered = sorted(pair for pair in _weighed(pairs) if pair[1] > 0)
    half = math.fsum(weight for _, weight in ordered) / 2
    below = 0.0
    for n, (value, weight) in enumerate(ordered):
        below += weight
        if math.isclose(below, half, rel_tol=1e-9) and n + 1 < len(ordered):
            return (value + ordered[n + 1][0]) / 2
        if below > half:
            return value
    return ordered[-1][0]


def _mean(pairs: list[Weighted]) -> float | None:
    if not pairs:
        return None
    weighed = _weighed(pairs)
    total = math.fsum(value * weight for value, weight in weighed)
    return total / math.fsum(weight for _, weight in weighed)


def _logistic(odds: float | None) -> float | None:
    return None if odds is None else 1 / (1 + math.exp(-odds))
