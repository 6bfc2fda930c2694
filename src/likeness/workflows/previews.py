"""Photos in the sizes that screens want, each made once and kept."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING

from likeness.blobs.base import (
    PREVIEW_SIDES,
    THUMBNAIL_SIDE,
    BlobKey,
    preview_key,
    thumbnail_key,
)
from likeness.catalog.base import PhotoFilter
from likeness.errors import (
    BlobNotFoundError,
    PhotoError,
    StoreUnavailableError,
    UnknownPhotoError,
    UsageError,
)
from likeness.types import Photo, PhotoId
from likeness.workflows.claim import claim_blobs
from likeness.workflows.incoming import at_hand
from likeness.workflows.parts import Parts
from likeness.workflows.turns import Turn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHA256 = re.compile(r"[0-9a-f]{64}")

SIDES = tuple(sorted((*PREVIEW_SIDES, THUMBNAIL_SIDE)))
"""Pixels of the longer side. A smaller photo keeps its size."""


class Previews:
    """Makes and keeps them. Safe to share between threads: none makes what another one makes."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._locks: dict[BlobKey, threading.Lock] = {}
        self._users: Counter[BlobKey] = Counter()
        self._guard = threading.Lock()
        self._is_claimed = False

    def get(self, photo: str, side: int, turn: Turn = nullcontext) -> bytes:
        """Return the picture as a WebP file; see `Library.preview`.

        Args:
            photo: The whole id.
            side: One of `SIDES`.
            turn: Waited for where the original has to be decoded.

        Raises:
            UnknownPhotoError: No such photo.
            UsageError: No such side.
            PhotoError: Neither the photo's file nor any picture of it is there.
            StoreUnavailableError: No picture is kept, and the bucket of the photo, or the store of
                pictures, does not answer.
        """
        key = _key(photo, side)
        kept = self._kept(key)
        if kept is not None:
            return kept
        known = self._known(photo)
        larger = self._any_kept(known.sha256, [each for each in SIDES if each > side])
        # The turn first: who waits for it keeps nobody else from making this picture.
        with turn() if larger is None else nullcontext(), self._alone(key):
            kept = self._kept(key)  # somebody else made it meanwhile
            return kept if kept is not None else self._made(known, side, key, larger)

    def _kept(self, key: BlobKey) -> bytes | None:
        try:
            return self._parts.blobs.get(key)
        except BlobNotFoundError:
            return None

    @contextmanager
    def _alone(self, key: BlobKey) -> Iterator[None]:
        """Keep other threads from making the picture under *key*."""
        with self._guard:
            lock = self._locks.setdefault(key, threading.Lock())
            self._users[key] += 1
        try:
            with lock:
                yield
        finally:
            with self._guard:
                self._users[key] -= 1
                if not self._users[key]:
                    del self._users[key], self._locks[key]

    def _known(self, photo: str) -> Photo:
        wanted = PhotoFilter(ids=(PhotoId(photo),))
        found = next(iter(self._parts.catalog.photos(wanted)), None)
        if found is None:
            raise _unknown(photo)
        return found

    # -- making

    def _made(self, photo: Photo, side: int, key: BlobKey, larger: bytes | None) -> bytes:
        from likeness.imaging.webp import encode_webp

        try:
            pixels = self._decoded(photo, side) if larger is None else _opened(larger)
        except (PhotoError, StoreUnavailableError):
            smaller = self._any_kept(photo.sha256, [each for each in SIDES[::-1] if each < side])
            if smaller is None:
                raise
            return smaller
        made = encode_webp(_shrunk(pixels, side))
        self._keep(photo.sha256, key, made)
        return made

    def _any_kept(self, photo: PhotoId, sides: list[int]) -> bytes | None:
        """Return the first picture that is kept, of these sides."""
        pictures = (self._kept(_key(photo, side)) for side in sides)
        return next((picture for picture in pictures if picture is not None), None)

    def _decoded(self, photo: Photo, side: int) -> NDArray[np.uint8]:
        """Return the pixels of the original, *side* or more on the longer side if it has so many.

        Raises:
            PhotoError: It is not there any more, or cannot be decoded.
            StoreUnavailableError: Its bucket does not answer.
        """
        failure: PhotoError | StoreUnavailableError = PhotoError(
            "vanished", f"No file of photo {photo.sha256[:12]} is there any more."
        )
        for origin in photo.paths:
            try:
                return self._read(photo, origin, side)
            except (PhotoError, StoreUnavailableError) as exc:
                failure = exc
        raise failure

    def _read(self, photo: Photo, origin: str, side: int) -> NDArray[np.uint8]:
        from likeness.imaging.region import RegionRequest

        with at_hand(self._parts, origin) as file:
            request = RegionRequest(
                path=file,
                photo=photo.sha256,
                boxes=((0, 0, photo.width, photo.height),),
                scale=min(1.0, side / max(photo.width, photo.height)),
            )
            (found,) = self._parts.pool.regions([request])
        if isinstance(found, PhotoError):
            raise found
        return found[0].pixels

    # -- keeping

    def _keep(self, photo: PhotoId, key: BlobKey, picture: bytes) -> None:
        """Keep a picture, unless its photo is forgotten at this moment.

        `forget` deletes rows before pictures. So either the photo's row is still there afterwards,
        and a later `forget` sees this picture; or it is not, and the picture is deleted here.
        """
        with suppress(StoreUnavailableError):  # such as a library that may only be read
            self._claim()
            self._parts.blobs.put(key, picture)
        if not self._parts.catalog.analysed([photo]):
            self._parts.blobs.delete(key)
            raise _unknown(photo)

    def _claim(self) -> None:
        if not self._is_claimed:
            claim_blobs(self._parts)
            self._is_claimed = True


def _key(photo: str, side: int) -> BlobKey:
    if not SHA256.fullmatch(photo):
        raise _unknown(photo)
    if side not in SIDES:
        raise UsageError(
            f"Photos come in sizes of {', '.join(map(str, SIDES))} pixels, not {side}."
        )
    if side == THUMBNAIL_SIDE:
        return thumbnail_key(PhotoId(photo))
    return preview_key(PhotoId(photo), side)


def _unknown(photo: str) -> UnknownPhotoError:
    return UnknownPhotoError(f"No photo {photo[:12]} in this library. Give its whole SHA-256.")


def _opened(picture: bytes) -> NDArray[np.uint8]:
    from likeness.imaging.pictures import open_picture, rgb_array

    return rgb_array(open_picture(picture, "WEBP"))


def _shrunk(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    from likeness.imaging.resize import shrink

    return shrink(pixels, side)
