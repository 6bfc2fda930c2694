"""What becomes of uploaded photos once they are in place: collections, and forgetting."""

from __future__ import annotations

from collections.abc import Iterable

from likeness.types import PhotoId
from likeness.workflows.parts import Parts
from likeness.workflows.uploads.folder import UploadsFolder
from likeness.workflows.uploads.part import errors_as_ours


def collect(parts: Parts) -> None:
    """Put photos that were added into the collections that they were sent for.

    Files of photos that somebody forgot before they were added are deleted.
    """
    rows = [row for row in parts.catalog.uploads.all() if row.complete]
    photos = {row.sha256 for row in rows if row.sha256 is not None}
    known, forgotten = parts.catalog.analysed(photos), parts.catalog.skipped(photos)
    for row in rows:
        if row.sha256 in forgotten:
            forget(parts, row.sha256)
        elif row.collection is not None and row.sha256 is not None:
            if row.sha256 in known:
                put_in(parts, row.collection, row.sha256)
            parts.catalog.uploads.settled(row.upload)


def put_in(parts: Parts, collection: str, photo: PhotoId) -> None:
    """Put a photo into a collection, which is made if there is none."""
    with parts.catalog.writing("add"):
        if parts.catalog.analysed([photo]):  # or it was just forgotten
            parts.catalog.create_collection(collection)
            parts.catalog.add_to_collection(collection, [photo])


def forget(parts: Parts, photo: PhotoId) -> None:
    """Delete every file of a photo that was uploaded, unfinished ones too.

    Not to be called while holding the right to write.
    """
    forget_files(parts, [photo])
    forget_unfinished(parts, photo)


def forget_files(parts: Parts, photos: Iterable[PhotoId]) -> None:
    """Delete the files of uploaded photos: they are ours, unlike those that were found."""
    place = UploadsFolder(parts.folder, parts.settings.serve)
    with errors_as_ours(place.path):
        for photo in photos:
            for file in list(place.copies(photo)):
                file.unlink(missing_ok=True)


def forget_unfinished(parts: Parts, photo: PhotoId) -> None:
    """Give up the uploads of which it is known that they are of a photo."""
    place = UploadsFolder(parts.folder, parts.settings.serve)
    with errors_as_ours(place.path):
        for upload in parts.catalog.uploads.forget(photo):
            place.part(upload).unlink(missing_ok=True)
