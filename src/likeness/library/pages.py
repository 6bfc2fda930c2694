"""Pages, for those who turn a library over one by one."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from typing import TYPE_CHECKING

from likeness.library.door import Door
from likeness.types import (
    Companion,
    Edit,
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

if TYPE_CHECKING:
    from likeness.workflows.turns import Turn

PAGE = 100
"""Items on a page unless asked otherwise."""
FEW = 12
"""People beside a person unless asked otherwise."""
EVERY_PHOTO = PhotoQuery()


class Pages(Door):
    """Pages, for those who turn a library over one by one."""

    def photo_page(
        self,
        where: PhotoQuery = EVERY_PHOTO,
        *,
        after: str | None = None,
        limit: int = PAGE,
        newest_first: bool = False,
    ) -> Page[PhotoRow]:
        """Return a page of photos by time taken, then id; those without time are last either way.

        Args:
            where: Which photos.
            after: What the page before said; None: the first page.
            limit: So many at most, up to 1000.
            newest_first: Whether the newest come first.

        Raises:
            UnknownPersonError, UnknownCollectionError, UnknownSourceError: No such thing.
            UsageError: A condition makes no sense, or *after* is of no such page.
        """
        return self._parts.catalog.pages.photos(
            where, after=after, limit=limit, newest_first=newest_first
        )

    def photo_row(self, photo: str) -> PhotoRow:
        """Return one photo (id, its beginning, or absolute path) as a page shows it.

        Raises:
            UnknownPhotoError: No such photo.
        """
        return self._parts.catalog.pages.photo_row(photo)

    def photo_count(self, where: PhotoQuery = EVERY_PHOTO) -> int:
        """Return how many photos there are; raises as `photo_page` does."""
        return self._parts.catalog.pages.count(where)

    def months(self, where: PhotoQuery = EVERY_PHOTO) -> list[tuple[str | None, int]]:
        """Return the months with photos ("2024-05"), oldest first, and how many each has.

        Photos without time are a last one, None. Raises as `photo_page` does.
        """
        return self._parts.catalog.pages.months(where)

    def layout(self, where: PhotoQuery = EVERY_PHOTO, *, newest_first: bool = False) -> PhotoLayout:
        """Return what a grid needs to give every photo its place before any of them is there.

        In the order of `photo_page`, in chunks of at most 100 photos of one month: asked with the
        `after` and the number of a chunk, `photo_page` returns its photos. Raises as that does.
        """
        return self._parts.catalog.pages.layout(where, newest_first=newest_first)

    def photo_ids(self, where: PhotoQuery = EVERY_PHOTO, *, most: int) -> list[PhotoId]:
        """Return the ids of the first *most* photos, oldest first; raises as `photo_page` does."""
        return self._parts.catalog.pages.ids(where, most=most)

    def face_page(
        self,
        *,
        photo: str | None = None,
        person: str | None = None,
        unassigned: bool = False,
        everything: bool = False,
        after: str | None = None,
        limit: int = PAGE,
    ) -> Page[Face]:
        """Return a page of faces: of a photo in reading order, else the best ones first.

        Args:
            photo: Those on this photo (id, its beginning, or absolute path).
            person: Those of this person (id or name).
            unassigned: Those of nobody. Ask for one of these three.
            everything: Also those of low confidence, too small, ignored, or not a face.
            after: What the page before said; None: the first page.
            limit: So many at most, up to 1000.

        Raises:
            UnknownPhotoError, UnknownPersonError: No such photo or person.
            UsageError: None or several of the three were asked for.
        """
        return self._parts.catalog.pages.faces(
            photo=photo,
            person=person,
            unassigned=unassigned,
            everything=everything,
            after=after,
            limit=limit,
        )

    def newest_faces(self, *, limit: int = PAGE) -> list[Face]:
        """Return the faces that count and were found last, newest first; up to 1000."""
        parts = self._parts
        return parts.catalog.pages.newest_faces(parts.contract, limit=limit)

    def people_page(
        self,
        *,
        after: str | None = None,
        limit: int = PAGE,
        hidden: bool = False,
        named: bool | None = None,
        name: str | None = None,
    ) -> Page[Person]:
        """Return a page of people with a face, most photos first, then by id.

        Args:
            after: What the page before said; None: the first page.
            limit: So many at most, up to 1000.
            hidden: Also those who are left out of lists.
            named: Only those with a name, or without; None: both.
            name: Part of the name, in small or large letters.
        """
        return self._parts.catalog.pages.people(
            after=after, limit=limit, hidden=hidden, named=named, name=name
        )

    def span(self, person: str) -> tuple[date | None, date | None]:
        """Return the days of the first and last photo of a person; None: no photo has a time.

        Raises:
            UnknownPersonError: No such person (id or name).
        """
        return self._parts.catalog.pages.span(person)

    def together(self, person: str, *, limit: int = FEW) -> list[Companion]:
        """Return who is on most photos of a person, without hidden people.

        Raises:
            UnknownPersonError: No such person (id or name).
        """
        return self._parts.catalog.pages.together(person, limit=limit)

    def similar(self, person: str, *, limit: int = FEW) -> list[LookAlike]:
        """Return who looks most like a person, without hidden people.

        By the cosine of the means of their faces. It does not say that they might be the same
        person: `why` does.

        Raises:
            UnknownPersonError: No such person (id or name).
        """
        parts = self._parts
        return parts.catalog.pages.similar(person, parts.contract, limit=limit)

    def edit_page(
        self, *, person: str | None = None, after: str | None = None, limit: int = PAGE
    ) -> Page[Edit]:
        """Return a page of the edit log, newest first.

        Args:
            person: Only the entries that name this person (id or name) by id.
            after: What the page before said; None: the first page.
            limit: So many at most, up to 1000.

        Raises:
            UnknownPersonError: No such person.
        """
        return self._parts.catalog.pages.edits(person=person, after=after, limit=limit)

    def failure_page(self, *, after: str | None = None, limit: int = PAGE) -> Page[FailureRow]:
        """Return a page of the files that could not be used."""
        return self._parts.catalog.pages.failures(after=after, limit=limit)

    def pulse(self) -> Pulse:
        """Return numbers of which each is another one after something of its kind changed."""
        return self._parts.catalog.pages.pulse()

    def newest_removal(self) -> int:
        """Return a number that changes whenever something is forgotten: for who keeps copies."""
        return self._parts.catalog.pages.newest_removal()

    def overview(self) -> Overview:
        """Return how much there is in the library."""
        return self._parts.catalog.pages.overview()

    def preview(self, photo: str, side: int, *, turn: Turn | None = None) -> bytes:
        """Return a photo as a WebP file with *side* pixels on its longer side.

        Made once and kept. Of a photo whose file is gone it is the largest picture that is kept,
        up to *side*; a photo that is smaller keeps its size.

        Args:
            photo: The photo's whole id.
            side: 128, 256, 512, 1280 or 2560.
            turn: Entered where the original has to be read; it may wait, or raise. None: nothing.

        Raises:
            UnknownPhotoError: No such photo.
            UsageError: No such side.
            PhotoError: Neither its file nor any picture of it is there.
        """
        from likeness.workflows.previews import Previews

        parts = self._parts
        with self._making:
            previews = self._previews = self._previews or Previews(parts)
        return previews.get(photo, side, turn or nullcontext)
