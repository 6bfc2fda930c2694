"""Questions to which the answer was "not sure": they need not be asked again."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, or_, select

from likeness.catalog import changes as changing
from likeness.catalog.database import chunks
from likeness.catalog.schema import asked, face
from likeness.errors import UnknownFaceError, UsageError
from likeness.types import FaceId, PersonId


def note(connection: Connection, one: str, other: str) -> None:
    """Note that nobody is sure about these two; see `Catalog.note_asked`."""
    if one == other:
        raise UsageError(f"A question is about two faces or people, not about {one} twice.")
    known = {id_ for id_ in (one, other) if _is_known(connection, id_)}
    for id_ in (one, other):
        if id_ not in known:
            raise UnknownFaceError(
                f"No face or person {id_} in this library; `likeness people` lists people."
            )
    pair = (min(one, other), max(one, other))
    if pair not in pairs(connection):
        connection.execute(insert(asked).values(one=pair[0], other=pair[1]))


def pairs(connection: Connection) -> set[tuple[str, str]]:
    """Return all pairs, the smaller id first; see `Catalog.asked_pairs`."""
    return {(row.one, row.other) for row in connection.execute(select(asked)).all()}


def forget(connection: Connection, gone: Iterable[str]) -> None:
    """Delete what was asked about the faces and people *gone*."""
    for part in chunks(gone):
        connection.execute(delete(asked).where(or_(asked.c.one.in_(part), asked.c.other.in_(part))))


def mentioned(connection: Connection) -> set[str]:
    """Return everything that was asked about."""
    return {id_ for pair in pairs(connection) for id_ in pair}


def _is_known(connection: Connection, id_: str) -> bool:
    if changing.person_states(connection, [PersonId(id_)]):
        return True
    found = connection.execute(select(face.c.id).where(face.c.id == FaceId(id_))).scalar()
    return found is not None
