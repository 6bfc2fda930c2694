"""What is handed out to whoever looks at a library from elsewhere: originals, and crops."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import BinaryIO

from likeness.blobs.base import crop_key
from likeness.catalog.base import PhotoFilter
from likeness.errors import BlobNotFoundError, PhotoError, UnknownPhotoError
from likeness.imaging.formats import Format, sniff
from likeness.types import Photo, PhotoId
from likeness.workflows.mend import mend
from likeness.workflows.originals import file_name, whole
from likeness.workflows.parts import Parts
from likeness.workflows.turns import Turn

HEAD = 512
"""Bytes that tell what format a file has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """An original, open for reading: what was indexed, byte by byte."""

    file: BinaryIO
    name: str  # safe on every system
    format: Format
    bytes: int


@contextmanager
def original(parts: Parts, photo: str) -> Iterator[Original]:
    """Yield the original of a photo; see `Library.original`."""
    row = _photo(parts, photo)
    with whole(parts, row) as file:
        head = file.read(HEAD)
        file.seek(0)
        yield Original(
            file=file,
            name=file_name(row, row.paths),
            format=sniff(head),
            bytes=row.bytes,
        )


def crop(parts: Parts, face: str, turn: Turn = nullcontext) -> bytes:
    """Return the small picture of a face, and make it again if it was lost; see `Library.crop`."""
    row = parts.catalog.face(face.removeprefix("face:"))
    key = crop_key(row.face)
    try:
        return parts.blobs.get(key)
    except BlobNotFoundError:
        with turn():
            mend(parts, [_photo(parts, row.sha256)])
    try:
        return parts.blobs.get(key)
    except BlobNotFoundError as exc:
        raise PhotoError("vanished", f"The photo of face {row.face} cannot be read now.") from exc


def _photo(parts: Parts, photo: str) -> Photo:
    for row in parts.catalog.photos(PhotoFilter(ids=(PhotoId(photo),))):
        return row
    raise UnknownPhotoError(f"No photo {photo[:12]} is in this library.")
