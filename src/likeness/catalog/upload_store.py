"""The seam to the list of files that are on their way in."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from likeness.types import PhotoId, Upload, UploadId


class UploadStore(Protocol):
    """**Protocol:** the uploads of one library; every method is one transaction.

    Nothing here waits for the library's right to write, which a long `add` may hold. How much of
    a file has come is not kept here: the file itself says it. So `Upload.offset` is 0 throughout.

    Raises:
        StoreUnavailableError: The database refused (disk full, read-only, connection lost).
    """

    def add(self, upload: Upload, *, most_bytes: int, most_each: int) -> None:
        """Note a file that is to come.

        Args:
            upload: Of which no other has the id.
            most_bytes: That all unfinished uploads may have together when they are whole.
            most_each: Unfinished uploads that whoever sends it may have.

        Raises:
            LibraryBusyError: There would be more than that.
        """

    def get(self, upload: UploadId) -> Upload:
        """Return an upload. Raises `UnknownUploadError`."""

    def all(self, who: str | None = None) -> list[Upload]:
        """Return uploads, the oldest first; *who*: only those that they send."""

    def touch(self, upload: UploadId, when: datetime) -> None:
        """Note when something of it came. One that is gone stays gone."""

    def complete(self, upload: UploadId, sha256: PhotoId, when: datetime) -> None:
        """Note that all of it is in place.

        Args:
            upload: Which.
            sha256: Of the whole file.
            when: That was.
        """

    def settled(self, upload: UploadId) -> None:
        """Note that the photo is in the collection that it is for. One that is gone stays gone."""

    def remove(self, upload: UploadId) -> None:
        """Remove an upload, if it is there."""

    def forget(self, photo: PhotoId) -> list[UploadId]:
        """Remove the uploads of a photo, as far as it is known to be theirs; return them."""
