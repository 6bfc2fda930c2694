"""Nearest faces by looking at all of them: nothing to train, nothing to miss.

All faces are scored with 8-bit codes, a quarter of the memory of their vectors. Every face whose
true cosine could reach the k-th best, given how wrong codes can be (`codes.margins`), is then
measured again with its float32 vector. So the answer is that of a comparison with all vectors.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock, Timeout

from likeness.errors import LibraryBusyError
from likeness.index import files
from likeness.index.base import Content, Hits, Where
from likeness.index.codes import encode_queries, margins, scores
from likeness.index.numbers import (
    demand_neighbours,
    demand_width,
    named_rows,
    names_of,
    numbers_of,
    unit_rows,
)
from likeness.index.ranking import best, cosines, nothing
from likeness.index.tags import Tags, columns_of, decoded, encoded, joined, revision_of
from likeness.types import Contract, FaceId, FaceTags

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOCK = ".lock"
LOCK_SECONDS = 60.0  # a writer is done within seconds

QUERIES_AT_ONCE = 8  # 8 bytes per face and query: 64 MB for a million faces
FACES_AT_ONCE = 8192  # handed out together by `contents`

# Replaced rows stay in the files until they outnumber the others.
WASTE_ROWS = 4096


@dataclass(frozen=True, slots=True)
class _Held:
    """One state of the index, never changed: a search that runs keeps the one it began with."""

    rows: files.Rows
    stamp: tuple[int, int] | None
    ids: NDArray[np.uint64]  # (n,), sorted
    at: NDArray[np.intp]  # (n,), the row of each


@dataclass(frozen=True, slots=True)
class _Tagged:
    """The tags of one generation of rows, as far as they were read."""

    generation: str
    stamp: tuple[int, int] | None
    revision: int  # -1: there are none that can be relied on
    tags: Tags | None  # None: none, or not needed yet


class ExactIndex:
    """An `Index` in a folder of its own, exact by construction.

    Another process that replaces the content is noticed when `revision` is read; searches that
    run meanwhile see one state or the other, never a mixture.

    Args:
        folder: Where the files lie; made at the first write. Holds nothing else.
        contract: Whose vectors these are: files of another contract do not count.
    """

    def __init__(self, folder: Path, contract: Contract) -> None:
        self.folder = folder
        self.contract = contract
        self._closed = False
        self._held = self._read()
        self._tagged: _Tagged | None = None

    @property
    def revision(self) -> int:
        self._refresh()
        return -1 if self._held is None else self._held.rows.manifest.revision

    def __len__(self) -> int:
        return 0 if self._held is None else len(self._held.ids)

    def replace(self, ids: Sequence[FaceId], vectors: NDArray[np.float32], revision: int) -> None:
        numbers, rows = named_rows(ids, vectors)
        with self._writing():
            files.write(self.folder, self.contract, numbers, rows, revision)

    def extend(self, ids: Sequence[FaceId], vectors: NDArray[np.float32], revision: int) -> None:
        numbers, rows = named_rows(ids, vectors)
        with self._writing():
            self._refresh()
            held = self._held
            if held is None or len(held.ids) == 0:
                told = None if held is None else self._tags_file(held)
                files.write(self.folder, self.contract, numbers, rows, revision, tags=told)
                return
            demand_width(rows, held.rows.manifest.dimensions)
            if len(held.rows.ids) - len(held.ids) > len(held.ids) + WASTE_ROWS:
                numbers, rows = _joined(held, numbers, rows)
                told = self._tags_file(held)
                files.write(self.folder, self.contract, numbers, rows, revision, tags=told)
            else:
                files.append(self.folder, held.rows.manifest, numbers, rows, revision)

    @property
    def tagged(self) -> int:
        self._refresh()
        return -1 if self._held is None else self._tags_of(self._held).revision

    def tag(self, tags: Mapping[FaceId, FaceTags], revision: int) -> None:
        numbers, records = numbers_of(tuple(tags)), list(tags.values())
        with self._writing():
            self._refresh()
            held = self._held
            if held is None:
                return
            kept = np.flatnonzero(np.isin(numbers, held.ids))
            whole = columns_of(numbers[kept], [records[i] for i in kept.tolist()])
            known = self._tags_of(held, read=True).tags
            if known is not None:
                whole = joined(known, whole)
            generation = held.rows.manifest.generation
            files.write_tags(self.folder, generation, encoded(whole, revision))

    def search(
        self,
        queries: NDArray[np.float32],
        k: int,
        *,
        among: frozenset[FaceId] | None = None,
        where: Where | None = None,
    ) -> list[Hits]:
        demand_neighbours(k)
        rows = unit_rows(queries)
        held = self._held
        if held is None or len(held.ids) == 0:
            return [nothing() for _ in rows]
        demand_width(rows, held.rows.manifest.dimensions)
        eligible = self._eligible(held, among, where)
        hits: list[Hits] = []
        for start in range(0, len(rows), QUERIES_AT_ONCE):
            hits += _search(held, rows[start : start + QUERIES_AT_ONCE], k, eligible)
        return hits

    def contents(self) -> Iterator[Content]:
        self._refresh()
        held = self._held
        if held is None:
            return
        known = self._tags_of(held, read=True).tags
        for start in range(0, len(held.ids), FACES_AT_ONCE):
            chunk = slice(start, start + FACES_AT_ONCE)
            ids = held.ids[chunk]
            yield Content(
                ids=names_of(ids.tolist()),
                vectors=np.array(held.rows.vectors[held.at[chunk]], np.float32),
                tags=_records(known, ids),
            )

    def drop(self) -> None:
        if not self.folder.exists():
            return
        with self._writing():
            files.erase(self.folder)

    def close(self) -> None:
        self._closed = True
        self._held = None
        self._tagged = None

    def _read(self) -> _Held | None:
        stamp = files.stamp(self.folder)
        rows = files.read(self.folder, self.contract)
        if rows is None:
            return None
        _release(rows.vectors)
        # np.unique keeps the first of equals: look at the rows from the last to the first.
        ids, backwards = np.unique(rows.ids[::-1], return_index=True)
        return _Held(rows, stamp, ids, len(rows.ids) - 1 - backwards)

    def _refresh(self) -> None:
        """Take notice of what another process, or this one, has written."""
        known = None if self._held is None else self._held.stamp
        if not self._closed and (known is None or known != files.stamp(self.folder)):
            self._held = self._read()

    def _tags_of(self, held: _Held, *, read: bool = False) -> _Tagged:
        """Return the tags of the rows held; *read*: not only what they mirror, but themselves."""
        generation, known = held.rows.manifest.generation, self._tagged
        stamp = files.tags_stamp(self.folder, generation)
        if known is None or (known.generation, known.stamp) != (generation, stamp):
            if known is not None and known.generation == generation and stamp is None:
                return known  # a writer has replaced all: this state keeps what it was
            revision = revision_of(self._tags_file(held) or b"")
            known = _Tagged(generation, stamp, revision, None)
        if read and known.tags is None and known.revision >= 0:
            content = decoded(self._tags_file(held) or b"")
            known = replace(known, tags=content, revision=known.revision if content else -1)
        self._tagged = known
        return known

    def _tags_file(self, held: _Held) -> bytes | None:
        return files.read_tags(self.folder, held.rows.manifest.generation)

    def _eligible(
        self, held: _Held, among: frozenset[FaceId] | None, where: Where | None
    ) -> NDArray[np.intp] | None:
        """Return the rows that count and are asked for, ascending; None: all there are."""
        wanted: NDArray[np.bool_] | None = None
        if among is not None:
            wanted = np.isin(held.ids, numbers_of(tuple(among)))
        if where is not None and where != Where():
            known = self._tags_of(held, read=True).tags
            matching = np.empty(0, np.uint64) if known is None else known.matching(where)
            fulfil = np.isin(held.ids, matching, assume_unique=True)
            wanted = fulfil if wanted is None else wanted & fulfil
        if wanted is None and len(held.at) == len(held.rows.ids):
            return None
        return np.sort(held.at if wanted is None else held.at[wanted])

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Be the only writer of the folder, and hold afterwards what was written.

        Raises:
            LibraryBusyError: Another process writes and does not finish.
            StoreUnavailableError: The disk is full or the folder cannot be written.
        """
        with files.errors_as_ours(self.folder):
            self.folder.mkdir(mode=files.FOLDER_MODE, parents=True, exist_ok=True)
            try:
                with FileLock(self.folder / LOCK, timeout=LOCK_SECONDS, mode=files.FILE_MODE):
                    yield
            except Timeout as exc:
                raise LibraryBusyError(
                    f"Another process writes the index in {self.folder} and did not finish "
                    f"within {LOCK_SECONDS:.0f} seconds. Wait for it, or stop it."
                ) from exc
        self._held = self._read()


def _search(
    held: _Held, queries: NDArray[np.float32], k: int, eligible: NDArray[np.intp] | None
) -> list[Hits]:
    """Answer a few queries; *eligible* rows only, None: all rows."""
    codes = encode_queries(queries)
    approximate = scores(held.rows.codes, codes)
    hits = []
    for i, query in enumerate(queries):
        score, margin = approximate[i], margins(held.rows.codes, codes, i)
        if eligible is None:
            near = _candidates(score, margin, k)
        else:
            near = eligible[_candidates(score[eligible], margin[eligible], k)]
        similarities = cosines(held.rows.vectors, near, query)
        hits.append(best(held.rows.ids[near], similarities, k))
    _release(held.rows.vectors)
    return hits


def _release(vectors: NDArray[np.float32]) -> None:
    """Give back the memory of mapped vectors: a search needs few of them, and others each time.

    What is read from them later comes from the file again, mostly from the system's cache of it.
    """
    owner: object = vectors
    while isinstance(owner, np.ndarray):
        owner = owner.base
    if isinstance(owner, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        owner.madvise(mmap.MADV_DONTNEED)


def _candidates(
    score: NDArray[np.float32], margin: NDArray[np.float32], k: int
) -> NDArray[np.intp]:
    """Return the places that could be among the *k* best, if scores are off by *margin* at most."""
    if k >= len(score):
        return np.arange(len(score))
    least = score - margin
    kth = np.partition(least, len(least) - k)[len(least) - k]
    return np.flatnonzero(score + margin >= kth)


def _joined(
    held: _Held, ids: NDArray[np.uint64], vectors: NDArray[np.float32]
) -> tuple[NDArray[np.uint64], NDArray[np.float32]]:
    """Return what is held without the rows that *ids* replace, and the new rows."""
    kept = ~np.isin(held.ids, ids)
    old = held.rows.vectors[held.at[kept]]
    return np.concatenate([held.ids[kept], ids]), np.concatenate([old, vectors])


def _records(known: Tags | None, ids: NDArray[np.uint64]) -> tuple[FaceTags | None, ...]:
    """Return the tags of each of *ids*, which are sorted; None where they are not known."""
    found: list[FaceTags | None] = [None] * len(ids)
    if known is not None:
        _, at, places = np.intersect1d(ids, known.ids, assume_unique=True, return_indices=True)
        for i, record in zip(at.tolist(), known.records(places), strict=True):
            found[i] = record
    return tuple(found)
