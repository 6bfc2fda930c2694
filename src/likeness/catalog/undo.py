"""Taking back an edit, unless something that was decided later rests on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection, or_, select

from likeness.catalog import changes as changing
from likeness.catalog import log
from likeness.catalog.changes import Changes, FaceState, Key, PersonState
from likeness.catalog.log import Entry
from likeness.catalog.schema import edit as edit_table
from likeness.catalog.schema import person as person_table
from likeness.errors import EditRefusedError
from likeness.types import Edit, EditId, FaceId, PersonId

NOT_DECISIONS = ("group", "undo", "forget")
"""Kinds that an undo without a number passes over, but for groups that a human asked for."""

LEFT_ALONE = ("assign", "group")
"""Kinds whose new people came from nowhere, so that their faces have no place to go back to."""

Moves = dict[FaceId, tuple[FaceState, FaceState]]


def undo(connection: Connection, number: EditId | None, *, who: str) -> Edit:
    """Take back an edit; see `Catalog.undo`."""
    entry = log.get(connection, number if number is not None else _newest(connection))
    _refuse_kind(entry)
    later = list(log.later(connection, entry.id))
    _refuse_dependants(entry, later)
    changes = _way_back(connection, entry, later)
    _refuse_contradictions(connection, changes, later)
    undone = changing.apply(connection, changes)
    what = f"edit {entry.id} taken back: {entry.what}"
    taken_back = log.append(connection, "undo", what, who=who, changes=undone, target=entry.id)
    _note(connection, entry, taken_back)
    return log.in_words(connection, taken_back)


def _note(connection: Connection, entry: Entry, by: EditId) -> None:
    """Note that *entry* is undone. If it was an undo itself, its target stands again, and so on."""
    log.set_undone_by(connection, entry.id, by)
    undone = entry
    while undone.target is not None:
        restored = log.get(connection, undone.target)
        log.set_undone_by(connection, restored.id, None)
        if restored.target is None:
            return
        undone = log.get(connection, restored.target)
        log.set_undone_by(connection, undone.id, restored.id)


def _newest(connection: Connection) -> EditId:
    """Return the newest decision of a human that stands."""
    found = connection.execute(
        select(edit_table.c.id)
        .where(
            edit_table.c.undone_by.is_(None),
            or_(edit_table.c.kind.not_in(NOT_DECISIONS), edit_table.c.contract.is_not(None)),
            ~edit_table.c.forgotten,
        )
        .order_by(edit_table.c.id.desc())
        .limit(1)
    ).scalar()
    if found is None:
        raise EditRefusedError("There is nothing to take back: no decision of yours stands.")
    return EditId(found)


# ---------------------------------------------------------------- may it be taken back?


def _refuse_kind(entry: Entry) -> None:
    if entry.kind == "forget":
        raise EditRefusedError(f"Edit {entry.id} cannot be undone: what was forgotten is gone.")
    if entry.forgotten:
        raise EditRefusedError(
            f"Edit {entry.id} cannot be undone: it was about something that is forgotten."
        )
    if entry.undone_by is not None:
        raise EditRefusedError(
            f"Edit {entry.id} is undone already, by edit {entry.undone_by}. "
            "Undo that one to have it again."
        )


def _refuse_dependants(entry: Entry, later: Iterable[Entry]) -> None:
    """Refuse if a later decision that stands rests on *entry*, naming the newest one."""
    dependants = [other for other in later if _counts(entry, other) and _rests_on(entry, other)]
    if dependants:
        newest = dependants[-1]
        advice = "That one cannot be undone" if newest.forgotten else "Undo that one first"
        raise EditRefusedError(
            f"Edit {entry.id} ({entry.what}) cannot be undone while edit {newest.id} stands: "
            f"{newest.what}. {advice}."
        )


def _counts(entry: Entry, other: Entry) -> bool:
    """Whether *other* can stand in the way.

    What was taken back cannot, and neither can the undo that took it back: together they are
    nothing. A run cannot keep a human from changing their mind.
    """
    if other.undone_by is not None:
        return False
    if other.target is not None and other.target > entry.id:
        return False
    return other.kind != "group" or entry.kind == "group"


def _rests_on(entry: Entry, other: Entry) -> bool:
    changes = entry.changes
    if entry.wrote & other.wrote:
        return True
    if other.kind != "group" and changes.founded() & other.mentions:
        return True
    ended = {key[1] for key in other.wrote if key[0] == "person" and key[2] == "exists"}
    return bool(changes.turned_round().needs() & ended)


def _refuse_contradictions(
    connection: Connection, changes: Changes, later: Iterable[Entry]
) -> None:
    _refuse_known_people(connection, changes, later)
    _refuse_second_names(connection, changes)
    _refuse_rejected(connection, changes, later)


def _refuse_known_people(connection: Connection, changes: Changes, later: Iterable[Entry]) -> None:
    """Refuse to bring back people whose ids were given to others meanwhile."""
    again = changing.person_states(connection, changes.founded())
    if again:
        person = min(again)
        _refuse_since(f"{person} exists again", later, ("person", person, "exists"))


def _refuse_second_names(connection: Connection, changes: Changes) -> None:
    wanted = {
        after: id_
        for (id_, name), (_, after) in changes.fields.items()
        if name == "name" and after is not None
    }
    wanted |= {
        after.name: id_
        for id_, (_, after) in changes.people.items()
        if after is not None and after.name is not None
    }
    renamed = {id_ for (id_, name) in changes.fields if name == "name"}
    holders = connection.execute(
        select(person_table.c.id, person_table.c.name)
        .where(person_table.c.name.in_(sorted(wanted)))
        .order_by(person_table.c.id)
    ).all()  # a cursor left open by the refusal would keep the connection at an old state
    for holder, called in holders:
        if holder not in renamed | changes.ended() | {wanted[called]}:
            raise EditRefusedError(
                f'This cannot be undone: {wanted[called]} would be called "{called}" again, '
                f"and {holder} is called that now. Rename that one first."
            )


def _refuse_rejected(connection: Connection, changes: Changes, later: Iterable[Entry]) -> None:
    """Refuse to put a face where it was held not to be meanwhile, and the other way round."""
    places = {after.person for _, after in changes.faces.values()}
    standing = changing.rejections_of(connection, {id_ for id_ in places if id_ is not None})
    standing -= {pair for pair, (_, after) in changes.rejections.items() if not after}
    for face, (_, after) in sorted(changes.faces.items()):
        if after.person is not None and (face, after.person) in standing:
            what = f"face {face} is held not to be {after.person}"
            _refuse_since(what, later, ("rejection", face, after.person))
    told = {face for (face, _), (_, after) in changes.rejections.items() if after}
    for face, state in changing.face_states(connection, told - changes.faces.keys()).items():
        if changes.rejections.get((face, state.person or PersonId("")), (False, False))[1]:
            what = f"face {face} is held to be {state.person}"
            _refuse_since(what, later, ("face", face))


def _refuse_since(what: str, later: Iterable[Entry], key: Key) -> None:
    """Refuse because of *what*, naming the newest later edit that wrote *key*."""
    by = [entry for entry in later if entry.undone_by is None and key in entry.wrote]
    since = f" since edit {by[-1].id} ({by[-1].what}). Undo that one first" if by else ""
    raise EditRefusedError(f"This cannot be undone: {what}{since}.")


# ---------------------------------------------------------------- the way back


def _way_back(connection: Connection, entry: Entry, later: Iterable[Entry]) -> Changes:
    """Return what brings back the values before *entry*, from the values as they are now."""
    wanted = entry.changes.turned_round()
    _bring_back_swept(connection, wanted, [entry, *later])
    faces = changing.face_states(connection, wanted.faces)
    people = changing.person_states(connection, wanted.mentions())
    rejections = changing.rejections_of(connection, wanted.mentions())
    back = Changes(
        faces={id_: (faces[id_], after) for id_, (_, after) in wanted.faces.items()},
        rejections={
            pair: (pair in rejections, after) for pair, (_, after) in wanted.rejections.items()
        },
        fields={
            (id_, name): (getattr(people[id_], name), after)
            for (id_, name), (_, after) in wanted.fields.items()
        },
        people={
            id_: (None, after) if after is not None else (people[id_], None)
            for id_, (_, after) in wanted.people.items()
            if after is not None or id_ in people
        },
    )
    moved = _followers(connection, entry, back) | _evicted(connection, back)
    return replace(back, faces={**back.faces, **moved})


def _bring_back_swept(connection: Connection, wanted: Changes, entries: Iterable[Entry]) -> None:
    """Make again the people who are needed and were dropped when nothing was left of them."""
    needed = wanted.needs() - wanted.founded()
    absent = needed - changing.person_states(connection, needed).keys()
    made: dict[PersonId, datetime] = {}
    for entry in entries if absent else ():
        for id_, created in entry.changes.swept.items():
            made.setdefault(id_, created)
    now = datetime.now(UTC)
    changing.found_people(
        connection, {id_: PersonState(created=made.get(id_, now)) for id_ in sorted(absent)}
    )


def _followers(connection: Connection, entry: Entry, back: Changes) -> Moves:
    """Return where the faces go that later runs put to people who end now.

    Where the faces of a split or merge go back to, they follow; otherwise they are nobody's.
    """
    joined = changing.faces_of(connection, back.ended())
    left = {face: state for face, state in joined.items() if face not in back.faces}
    places = {} if entry.kind in LEFT_ALONE else _places(back)
    closed = changing.rejections_of(connection, set(places.values()))
    moves: Moves = {}
    for face, state in left.items():
        place = places.get(state.person) if state.person is not None else None
        follows = place is not None and (face, place) not in closed
        moves[face] = (state, FaceState(place, state.assigned_by) if follows else FaceState())
    return moves


def _places(back: Changes) -> dict[PersonId, PersonId]:
    """Return to whom all faces of each person who ends go, where it is one person."""
    found: dict[PersonId, set[PersonId | None]] = defaultdict(set)
    for before, after in back.faces.values():
        if before.person is not None:
            found[before.person].add(after.person)
    return {
        ending: place
        for ending in back.ended()
        for place in found[ending]
        if place is not None and len(found[ending]) == 1
    }


def _evicted(connection: Connection, back: Changes) -> Moves:
    """Return the faces that a run put, meanwhile, where they are held not to be again."""
    told = {pair for pair, (_, after) in back.rejections.items() if after}
    states = changing.face_states(connection, {face for face, _ in told} - back.faces.keys())
    return {
        face: (state, FaceState())
        for face, state in states.items()
        if state.assigned_by == "run" and (face, state.person) in told
    }
