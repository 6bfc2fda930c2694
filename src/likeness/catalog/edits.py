"""The decisions of humans: each works out what it changes, has it applied, and is logged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from likeness.catalog import changes as changing
from likeness.catalog import log
from likeness.catalog import people as people_module
from likeness.catalog.changes import Changes, FaceState, PersonField, PersonState
from likeness.catalog.names import clean_name
from likeness.catalog.people import in_words
from likeness.catalog.schema import person as person_table
from likeness.errors import EditRefusedError, UnknownFaceError, UnknownPersonError, UsageError
from likeness.types import EditId, EditKind, FaceId, FaceMark, PersonId

MARKS: Mapping[str, tuple[EditKind, str]] = {
    "ignored": ("ignore", "is ignored"),
    "not_a_face": ("not_a_face", "is not a face"),
}
"""Mark: the kind of its edit, and how the log says it."""

FIRST_YEAR, LAST_YEAR = 1800, 2200
"""Of birth: before there were photos, and nobody; a typing error is found. As in the schema."""


# ---------------------------------------------------------------- about faces


def assign(
    connection: Connection,
    faces: Sequence[FaceId],
    *,
    to: PersonId | None,
    name: str | None,
    who: str,
) -> tuple[EditId, PersonId]:
    """Put faces with a person, or with a new one; see `Catalog.assign`."""
    if to is not None and name is not None:
        raise UsageError("Faces are put either with a known person or with a new name, not both.")
    states = _faces(connection, faces)
    called = None if name is None else _free_name(connection, name)
    if to is not None:
        target, founded = to, {}
        called = _person(connection, to).name
    else:
        target = people_module.new_id(connection, states)
        made = PersonState(created=datetime.now(UTC), name=called)
        founded = {target: (None, made)}
    taken_back = changing.rejections_of(connection, [target])
    changes = Changes(
        faces=_moved(states, FaceState(target, "human")),
        rejections={pair: (True, False) for pair in taken_back if pair[0] in states},
        people=founded,
    )
    what = f"{_which(states)} assigned to {in_words(target, called)}"
    return _carry_out(connection, "assign", what, changes, who), target


def confirm(connection: Connection, face: FaceId, *, who: str) -> EditId:
    """Pin a face to its person; see `Catalog.confirm`."""
    states = _faces(connection, [face])
    person, name = _person_of(connection, face, states[face])
    changes = Changes(faces=_moved(states, FaceState(person, "human")))
    what = f"{_which(states)} confirmed as {in_words(person, name)}"
    return _carry_out(connection, "confirm", what, changes, who)


def reject(
    connection: Connection, face: FaceId, *, person: PersonId | None = None, who: str
) -> EditId:
    """Hold for good that a face is not somebody; see `Catalog.reject`."""
    states = _faces(connection, [face])
    if person is None or person == states[face].person:
        person, name = _person_of(connection, face, states[face])
        changes = Changes(
            faces=_moved(states, FaceState()), rejections={(face, person): (False, True)}
        )
    else:
        name = _person(connection, person).name
        standing = (face, person) in changing.rejections_of(connection, [person])
        changes = Changes(rejections={(face, person): (standing, True)})
    what = f"{_which(states)} is not {in_words(person, name)}"
    return _carry_out(connection, "reject", what, changes, who)


def mark(connection: Connection, face: FaceId, chosen: FaceMark, *, who: str) -> EditId:
    """Leave a face out; see `Catalog.mark`."""
    if chosen not in MARKS:
        raise UsageError(f"A face is marked {' or '.join(MARKS)}, not {chosen}.")
    kind, said = MARKS[chosen]
    states = _faces(connection, [face])
    changes = Changes(faces=_moved(states, FaceState(mark=chosen)))
    return _carry_out(connection, kind, f"{_which(states)} {said}", changes, who)


# ---------------------------------------------------------------- about people


def name(connection: Connection, person: PersonId, called: str | None, *, who: str) -> EditId:
    """Name a person; see `Catalog.name`."""
    before = _person(connection, person).name
    after = None if called is None else _free_name(connection, called, but=person)
    changes = Changes(fields={(person, "name"): (before, after)})
    what = f"{person} is called {quoted(after)}"
    if after is None:
        what = f"{in_words(person, before)} has no name any more"
    return _carry_out(connection, "name", what, changes, who)


def hide(connection: Connection, person: PersonId, *, hidden: bool, who: str) -> EditId:
    """Leave a person out of lists, or show it again; see `Catalog.hide`."""
    before = _person(connection, person)
    changes = Changes(fields={(person, "hidden"): (before.hidden, hidden)})
    what = f"{in_words(person, before.name)} is {'hidden' if hidden else 'shown again'}"
    return _carry_out(connection, "hide", what, changes, who)


def opt_out(connection: Connection, person: PersonId, *, out: bool, who: str) -> EditId:
    """Keep a person out of averages and games, or let it in again; see `Catalog.opt_out`."""
    before = _person(connection, person)
    changes = Changes(fields={(person, "opted_out"): (before.opted_out, out)})
    said = "opted out of averages and games" if out else "opted in again"
    return _carry_out(
        connection, "opt_out", f"{in_words(person, before.name)} {said}", changes, who
    )


def feature(connection: Connection, person: PersonId, face: FaceId, *, who: str) -> EditId:
    """Choose the face that stands for a person; it is that person's for good.

    See `Catalog.feature`.
    """
    before = _person(connection, person)
    states = _faces(connection, [face])
    if states[face].person != person:
        raise EditRefusedError(
            f"Face {face} does not belong to {in_words(person, before.name)}. "
            "Assign it first, then choose it."
        )
    changes = Changes(
        faces=_moved(states, FaceState(person, "human")),
        fields={(person, "feature"): (before.feature, face)},
    )
    what = f"{_which(states)} stands for {in_words(person, before.name)}"
    return _carry_out(connection, "feature", what, changes, who)


def born(connection: Connection, person: PersonId, year: int | None, *, who: str) -> EditId:
    """Tell in which year a person was born; see `Catalog.born`."""
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageError(
            f"A year of birth is a number from {FIRST_YEAR} to {LAST_YEAR}, not {year}."
        )
    before = _person(connection, person)
    changes = Changes(fields={(person, "born"): (before.born, year)})
    called = in_words(person, before.name)
    what = f"{called} was born in {year}"
    if year is None:
        what = f"{called} has no year of birth any more"
    return _carry_out(connection, "born", what, changes, who)


def apart(connection: Connection, one: PersonId, other: PersonId, *, who: str) -> EditId:
    """Hold that two people are different; see `Catalog.apart`."""
    if one == other:
        raise UsageError("Say two different people to keep apart.")
    states = {id_: _person(connection, id_) for id_ in (one, other)}
    faces = {id_: changing.faces_of(connection, [id_]) for id_ in (one, other)}
    few, many = sorted((one, other), key=lambda id_: (len(faces[id_]), id_))
    if not faces[few]:
        raise EditRefusedError(
            f"{in_words(few, states[few].name)} has no face now, so there is nothing to keep apart."
        )
    standing = changing.rejections_of(connection, [many])
    changes = Changes(
        rejections={(face, many): ((face, many) in standing, True) for face in faces[few]}
    )
    first, second = (in_words(id_, states[id_].name) for id_ in (one, other))
    return _carry_out(connection, "apart", f"{first} is not {second}", changes, who)


def merge(
    connection: Connection, into: PersonId, others: Sequence[PersonId], *, who: str
) -> EditId:
    """Hold that several people are one; see `Catalog.merge`."""
    ending = [other for other in dict.fromkeys(others) if other != into]
    if not ending:
        raise UsageError("Say at least two different people to merge.")
    states = {id_: _person(connection, id_) for id_ in (into, *ending)}
    joined = changing.faces_of(connection, states)
    changes = Changes(
        faces=_moved(joined, FaceState(into, "human")),
        rejections=_merged_rejections(connection, into, ending, joined.keys()),
        fields=_merged_fields(into, ending, states),
        people={id_: (states[id_], None) for id_ in ending},
    )
    listed = ", ".join(in_words(id_, states[id_].name) for id_ in ending)
    what = f"{listed} merged into {in_words(into, states[into].name)}"
    return _carry_out(connection, "merge", what, changes, who)


def _merged_fields(
    into: PersonId, ending: Sequence[PersonId], states: Mapping[PersonId, PersonState]
) -> dict[tuple[PersonId, PersonField], tuple[Any, Any]]:
    """What is told of the first one stays; where nothing is, what is told of the others holds.

    Who opted out under any of the names stays out.
    """
    first = states[into]
    everyone = [states[id_] for id_ in (into, *ending)]
    names = [state.name for state in everyone if state.name is not None]
    features = [state.feature for state in everyone if state.feature is not None]
    years = [state.born for state in everyone if state.born is not None]
    fields: dict[tuple[PersonId, PersonField], tuple[Any, Any]] = {
        (into, "name"): (first.name, next(iter(names), None)),
        (into, "feature"): (first.feature, next(iter(features), None)),
    }
    if years:
        fields[into, "born"] = (first.born, years[0])
    if any(state.opted_out for state in everyone):
        fields[into, "opted_out"] = (first.opted_out, True)
    return fields


def _merged_rejections(
    connection: Connection,
    into: PersonId,
    ending: Sequence[PersonId],
    joined: Iterable[FaceId],
) -> dict[tuple[FaceId, PersonId], tuple[bool, bool]]:
    """Who is not one of the others is not the first one either; the faces that join are."""
    inside = set(joined)
    standing = changing.rejections_of(connection, (into, *ending))
    merged: dict[tuple[FaceId, PersonId], tuple[bool, bool]] = {}
    for face, person in sorted(standing):
        stays = face not in inside
        merged[face, into] = ((face, into) in standing, stays)
        if person != into:
            merged[face, person] = (True, False)
    return merged


def split(
    connection: Connection, person: PersonId, faces: Sequence[FaceId], *, who: str
) -> tuple[EditId, PersonId]:
    """Make a new person of some faces of another; see `Catalog.split`."""
    before = _person(connection, person)
    states = _faces(connection, faces)
    called = in_words(person, before.name)
    foreign = [id_ for id_, state in states.items() if state.person != person]
    if foreign:
        raise EditRefusedError(
            f"{_which(foreign)} cannot be split off: not with {called}. "
            "Use `faces assign` to give faces of several people to a new one."
        )
    if len(states) == len(changing.faces_of(connection, [person])):
        raise EditRefusedError(
            f"These are all the faces of {called}: at least one has to stay. "
            "Use `people name` to call the whole person something else."
        )
    target = people_module.new_id(connection, states)
    changes = Changes(
        faces=_moved(states, FaceState(target, "human")),
        rejections={(id_, person): (False, True) for id_ in states},
        people={target: (None, PersonState(created=datetime.now(UTC)))},
    )
    what = f"{_which(states)} of {called} split off as {target}"
    return _carry_out(connection, "split", what, changes, who), target


# ---------------------------------------------------------------- what they share


def _carry_out(
    connection: Connection, kind: EditKind, what: str, changes: Changes, who: str
) -> EditId:
    return log.append(connection, kind, what, who=who, changes=changing.apply(connection, changes))


def _faces(connection: Connection, faces: Sequence[FaceId]) -> dict[FaceId, FaceState]:
    """Return where *faces* stand, each once. Raises `UnknownFaceError`, `UsageError` if none."""
    if not faces:
        raise UsageError("Say at least one face.")
    states = changing.face_states(connection, dict.fromkeys(faces))
    unknown = [id_ for id_ in faces if id_ not in states]
    if unknown:
        raise UnknownFaceError(
            f"No face {unknown[0]} in this library; `likeness faces` lists them."
        )
    return states


def _person(connection: Connection, person: PersonId) -> PersonState:
    states = changing.person_states(connection, [person])
    if person not in states:
        raise UnknownPersonError(
            f"No person {person} in this library; `likeness people` lists them."
        )
    return states[person]


def _person_of(
    connection: Connection, face: FaceId, state: FaceState
) -> tuple[PersonId, str | None]:
    """Return whom the face is said to be. Raises `EditRefusedError` if nobody."""
    if state.person is None:
        raise EditRefusedError(
            f"Face {face} is not said to be anybody. Use `faces assign` to say who it is."
        )
    return state.person, _person(connection, state.person).name


def _moved(
    states: Mapping[FaceId, FaceState], to: FaceState
) -> dict[FaceId, tuple[FaceState, FaceState]]:
    return {id_: (before, to) for id_, before in states.items()}


def _free_name(connection: Connection, called: str, *, but: PersonId | None = None) -> str:
    """Return the name in order. Raises `EditRefusedError` if another person carries it."""
    wanted = clean_name(called)
    holder = connection.execute(
        select(person_table.c.id).where(person_table.c.name == wanted, person_table.c.id != but)
        if but is not None
        else select(person_table.c.id).where(person_table.c.name == wanted)
    ).scalar()
    if holder is not None:
        raise EditRefusedError(
            f"{in_words(PersonId(holder), wanted)} is called that already. If both are one, use "
            "`people merge`; if not, tell the names apart."
        )
    return wanted


def _which(faces: Iterable[FaceId]) -> str:
    ids = list(faces)
    return f"face {ids[0]}" if len(ids) == 1 else f"{len(ids)} faces"


def quoted(called: str | None) -> str:
    """Return a name as the log shows it."""
    return f'"{called}"'
