"""Decisions about faces and people in plain dictionaries: what the catalog has to agree with.

An edit is worked out once, against the state it was made in, as the values it sets. Taking edits
back is then nothing but setting the values of all the others again, from the first state on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from likeness.catalog import schema
from likeness.catalog.sql import SqlCatalog

NOBODY: tuple[Any, ...] = (None, None, None)
UNTOLD = {"name": None, "hidden": False, "feature": None, "born": None, "opted_out": False}


@dataclass
class State:
    """Faces: (person, assigned by, mark). People: what was told of them. Who is not whom."""

    faces: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    rejections: set[tuple[str, str]] = field(default_factory=set)

    def copy(self) -> State:
        people = {id_: dict(row) for id_, row in self.people.items()}
        return State(dict(self.faces), people, set(self.rejections))

    def of(self, person: str) -> list[str]:
        return [face for face, (whose, *_) in self.faces.items() if whose == person]

    def sweep(self) -> None:
        kept = {whose for whose, *_ in self.faces.values()} | {p for _, p in self.rejections}
        for person, row in list(self.people.items()):
            if person not in kept and row == UNTOLD:
                del self.people[person]


@dataclass
class Effect:
    """The values that one edit sets."""

    faces: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    reject: set[tuple[str, str]] = field(default_factory=set)
    accept: set[tuple[str, str]] = field(default_factory=set)
    end: set[str] = field(default_factory=set)

    def on(self, state: State) -> None:
        for person in [whose for whose, *_ in self.faces.values() if whose] + list(self.told):
            state.people.setdefault(person, dict(UNTOLD))
        for person, told in self.told.items():
            state.people[person].update(told)
        state.faces.update(self.faces)
        state.rejections |= self.reject
        state.rejections -= self.accept
        for person in self.end:
            del state.people[person]
        state.sweep()


def replayed(first: State, effects: Iterable[Effect]) -> State:
    """Return the state after *effects*, one after the other."""
    state = first.copy()
    for effect in effects:
        effect.on(state)
    return state


def assigned(state: State, faces: list[str], to: str, name: str | None = None) -> Effect:
    return Effect(
        faces=dict.fromkeys(faces, (to, "human", None)),
        told={to: {"name": name}} if name else {},
        accept={(face, to) for face in faces},
    )


def confirmed(state: State, face: str) -> Effect:
    return Effect(faces={face: (state.faces[face][0], "human", None)})


def rejected(state: State, face: str) -> Effect:
    return Effect(faces={face: NOBODY}, reject={(face, state.faces[face][0])})


def marked(state: State, face: str, mark: str) -> Effect:
    return Effect(faces={face: (None, None, mark)})


def told(person: str, **values: Any) -> Effect:
    return Effect(told={person: values})


def featured(person: str, face: str) -> Effect:
    return Effect(faces={face: (person, "human", None)}, told={person: {"feature": face}})


def split(person: str, faces: list[str], new: str) -> Effect:
    return Effect(
        faces=dict.fromkeys(faces, (new, "human", None)),
        reject={(face, person) for face in faces},
    )


def merged(state: State, into: str, others: list[str]) -> Effect:
    everyone = [into, *others]
    joined = {face for person in everyone for face in state.of(person)}
    against = {pair for pair in state.rejections if pair[1] in everyone}
    rows = [state.people[person] for person in everyone]
    keeps = {
        key: next((row[key] for row in rows if row[key] is not None), None)
        for key in ("name", "feature")
    }
    years = [row["born"] for row in rows if row["born"] is not None]
    if years:
        keeps["born"] = years[0]
    if any(row["opted_out"] for row in rows):
        keeps["opted_out"] = True
    stay = {(face, into) for face, _ in against if face not in joined}
    return Effect(
        faces=dict.fromkeys(joined, (into, "human", None)),
        told={into: keeps},
        reject=stay,
        accept=against - stay,
        end=set(others),
    )


def apart(state: State, one: str, other: str) -> Effect:
    few, many = sorted((one, other), key=lambda person: (len(state.of(person)), person))
    return Effect(reject={(face, many) for face in state.of(few)})


# ---------------------------------------------------------------- the catalog, as a state


def state_of(catalog: SqlCatalog) -> State:
    """Return what the tables of *catalog* say."""
    face, person, rejection = schema.face, schema.person, schema.rejection
    with catalog._db.reading() as connection:
        faces = connection.execute(
            select(face.c.id, face.c.person, face.c.assigned_by, face.c.mark)
        )
        people = connection.execute(select(person))
        return State(
            {row.id: (row.person, row.assigned_by, row.mark) for row in faces},
            {row.id: {key: getattr(row, key) for key in UNTOLD} for row in people},
            {(row.face, row.person) for row in connection.execute(select(rejection))},
        )


def rows_of(catalog: SqlCatalog) -> tuple[State, dict[str, Any]]:
    """Return the state and when each person was made: everything that edits can change."""
    with catalog._db.reading() as connection:
        made = connection.execute(select(schema.person.c.id, schema.person.c.created))
        return state_of(catalog), {row.id: row.created for row in made}
