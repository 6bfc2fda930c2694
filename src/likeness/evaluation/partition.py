"""How good a grouping is: BCubed and pairwise precision, recall and F.

All photos of a set count. A photo on which no face was found, and a face that a grouping left to
nobody, is a group of its own (`with_alone`), so that finding fewer faces never looks better.

The figures are defined in `contingency`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from likeness.evaluation.contingency import (
    Contingency,
    bcubed,
    check,
    contingency,
    harmonic,
    pairwise,
)
from likeness.evaluation.estimate import Estimate
from likeness.evaluation.jackknife import Statistic, intervals

if TYPE_CHECKING:
    from numpy.typing import NDArray

NO_PHOTOS = "There is no photo to judge by."
NO_PAIRS = "No two photos are in one group, so there is no pair to be right about."
NO_SAME = "Nobody has two photos, so there is no pair to be found."
NEITHER = "Nobody has two photos and no two photos are in one group."


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionScores:
    """How well a grouping matches the people."""

    bcubed_precision: Estimate
    bcubed_recall: Estimate
    bcubed_f: Estimate
    pairwise_precision: Estimate
    pairwise_recall: Estimate
    pairwise_f: Estimate
    people: int  # who are there in truth
    findable: int  # of them, those with at least two photos
    groups: int  # of at least two faces: the people that were found
    singletons: int  # faces that are alone
    faces: int
    photos: int  # faces, and photos without one

    @property
    def coverage(self) -> float | None:
        """Share of the photos with a face, [0, 1]; None without photos."""
        return self.faces / self.photos if self.photos else None

    @property
    def closeness(self) -> float | None:
        """How near the number of groups is to that of people with two photos, [0, 1].

        The smaller number by the larger; None where both are 0. It says nothing about who is in
        the groups.
        """
        most = max(self.groups, self.findable)
        return min(self.groups, self.findable) / most if most else None


def with_alone(
    groups: NDArray[np.intp], unassigned: NDArray[np.bool_] | None = None, missed: int = 0
) -> NDArray[np.intp]:
    """Give everybody who is in no group a group of their own.

    Args:
        groups: (n,) group of each face, any whole numbers.
        unassigned: (n,) true at faces that the grouping left to nobody; their number is ignored.
        missed: How many photos have no face.

    Returns:
        (n + missed,) groups, numbered from 0 in order of their first photo; missed photos last.

    Raises:
        ValueError: The arrays do not fit each other, or *missed* is negative.
    """
    check(groups, groups if unassigned is None else unassigned)
    if missed < 0:
        raise ValueError(f"missed must be 0 or more, not {missed}.")
    found = np.unique(groups, return_inverse=True)[1].reshape(-1)
    if unassigned is not None:
        found[unassigned] = len(groups) + np.arange(np.count_nonzero(unassigned))
    every = np.concatenate([found, 2 * len(groups) + np.arange(missed)])
    first, number = np.unique(every, return_index=True, return_inverse=True)[1:]
    order = np.empty(len(first), np.intp)
    order[np.argsort(first)] = np.arange(len(first))
    return order[number.reshape(-1)]


def score(
    people: NDArray[np.intp],
    groups: NDArray[np.intp],
    *,
    seed: int,
    replicates: int,
    faces: int | None = None,
    judged: NDArray[np.bool_] | None = None,
) -> PartitionScores:
    """Judge a grouping.

    With *judged* the figures are those of some photos (children, profiles) within the grouping of
    all: a profile that was parted from its person's frontal faces still costs recall.

    Args:
        people: (n,) person of each photo, any whole numbers.
        groups: (n,) group of each photo, as `with_alone` returns them.
        seed: Of the intervals, see `jackknife.intervals`.
        replicates: How often the figures are computed for them at most.
        faces: So many of the first photos show a face, the others do not. Default: all.
        judged: (n,) photos whose figures are asked for. Default: all. The counts are theirs too.

    Returns:
        The figures. What cannot be said has a note instead of a value.

    Raises:
        ValueError: The arrays do not fit each other or hold something else than whole numbers.
    """
    table = contingency(groups, people, judged)
    asked = np.ones(len(groups), np.bool_) if judged is None else judged
    shown = np.arange(len(groups)) < (len(groups) if faces is None else faces)
    counts = _counts(people, groups, asked, shown)
    estimate = partial(_estimate, table, seed=seed, replicates=replicates)
    of_photos = partial(estimate, asked_of=counts["people"])
    of_pairs = partial(estimate, asked_of=counts["findable"])
    return PartitionScores(
        bcubed_precision=of_photos(lambda w: bcubed(table, w)[0], NO_PHOTOS),
        bcubed_recall=of_photos(lambda w: bcubed(table, w)[1], NO_PHOTOS),
        bcubed_f=of_photos(lambda w: harmonic(*bcubed(table, w)), NO_PHOTOS),
        pairwise_precision=of_photos(lambda w: pairwise(table, w)[0], NO_PAIRS),
        pairwise_recall=of_pairs(lambda w: pairwise(table, w)[1], NO_SAME),
        pairwise_f=of_photos(lambda w: pairwise(table, w)[2], NEITHER),
        faces=int(np.count_nonzero(asked & shown)),
        photos=int(np.count_nonzero(asked)),
        **counts,
    )


def _counts(
    people: NDArray[np.intp],
    groups: NDArray[np.intp],
    asked: NDArray[np.bool_],
    shown: NDArray[np.bool_],
) -> dict[str, int]:
    """Return how many people and groups the asked photos have, and how many faces are alone."""
    photos = np.unique(people[asked], return_counts=True)[1]
    size = np.unique(groups, return_inverse=True, return_counts=True)
    alone = size[2][size[1].reshape(-1)] == 1
    sizes = np.unique(groups[asked & shown], return_counts=True)[1]
    return {
        "people": len(photos),
        "findable": int(np.count_nonzero(photos > 1)),
        "groups": int(np.count_nonzero(sizes > 1)),
        "singletons": int(np.count_nonzero(alone & asked & shown)),
    }


def _estimate(
    table: Contingency,
    statistic: Statistic,
    note: str,
    *,
    asked_of: int,
    seed: int,
    replicates: int,
) -> Estimate:
    """Return the figure with its interval, or *note* where there is none.

    *asked_of* people could have shown a mistake.
    """
    value = float(statistic(np.ones((1, table.size)))[0])
    if np.isnan(value):
        return Estimate.missing(note)
    return intervals(statistic, table.size, replicates, seed, value=value, trials=asked_of)
