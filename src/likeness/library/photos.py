"""Photos in, and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from likeness.library.door import Door, OnProgress
from likeness.types import (
    AddReport,
    Failure,
    Photo,
    Source,
)


class Photos(Door):
    """Photos in, and where they come from."""

    def add(
        self,
        *paths: str | Path,
        group: bool = True,
        folders_as_collections: bool = False,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> AddReport:
        """Index photos: files, or folders with all that is below them.

        Photos that are known are not decoded again. A file that cannot be used becomes a row in
        `failures`. Originals are only ever read.

        Args:
            paths: Files, folders, and addresses of buckets or prefixes ("s3://bucket/2024"); none:
                all sources that are known already.
            group: Whether to group the faces into people at the end.
            folders_as_collections: Whether each folder becomes a collection of its photos.
            progress: Told how far the run is.
            stop: Asked between batches; True ends the run after what was computed is committed.

        Raises:
            UsageError: A path does not exist, or none was given and no source is known.
            InterruptedRunError: *stop* said so; run the same again to go on.
        """
        from likeness.workflows import ingest

        return ingest.add(
            self._parts,
            paths,
            group=group,
            folders_as_collections=folders_as_collections,
            progress=progress,
            stop=stop,
        )

    def photos(
        self,
        *,
        person: Iterable[str] = (),
        without: Iterable[str] = (),
        only: bool = False,
        collection: str | None = None,
    ) -> list[Photo]:
        """Return photos by time taken.

        Args:
            person: People (id or name) who must all be on the photo.
            without: People who must not be.
            only: Whether nobody else may be on it.
            collection: Name of a collection that the photo must belong to.

        Raises:
            UnknownPersonError, UnknownCollectionError: No such person or collection.
        """
        from likeness.workflows import people

        return people.photos(
            self._parts, person=person, without=without, only=only, collection=collection
        )

    def sources(self) -> list[Source]:
        """Return the places that photos come from."""
        from likeness.workflows import sources

        return sources.sources(self._parts)

    def remove_source(self, source: str | Path) -> None:
        """Forget that photos come from *source*; photos and people stay known.

        Raises:
            UnknownSourceError: No such source.
        """
        from likeness.workflows import sources

        sources.remove_source(self._parts, str(source))

    def failures(self) -> list[Failure]:
        """Return the files that could not be used, with the reason."""
        return self._parts.catalog.failures()
