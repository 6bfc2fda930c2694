"""Who is on photos together with a person."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from likeness.catalog import people
from likeness.catalog.schema import face, person
from likeness.types import Companion, PersonId


def read(connection: Connection, of: PersonId, limit: int) -> list[Companion]:
    """Return who is on most photos of a person; see `PageStore.together`."""
    mine, other = face.alias("mine"), face.alias("other")
    counted = (
        select(other.c.person, func.count(other.c.photo.distinct()).label("photos"))
        .join_from(mine, other, other.c.photo == mine.c.photo)
        .where(mine.c.person == of, other.c.person != of)
        .group_by(other.c.person)
        .subquery()
    )
    rows = connection.execute(
        select(person.c.id, person.c.name, counted.c.photos, people.feature().label("feature"))
        .join_from(counted, person, person.c.id == counted.c.person)
        .where(~person.c.hidden)
        .order_by(counted.c.photos.desc(), person.c.id)
        .limit(limit)
    )
    return [
        Companion(person=row.id, name=row.name, photos=row.photos, feature=row.feature)
        for row in rows
    ]
