"""The cosines that count, and the order of hits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.index.base import Hits
from likeness.index.numbers import names_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS_AT_ONCE = 8192  # vectors measured together


def cosines(
    vectors: NDArray[np.float32], rows: NDArray[np.intp], query: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return <vector, query> of some *rows* of *vectors* (n, d), computed in float64.

    A sum over each row, not a matrix product: equal rows must get equal cosines wherever they lie.
    """
    wide = query.astype(np.float64)
    result = np.empty(len(rows), np.float32)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        chunk = slice(start, start + ROWS_AT_ONCE)
        result[chunk] = (vectors[rows[chunk]].astype(np.float64) * wide).sum(axis=1)
    return result


def best(ids: NDArray[np.uint64], similarities: NDArray[np.float32], k: int) -> Hits:
    """Return the *k* most similar of *ids* (n,); equal similarities sorted by id."""
    order = np.lexsort((ids, -similarities))[:k]
    return Hits(ids=names_of(ids[order].tolist()), similarities=similarities[order])


def nothing() -> Hits:
    """Return the answer of an index that holds nothing that is asked for."""
    return Hits(ids=(), similarities=np.empty(0, np.float32))
