"""What one edit writes about faces and people: applied, kept in the log, and turned round.

An edit never works on the tables itself. It says what it wants to write, with the values before
and after; `apply` does that, and the same record, turned round, takes it back. A value that an
edit affirms without changing it is written too: what was affirmed later must not be taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Integer, bindparam, delete, func, select, update

from likeness.catalog import neighbours, tags, vectors
from likeness.catalog.bulk import insert_rows
from likeness.catalog.database import chunks
from likeness.catalog.schema import face, person, rejection
from likeness.types import AssignedBy, FaceId, FaceMark, PersonId

PersonField = Literal["name", "hidden", "feature", "born", "opted_out"]
Key = tuple[str, ...]
"""One thing that can be written: ("face", id), ("rejection", face, person), ("person", id, field).

The field "exists" stands for the founding and the end of a person.
"""


UNTOLD: tuple[Any, ...] = (None, False)
"""Year of birth and opting out of a person of whom the log says neither."""


@dataclass(frozen=True, slots=True)
class FaceState:
    """Where a face stands."""

    person: PersonId | None = None
    assigned_by: AssignedBy | None = None
    mark: FaceMark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonState:
    """All that is kept of a person itself."""

    created: datetime
    name: str | None = None
    hidden: bool = False
    feature: FaceId | None = None
    born: int | None = None
    opted_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Values before and after, by what they belong to."""

    faces: Mapping[FaceId, tuple[FaceState, FaceState]] = field(default_factory=dict)
    rejections: Mapping[tuple[FaceId, PersonId], tuple[bool, bool]] = field(default_factory=dict)
    fields: Mapping[tuple[PersonId, PersonField], tuple[Any, Any]] = field(default_factory=dict)
    people: Mapping[PersonId, tuple[PersonState | None, PersonState | None]] = field(
        default_factory=dict
    )
    """People who are founded (nothing before) or end (nothing after)."""
    swept: Mapping[PersonId, datetime] = field(default_factory=dict)
    """People dropped because nothing was left of them: nobody decided that. When each was made."""

    def turned_round(self) -> Changes:
        """Return what takes these changes back."""
        return Changes(
            faces={key: (after, before) for key, (before, after) in self.faces.items()},
            rejections={key: (after, before) for key, (before, after) in self.rejections.items()},
            fields={key: (after, before) for key, (before, after) in self.fields.items()},
            people={key: (after, before) for key, (before, after) in self.people.items()},
        )

    def wrote(self) -> set[Key]:
        """Return everything that was written, whether its value changed or not."""
        keys: set[Key] = {("face", id_) for id_ in self.faces}
        keys.update(("rejection", *pair) for pair in self.rejections)
        keys.update(("person", *pair) for pair in self.fields)
        keys.update(("person", id_, "exists") for id_ in self.people)
        return keys

    def mentions(self) -> set[PersonId]:
        """Return all people who occur in a decision, before or after."""
        found = {state.person for pair in self.faces.values() for state in pair}
        found.update(id_ for _, id_ in self.rejections)
        found.update(id_ for id_, _ in self.fields)
        found.update(self.people)
        return {id_ for id_ in found if id_ is not None}

    def needs(self) -> set[PersonId]:
        """Return the people who must be there once the changes hold."""
        found = {after.person for _, after in self.faces.values()}
        found.update(id_ for (_, id_), (_, after) in self.rejections.items() if after)
        found.update(id_ for id_, _ in self.fields)
        return {id_ for id_ in found if id_ is not None}

    def leaves(self) -> set[PersonId]:
        """Return the people of whom nothing may be left once the changes hold."""
        found = {before.person for before, _ in self.faces.values()}
        found.update(id_ for (_, id_), (before, _) in self.rejections.items() if before)
        found.update(id_ for id_, _ in self.fields)
        found.update(id_ for id_, (_, after) in self.people.items() if after is not None)
        return {id_ for id_ in found if id_ is not None}

    def founded(self) -> set[PersonId]:
        """Return the people who did not exist before."""
        return {id_ for id_, (before, _) in self.people.items() if before is None}

    def ended(self) -> set[PersonId]:
        """Return the people who do not exist after."""
        return {id_ for id_, (_, after) in self.people.items() if after is None}


# ---------------------------------------------------------------- the state as it is


def face_states(connection: Connection, faces: Iterable[FaceId]) -> dict[FaceId, FaceState]:
    """Return where each of *faces* stands; unknown ones are left out."""
    found: dict[FaceId, FaceState] = {}
    for part in chunks(faces):
        rows = connection.execute(_states().where(face.c.id.in_(part)))
        found.update((FaceId(row.id), _face_state(row)) for row in rows)
    return found


def faces_of(connection: Connection, people: Iterable[PersonId]) -> dict[FaceId, FaceState]:
    """Return all faces of *people*, where each stands."""
    found: dict[FaceId, FaceState] = {}
    for part in chunks(people):
        rows = connection.execute(_states().where(face.c.person.in_(part)))
        found.update((FaceId(row.id), _face_state(row)) for row in rows)
    return found


def _states() -> Any:
    return select(face.c.id, face.c.person, face.c.assigned_by, face.c.mark)


def _face_state(row: Any) -> FaceState:
    return FaceState(row.person, row.assigned_by, row.mark)


def person_states(
    connection: Connection, people: Iterable[PersonId]
) -> dict[PersonId, PersonState]:
    """Return what is kept of each of *people*; unknown ones are left out."""
    found: dict[PersonId, PersonState] = {}
    for part in chunks(people):
        for row in connection.execute(select(person).where(person.c.id.in_(part))):
            found[PersonId(row.id)] = PersonState(
                created=row.created,
                name=row.name,
                hidden=row.hidden,
                feature=row.feature,
                born=row.born,
                opted_out=row.opted_out,
            )
    return found


def rejections_of(
    connection: Connection, people: Iterable[PersonId]
) -> set[tuple[FaceId, PersonId]]:
    """Return the faces held not to be one of *people*, with the person."""
    found: set[tuple[FaceId, PersonId]] = set()
    for part in chunks(people):
        rows = connection.execute(select(rejection).where(rejection.c.person.in_(part)))
        found.update((FaceId(row.face), PersonId(row.person)) for row in rows)
    return found


# ---------------------------------------------------------------- writing


def apply(connection: Connection, changes: Changes) -> Changes:
    """Write *changes*; return them with the people who were dropped because of them."""
    _found(connection, changes)
    _set_fields(connection, changes)
    _set_faces(connection, changes)
    _set_rejections(connection, changes)
    for part in chunks(changes.ended()):
        connection.execute(delete(person).where(person.c.id.in_(part)))
    vectors.changed(connection, _marked(changes))
    return replace(changes, swept=sweep(connection, changes.leaves()))


def found_people(connection: Connection, people: Mapping[PersonId, PersonState]) -> None:
    """Insert rows for *people*."""
    rows = [
        {
            "id": id_,
            "name": state.name,
            "hidden": state.hidden,
            "feature": state.feature,
            "created": state.created,
            "born": state.born,
            "opted_out": state.opted_out,
        }
        for id_, state in people.items()
    ]
    insert_rows(connection, person, rows)


def _found(connection: Connection, changes: Changes) -> None:
    founded = {id_: after for id_, (_, after) in changes.people.items() if after is not None}
    found_people(connection, founded)


def _set_fields(connection: Connection, changes: Changes) -> None:
    for (id_, name), (_, after) in changes.fields.items():
        connection.execute(update(person).where(person.c.id == id_).values({name: after}))


def _set_faces(connection: Connection, changes: Changes) -> None:
    differing = {id_: pair for id_, pair in changes.faces.items() if pair[0] != pair[1]}
    tagged = {id_ for id_, (before, after) in differing.items() if _tags(before) != _tags(after)}
    revision = tags.changed(connection) if tagged else None
    rows = [
        {
            "at": id_,
            "to": after.person,
            "by": after.assigned_by,
            "as": after.mark,
            "tag": revision if id_ in tagged else None,
        }
        for id_, (_, after) in differing.items()
    ]
    _drop_edges(connection, [differing[id_] for id_ in tagged], _marked(changes))
    if rows:
        connection.execute(
            update(face)
            .where(face.c.id == bindparam("at"))
            .values(
                person=bindparam("to"),
                assigned_by=bindparam("by"),
                mark=bindparam("as"),
                tagged=func.coalesce(bindparam("tag", type_=Integer), face.c.tagged),
            ),
            rows,
        )


def _marked(changes: Changes) -> list[FaceId]:
    """Return the faces that begin or cease to count."""
    return [
        id_
        for id_, (before, after) in changes.faces.items()
        if (before.mark is None) != (after.mark is None)
    ]


def _drop_edges(
    connection: Connection, moves: Iterable[tuple[FaceState, FaceState]], marked: Iterable[FaceId]
) -> None:
    """Delete what was worked out of who is whose."""
    people = {state.person for move in moves for state in move if state.person is not None}
    neighbours.drop(connection, marked, people)


def _tags(state: FaceState) -> tuple[PersonId | None, FaceMark | None]:
    """Return what an index is told of a face's state; who put it there is none of it."""
    return state.person, state.mark


def _set_rejections(connection: Connection, changes: Changes) -> None:
    differing = {
        pair: after for pair, (before, after) in changes.rejections.items() if before != after
    }
    gone = [{"f": pair[0], "p": pair[1]} for pair, after in differing.items() if not after]
    new = [{"face": pair[0], "person": pair[1]} for pair, after in differing.items() if after]
    if gone:
        connection.execute(
            delete(rejection).where(
                rejection.c.face == bindparam("f"), rejection.c.person == bindparam("p")
            ),
            gone,
        )
    insert_rows(connection, rejection, new)


def sweep(connection: Connection, people: Iterable[PersonId]) -> dict[PersonId, datetime]:
    """Drop those of *people* without faces and decisions; return when each was made."""
    dropped: dict[PersonId, datetime] = {}
    for part in chunks(sorted(people)):
        rows = connection.execute(
            select(person.c.id, person.c.created).where(person.c.id.in_(part), *nothing_left())
        )
        dropped.update((PersonId(row.id), row.created) for row in rows)
    for part in chunks(dropped):
        connection.execute(delete(person).where(person.c.id.in_(part)))
    return dropped


def nothing_left() -> tuple[Any, ...]:
    """Return the conditions that a person has no face and nothing was decided about it."""
    has_faces = select(face.c.id).where(face.c.person == person.c.id).correlate(person).exists()
    is_rejected = (
        select(rejection.c.face).where(rejection.c.person == person.c.id).correlate(person).exists()
    )
    return (
        person.c.name.is_(None),
        ~person.c.hidden,
        person.c.feature.is_(None),
        person.c.born.is_(None),
        ~person.c.opted_out,
        ~has_faces,
        ~is_rejected,
    )


# ---------------------------------------------------------------- as kept in the log


def to_json(changes: Changes) -> dict[str, Any]:
    """Return *changes* as the log keeps them; parts without content are left out."""
    parts = {
        "faces": [
            [id_, _face_json(before), _face_json(after)]
            for id_, (before, after) in sorted(changes.faces.items())
        ],
        "rejections": [[*pair, *values] for pair, values in sorted(changes.rejections.items())],
        "fields": [[*pair, *values] for pair, values in sorted(changes.fields.items())],
        "people": [
            [id_, _person_json(before), _person_json(after)]
            for id_, (before, after) in sorted(changes.people.items())
        ],
        "swept": [[id_, made.isoformat()] for id_, made in sorted(changes.swept.items())],
    }
    return {name: rows for name, rows in parts.items() if rows}


def from_json(payload: Mapping[str, Any]) -> Changes:
    """Return the changes that `to_json` made *payload* of."""
    return Changes(
        faces={
            FaceId(id_): (FaceState(*before), FaceState(*after))
            for id_, before, after in payload.get("faces", ())
        },
        rejections={
            (FaceId(of), PersonId(against)): (before, after)
            for of, against, before, after in payload.get("rejections", ())
        },
        fields={
            (PersonId(id_), name): (before, after)
            for id_, name, before, after in payload.get("fields", ())
        },
        people={
            PersonId(id_): (_person_of(before), _person_of(after))
            for id_, before, after in payload.get("people", ())
        },
        swept={
            PersonId(id_): datetime.fromisoformat(made) for id_, made in payload.get("swept", ())
        },
    )


def _face_json(state: FaceState) -> list[str | None]:
    """Return the values without the empty ones at the end: a first run holds very many."""
    values = [state.person, state.assigned_by, state.mark]
    while values and values[-1] is None:
        values.pop()
    return list(values)


def _person_json(state: PersonState | None) -> list[Any] | None:
    """Return the values without the last ones where nothing was told: older logs have none."""
    if state is None:
        return None
    values = [state.created.isoformat(), state.name, state.hidden, state.feature]
    if state.opted_out:
        return [*values, state.born, True]
    return values if state.born is None else [*values, state.born]


def _person_of(values: list[Any] | None) -> PersonState | None:
    if values is None:
        return None
    created, name, hidden, feature, *more = values
    born, opted_out = *more, *UNTOLD[len(more) :]
    return PersonState(
        created=datetime.fromisoformat(created),
        name=name,
        hidden=hidden,
        feature=feature,
        born=born,
        opted_out=opted_out,
    )
