"""Where a set of faces lies among all faces: its mean direction, its spread, who is near and far.

Faces are compared as embeddings. Wherever a member is compared with the mean, its own vote is taken
out first: otherwise the mean of a small set would always look like each of its members.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

NAMED = 12  # members named as nearest and farthest, unless asked otherwise
QUANTILES = (5, 50, 95)  # percent
CHUNK = 65536  # rows at once
DIGITS = 6  # of similarities
NOTHING = 1e-12  # a vector this short has no direction


@dataclass(frozen=True, slots=True)
class Member:
    """One face and how near it is to the mean of the others."""

    key: str
    similarity: float  # cosine, [-1, 1]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Summary:
    """What there is to say of a set of embeddings."""

    count: int
    direction: NDArray[np.float32]  # (d,) unit vector; zeros where the members cancel out
    concentration: float  # length of the mean of the unit vectors: 1 all alike, 0 all around
    similarity: float | None  # mean cosine of a member to the mean of the others; None alone
    quantiles: tuple[float, float, float] | None  # 5, 50 and 95 percent of that cosine
    nearest: tuple[Member, ...]  # the most typical first
    farthest: tuple[Member, ...]  # the least typical first


class Profile:
    """Takes in a set of embeddings in two passes; memory: one number per member.

    First `add` everything, then `compare` everything again, in any order and any chunks, then ask
    for the `summary`.

    Args:
        dimensions: Of the embeddings.
        named: How many members are named as nearest and as farthest.
    """

    def __init__(self, dimensions: int, *, named: int = NAMED) -> None:
        self._sum = np.zeros(dimensions)
        self._count = 0
        self._named = named
        self._similarities: list[NDArray[np.float32]] = []
        self._nearest: list[Member] = []
        self._farthest: list[Member] = []

    def add(self, vectors: Floats) -> None:
        """Take in members: unit vectors, (n, d). The first pass."""
        self._sum += vectors.sum(axis=0, dtype=np.float64)
        self._count += len(vectors)

    def compare(self, keys: Sequence[str], vectors: Floats) -> None:
        """Compare members, (n, d), with the mean of the others. The second pass.

        Raises:
            ValueError: Not as many keys as vectors, or more members than were added.
        """
        if len(keys) != len(vectors):
            raise ValueError(f"Expected a key for each of {len(vectors)} vectors; got {len(keys)}.")
        if self._compared + len(keys) > self._count:
            raise ValueError(f"{self._count} members were added; add all before comparing.")
        if self._count < 2:
            self._similarities.append(np.zeros(len(keys), np.float32))
            return
        # Rounded, so that keys and not the last bits of a sum decide between equal members.
        similarities = np.round(to_the_others(vectors, self._sum), DIGITS)
        self._similarities.append(similarities.astype(np.float32))
        self._nearest = self._merged(self._nearest, keys, similarities, sign=-1)
        self._farthest = self._merged(self._farthest, keys, similarities, sign=1)

    def summary(self) -> Summary:
        """Return what there is to say.

        Raises:
            ValueError: No member was added, or not all of them were compared.
        """
        if not self._count or self._compared != self._count:
            raise ValueError(f"Compared {self._compared} of {self._count} members; expected all.")
        length = float(np.linalg.norm(self._sum))
        direction = self._sum / length if length > NOTHING else np.zeros_like(self._sum)
        alone = self._count < 2
        all_of_them = np.concatenate(self._similarities).astype(np.float64)
        low, middle, high = (float(each) for each in np.percentile(all_of_them, QUANTILES))
        return Summary(
            count=self._count,
            direction=direction.astype(np.float32),
            concentration=length / self._count,
            similarity=None if alone else float(all_of_them.mean()),
            quantiles=None if alone else (low, middle, high),
            nearest=tuple(self._nearest),
            farthest=tuple(self._farthest),
        )

    @property
    def _compared(self) -> int:
        return sum(len(each) for each in self._similarities)

    def _merged(
        self, named: list[Member], keys: Sequence[str], similarities: Floats, *, sign: int
    ) -> list[Member]:
        """Return who is named so far; of equal ones those with the first keys."""
        order = sign * similarities
        if len(keys) > self._named > 0:
            cut = np.partition(order, self._named - 1)[self._named - 1]
            picked = np.flatnonzero(order <= cut).tolist()  # with all as near as the last
        else:
            picked = list(range(len(keys)))
        found = named + [Member(keys[row], float(similarities[row])) for row in picked]
        return sorted(found, key=lambda member: (sign * member.similarity, member.key))[
            : self._named
        ]


def profile(keys: Sequence[str], vectors: Floats, *, named: int = NAMED) -> Summary:
    """Return the profile of a set that fits into memory.

    Args:
        keys: Of the members.
        vectors: Unit vectors, (n, d), n at least 1.
        named: How many members are named as nearest and as farthest.
    """
    taken = Profile(vectors.shape[1], named=named)
    for start in range(0, len(vectors), CHUNK):
        taken.add(vectors[start : start + CHUNK])
    for start in range(0, len(vectors), CHUNK):
        taken.compare(keys[start : start + CHUNK], vectors[start : start + CHUNK])
    return taken.summary()


def to_the_others(vectors: Floats, total: Floats) -> NDArray[np.float64]:
    """Return the cosine of each member to the mean of all others, (n,); 0 where there is none.

    Args:
        vectors: Unit vectors, (n, d).
        total: Sum of all members, (d,).
    """
    exact = np.asarray(vectors, np.float64)
    own = np.einsum("nd,nd->n", exact, exact)
    along = exact @ total
    # |total - v|^2, without a second matrix.
    squared = total @ total - 2 * along + own
    lengths = np.sqrt(np.maximum(squared, 0) * own)
    cosines = np.divide(along - own, lengths, out=np.zeros(len(exact)), where=lengths > NOTHING)
    return np.asarray(np.clip(cosines, -1, 1))
