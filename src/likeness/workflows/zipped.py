"""Photos as one zip file that goes out while it is made: no copy of the whole is ever there."""

from __future__ import annotations

import zipfile
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack

from likeness.catalog.base import PhotoFilter
from likeness.errors import PhotoError, StoreUnavailableError, UnknownPhotoError
from likeness.types import Photo, PhotoId
from likeness.workflows.copies import copied, zip_entry
from likeness.workflows.names import Namer
from likeness.workflows.originals import file_name, tags, whole
from likeness.workflows.parts import Parts

MISSING = "MISSING.txt"
"""Names the photos that could not be read; there only if there are any."""


def zipped(parts: Parts, photos: Iterable[str]) -> Generator[bytes]:
    """Return the pieces of a zip file with photos, by time taken; see `Library.zipped`."""
    ids = tuple(dict.fromkeys(PhotoId(photo) for photo in photos))
    rows = list(parts.catalog.photos(PhotoFilter(ids=ids)))
    if len(rows) < len(ids):
        unknown = min(set(ids) - {row.sha256 for row in rows})
        raise UnknownPhotoError(
            f"{len(ids) - len(rows)} of {len(ids)} photos are not in this library, such as "
            f"{unknown[:12]}."
        )
    return pieces(parts, _named(rows))


class _Sink:
    """Takes what `zipfile` writes; without `tell`, so it never wants to go back."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """Nothing is open."""

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = b"".join(self._written)
        self._written.clear()
        return taken


def _named(photos: Iterable[Photo]) -> Iterator[tuple[str, Photo]]:
    namer = Namer()
    namer.name(MISSING, ())
    for photo in photos:
        yield namer.name(file_name(photo, photo.paths), tags(photo)), photo


def pieces(parts: Parts, photos: Iterable[tuple[str, Photo]]) -> Generator[bytes]:
    """Yield the pieces of a zip file.

    Args:
        parts: The open library.
        photos: Each with its name in the file, of which no two are alike and none is `MISSING`.
    """
    sink = _Sink()
    missing: list[str] = []
    with zipfile.ZipFile(sink, "w") as archive:
        for name, photo in photos:
            with ExitStack() as stack:
                try:
                    file = stack.enter_context(whole(parts, photo))
                except (PhotoError, StoreUnavailableError):
                    missing.append(name)
                    continue
                packed = stack.enter_context(archive.open(zip_entry(photo, name, file), "w"))
                for _ in copied(photo, file, packed):
                    yield sink.take()
        if missing:
            archive.writestr(MISSING, "".join(f"{name}\r\n" for name in missing))
    yield sink.take()
