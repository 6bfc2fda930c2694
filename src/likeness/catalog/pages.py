"""Pages of a library in a relational database."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Hashable
from datetime import date
from typing import TypeVar

from sqlalchemy import Connection

from likeness.catalog import (
    companions,
    cursors,
    face_pages,
    log,
    look_alikes,
    overview,
    people,
    people_pages,
    photo_layout,
    photo_pages,
    photos,
    places,
)
from likeness.catalog.database import Database
from likeness.catalog.kept import Kept
from likeness.catalog.page_store import EVERY_PHOTO, PAGE
from likeness.catalog.photo_lists import Key, PhotoList
from likeness.catalog.photo_pages import Wanted
from likeness.errors import UsageError
from likeness.types import (
    Companion,
    Contract,
    Edit,
    EditId,
    Face,
    FailureRow,
    LookAlike,
    Overview,
    Page,
    Person,
    PhotoId,
    PhotoLayout,
    PhotoQuery,
    PhotoRow,
    Pulse,
)

EDITS, FAILURES = "edits", "failures"
"""Kinds of cursors."""

LAYOUTS = {False: "layout", True: "newest layout"}
"""Kinds of layouts by whether the newest photos come first."""

KINDS = ("photos", "count", "months", *LAYOUTS.values(), "people", "means", "overview", "removal")
"""Of answers that are kept."""

Answer = TypeVar("Answer")


class SqlPages:
    """Pages of one library: fulfils `PageStore`. Safe to share between threads.

    What has to be counted over all rows is kept, with the pulse at which it was counted.
    """

    def __init__(self, database: Database) -> None:
        self._db = database
        self._chosen = Kept()  # of choices of photos, as many as visitors think of
        self._whole = Kept(most_bytes=sys.maxsize)  # one of each kind, which no choice drives out
        self._counting = {kind: threading.Lock() for kind in KINDS}

    # -- photos

    def photos(
        self,
        where: PhotoQuery = EVERY_PHOTO,
        *,
        after: str | None = None,
        limit: int = PAGE,
        newest_first: bool = False,
    ) -> Page[PhotoRow]:
        last = photo_pages.parsed(after, newest_first=newest_first)
        many = cursors.require_limit(limit) + 1
        order = {"newest_first": newest_first}
        with self._db.reading() as connection:
            wanted = photo_pages.understood(connection, where)
            keys = self._known_keys(connection, where, wanted, last, many, **order)
            if keys is None:
                keys = photo_pages.find(connection, wanted, last, many, **order)
            if keys is not None:
                return photo_pages.page(connection, keys, limit, **order)

        def found(connection: Connection) -> PhotoList | None:
            return photo_pages.listed(connection, photo_pages.understood(connection, where))

        listed = self._kept_answer("photos", where, _everything, found)
        with self._db.reading() as connection:
            if listed is not None:
                keys = listed.behind(last, many, **order)
            else:
                wanted = photo_pages.understood(connection, where)
                keys = photo_pages.find(connection, wanted, last, many, patient=True, **order)
            return photo_pages.page(connection, keys or [], limit, **order)

    def _known_keys(
        self,
        connection: Connection,
        where: PhotoQuery,
        wanted: Wanted,
        last: Key | None,
        limit: int,
        *,
        newest_first: bool,
    ) -> list[Key] | None:
        """Return the photos behind *last* out of a list that still holds; None: there is none."""
        if wanted.is_plain or ("photos", where) not in self._chosen:
            return None
        known = self._chosen.get(("photos", where), _everything(overview.pulse(connection)))
        if known is None or known[0] is None:
            return None
        listed: PhotoList = known[0]
        return listed.behind(last, limit, newest_first=newest_first)

    def photo_row(self, photo: str) -> PhotoRow:
        with self._db.reading() as connection:
            return photo_pages.row(connection, photos.find(connection, photo))

    def count(self, where: PhotoQuery = EVERY_PHOTO) -> int:
        def counted(connection: Connection) -> int:
            return photo_pages.count(connection, where)

        return self._kept_answer("count", where, _everything, counted)

    def months(self, where: PhotoQuery = EVERY_PHOTO) -> list[tuple[str | None, int]]:
        def counted(connection: Connection) -> tuple[tuple[str | None, int], ...]:
            return tuple(photo_pages.months(connection, where))

        return list(self._kept_answer("months", where, _everything, counted))

    def layout(self, where: PhotoQuery = EVERY_PHOTO, *, newest_first: bool = False) -> PhotoLayout:
        def laid_out(connection: Connection) -> PhotoLayout:
            wanted = photo_pages.understood(connection, where)
            return photo_layout.read(connection, wanted, newest_first=newest_first)

        depends = _everything if _is_of_faces(where) else _of_photos
        return self._kept_answer(LAYOUTS[newest_first], where, depends, laid_out)

    def ids(self, where: PhotoQuery, *, most: int) -> list[PhotoId]:
        with self._db.reading() as connection:
            wanted = photo_pages.understood(connection, where)
            return photo_pages.ids(connection, wanted, most)

    # -- faces and people

    def faces(
        self,
        *,
        photo: str | None = None,
        person: str | None = None,
        unassigned: bool = False,
        everything: bool = False,
        after: str | None = None,
        limit: int = PAGE,
    ) -> Page[Face]:
        if (photo is not None) + (person is not None) + unassigned != 1:
            raise UsageError("Say whose faces: those of one photo, of one person, or of nobody.")
        with self._db.reading() as connection:
            if photo is not None:
                on = photos.find(connection, photo)
                return face_pages.of_photo(
                    connection, on, everything=everything, after=after, limit=limit
                )
            if person is not None:
                of = people.find_id(connection, person)
                return face_pages.of_person(
                    connection, of, everything=everything, after=after, limit=limit
                )
            return face_pages.of_nobody(connection, everything=everything, after=after, limit=limit)

    def newest_faces(self, contract: Contract, *, limit: int = PAGE) -> list[Face]:
        cursors.require_limit(limit)
        with self._db.reading() as connection:
            return face_pages.newest(connection, contract, limit)

    def people(
        self,
        *,
        after: str | None = None,
        limit: int = PAGE,
        hidden: bool = False,
        named: bool | None = None,
        name: str | None = None,
    ) -> Page[Person]:
        def counted(connection: Connection) -> tuple[Person, ...]:
            return tuple(people.read(connection, hidden=True))

        everybody = self._kept_answer("people", None, _of_people, counted)
        return people_pages.page(
            everybody, after=after, limit=limit, hidden=hidden, named=named, name=name
        )

    def span(self, person: str) -> tuple[date | None, date | None]:
        with self._db.reading() as connection:
            return photos.span(connection, people.find_id(connection, person))

    def together(self, person: str, *, limit: int = PAGE) -> list[Companion]:
        cursors.require_limit(limit)
        with self._db.reading() as connection:
            return companions.read(connection, people.find_id(connection, person), limit)

    def similar(self, person: str, contract: Contract, *, limit: int = PAGE) -> list[LookAlike]:
        cursors.require_limit(limit)

        def meant(connection: Connection) -> look_alikes.Means:
            return look_alikes.means(connection, contract)

        means = self._kept_answer("means", None, lambda now: (contract, now.tags), meant)
        with self._db.reading() as connection:
            return look_alikes.nearest(connection, means, people.find_id(connection, person), limit)

    # -- the log and failures

    def edits(
        self, *, person: str | None = None, after: str | None = None, limit: int = PAGE
    ) -> Page[Edit]:
        before = None
        if after is not None:
            before = EditId(*cursors.parse(EDITS, after, (int,)))
        many = cursors.require_limit(limit) + 1
        with self._db.reading() as connection:
            of = None if person is None else people.find_id(connection, person)
            found = log.read(connection, many, before, of)
        end = cursors.make(EDITS, found[limit - 1].edit) if len(found) > limit else None
        return Page(items=tuple(found[:limit]), after=end)

    def failures(self, *, after: str | None = None, limit: int = PAGE) -> Page[FailureRow]:
        behind = None if after is None else cursors.parse(FAILURES, after, (int,), (str,))
        many = cursors.require_limit(limit) + 1
        with self._db.reading() as connection:
            found = places.failures_behind(connection, behind, many)
        last = found[limit - 1] if len(found) > limit else None
        end = None if last is None else cursors.make(FAILURES, last.source, last.path)
        return Page(items=tuple(found[:limit]), after=end)

    # -- what changed, and how much there is

    def pulse(self) -> Pulse:
        with self._db.reading() as connection:
            return overview.pulse(connection)

    def overview(self) -> Overview:
        return self._kept_answer("overview", None, _everything, overview.read)

    def newest_removal(self) -> int:
        return self._kept_answer("removal", None, lambda now: now.edits, overview.newest_removal)

    # -- answers that are kept

    def _kept_answer(
        self,
        kind: str,
        where: PhotoQuery | None,
        depends: Callable[[Pulse], Hashable],
        count: Callable[[Connection], Answer],
    ) -> Answer:
        """Return what *count* says, or said before if nothing that it *depends* on changed since.

        Only one thread counts at a time for each kind of question: the others want the same
        answer, as a rule, and nobody waits for an answer of another kind.
        """
        question: Hashable = (kind, where)
        kept = self._whole if where is None else self._chosen
        with self._db.reading() as connection:
            now = depends(overview.pulse(connection))
        known: tuple[Answer] | None = kept.get(question, now)
        if known is not None:
            return known[0]
        with self._counting[kind], self._db.reading() as connection:
            now = depends(overview.pulse(connection))  # of the very state that is counted
            known = kept.get(question, now)
            if known is None:
                known = (count(connection),)
                kept.put(question, now, known[0])
        return known[0]


def _everything(pulse: Pulse) -> Hashable:
    return pulse.edits, pulse.tags, pulse.photos


def _of_photos(pulse: Pulse) -> Hashable:
    return pulse.photos


def _is_of_faces(where: PhotoQuery) -> bool:
    """Return whether decisions about faces and people change which photos a query finds."""
    people = (*where.with_people, *where.without_people)
    return bool(people or where.only or where.without_faces) or where.min_quality is not None


def _of_people(pulse: Pulse) -> Hashable:
    return pulse.edits, pulse.tags
