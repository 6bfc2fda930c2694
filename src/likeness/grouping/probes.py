"""Which lists of an inverted file each face looks into: compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.vectors.compiled import in_parts, kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK_ELEMENTS = 8_000_000  # of a matrix of products: 32 MB of float32
CHUNK = 32  # products that are compared at once; most are too small, and that is seen quickly


def nearest_means(
    vectors: NDArray[np.float32], means: NDArray[np.float32], count: int
) -> NDArray[np.int32]:
    """Return (n, count) int32 the means with the largest products, largest first, ties by row."""
    best = np.empty((len(vectors), count), np.int32)
    step = max(1, BLOCK_ELEMENTS // len(means))
    for start in range(0, len(vectors), step):
        products = vectors[start : start + step] @ means.T
        part = best[start : start + step]
        if count == 1:
            part[:, 0] = products.argmax(axis=1)
        else:
            _select_all(products, part)
    return best


def _select_all(products: NDArray[np.float32], best: NDArray[np.int32]) -> None:
    def work(begin: int, end: int) -> None:
        _largest(products, best, begin, end)

    in_parts(work, len(best))


@kernel
def _largest(products: NDArray[np.float32], best: NDArray[np.int32], begin: int, end: int) -> None:
    """Write down the columns of the largest products of each row, by insertion."""
    width, count = products.shape[1], best.shape[1]
    values = np.empty(count, np.float32)
    for row in range(begin, end):
        held = 0
        for start in range(0, width, CHUNK):
            stop = min(start + CHUNK, width)
            if held == count:
                some = 0
                for column in range(start, stop):
                    some += products[row, column] > values[count - 1]
                if some == 0:
                    continue
            for column in range(start, stop):
                value = products[row, column]
                if held == count and value <= values[count - 1]:
                    continue
                at = min(held, count - 1)
                held = min(held + 1, count)
                while at > 0 and values[at - 1] < value:
                    values[at] = values[at - 1]
                    best[row, at] = best[row, at - 1]
                    at -= 1
                values[at] = value
                best[row, at] = column
