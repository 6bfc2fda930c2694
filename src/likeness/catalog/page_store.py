"""The page seam: what shows a library one page after another asks of the catalog."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from likeness.types import (
    Companion,
    Contract,
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

EVERY_PHOTO = PhotoQuery()
PAGE = 100
"""Items on a page unless asked otherwise."""


class PageStore(Protocol):
    """**Protocol:** pages of a library, each in a few milliseconds however much there is.

    A page goes on behind the last item of the one before (`Page.after`), wherever that item would
    stand now: what is there all the time comes exactly once, whatever is added or taken away
    meanwhile. Every method raises `UsageError` for an *after* that does not belong to it and for
    a *limit* that is not in [1, 1000].
    """

    def photos(
        self,
        where: PhotoQuery = EVERY_PHOTO,
        *,
        after: str | None = None,
        limit: int = PAGE,
        newest_first: bool = False,
    ) -> Page[PhotoRow]:
        """Return photos by time taken, then id; those without time are last either way.

        Raises:
            UnknownPersonError, UnknownCollectionError, UnknownSourceError: Of what *where* names.
            UsageError: A condition of *where* makes no sense.
        """

    def photo_row(self, photo: str) -> PhotoRow:
        """Return one photo, named as for `Catalog.find_photo`. Raises `UnknownPhotoError`."""

    def count(self, where: PhotoQuery = EVERY_PHOTO) -> int:
        """Return how many photos there are; raises as `photos` does."""

    def months(self, where: PhotoQuery = EVERY_PHOTO) -> list[tuple[str | None, int]]:
        """Return the months with photos as "2024-05", oldest first, and how many each has.

        Photos without time are a last one, None. Raises as `photos` does.
        """

    def layout(self, where: PhotoQuery = EVERY_PHOTO, *, newest_first: bool = False) -> PhotoLayout:
        """Return all photos as `photos` orders them, in chunks of at most 100 of one month.

        Asked with the `after` and the number of a chunk, `photos` returns the photos of the chunk.
        Counted again only after something changed. Raises as `photos` does.
        """

    def ids(self, where: PhotoQuery, *, most: int) -> list[PhotoId]:
        """Return the ids of the first *most* photos, in the order of `photos`; raises as it does.

        For who needs many at once: *most* is not bound to the size of a page.
        """

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
        """Return faces: of a photo in reading order, else the best ones first.

        Args:
            photo: Those on this photo, named as for `Catalog.find_photo`.
            person: Those of this person, named as for `Catalog.person`.
            unassigned: Those of nobody. One of these three must be asked for, and only one.
            everything: Also those that do not count: low confidence, too small, ignored, none.
            after: Where the page before ended.
            limit: So many at most.

        Raises:
            UnknownPhotoError, UnknownPersonError: No such photo or person.
            UsageError: None or several of the three are asked for.
        """

    def newest_faces(self, contract: Contract, *, limit: int = PAGE) -> list[Face]:
        """Return the faces that count and were found last, the newest first, then by id.

        Those that were written together are equally new: which of them the limit cuts off is not
        said. Those without embedding of *contract* are not found.
        """

    def people(
        self,
        *,
        after: str | None = None,
        limit: int = PAGE,
        hidden: bool = False,
        named: bool | None = None,
        name: str | None = None,
    ) -> Page[Person]:
        """Return people with a face, most photos first, then by id.

        Args:
            after: Where the page before ended.
            limit: So many at most.
            hidden: Also those who are left out of lists.
            named: Only those with a name, or without; None: both.
            name: Part of the name, in small or large letters.
        """

    def span(self, person: str) -> tuple[date | None, date | None]:
        """Return the days of the first and the last photo of a person; None: none has a time.

        Raises:
            UnknownPersonError: There is none such; named as for `Catalog.person`.
        """

    def together(self, person: str, *, limit: int = PAGE) -> list[Companion]:
        """Return who is on most photos of a person, then by id; nobody who is hidden.

        Raises:
            UnknownPersonError: There is none such; named as for `Catalog.person`.
        """

    def similar(self, person: str, contract: Contract, *, limit: int = PAGE) -> list[LookAlike]:
        """Return who looks most like a person, then by id; nobody who is hidden.

        By the cosine of the means of the embeddings of *contract* of the faces that count; nobody
        is similar to who has none. The means are read again only after faces changed.

        Raises:
            UnknownPersonError: There is none such; named as for `Catalog.person`.
        """

    def edits(
        self, *, person: str | None = None, after: str | None = None, limit: int = PAGE
    ) -> Page[Edit]:
        """Return the log, newest first; of a *person*: the entries whose words name their id.

        Raises:
            UnknownPersonError: There is none such; named as for `Catalog.person`.
        """

    def failures(self, *, after: str | None = None, limit: int = PAGE) -> Page[FailureRow]:
        """Return the files that could not be used, by source, then path."""

    def pulse(self) -> Pulse:
        """Return numbers that tell what changed since; cheap enough to ask once a second."""

    def overview(self) -> Overview:
        """Return how much there is; counted again only after something changed."""

    def newest_removal(self) -> int:
        """Return a number that changes whenever something is forgotten; 0: nothing ever was."""
