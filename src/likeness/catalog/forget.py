"""Deleting photos and people for good, in the log too."""

from __future__ import annotations

from collections.abc import Collection as AnyOf
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, select, update

from likeness.catalog import (
    asked,
    forgotten_averages,
    forgotten_jobs,
    forgotten_rounds,
    labelings,
    listing,
    log,
    neighbours,
    tags,
    vectors,
)
from likeness.catalog import changes as changing
from likeness.catalog.bulk import insert_rows
from likeness.catalog.database import chunks, next_number
from likeness.catalog.ingestion import analysed, skipped
from likeness.catalog.log import MENTIONS, WROTE, Entry
from likeness.catalog.places import join
from likeness.catalog.schema import (
    collection_photo,
    edit,
    embedding,
    face,
    location,
    pending_deletion,
    photo,
    rejection,
    skip_face,
    skip_photo,
    source,
)
from likeness.catalog.schema import person as person_table
from likeness.errors import EditRefusedError, UnknownPersonError, UnknownPhotoError, UsageError
from likeness.types import AverageId, FaceId, ForgetReport, PersonId, PhotoId

FORGOTTEN = "(about something that is forgotten)"

FACE_DIGITS = 16
"""Of a face's id after the "f"; a person's id begins with those of the face that founded it."""

KINDS = ("photos", "faces", "averages", "files")
"""What may be pending: blobs of photos, faces and averages, traces in the database's files."""

REWRITE = ("files", "catalog")


def photos(connection: Connection, ids: Sequence[PhotoId], *, who: str) -> ForgetReport:
    """Delete photos with their faces; see `Catalog.forget_photos`."""
    wanted = dict.fromkeys(ids)
    if not wanted:
        raise UsageError("Say at least one photo to forget.")
    unknown = wanted.keys() - analysed(connection, wanted.keys())
    if unknown:
        raise UnknownPhotoError(f"No photo {min(unknown)} in this library; nothing was deleted.")
    faces = _faces_on(connection, wanted)
    paths = _paths_of(connection, wanted)
    forgotten_rounds.forget(connection, faces, wanted)
    averages = _prepare(connection, faces)
    people = _delete_faces(connection, faces)
    for table, column in ((location, "photo"), (collection_photo, "photo"), (skip_face, "photo")):
        _delete(connection, table, column, wanted)
    _delete(connection, photo, "id", wanted)
    insert_rows(connection, skip_photo, [{"photo": id_} for id_ in wanted])
    listing.changed(connection)
    averages |= forgotten_averages.forget(connection, frozenset(wanted), paths)
    forgotten_jobs.forget(connection, frozenset(wanted), paths=paths)
    averages |= _forget_in_log(connection, set(faces), people)
    _note_pending(connection, photos=wanted, faces=faces, averages=averages)
    what = "1 photo forgotten" if len(wanted) == 1 else f"{len(wanted)} photos forgotten"
    log.append(connection, "forget", what, who=who)
    return ForgetReport(photos=len(wanted), faces=len(faces), people=len(people))


def refuse(connection: Connection, ids: Sequence[PhotoId]) -> None:
    """Keep photos out that are not there yet; see `Catalog.refuse_photos`."""
    known = analysed(connection, ids)
    if known:
        raise EditRefusedError(f"The photo {min(known)} is in this library: forget it instead.")
    new = sorted(set(ids) - skipped(connection, ids))
    insert_rows(connection, skip_photo, [{"photo": id_} for id_ in new])


def person(connection: Connection, id_: PersonId, *, who: str) -> ForgetReport:
    """Delete a person with its faces; see `Catalog.forget_person`."""
    states = changing.person_states(connection, [id_])
    if id_ not in states:
        raise UnknownPersonError(f"No person {id_} in this library; nothing was deleted.")
    faces = list(changing.faces_of(connection, [id_]))
    _skip_faces(connection, faces)
    forgotten_rounds.forget(connection, faces)
    averages = _prepare(connection, faces)
    _delete(connection, rejection, "person", [id_])
    people = _delete_faces(connection, faces) | {id_}
    _delete(connection, person_table, "id", [id_])
    people_then = people | _once_merged(connection, id_)
    names = {name for name in (states[id_].name,) if name is not None}
    averages |= _forget_in_log(connection, set(faces), people_then, names)
    _note_pending(connection, photos=(), faces=faces, averages=averages)
    log.append(connection, "forget", "1 person forgotten", who=who)
    return ForgetReport(photos=0, faces=len(faces), people=len(people))


# ---------------------------------------------------------------- rows


def _faces_on(connection: Connection, ids: Iterable[PhotoId]) -> list[FaceId]:
    found: list[FaceId] = []
    for part in chunks(ids):
        rows = connection.execute(select(face.c.id).where(face.c.photo.in_(part)))
        found.extend(FaceId(id_) for id_ in rows.scalars())
    return found


def _paths_of(connection: Connection, ids: Iterable[PhotoId]) -> list[str]:
    found: list[str] = []
    for part in chunks(ids):
        rows = connection.execute(
            select(source.c.uri, location.c.path)
            .join_from(location, source)
            .where(location.c.photo.in_(part))
        )
        found.extend(join(uri, path) for uri, path in rows)
    return found


def _prepare(connection: Connection, faces: Sequence[FaceId]) -> set[AverageId]:
    """Take away what was made of *faces*; return the averages among it."""
    labelings.drop_those_with(connection, faces)
    return forgotten_averages.unmake(connection, faces)


def _delete_faces(connection: Connection, faces: Sequence[FaceId]) -> set[PersonId]:
    """Delete faces and all about them; return the people of whom nothing is left."""
    states = changing.face_states(connection, faces)
    people = {state.person for state in states.values() if state.person is not None}
    for part in chunks(faces):
        rows = connection.execute(select(rejection.c.person).where(rejection.c.face.in_(part)))
        people.update(PersonId(id_) for id_ in rows.scalars())
        connection.execute(
            update(person_table).where(person_table.c.feature.in_(part)).values(feature=None)
        )
    neighbours.drop(connection, faces, people)
    vectors.changed(connection, faces)
    if faces:
        tags.changed(connection)
    for table, column in ((rejection, "face"), (embedding, "face"), (face, "id")):
        _delete(connection, table, column, faces)
    return set(changing.sweep(connection, people))


def _skip_faces(connection: Connection, faces: Sequence[FaceId]) -> None:
    for part in chunks(faces):
        boxes = select(face.c.photo, face.c.x1, face.c.y1, face.c.x2, face.c.y2)
        found = connection.execute(boxes.where(face.c.id.in_(part)).order_by(face.c.id))
        rows = [dict(row) for row in found.mappings()]
        for number, row in enumerate(rows, next_number(connection, skip_face)):
            row["id"] = number
        insert_rows(connection, skip_face, rows)


def _delete(connection: Connection, table: Table, column: str, ids: Iterable[str]) -> None:
    for part in chunks(ids):
        connection.execute(delete(table).where(table.c[column].in_(part)))


# ---------------------------------------------------------------- what is still to be deleted


def _note_pending(
    connection: Connection,
    *,
    photos: Iterable[PhotoId],
    faces: Iterable[FaceId],
    averages: Iterable[AverageId],
) -> None:
    kinds: dict[str, Iterable[str]] = {"photos": photos, "faces": faces, "averages": averages}
    wanted = {(kind, id_) for kind, ids in kinds.items() for id_ in ids} | {REWRITE}
    known = {(kind, key) for kind, keys in pending(connection).items() for key in keys}
    rows = [{"kind": kind, "key": key} for kind, key in sorted(wanted - known)]
    insert_rows(connection, pending_deletion, rows)


def pending(connection: Connection) -> Mapping[str, tuple[str, ...]]:
    """Return what is still to be deleted; see `Catalog.pending_deletions`."""
    rows = connection.execute(
        select(pending_deletion).order_by(pending_deletion.c.kind, pending_deletion.c.key)
    ).all()
    return {kind: tuple(row.key for row in rows if row.kind == kind) for kind in KINDS}


# ---------------------------------------------------------------- the log


def _once_merged(connection: Connection, into: PersonId) -> set[PersonId]:
    """Return the people who became this one by merges that stand, or whose faces did."""
    found: set[PersonId] = set()
    newest_first = sorted(log.everything(connection), key=lambda entry: -entry.id)
    for entry in newest_first:
        if entry.kind != "merge" or entry.undone_by is not None:
            continue
        if entry.wrote & {("person", id_, "name") for id_ in (into, *found)}:
            found |= entry.changes.ended()
    return found


def _forget_in_log(
    connection: Connection,
    faces: AnyOf[FaceId],
    people: AnyOf[PersonId],
    names: AnyOf[str] = frozenset(),
) -> set[AverageId]:
    """Take everything about *faces* and *people* out of all entries, questions and averages.

    Return the averages that said something about them: by id, by one of *names*, or by one that
    the log gives them.
    """
    entries = list(log.everything(connection))
    gone = frozenset((*faces, *people, *_once_founded(connection, faces, entries)))
    asked.forget(connection, gone)
    for row in [_without(entry, gone) for entry in entries if _is_about(entry, gone)]:
        connection.execute(update(edit).where(edit.c.id == row.pop("id")).values(row))
    called = {*names, *_names_of(gone, entries)}
    unwanted = called - _names_kept(connection, called)
    forgotten_jobs.forget(connection, gone, names=unwanted)
    forgotten_rounds.forget_words(connection, gone, unwanted)
    return forgotten_averages.forget(connection, gone, unwanted)


def _names_of(gone: frozenset[str], entries: Iterable[Entry]) -> set[str]:
    """Return every name that one of the people *gone* ever had."""
    found: set[str | None] = set()
    for entry in entries:
        told, lived = entry.changes.fields.items(), entry.changes.people.items()
        for (id_, field), values in told:
            found |= set(values) if field == "name" and id_ in gone else set()
        for id_, states in lived:
            found |= {state.name for state in states if state is not None and id_ in gone}
    return {name for name in found if name is not None}


def _names_kept(connection: Connection, names: Iterable[str]) -> set[str]:
    """Return those of *names* that people who are left have now: they say nothing any more."""
    kept: set[str] = set()
    for part in chunks(sorted(names)):
        rows = select(person_table.c.name).where(person_table.c.name.in_(part))
        kept.update(connection.execute(rows).scalars())
    return kept


def _once_founded(
    connection: Connection, faces: AnyOf[FaceId], entries: Iterable[Entry]
) -> set[PersonId]:
    """Return the people who are no more and whose ids are made of those of *faces*."""
    digits = {face[1:] for face in faces}
    mentioned = {id_ for entry in entries for id_ in entry.mentions}
    mentioned |= {PersonId(id_) for id_ in asked.mentioned(connection) if id_.startswith("p")}
    founded = {id_ for id_ in mentioned if id_[1 : 1 + FACE_DIGITS] in digits}
    return founded - changing.person_states(connection, founded).keys()


def _is_about(entry: Entry, gone: frozenset[str]) -> bool:
    about: set[str] = {part for key in entry.wrote for part in key[1:]}
    return not gone.isdisjoint(about | entry.mentions | entry.changes.swept.keys())


def _without(entry: Entry, gone: frozenset[str]) -> dict[str, Any]:
    """Return the row of an entry that keeps only what else it was about, without values."""
    wrote = sorted(key for key in entry.wrote if gone.isdisjoint(key))
    mentions = sorted(entry.mentions - gone)
    return {
        "id": entry.id,
        "what": FORGOTTEN,
        "forgotten": True,
        "payload": {WROTE: [list(key) for key in wrote], MENTIONS: mentions},
    }
