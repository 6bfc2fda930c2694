"""Samples that visitors brought: what is known of their faces, in memory, for ten minutes.

The pictures themselves are not kept.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from likeness.rest.problems import ProblemError
from likeness.types import Sample

SECONDS = 600.0
MOST = 2000
MOST_EACH = 64
MOST_BYTES = 64 * 2**20
FACE_BYTES = 1000
"""Of a face without its embedding, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    who: str
    sample: Sample
    bytes: int
    until: float


class Samples:
    """Keeps samples by ids that nobody can guess, each for who brought it alone.

    The oldest gives way where there are too many, of one visitor or of all.
    """

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        most: int = MOST,
        most_each: int = MOST_EACH,
        most_bytes: int = MOST_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds = seconds
        self._most = most
        self._most_each = most_each
        self._most_bytes = most_bytes
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    @property
    def seconds(self) -> float:
        """For so long a sample is kept."""
        return self._seconds

    def keep(self, who: str, sample: Sample) -> str:
        """Keep what is known of the faces of a sample; return the id to find it by."""
        faces = tuple(replace(face, landmarks=None) for face in sample.faces)
        small = replace(sample, faces=faces, pixels=None)
        kept = _Kept(
            who=who, sample=small, bytes=_bytes(small), until=self._clock() + self._seconds
        )
        id_ = f"s{secrets.token_hex(16)}"
        with self._lock:
            self._kept[id_] = kept
            self._make_room(who)
        return id_

    def get(self, who: str, id_: str) -> Sample:
        """Return a sample. Raises `ProblemError` (404)."""
        with self._lock:
            self._drop_old()
            kept = self._kept.get(id_)
        if kept is None or kept.who != who:
            raise ProblemError(
                404,
                "unknown-sample",
                "No such sample",
                f"You have no sample {id_}: they are kept for {self._seconds / 60:g} minutes. "
                "Send the picture again.",
            )
        return kept.sample

    def __len__(self) -> int:
        return len(self._kept)

    def _make_room(self, who: str) -> None:
        self._drop_old()
        theirs = [id_ for id_, kept in self._kept.items() if kept.who == who]
        for id_ in theirs[: -self._most_each]:
            del self._kept[id_]
        total = sum(kept.bytes for kept in self._kept.values())
        while len(self._kept) > 1 and (len(self._kept) > self._most or total > self._most_bytes):
            _, gone = self._kept.popitem(last=False)
            total -= gone.bytes

    def _drop_old(self) -> None:
        now = self._clock()
        while self._kept and next(iter(self._kept.values())).until <= now:
            self._kept.popitem(last=False)


def _bytes(sample: Sample) -> int:
    vectors = sum(face.embedding.nbytes for face in sample.faces if face.embedding is not None)
    return vectors + FACE_BYTES * (1 + len(sample.faces))
