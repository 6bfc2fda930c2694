"""Which photos need not be analysed: asked for each that is read, or once for all of them."""

from __future__ import annotations

from likeness.catalog.base import Catalog
from likeness.types import PhotoId

MANY = 64
"""Files to read from which all ids are fetched: a catalog elsewhere takes a while to answer, and
whoever decodes waits for it. Some 150 bytes for each photo of the library are held then."""


class KnownPhotos:
    """The photos that are in the catalog, were forgotten, or were noted in this run.

    Holds as long as nobody else adds photos: who forgets some makes them no less settled. Asked by
    one thread at a time.

    Args:
        catalog: What is asked.
        files: How many files are to be read.
    """

    def __init__(self, catalog: Catalog, files: int) -> None:
        self._catalog = catalog
        self._many = files >= MANY
        self._settled: set[PhotoId] | None = None  # None: not fetched
        self._noted: set[PhotoId] = set()

    def __contains__(self, photo: PhotoId) -> bool:
        if photo in self._noted:
            return True
        if not self._many:
            return bool(self._catalog.settled([photo]))
        if self._settled is None:
            self._settled = self._catalog.settled()
        return photo in self._settled

    def note(self, photo: PhotoId) -> bool:
        """Count *photo* among them; return whether it is noted for the first time."""
        first = photo not in self._noted
        self._noted.add(photo)
        return first
