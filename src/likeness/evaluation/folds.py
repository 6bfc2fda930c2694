"""Accuracy at a threshold that was fitted on other people.

A threshold that is chosen on the pairs it is judged on looks better than it is, and so does one
that has seen other photos of the same people. So people are dealt into folds, and the pairs within
a fold are judged at the threshold that is best for the pairs whose both people are in other folds.

With few people one deal judges few pairs of different people, and which ones is luck: on six
people the accuracy varied by .08 from deal to deal. So few people are dealt again and again, and
the decisions of all deals are counted together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.evaluation.estimate import Estimate
from likeness.evaluation.jackknife import from_left_out
from likeness.evaluation.roc import best_threshold, from_counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_FOLDS = 10
LEAST_PEOPLE = 4  # two in each of two folds
MOST_DEALS = 15  # as many ways as six people fall into three pairs
DEALT_PEOPLE = 120  # over all deals, at least: from so many people on one deal is enough

TOO_FEW = (
    "Not fitted: a threshold is fitted on other people, and that takes at least "
    f"{LEAST_PEOPLE} people; there are {{people}}."
)
NO_PAIRS = (
    "Not fitted: no fold has pairs of its own, while the other folds have pairs of the same person "
    "and of different people."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldedAccuracy:
    """Balanced accuracy on people on whom the threshold was not fitted."""

    accuracy: Estimate  # mean of TAR and 1 - FAR over the tested pairs of all folds
    thresholds: tuple[float, ...]  # one of each fold that was tested
    threshold: float | None  # the median of them: what to recommend
    tested: int  # pairs within one fold, of at least one deal
    left_out: int  # pairs across two folds in every deal
    note: str
    deals: int = 1  # how often the people were dealt


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Right and all decisions within folds, by group of people, in the manner of `tally.Tally`."""

    same: NDArray[np.float64]  # (2,) accepted and all pairs of the same person
    different: NDArray[np.float64]  # (2,) of different people
    own: NDArray[np.float64]  # (g, 2) of the same person, in each group
    others: NDArray[np.float64]  # (g, 2) of different people, with at least one in the group

    def accuracy(self) -> float:
        """Return the balanced accuracy; NaN where a kind of pair is missing."""
        return float(_accuracy(self.same, self.different))

    def left_out(self) -> NDArray[np.float64]:
        """Return (g,) the accuracy without each group."""
        return _accuracy(self.same - self.own, self.different - self.others)

    def and_also(self, other: Judged) -> Judged:
        """Return the decisions of two deals together."""
        return Judged(
            same=self.same + other.same,
            different=self.different + other.different,
            own=self.own + other.own,
            others=self.others + other.others,
        )


def fold_count(people: int) -> int:
    """Return into how many folds so many people are dealt."""
    return max(1, min(MOST_FOLDS, people // 2))


def deals(people: NDArray[np.intp], seed: int) -> tuple[NDArray[np.intp], ...]:
    """Return several deals (n,) of the people: the even one first, then random ones.

    Args:
        people: (n,) the person of each face.
        seed: The same seed deals the same folds.
    """
    count = len(np.unique(people))
    times = int(np.clip(DEALT_PEOPLE // max(count, 1), 1, MOST_DEALS))
    again = (folds(people, seed + turn, even=False) for turn in range(1, times))
    return (folds(people, seed), *again)


def folds(people: NDArray[np.intp], seed: int, *, even: bool = True) -> NDArray[np.intp]:
    """Return (n,) the fold of each face; a person is in one fold only.

    People are shuffled, ordered from many faces to few, and dealt in rounds: in each, everybody
    goes to another fold, whoever has most faces to the fold that has fewest. So folds differ by
    one person at most, and by few faces.

    Args:
        people: (n,) the person of each face.
        seed: The same seed deals the same folds.
        even: False: whoever has many faces is dealt like anybody else, so that another seed surely
            means other folds.
    """
    _, rows, sizes = np.unique(people, return_inverse=True, return_counts=True)
    count = fold_count(len(sizes))
    shuffled = np.random.default_rng(seed).permutation(len(sizes))
    order = shuffled[np.argsort(-sizes[shuffled], kind="stable")] if even else shuffled
    fold_of = np.empty(len(sizes), np.intp)
    for start in range(0, len(order), count):
        group = order[start : start + count]
        held = np.bincount(fold_of[order[:start]], sizes[order[:start]], count)
        fold_of[group] = np.argsort(held, kind="stable")[: len(group)]
    return fold_of[rows]


def fitted_thresholds(
    curves: Iterable[tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]],
) -> tuple[float | None, ...]:
    """Return the best threshold of each fold's training pairs; None: a kind of pair is missing.

    Args:
        curves: Of each fold: distances, and how many training pairs of the same person and of
            different people have them.
    """
    return tuple(_fitted(values, same, different) for values, same, different in curves)


def _fitted(
    values: NDArray[np.float64], same: NDArray[np.float64], different: NDArray[np.float64]
) -> float | None:
    if not same.any() or not different.any():
        return None
    # A threshold lies half-way to the next distance, which must not be one of the fold itself.
    used = (same + different) > 0
    return best_threshold(from_counts(values[used], same[used], different[used]))


def listed_thresholds(
    distances: NDArray[np.float64],
    same: NDArray[np.bool_],
    left: NDArray[np.intp],
    right: NDArray[np.intp],
    count: int,
) -> tuple[float | None, ...]:
    """Return the threshold of each fold, of listed pairs.

    Args:
        distances: (p,).
        same: (p,).
        left: (p,) fold of the person.
        right: (p,) fold of the other one.
        count: How many folds there are.
    """
    values, rows = np.unique(distances, return_inverse=True)

    def counts(chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
        return np.bincount(rows[chosen], minlength=len(values)).astype(np.float64)

    training = ((left != fold) & (right != fold) for fold in range(count))
    return fitted_thresholds(
        (values, counts(part & same), counts(part & ~same)) for part in training
    )


def folded(
    thresholds: tuple[float | None, ...],
    judged: Judged,
    *,
    tested: int,
    deals: int,
    pairs: int,
    people: int,
    trials: int,
) -> FoldedAccuracy:
    """Return the accuracy with its interval.

    Args:
        thresholds: Of each fold of each deal.
        judged: What came out within the folds that have one.
        tested: How many pairs were judged, in one deal or several.
        deals: How often the people were dealt.
        pairs: How many pairs there are in all.
        people: How many people there are.
        trials: How many of them have pairs of the same person.
    """
    known = tuple(value for value in thresholds if value is not None)
    if people < LEAST_PEOPLE:
        return unfitted(TOO_FEW.format(people=people), pairs)
    if not known or not judged.same[1] or not judged.different[1]:
        return unfitted(NO_PAIRS, pairs)
    return FoldedAccuracy(
        accuracy=from_left_out(judged.accuracy(), judged.left_out(), trials=trials),
        thresholds=known,
        threshold=float(np.median(known)),
        tested=tested,
        left_out=pairs - tested,
        note="",
        deals=deals,
    )


def unfitted(note: str, pairs: int) -> FoldedAccuracy:
    """Return that no threshold was fitted, and why."""
    return FoldedAccuracy(
        accuracy=Estimate.missing(note),
        thresholds=(),
        threshold=None,
        tested=0,
        left_out=pairs,
        note=note,
    )


def _accuracy(same: NDArray[np.float64], different: NDArray[np.float64]) -> NDArray[np.float64]:
    return (_share(same) + 1 - _share(different)) / 2


def _share(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    part, whole = counts[..., 0], counts[..., 1]
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)
