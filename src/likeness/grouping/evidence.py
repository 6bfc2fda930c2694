"""From distances to the probability that two faces are one person, at a given strictness.

Distances are euclidean between unit vectors, stretched around faces whose strangers are known to
be close (`calibration.stretch`). Only pairs that may be one person are kept: everything here is a
list of pairs, never a matrix of all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.calibration import (
    COPY,
    STRANGERS,
    STRETCH_POWER,
    STRETCH_PRIOR,
    distances,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.grouping.points import Points

# Where two faces are as likely one person as two, and how quickly that changes with the distance,
# at strictness 1. Source: research on grouping, section 1 of the prototype (the middle of its five
# strictnesses). Nothing was fitted here: `communities` finds the strictness of every library.
EVEN = 0.32
SOFTNESS = 0.025

# Less than this probability counts as none. Source: the same prototype; in large libraries most
# such pairs are chance likenesses that cost time (measured: F of the best strictness is the same).
LEAST = 0.01
LEAST_OF_MANY = 0.05
MANY = 4_000  # faces

# So many pairs of every face are kept at most. Strangers weigh nearly nothing, so it may exceed the
# faces of a person. Source: research, section 2: 64 or more, 32 is too few; small libraries have
# room for all pairs of 1,000 faces.
NEIGHBOURS = 128
ALL_PAIRS = 1_000
BLOCK_ELEMENTS = 16_000_000  # of a matrix of products: 64 MB of float32

# How far apart the birth years that two faces imply are, as standard deviations in years: of one
# person (perceived age is rough: within one person it has a deviation of 5 to 8 years, measured on
# digiface 4000 to 4002 as they are and degraded, so 7 to 11 between two faces, and it is biased
# with age), and of two people, if these are of any age from 0 to 80.
BORN_SAME = 12.0
BORN_OTHERS = 33.0

# The probability of a pair by itself, at even odds: where it is one half, and how soft. Logistic
# regression on pairs of digiface 4000 to 4002 (as they are and degraded in six ways), same-photo
# pairs of office and trip, and singles, each set and both kinds of pairs weighing the same;
# expected calibration error there .03. Those libraries are grouped at BASE_STRICTNESS.
BASE_EVEN = 0.42
BASE_SOFTNESS = 0.037
BASE_STRICTNESS = 1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of faces that are near, in both directions, sorted by left and then by right."""

    faces: int
    left: NDArray[np.intp]  # (p,)
    right: NDArray[np.intp]  # (p,)
    distances: NDArray[np.float64]  # (p,) euclidean, stretched

    def within(self, reach: float) -> Pairs:
        """Return the pairs that are nearer than this."""
        near = self.distances < reach
        return Pairs(
            faces=self.faces,
            left=self.left[near],
            right=self.right[near],
            distances=self.distances[near],
        )


def least_for(faces: int) -> float:
    """Return the probability below which a pair counts as none, in a library of so many faces."""
    return LEAST if faces <= MANY else LEAST_OF_MANY


def reach(strictness: float, least: float = LEAST) -> float:
    """Return the distance beyond which the probability is less than *least*."""
    return strictness * (EVEN + SOFTNESS * float(np.log(1 / least - 1)))


def near_pairs(
    points: Points,
    photos: NDArray[np.intp],
    taken: NDArray[np.bool_],
    most: float,
    *,
    born: NDArray[np.float64] | None = None,
) -> Pairs:
    """Return the pairs of faces that may be one person.

    Two faces of one photo are two people, and so no pair, unless they are copies (nearer than
    `calibration.COPY`).

    Args:
        points: What is grouped.
        photos: (n,) the photo of each face.
        taken: (n,) faces that are looked at; the others are in no pair.
        most: Pairs farther than this, stretched, are left out.
        born: (n,) birth year that each face implies, NaN unknown; None: of all. Pairs of unlike
            ages are moved apart (`moved_by_age`).

    Returns:
        All of them; but where a face has more than `NEIGHBOURS` with rows after its own, only the
        nearest of these, so that there are never more than `NEIGHBOURS` pairs a face.
    """
    rows = np.flatnonzero(taken)
    n = len(points.vectors)
    # Stretching only moves apart, so that what is too far as it is can be dropped at once.
    line, column, cosines = _nearest_later(points.vectors[rows], 1 - most * most / 2)
    first, second = rows[line], rows[column]
    plain = distances(cosines)
    stretched = plain * np.sqrt(points.stretch[first] * points.stretch[second])
    if born is not None:
        stretched = stretched + moved_by_age(born[first], born[second])
    fits = (stretched < most) & ((photos[first] != photos[second]) | (plain <= COPY))
    first, second, stretched = first[fits], second[fits], stretched[fits]
    left, right = np.concatenate([first, second]), np.concatenate([second, first])
    order = np.lexsort((right, left))
    return Pairs(
        faces=n,
        left=left[order],
        right=right[order],
        distances=np.concatenate([stretched, stretched])[order],
    )


def moved_by_age(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how much farther apart two faces are because of when their people were born, >= 0.

    The odds that both are one person are multiplied by the ratio of the likelihoods of the
    difference of their birth years: normal with deviation `BORN_SAME` for one person, with
    `BORN_OTHERS` for two. A factor of the odds is an addition to the distance: `SOFTNESS` times its
    logarithm. Like ages say little, and distances only ever grow, so no factor is above 1; 15
    years make no difference, 30 years divide the odds by 5, 50 years by 700.

    Args:
        left: Birth years, capture year less perceived age; NaN unknown, which changes nothing.
        right: The same shape.
    """
    apart = left - right
    same, other = -0.5 * (apart / BORN_SAME) ** 2, -0.5 * (apart / BORN_OTHERS) ** 2
    ratio = same - other + np.log(BORN_OTHERS / BORN_SAME)
    moved: NDArray[np.float64] = -SOFTNESS * np.minimum(np.nan_to_num(ratio), 0)
    return moved


def _nearest_later(
    vectors: NDArray[np.float32], least: float
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32]]:
    """Return rows, later rows and their products, of those with a product above *least*.

    Selecting a fixed number costs ten times as much as comparing with a number, so only rows with
    too many are looked through again.
    """
    n = len(vectors)
    keep = NEIGHBOURS if n > ALL_PAIRS else n
    lines, columns = [np.empty(0, np.intp)], [np.empty(0, np.intp)]
    products = [np.empty(0, np.float32)]
    start = 0
    while start < n:
        stop = min(n, start + max(1, BLOCK_ELEMENTS // (n - start)))
        block = vectors[start:stop] @ vectors[start:].T
        block[np.tri(*block.shape, dtype=np.bool_)] = -np.inf
        at = np.flatnonzero(block > least)
        line, column = np.divmod(at, block.shape[1])
        product = block.ravel()[at]
        if (np.bincount(line, minlength=1) > keep).any():
            order = np.lexsort((column, -product, line))
            begin = np.searchsorted(line, line)  # of its row, which is sorted already
            best = np.sort(order[np.arange(len(order)) - begin < keep])
            line, column, product = line[best], column[best], product[best]
        lines.append(line + start)
        columns.append(column + start)
        products.append(product)
        start = stop
    return np.concatenate(lines), np.concatenate(columns), np.concatenate(products)


def probabilities(
    pairs: Pairs, photos: NDArray[np.intp], strictness: float, least: float = LEAST
) -> NDArray[np.float64]:
    """Return (p,) the probability that each pair is one person, 0 where it is below *least*.

    A person is at most once in a photo, so the odds that i is j compete with the odds that i is
    another face of the photo of j, and that j is another face of the photo of i.
    Source: research on grouping, section 6 (photo exclusivity).

    Args:
        pairs: In both directions, sorted.
        photos: (n,) the photo of each face.
        strictness: Distances are divided by it: less is stricter.
        least: Smaller probabilities are none.
    """
    odds = np.exp((EVEN - pairs.distances / strictness) / SOFTNESS)
    others = _odds_of_others(pairs, photos, odds)
    back = np.lexsort((pairs.left, pairs.right))  # of each pair, the same one the other way round
    chance: NDArray[np.float64] = odds / (1 + odds + others + others[back])
    chance[chance < least] = 0
    return chance


def _odds_of_others(
    pairs: Pairs, photos: NDArray[np.intp], odds: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return (p,) the odds that the left face is another face of the right one's photo."""
    others = np.zeros(len(odds))
    _, photo, count = np.unique(photos, return_inverse=True, return_counts=True)
    shared = np.flatnonzero(count[photo[pairs.right]] > 1)
    if len(shared):
        codes = pairs.left[shared] * len(count) + photo[pairs.right[shared]]
        _, meeting = np.unique(codes, return_inverse=True)
        total = np.bincount(meeting, odds[shared])
        others[shared] = np.maximum(total[meeting] - odds[shared], 0)
    return others


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How probable it is that two faces of one library are one person.

    The probability is stated at even prior odds: of a pair that was as likely one person as two
    before it was looked at. For other odds multiply p / (1 - p) by them.
    """

    even: float  # distance at which both are as likely
    softness: float  # how quickly that changes with the distance

    @classmethod
    def of(cls, points: Points, photos: NDArray[np.intp], strictness: float) -> Evidence:
        """Refine the base calibration on a library.

        Its chosen strictness scales all distances. Where it has photos of several people, these
        are strangers, and if they are closer than strangers usually are, distances are scaled
        further, by the share of such faces: strangers speak for their own neighbourhood only.
        Without such photos nothing is added.

        Args:
            points: All faces of it.
            photos: (n,) the photo of each face.
            strictness: That its groups were made at (`Communities.strictness`).
        """
        scale = strictness / BASE_STRICTNESS
        closer, count = _closeness_of_strangers(points, photos)
        share = count / (len(photos) + STRETCH_PRIOR)
        scale *= min(closer, 1.0) ** (STRETCH_POWER * share)
        return cls(even=BASE_EVEN * scale, softness=BASE_SOFTNESS * scale)

    def probability(
        self,
        distances: NDArray[np.float64],
        left_quality: NDArray[np.float64],  # noqa: ARG002 (asked for, but see below)
        right_quality: NDArray[np.float64],  # noqa: ARG002
    ) -> NDArray[np.float64]:
        """Return the probability that each pair is one person, in [0, 1], falling with distance.

        The qualities do not change it with the built-in embedding: letting them shift or soften it
        gave a larger loss on sets that were left out (log loss .587 to .595 against .566).

        Args:
            distances: Euclidean between unit vectors, stretched like the points, any shape.
            left_quality: Of the one face of each pair, [0, 1], NaN unknown; same shape.
            right_quality: Of the other.
        """
        odds = (self.even - distances) / self.softness
        chance: NDArray[np.float64] = 1 / (1 + np.exp(-odds.clip(-500, 500)))
        return chance


def _closeness_of_strangers(points: Points, photos: NDArray[np.intp]) -> tuple[float, int]:
    """Return how far apart faces of one photo are, 1 as usual, and how many faces say so.

    The distance of a face to the others of its photo is their root mean square; of all faces it is
    the geometric mean. Copies (`calibration.COPY`) say nothing.
    """
    _, photo, count = np.unique(photos, return_inverse=True, return_counts=True)
    sums = np.zeros((len(count), points.vectors.shape[1]))
    np.add.at(sums, photo, points.vectors)
    among = np.flatnonzero(count[photo] > 1) if len(count) else np.empty(0, np.intp)
    if not len(among):
        return 1.0, 0
    own = photo[among]
    inside = np.einsum("ij,ij->i", sums[own], points.vectors[among].astype(np.float64)) - 1
    apart = np.sqrt(np.maximum(2 - 2 * inside / (count[own] - 1), 0)) * points.stretch[among]
    apart = apart[apart > COPY]
    if not len(apart):
        return 1.0, 0
    return float(np.exp(np.log(apart / STRANGERS).mean())), len(apart)
