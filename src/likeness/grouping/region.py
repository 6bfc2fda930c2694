"""Which part of a library a run has to look at: what is new, and everybody it may concern.

Without new faces nothing changes. With some, the faces near them and the people of these are worked
out once more, so that a person of whom the first photos fell into two halves grows together, and
everybody else keeps their faces and ids. That is what keeps a library that grows by many small
additions as good as one that came at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.calibration import cosine

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.grouping.constraints import People

BLOCK_ELEMENTS = 8_000_000  # of a matrix of products: 32 MB of float32

# Once a run has to look at this share of a library, it looks at all of it: nearly as quick, and the
# strictness is chosen anew.
MOST = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """What a run looks at."""

    touched: NDArray[np.bool_]  # (n,) faces that are new, and those that they concern
    whole: bool  # whether the run looks at the others, too

    @property
    def rows(self) -> NDArray[np.intp]:
        """The rows that are looked at, ascending."""
        return np.arange(len(self.touched)) if self.whole else np.flatnonzero(self.touched)


def everything(faces: int) -> Region:
    """Return the region that is the whole library, everybody in it to be worked out anew."""
    return Region(touched=np.ones(faces, np.bool_), whole=True)


def around(
    vectors: NDArray[np.float32], fresh: NDArray[np.bool_], people: People, near: float
) -> Region:
    """Return the new faces, those within *near* of one, and all faces of the people of these.

    Args:
        vectors: (n, d), unit length.
        fresh: (n,) what is new.
        people: Everybody as they stand.
        near: Euclidean distance.
    """
    touched = fresh | _beside(vectors, fresh, near)
    for rows in people.members.values():
        touched[rows] = touched[rows].any()
    return Region(touched=touched, whole=bool(touched.any()) and touched.mean() > MOST)


def _beside(
    vectors: NDArray[np.float32], fresh: NDArray[np.bool_], near: float
) -> NDArray[np.bool_]:
    """Return (n,) which faces are within *near* of a new one."""
    new = vectors[fresh].T
    least = cosine(near)
    beside = np.zeros(len(vectors), np.bool_)
    if not new.shape[1]:
        return beside
    step = max(1, BLOCK_ELEMENTS // new.shape[1])
    for start in range(0, len(vectors), step):
        part = slice(start, start + step)
        beside[part] = (vectors[part] @ new).max(axis=1) >= least
    return beside
