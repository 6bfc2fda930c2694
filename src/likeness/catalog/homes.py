"""Where faces were before slides moved them, as far as decisions since leave it.

It is read from the log and depends on what humans decided and on what they saw then, never on the
strictnesses that were tried on the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from sqlalchemy import Connection, select

from likeness.catalog import changes as changing
from likeness.catalog import log, runs, slides
from likeness.catalog.database import chunks
from likeness.catalog.log import Entry
from likeness.catalog.schema import face
from likeness.types import Contract, EditId, FaceId, PersonId

Persons = dict[FaceId, PersonId | None]


def homes(connection: Connection, contract: Contract) -> Persons:
    """Return where faces were before slides moved them; see `Catalog.homes`."""
    since = slides.run_edit(connection, contract)
    if since is None:
        return {}
    replay = _Replay(connection, contract, since)
    for entry in log.later(connection, since):
        replay.follow(entry)
    return replay.homes


class _Replay:
    """Follows the log entry by entry."""

    def __init__(self, connection: Connection, contract: Contract, since: EditId) -> None:
        self.homes: Persons = {}  # of the faces that slides moved
        self._connection = connection
        self._contract = contract
        self._since = since
        self._persons: Persons = {}  # as they are after the entry, of the faces written so far
        self._slides: set[EditId] = set()  # with the undos of them

    def follow(self, entry: Entry) -> None:
        """Take in the next entry."""
        written = entry.changes.faces
        self._persons |= {id_: after.person for id_, (_, after) in written.items()}
        if entry.contract is not None or entry.target in self._slides:
            self._slides.add(entry.id)
        if entry.undone_by is not None:
            return  # together with what took it back it is nothing
        if entry.contract == self._contract:
            for id_, (before, _) in written.items():
                self.homes.setdefault(id_, before.person)
        elif entry.id not in self._slides:
            if entry.kind != "undo":
                self._decide(entry)
            self._settle(entry)

    def _decide(self, entry: Entry) -> None:
        """Take the faces home that the entry is about, and the people whom it merged."""
        for id_ in entry.changes.faces:
            self.homes.pop(id_, None)
        self.homes |= dict.fromkeys(_displaced(self._connection, entry, self.homes))
        if merged := _merged(entry):
            self.homes = {id_: merged.get(home, home) for id_, home in self.homes.items()}

    def _settle(self, entry: Entry) -> None:
        """Take all faces home of people about whom it was decided while they had no home.

        A slide made them, or what was at home with them went elsewhere: were they at home nowhere,
        the next slide would end them.
        """
        for person in sorted(entry.mentions & self._decided):
            away = [id_ for id_ in self.homes if self._persons[id_] == person]
            if away and not self._has_home(person):
                self.homes |= dict.fromkeys(away, person)

    @cached_property
    def _at_first(self) -> Persons:
        """Return who the faces were before the first entry that wrote them."""
        found: Persons = {}
        for entry in log.later(self._connection, self._since):
            for id_, (before, _) in entry.changes.faces.items():
                found.setdefault(id_, before.person)
        return found

    @cached_property
    def _decided(self) -> frozenset[PersonId]:
        return runs.decided(self._connection)

    def _has_home(self, person: PersonId) -> bool:
        """Return whether any face is at home with *person*."""
        refused = changing.rejections_of(self._connection, [person])
        homes = self._at_first | self._persons | self.homes
        written = {id_ for id_, home in homes.items() if home == person}
        unwritten = changing.faces_of(self._connection, [person]).keys() - homes.keys()
        return any((id_, person) not in refused for id_ in written | unwritten)


def _displaced(
    connection: Connection, entry: Entry, found: Mapping[FaceId, PersonId | None]
) -> list[FaceId]:
    """Return who cannot come home: another face of the photo was put there meanwhile."""
    put = {id_: after.person for id_, (_, after) in entry.changes.faces.items() if after.person}
    reached = set(put.values())
    away = [id_ for id_, home in found.items() if home in reached]
    photos: dict[str, str] = {}
    for part in chunks((*put, *away) if away else ()):
        rows = connection.execute(select(face.c.id, face.c.photo).where(face.c.id.in_(part)))
        photos.update({row.id: row.photo for row in rows})
    taken = {(person, photos.get(id_)) for id_, person in put.items()}
    return [id_ for id_ in away if (found[id_], photos.get(id_)) in taken]


def _merged(entry: Entry) -> dict[PersonId | None, PersonId]:
    """Return whom the people became who ended by a merge."""
    if entry.kind != "merge":
        return {}
    into = {person for person, _ in entry.changes.fields}
    return {ended: person for ended in entry.changes.ended() for person in into}
