"""The best of many short lists: compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.vectors.compiled import in_parts, kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


def best_means(
    values: NDArray[np.float64], sizes: NDArray[np.intp], count: int
) -> NDArray[np.float64]:
    """Return (r,) the mean of the *count* largest of each list, of all where it is shorter.

    Args:
        values: (n,) all lists, one behind the other.
        sizes: (r,) how long each is, at least 1.
        count: At least 1.
    """
    starts = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=starts[1:])
    means = np.empty(len(sizes))
    in_parts(lambda begin, end: _best_means(values, starts, count, begin, end, means), len(sizes))
    return means


@kernel
def _best_means(  # noqa: PLR0917 - numba calls its functions by position
    values: NDArray[np.float64],
    starts: NDArray[np.int64],
    count: int,
    begin: int,
    end: int,
    means: NDArray[np.float64],
) -> None:
    best = np.empty(count)
    for row in range(begin, end):
        held = 0
        for at in range(starts[row], starts[row + 1]):
            value = values[at]
            if held < count:
                held += 1
            elif value <= best[held - 1]:
                continue
            place = held - 1
            while place > 0 and best[place - 1] < value:
                best[place] = best[place - 1]
                place -= 1
            best[place] = value
        total = 0.0
        for place in range(held):
            total += best[place]
        means[row] = total / held
