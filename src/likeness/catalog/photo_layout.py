"""All photos of a query as a grid needs them before it has any: months, shapes and cursors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, Text, cast

from likeness.catalog import photo_pages
from likeness.catalog.database import STREAM
from likeness.catalog.photo_lists import Key
from likeness.catalog.photo_pages import Wanted
from likeness.catalog.schema import photo
from likeness.types import PhotoChunk, PhotoId, PhotoLayout

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

CHUNK = 100
"""Photos at most: as many as a page has unless asked otherwise."""

SQUARE = 128
"""The byte of a square."""

STEPS = 40
"""Bytes to twice the width: neighbours differ by 1.7 %, the whole byte reaches from 1/9 to 9."""

CHUNK_BYTES = 500
"""Of a chunk without its ratios, about: the record, its month and its cursor."""

MONTH = len("2024-05")


def read(connection: Connection, wanted: Wanted, *, newest_first: bool) -> PhotoLayout:
    """Return all photos that are wanted; see `PageStore.layout`."""
    # As text: only the last photo of a chunk needs its time read. ISO 8601 in both databases.
    columns = (cast(photo.c.taken, Text), photo.c.id, photo.c.width, photo.c.height)
    cut = _Cut(newest_first=newest_first)
    for chosen in photo_pages.in_order(wanted, newest_first=newest_first):
        rows = connection.execute(
            chosen.with_only_columns(*columns), execution_options={"yield_per": STREAM}
        )
        for part in rows.partitions():
            taken, ids, widths, heights = zip(*part, strict=True)
            cut.take(taken, ids, ratios(widths, heights))
    return cut.layout()


class _Cut:
    """Cuts photos, which come in their order, into chunks.

    Many at a time, and never one by one: there may be a million.
    """

    def __init__(self, *, newest_first: bool) -> None:
        self._newest_first = newest_first
        self._chunks: list[PhotoChunk] = []
        self._month: str | None = None  # of the chunk that may still grow
        self._after: str | None = None
        self._ratios = bytearray()
        self._last: tuple[str | None, str] | None = None  # photo in it

    def take(self, taken: Sequence[str | None], ids: Sequence[str], codes: bytes) -> None:
        """Add photos.

        Args:
            taken: When, as text.
            ids: Of the same photos.
            codes: Their `ratios`.
        """
        begin = 0
        while begin < len(ids):
            month = _month(taken[begin])
            if self._last is not None and (month != self._month or len(self._ratios) == CHUNK):
                self._close()
            end = min(begin + CHUNK - len(self._ratios), len(ids))
            if _month(taken[end - 1]) != month:  # those of a month are together
                end = next(k for k in range(begin, end) if _month(taken[k]) != month)
            self._month = month
            self._ratios += codes[begin:end]
            self._last = (taken[end - 1], ids[end - 1])
            begin = end

    def layout(self) -> PhotoLayout:
        """Return what came of them."""
        if self._last is not None:
            self._close()
        photos = sum(len(chunk.ratios) for chunk in self._chunks)
        return PhotoLayout(photos=photos, chunks=tuple(self._chunks))

    def _close(self) -> None:
        """Let the chunk be as it is; the next one begins behind its last photo."""
        assert self._last is not None  # noqa: S101 - for the type checker
        self._chunks.append(
            PhotoChunk(month=self._month, after=self._after, ratios=bytes(self._ratios))
        )
        self._after = photo_pages.behind(_key(*self._last), newest_first=self._newest_first)
        self._ratios.clear()
        self._last = None


def _month(taken: str | None) -> str | None:
    return None if taken is None else taken[:MONTH]


def _key(taken: str | None, id_: str) -> Key:
    return None if taken is None else datetime.fromisoformat(taken), PhotoId(id_)


def ratios(widths: ArrayLike, heights: ArrayLike) -> bytes:
    """Return a byte b for each photo: width / height = 2 ** ((b - `SQUARE`) / `STEPS`).

    Rounded to the nearest b in [0, 255]: from 1/9 to 9, what is beyond counts as that.

    Args:
        widths: (n,) pixels, upright.
        heights: (n,) pixels.
    """
    wide = np.log2(np.maximum(widths, 1)) - np.log2(np.maximum(heights, 1))
    found: NDArray[np.uint8] = np.rint(SQUARE + STEPS * wide).clip(0, 255).astype(np.uint8)
    return found.tobytes()


def nbytes(layout: PhotoLayout) -> int:
    """Return about what a layout takes."""
    return layout.photos + CHUNK_BYTES * len(layout.chunks)
