"""The blob store seam: what ingestion, export and the server may ask of any store."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NewType, Protocol

from likeness.types import AverageId, FaceId, PhotoId

BlobKey = NewType("BlobKey", str)
"""A name such as "thumbs/3f/3f7a….webp": lower-case letters, digits, "/", "." and "_"."""

KEY = re.compile(r"[a-z]+(/[a-z0-9_]+)*/[a-z0-9_]+\.[a-z0-9]+")


THUMBNAIL_SIDE = 512  # pixels of the longer side, as of all thumbnails


def thumbnail_key(photo: PhotoId) -> BlobKey:
    """Return where the 512 px WebP thumbnail of *photo* is kept."""
    return BlobKey(f"thumbs/{photo[:2]}/{photo}.webp")


PREVIEW_SIDES = (128, 256, 1280, 2560)  # pixels of the longer side, beside the thumbnail's


def preview_key(photo: PhotoId, side: int) -> BlobKey:
    """Return where *photo* is kept in WebP with *side* pixels on its longer side."""
    return BlobKey(f"previews/{photo[:2]}/{photo}_{side}.webp")


def crop_key(face: FaceId) -> BlobKey:
    """Return where the 256 px WebP crop of *face* is kept."""
    return BlobKey(f"crops/{face[1:3]}/{face}.webp")


PORTRAIT_SIDES = (128, 256, 512)  # pixels, in which portraits are kept


def portrait_key(face: FaceId, side: int) -> BlobKey:
    """Return where the portrait of *face*, a square of *side* pixels in WebP, is kept."""
    return BlobKey(f"portraits/{face[1:3]}/{face}_{side}.webp")


def average_key(average: AverageId) -> BlobKey:
    """Return where what was averaged is kept."""
    return BlobKey(f"averages/{average[1:3]}/{average}.npz")


def average_picture_key(picture: AverageId) -> BlobKey:
    """Return where a picture that was made of averages is kept, in WebP."""
    return BlobKey(f"averages/{picture[1:3]}/{picture}.webp")


FACE_MAP = BlobKey("maps/faces.json")
"""Where the newest map of all faces is kept."""

PEOPLE_NETWORK = BlobKey("networks/people.json")
FACE_NETWORK = BlobKey("networks/faces.json")
"""Where the newest networks are kept."""


LONGEST_LINK = 7 * 24 * 3600
"""Seconds that a link may hold: the most that S3 signs for."""


def require_link_seconds(seconds: int) -> None:
    """Raise `ValueError` unless a link may hold for so long."""
    if not 1 <= seconds <= LONGEST_LINK:
        raise ValueError(f"A link holds for 1 to {LONGEST_LINK} seconds, got {seconds}.")


class BlobStore(Protocol):
    """**Protocol:** named bytes that can be made again, safe to share between threads.

    A key that does not match `KEY` raises `ValueError`: keys come from ids, never from users.
    """

    def put(self, key: BlobKey, data: bytes) -> None:
        """Store *data* whole or not at all, replacing what was there.

        Raises:
            ValueError: *data* is empty: a store may take an empty blob for a lost one.
            StoreUnavailableError: Disk full, no permission, connection lost.
        """

    def put_all(self, blobs: Mapping[BlobKey, bytes]) -> None:
        """Store several blobs, each whole or not at all; raises as `put` does, for any of them."""

    def get(self, key: BlobKey) -> bytes:
        """Return the bytes.

        Raises:
            BlobNotFoundError: Nothing under that key.
            StoreUnavailableError: The store did not answer.
        """

    def delete(self, key: BlobKey) -> None:
        """Remove the blob; deleting an absent one is a no-op."""

    def delete_all(self, keys: Sequence[BlobKey]) -> None:
        """Remove several blobs, as `delete` does."""

    def discard_unfinished(self) -> None:
        """Remove what `put` left where it was killed. Only for who knows that nobody puts."""

    def keys(self, prefix: str = "") -> Iterator[BlobKey]:
        """Yield every key that starts with *prefix* once, in no particular order."""

    def link(self, key: BlobKey, seconds: int) -> str | None:
        """Return a URL that anybody may read the blob from for so long; None: has no such links.

        Raises:
            ValueError: *seconds* is not in [1, 604800], the longest that S3 signs for.
        """
