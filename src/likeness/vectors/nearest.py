"""The nearest of many vectors, exactly, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK_ELEMENTS = 8_000_000  # of a matrix of products: 32 MB of float32

# Selecting from a row costs ten times as much as its products, taking a maximum a tenth. So the
# columns are dealt into STACKS piles, and only the piles with the highest tops are looked through:
# the k best numbers lie in the k piles with the highest tops.
STACKS = 32


def nearest(
    vectors: NDArray[np.float32], among: NDArray[np.float32], k: int
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Find for every vector the *k* vectors of *among* with the largest dot products.

    Args:
        vectors: float32 (n, d).
        among: float32 (m, d), m at least 1.
        k: At least 1; m come back where m is smaller.

    Returns:
        Rows of *among* (n, k) and their dot products (n, k), largest first, ties by row.
    """
    m, k = len(among), min(k, len(among))
    width = -(-m // STACKS)
    padded = np.zeros((width * STACKS, among.shape[1]), np.float32)
    padded[:m] = among
    rows = np.empty((len(vectors), k), np.intp)
    products = np.empty((len(vectors), k), np.float32)
    step = max(1, BLOCK_ELEMENTS // len(padded))
    for start in range(0, len(vectors), step):
        block = slice(start, start + step)
        matrix = vectors[block] @ padded.T
        matrix[:, m:] = -np.inf
        rows[block], products[block] = _largest(matrix, k)
    return rows, products


def _largest(matrix: NDArray[np.float32], k: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Return columns and values (b, k) of the *k* largest of each row of (b, width * STACKS)."""
    piles = matrix.reshape(len(matrix), STACKS, -1)
    width = piles.shape[2]
    if k < width:
        tops = np.argpartition(piles.max(axis=1), width - k, axis=1)[:, width - k :]
        columns = (tops[:, None, :] + width * np.arange(STACKS)[:, None]).reshape(len(matrix), -1)
        values = np.take_along_axis(matrix, columns, axis=1)
    else:
        columns = np.broadcast_to(np.arange(matrix.shape[1]), matrix.shape)
        values = matrix
    chosen = np.argpartition(values, values.shape[1] - k, axis=1)[:, values.shape[1] - k :]
    columns = np.take_along_axis(columns, chosen, axis=1)
    values = np.take_along_axis(values, chosen, axis=1)
    order = np.lexsort((columns, -values), axis=1)
    return np.take_along_axis(columns, order, axis=1), np.take_along_axis(values, order, axis=1)
