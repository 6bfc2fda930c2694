"""All photos that a query finds, in little memory: where few of many are found, it is kept."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta

from likeness.types import PhotoId

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the camera's clock has no zone
MICROSECOND = timedelta(microseconds=1)
ID_BYTES = 32

Key = tuple[datetime | None, PhotoId]
"""What photos are ordered by."""


class PhotoList:
    """Photos by time taken, then id, those without time last: 40 bytes each."""

    def __init__(self, keys: Iterable[Key]) -> None:
        """Take *keys* in their order."""
        self._moments = array("q")  # of those with time, microseconds
        ids = bytearray()
        for taken, id_ in keys:
            if taken is not None:
                self._moments.append((taken - EPOCH) // MICROSECOND)
            ids += bytes.fromhex(id_)
        self._ids = bytes(ids)

    def __len__(self) -> int:
        return len(self._ids) // ID_BYTES

    @property
    def nbytes(self) -> int:
        """What it takes."""
        return len(self._ids) + self._moments.itemsize * len(self._moments)

    def behind(self, last: Key | None, limit: int, *, newest_first: bool) -> list[Key]:
        """Return at most *limit* photos behind *last*, whether that is still among them or not.

        With the newest first both parts run backwards, and those without time are last again.
        """
        dated, everything = len(self._moments), len(self)
        if newest_first:
            order = [range(dated - 1, -1, -1), range(everything - 1, dated - 1, -1)]
        else:
            order = [range(dated), range(dated, everything)]
        if last is not None and last[0] is None:
            order[0] = range(0)
        if last is not None:
            part = 0 if last[0] is not None else 1
            order[part] = self._rest(last, order[part], newest_first=newest_first)
        chosen = [*order[0][:limit], *order[1][:limit]][:limit]
        return [self._key(position) for position in chosen]

    def _rest(self, last: Key, part: range, *, newest_first: bool) -> range:
        """Return what of *part* is behind *last*."""
        taken, id_ = last
        moment = 0 if taken is None else (taken - EPOCH) // MICROSECOND
        end = (moment, bytes.fromhex(id_))
        if newest_first:
            forward = part[::-1]
            return forward[: bisect_left(forward, end, key=self._place)][::-1]
        return part[bisect_right(part, end, key=self._place) :]

    def _place(self, position: int) -> tuple[int, bytes]:
        moment = self._moments[position] if position < len(self._moments) else 0
        return moment, self._id(position)

    def _key(self, position: int) -> Key:
        taken = None
        if position < len(self._moments):
            taken = EPOCH + self._moments[position] * MICROSECOND
        return taken, PhotoId(self._id(position).hex())

    def _id(self, position: int) -> bytes:
        return self._ids[position * ID_BYTES : (position + 1) * ID_BYTES]
