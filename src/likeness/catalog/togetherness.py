"""Who is on photos with whom, as it is kept.

A person is together with itself on all of its photos. That row says that the others are level too:
whatever changes the faces of a person takes all of them away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, Select, delete, func, or_, select

from likeness.catalog import collections
from likeness.catalog.bulk import insert_rows
from likeness.catalog.database import chunks
from likeness.catalog.schema import collection_photo, face, together
from likeness.types import PersonId

MINE, OTHER = face.alias("mine"), face.alias("other")

Pairs = dict[tuple[PersonId, PersonId], int]


def behind(connection: Connection) -> list[PersonId]:
    """Return the people whose pairs have to be counted, by id."""
    counted = (
        select(together.c.one)
        .where(together.c.one == face.c.person, together.c.other == face.c.person)
        .exists()
    )
    people = select(face.c.person).where(face.c.person.is_not(None), ~counted).distinct()
    return sorted(PersonId(id_) for id_ in connection.execute(people).scalars())


def level(connection: Connection) -> None:
    """Count the pairs of everybody whose faces changed; see `NetworkStore.level_together`."""
    stale = behind(connection)
    drop(connection, stale)
    found: Pairs = {}
    for part in chunks(stale):
        found |= _counted(connection, _pairs().where(MINE.c.person.in_(part)))
    rows = [{"one": one, "other": other, "photos": n} for (one, other), n in found.items()]
    insert_rows(connection, together, rows)


def read(
    connection: Connection, people: Collection[PersonId] | None, collection: str | None
) -> Pairs:
    """Return who is together on how many photos; see `NetworkStore.together`."""
    if collection is None:
        rows = connection.execute(select(together).where(together.c.one != together.c.other))
        found = {(PersonId(one), PersonId(other)): photos for one, other, photos in rows}
    else:
        found = _in_collection(connection, collection)
    if people is None:
        return dict(sorted(found.items()))
    wanted = frozenset(people)
    return {pair: n for pair, n in sorted(found.items()) if wanted.issuperset(pair)}


def drop(connection: Connection, people: Iterable[PersonId]) -> None:
    """Delete all pairs with one of *people*."""
    for part in chunks(people):
        connection.execute(
            delete(together).where(or_(together.c.one.in_(part), together.c.other.in_(part)))
        )


def _in_collection(connection: Connection, name: str) -> Pairs:
    number = collections.require(connection, name)
    members = select(collection_photo.c.photo).where(collection_photo.c.collection == number)
    found = _counted(connection, _pairs().where(MINE.c.photo.in_(members)))
    return {(one, other): photos for (one, other), photos in found.items() if one != other}


def _pairs() -> Select[str, str, int]:
    """Return who is on how many photos with whom, each pair from either side."""
    return (
        select(MINE.c.person, OTHER.c.person, func.count(MINE.c.photo.distinct()))
        .join_from(MINE, OTHER, OTHER.c.photo == MINE.c.photo)
        .where(MINE.c.person.is_not(None), OTHER.c.person.is_not(None))
        .group_by(MINE.c.person, OTHER.c.person)
    )


def _counted(connection: Connection, pairs: Select[str, str, int]) -> Pairs:
    """Return what *pairs* finds, each pair once, the smaller id first."""
    found: Pairs = {}
    for one, other, photos in connection.execute(pairs):
        found[PersonId(min(one, other)), PersonId(max(one, other))] = photos
    return found
