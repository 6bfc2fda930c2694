"""Why faces are with nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.calibration import WEAK_QUALITY, distances
from likeness.grouping.evidence import EVEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.grouping.trust_groups import Grouped
    from likeness.types import AloneReason

# A face is near a person within this many times the distance at which it is as likely as not; it
# is between two if the second one is hardly farther. Chosen so that faces near nobody are those
# that no strictness of `communities` would put there (its loosest is 1.26); they only sort a list.
NEAR = 1.25
HARDLY = 1.1
BLOCK_ELEMENTS = 8_000_000


def reasons(
    grouped: Grouped, alone: NDArray[np.intp], rejected: NDArray[np.bool_]
) -> list[AloneReason]:
    """Return why each of some faces is with nobody.

    Args:
        grouped: The library.
        alone: (m,) rows of faces that are alone.
        rejected: (n,) faces that a human took away from somebody.
    """
    first, second = _nearest_people(grouped, alone)
    reach = NEAR * EVEN * grouped.strictness
    result: list[AloneReason] = []
    for row, near, next_one in zip(alone.tolist(), first.tolist(), second.tolist(), strict=True):
        if rejected[row]:
            result.append("rejected")
        elif grouped.quality[row] < WEAK_QUALITY:
            result.append("low_quality")
        elif near > reach:
            result.append("few_photos")
        else:
            result.append("between_people" if next_one <= HARDLY * near else "unsure")
    return result


def _nearest_people(
    grouped: Grouped, rows: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the mean distances (root mean square) of faces to the two nearest groups of two."""
    _, group, sizes = np.unique(grouped.groups, return_inverse=True, return_counts=True)
    sums = np.zeros((len(sizes), grouped.vectors.shape[1]), np.float32)
    np.add.at(sums, group, grouped.vectors)
    many = sizes > 1
    scale = (1 / sizes[many]).astype(np.float32)
    means: NDArray[np.float32] = sums[many] * scale[:, None]
    best = np.full((len(rows), 2), np.inf)
    keep = min(2, len(means))
    step = max(1, BLOCK_ELEMENTS // max(len(means), 1))
    for start in range(0, len(rows) if keep else 0, step):
        part = slice(start, start + step)
        cosines = grouped.vectors[rows[part]] @ means.T
        top = -np.partition(-cosines, keep - 1, axis=1)[:, :keep]
        best[part, :keep] = distances(np.sort(top, axis=1)[:, ::-1])
    return best[:, 0], best[:, 1]
