"""Nearest faces by looking at all of them: nothing to train, nothing to miss.

All faces are scored with 8-bit codes, a quarter of the memory of their vectors. Every face whose
true cosine could reach the k-th best, given how wrong codes can be (`codes.margins`), is then
measured again with its float32 vector. So the answer is that of a comparison with all vectors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock, Timeout

from likeness.errors import LibraryBusyError
from likeness.index import files
from likeness.index.base import Hits
from likeness.index.codes import LONGEST, SHORTEST, encode_queries, margins, scores
from likeness.types import Contract, FaceId

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOCK = ".lock"
LOCK_SECONDS = 60.0  # a writer is done within seconds

QUERIES_AT_ONCE = 8  # 8 bytes per face and query: 64 MB for a million faces
ROWS_AT_ONCE = 8192  # vectors measured again together

# Replaced rows stay in the files until they outnumber the others.
WASTE_ROWS = 4096

ID_LENGTH = 17  # "f" and 16 hex digits
HEX = re.compile(r"[0-9a-f]*")


@dataclass(frozen=True, slots=True)
class _Held:
    """One state of the index, never changed: a search that runs keeps the one it began with."""

    rows: files.Rows
    stamp: tuple[int, int] | None
    ids: NDArray[np.uint64]  # (n,), sorted
    at: NDArray[np.intp]  # (n,), the row of each


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

    @property
    def revision(self) -> int:
        self._refresh()
        return -1 if self._held is None else self._held.rows.manifest.revision

    def __len__(self) -> int:
        return 0 if self._held is None else len(self._held.ids)

    def replace(self, ids: Sequence[FaceId], vectors: NDArray[np.float32], revision: int) -> None:
        numbers, rows = _named_rows(ids, vectors)
        with self._writing():
            files.write(self.folder, self.contract, numbers, rows, revision)

    def extend(self, ids: Sequence[FaceId], vectors: NDArray[np.float32], revision: int) -> None:
        numbers, rows = _named_rows(ids, vectors)
        with self._writing():
            self._refresh()
            held = self._held
            if held is None or len(held.ids) == 0:
                files.write(self.folder, self.contract, numbers, rows, revision)
                return
            _demand_width(rows, held)
            if len(held.rows.ids) - len(held.ids) > len(held.ids) + WASTE_ROWS:
                files.write(self.folder, self.contract, *_joined(held, numbers, rows), revision)
            else:
                files.append(self.folder, held.rows.manifest, numbers, rows, revision)

    def search(
        self, queries: NDArray[np.float32], k: int, *, among: frozenset[FaceId] | None = None
    ) -> list[Hits]:
        if k < 1:
            raise ValueError(f"k must be at least 1, got {k}.")
        rows = _checked(queries)
        held = self._held
        if held is None or len(held.ids) == 0:
            return [Hits(ids=(), similarities=np.empty(0, np.float32)) for _ in rows]
        _demand_width(rows, held)
        eligible = _eligible(held, among)
        hits: list[Hits] = []
        for start in range(0, len(rows), QUERIES_AT_ONCE):
            hits += _search(held, rows[start : start + QUERIES_AT_ONCE], k, eligible)
        return hits

    def close(self) -> None:
        self._closed = True
        self._held = None

    def _read(self) -> _Held | None:
        stamp = files.stamp(self.folder)
        rows = files.read(self.folder, self.contract)
        if rows is None:
            return None
        # np.unique keeps the first of equals: look at the rows from the last to the first.
        ids, backwards = np.unique(rows.ids[::-1], return_index=True)
        return _Held(rows, stamp, ids, len(rows.ids) - 1 - backwards)

    def _refresh(self) -> None:
        """Take notice of what another process, or this one, has written."""
        known = None if self._held is None else self._held.stamp
        if not self._closed and (known is None or known != files.stamp(self.folder)):
            self._held = self._read()

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
        similarities = _cosines(held.rows.vectors, near, query)
        ids = held.rows.ids[near]
        best = np.lexsort((ids, -similarities))[:k]
        names = tuple(FaceId(f"f{number:016x}") for number in ids[best].tolist())
        hits.append(Hits(ids=names, similarities=similarities[best]))
    return hits


def _candidates(
    score: NDArray[np.float32], margin: NDArray[np.float32], k: int
) -> NDArray[np.intp]:
    """Return the places that could be among the *k* best, if scores are off by *margin* at most."""
    if k >= len(score):
        return np.arange(len(score))
    least = score - margin
    kth = np.partition(least, len(least) - k)[len(least) - k]
    return np.flatnonzero(score + margin >= kth)


def _cosines(
    vectors: NDArray[np.float32], rows: NDArray[np.intp], query: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return <vector, query> of some rows, computed in float64.

    A sum over each row, not a matrix product: equal rows must get equal cosines wherever they lie.
    """
    wide = query.astype(np.float64)
    result = np.empty(len(rows), np.float32)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        chunk = slice(start, start + ROWS_AT_ONCE)
        result[chunk] = (vectors[rows[chunk]].astype(np.float64) * wide).sum(axis=1)
    return result


def _eligible(held: _Held, among: frozenset[FaceId] | None) -> NDArray[np.intp] | None:
    """Return the rows that count and are asked for, ascending; None: all there are."""
    if among is not None:
        numbers = np.sort(_numbers(tuple(among)))
        return np.sort(held.at[np.isin(held.ids, numbers)])
    return None if len(held.at) == len(held.rows.ids) else np.sort(held.at)


def _joined(
    held: _Held, ids: NDArray[np.uint64], vectors: NDArray[np.float32]
) -> tuple[NDArray[np.uint64], NDArray[np.float32]]:
    """Return what is held without the rows that *ids* replace, and the new rows."""
    kept = ~np.isin(held.ids, ids)
    old = held.rows.vectors[held.at[kept]]
    return np.concatenate([held.ids[kept], ids]), np.concatenate([old, vectors])


def _named_rows(
    ids: Sequence[FaceId], vectors: NDArray[np.float32]
) -> tuple[NDArray[np.uint64], NDArray[np.float32]]:
    numbers, rows = _numbers(ids), _checked(vectors)
    if len(rows) != len(numbers):
        raise ValueError(f"Expected one vector per id, got {len(numbers)} and {len(rows)}.")
    if len(np.unique(numbers)) != len(numbers):
        raise ValueError("The ids of an index must differ from each other.")
    return numbers, rows


def _numbers(ids: Sequence[FaceId]) -> NDArray[np.uint64]:
    """Return face ids as the numbers they are: the same order, an eighth of the memory."""
    if not all(len(face) == ID_LENGTH and face[0] == "f" for face in ids):
        raise ValueError('Face ids are "f" and 16 lower-case hex digits.')
    digits = "".join(face[1:] for face in ids)
    if not HEX.fullmatch(digits):
        raise ValueError('Face ids are "f" and 16 lower-case hex digits.')
    return np.frombuffer(bytes.fromhex(digits), ">u8").astype(np.uint64)


def _checked(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    rows = np.ascontiguousarray(vectors, np.float32)
    if rows.ndim != 2:
        raise ValueError(f"Vectors must be a 2-D array (n, d), got shape {rows.shape}.")
    lengths = np.linalg.norm(rows, axis=1)
    if not np.all((lengths > SHORTEST) & (lengths < LONGEST)):
        raise ValueError("Vectors must have unit length; some have not.")
    return rows


def _demand_width(rows: NDArray[np.float32], held: _Held) -> None:
    width, expected = rows.shape[1], held.rows.manifest.dimensions
    if width != expected:
        raise ValueError(f"Vectors must have {expected} numbers as those held, got {width}.")
