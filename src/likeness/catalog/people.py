"""Reading people, and the ids of new ones."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, ScalarSelect, Select, func, select

from likeness.catalog.schema import face, person
from likeness.errors import UnknownPersonError
from likeness.types import FaceId, Person, PersonId

PREFIX = re.compile(r"p[0-9a-f]{4,}")
AFTER_HEX = "g"
SHOWN_CANDIDATES = 5
SUFFIX_DIGITS = 8


def read(connection: Connection, *, hidden: bool) -> list[Person]:
    """Return people who have a face, most photos first, then by id."""
    people = _counted(face.c.person.is_not(None))
    if not hidden:
        people = people.where(~person.c.hidden)
    found = [_person(row) for row in connection.execute(people)]
    return sorted(found, key=lambda row: (-row.photos, row.person))


def _counted(which: ColumnElement[bool], *, faceless: bool = False) -> Select[Any]:
    """Return people with what is counted of *which* faces, which an index alone can tell.

    Args:
        which: Condition on `face`.
        faceless: Also people without any.
    """
    counted = (
        select(
            face.c.person,
            func.count().label("faces"),
            func.count(face.c.photo.distinct()).label("photos"),
        )
        .where(which)
        .group_by(face.c.person)
        .subquery()
    )
    return select(
        person.c.id,
        person.c.name,
        person.c.hidden,
        person.c.born,
        person.c.opted_out,
        feature().label("feature"),
        func.coalesce(counted.c.faces, 0).label("faces"),
        func.coalesce(counted.c.photos, 0).label("photos"),
    ).join_from(person, counted, counted.c.person == person.c.id, isouter=faceless)


def feature() -> ScalarSelect[str]:
    """Return the face that stands for the person of the outer query: null once it is another's."""
    mine = (face.c.id == person.c.feature, face.c.person == person.c.id)
    return select(face.c.id).where(*mine).correlate(person).scalar_subquery()


def _person(row: Row[Any]) -> Person:
    return Person(
        person=row.id,
        name=row.name,
        faces=row.faces,
        photos=row.photos,
        hidden=row.hidden,
        feature=row.feature,
        born=row.born,
        opted_out=row.opted_out,
    )


# ---------------------------------------------------------------- looking one up


def find(connection: Connection, key: str) -> Person:
    """Return the person with this id, unique beginning of an id, or name; see `Catalog.person`."""
    wanted = find_id(connection, key)
    counted = _counted(face.c.person == wanted, faceless=True)
    return _person(connection.execute(counted.where(person.c.id == wanted)).one())


def find_id(connection: Connection, key: str) -> PersonId:
    """Return the id of the person that `find` returns, counting nothing; raises as it does."""
    candidates = _candidates(connection, key)
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        raise UnknownPersonError(
            f"{key} stands for several people: {_listed(connection, candidates)}. Give the id."
        )
    raise UnknownPersonError(
        f"No person {key} in this library. Give an id, its beginning (p and at least 4 digits) "
        "or the exact name; `likeness people` lists them."
    )


def _candidates(connection: Connection, key: str) -> list[PersonId]:
    """Return whom *key* may stand for, by the first way to read it that fits anybody."""
    if PREFIX.fullmatch(key):
        ids = select(person.c.id).where(person.c.id >= key, person.c.id < key + AFTER_HEX)
        found = sorted(connection.execute(ids).scalars())
        if found:
            return [PersonId(key)] if key in found else [PersonId(id_) for id_ in found]
    wanted = unicodedata.normalize("NFC", key.strip())
    names = connection.execute(
        select(person.c.id, person.c.name).where(person.c.name.is_not(None)).order_by(person.c.id)
    ).all()
    exact = [PersonId(row.id) for row in names if row.name == wanted]
    folded = wanted.casefold()
    return exact or [PersonId(row.id) for row in names if row.name.casefold() == folded]


def _listed(connection: Connection, ids: list[PersonId]) -> str:
    shown = ids[:SHOWN_CANDIDATES]
    rows = connection.execute(select(person.c.id, person.c.name).where(person.c.id.in_(shown)))
    names = {row.id: row.name for row in rows}
    listed = ", ".join(in_words(id_, names[id_]) for id_ in shown)
    more = len(ids) - len(shown)
    return f"{listed} and {more} more" if more else listed


def in_words(person_id: PersonId, name: str | None) -> str:
    """Return how messages call a person."""
    return person_id if name is None else f'"{name}" ({person_id})'


# ---------------------------------------------------------------- new people


def new_id(connection: Connection, faces: Iterable[FaceId]) -> PersonId:
    """Return the id of a person who is founded with *faces*.

    That of the smallest face whose person id is free; where none is, the smallest face's with a
    suffix that depends on all of them.
    """
    ordered = sorted(faces)
    wanted = [PersonId("p" + id_[1:]) for id_ in ordered]
    tried = 0
    while True:
        for candidate in wanted:
            if not _is_taken(connection, candidate):
                return candidate
        digest = hashlib.sha256(f"{tried},{','.join(ordered)}".encode()).hexdigest()
        wanted = [PersonId("p" + ordered[0][1:] + digest[:SUFFIX_DIGITS])]
        tried += 1


def _is_taken(connection: Connection, person_id: PersonId) -> bool:
    found = connection.execute(select(person.c.id).where(person.c.id == person_id)).scalar()
    return found is not None
