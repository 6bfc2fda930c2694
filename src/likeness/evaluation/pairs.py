"""Which faces are compared with which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# With more pairs of people than this for every pair that is wanted, each gives one at most.
PLENTY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of faces, as rows of the faces; *same* says whether both show one person."""

    left: NDArray[np.intp]  # (p,)
    right: NDArray[np.intp]  # (p,)
    same: NDArray[np.bool_]  # (p,)

    def __len__(self) -> int:
        return len(self.same)


def total(people: NDArray[np.intp]) -> tuple[int, int]:
    """Return how many pairs of the same person and of different people there are.

    Args:
        people: (n,) the person of each face.
    """
    counts = np.unique(people, return_counts=True)[1].tolist()
    same = sum(count * (count - 1) // 2 for count in counts)
    return same, len(people) * (len(people) - 1) // 2 - same


def every(people: NDArray[np.intp]) -> Pairs:
    """Return all pairs, left before right; there are n (n - 1) / 2, so few faces only."""
    left, right = np.triu_indices(len(people), 1)
    return Pairs(left=left, right=right, same=people[left] == people[right])


def balanced(people: NDArray[np.intp], count: int, seed: int) -> Pairs:
    """Return *count* pairs, half of the same person and half of different people.

    Everybody who has two faces gives equally many pairs of the same person, and every two people
    equally many pairs of different people, as long as they have that many: who has ten times the
    photos of another has no more say. Within a person, or two, pairs are drawn at random without
    replacement. Where there are not enough of a kind, there are fewer of it, and of it only.

    Args:
        people: (n,) the person of each face.
        count: How many pairs are wanted; of an odd number the last one is of different people.
        seed: The same seed draws the same pairs.

    Returns:
        The pairs of the same person, then those of different people, each ordered by left and
        right, left < right.
    """
    rng = np.random.default_rng(seed)
    order = np.argsort(people, kind="stable")
    sizes = np.unique(people, return_counts=True)[1]
    starts = np.concatenate([[0], np.cumsum(sizes)])[:-1]
    wanted = max(count, 0)
    same = order[_same(sizes, starts, wanted // 2, rng)]
    different = order[_different(sizes, starts, wanted - wanted // 2, rng)]
    rows = np.concatenate([_sorted(same), _sorted(different)])
    return Pairs(left=rows[:, 0], right=rows[:, 1], same=np.arange(len(rows)) < len(same))


def _same(
    sizes: NDArray[np.intp], starts: NDArray[np.intp], wanted: int, rng: np.random.Generator
) -> NDArray[np.intp]:
    """Return (p, 2) rows of the sorted faces."""
    rooms = sizes * (sizes - 1) // 2
    found = [np.empty((0, 2), np.intp)]
    for person in (quotas := _quotas(rooms, wanted, rng)).nonzero()[0].tolist():
        codes = rng.choice(rooms[person], quotas[person], replace=False)
        found.append(starts[person] + _triangle(codes))
    return np.concatenate(found)


def _different(
    sizes: NDArray[np.intp], starts: NDArray[np.intp], wanted: int, rng: np.random.Generator
) -> NDArray[np.intp]:
    """Return (p, 2) rows of the sorted faces."""
    couples = len(sizes) * (len(sizes) - 1) // 2
    if couples > PLENTY * wanted:
        chosen = _triangle(_distinct(couples, wanted, rng))
        return starts[chosen] + (rng.random(chosen.shape) * sizes[chosen]).astype(np.intp)
    both = _triangle(np.arange(couples))
    rooms = sizes[both[:, 0]] * sizes[both[:, 1]]
    found = [np.empty((0, 2), np.intp)]
    for couple in (quotas := _quotas(rooms, wanted, rng)).nonzero()[0].tolist():
        one, other = both[couple]
        codes = rng.choice(rooms[couple], quotas[couple], replace=False)
        found.append(
            np.stack([starts[one] + codes // sizes[other], starts[other] + codes % sizes[other]], 1)
        )
    return np.concatenate(found)


def _quotas(rooms: NDArray[np.intp], wanted: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Share *wanted* out as evenly as the rooms allow; who gets the odd ones is drawn."""
    quotas = np.zeros(len(rooms), np.intp)
    left = min(wanted, int(rooms.sum()))
    while left:
        open_ = np.flatnonzero(quotas < rooms)
        each = left // len(open_)
        if not each:
            quotas[rng.choice(open_, left, replace=False)] += 1
            break
        given = np.minimum(rooms[open_] - quotas[open_], each)
        quotas[open_] += given
        left -= int(given.sum())
    return quotas


def _distinct(limit: int, count: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Return *count* different numbers below *limit*, which is some times larger."""
    codes = np.empty(0, np.intp)
    while len(codes) < count:
        codes = np.unique(np.concatenate([codes, rng.integers(0, limit, count, np.intp)]))
    return rng.permutation(codes)[:count]


def _triangle(codes: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the (m, 2) pairs i < j that 0, 1, 2, ... stand for: 01, 02, 12, 03, 13, 23, ..."""
    upper = ((1 + np.sqrt(1 + 8 * codes.astype(np.float64))) / 2).astype(np.intp)
    upper -= upper * (upper - 1) // 2 > codes  # the root may be one too large
    upper += (upper + 1) * upper // 2 <= codes  # or one too small
    return np.stack([codes - upper * (upper - 1) // 2, upper], axis=1)


def _sorted(rows: NDArray[np.intp]) -> NDArray[np.intp]:
    rows = np.sort(rows, axis=1)
    return rows[np.lexsort((rows[:, 1], rows[:, 0]))]
