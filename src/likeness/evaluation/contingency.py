"""Groups against people: BCubed and pairwise figures from the table of who is in which group.

BCubed (Bagga and Baldwin, "Entity-based cross-document coreferencing using the vector space
model", ACL 1998; as extended by Amigo et al., Information Retrieval 12, 2009): the precision of a
photo is the share of its group that shows its person, its recall the share of its person's photos
that are in its group, both counting the photo itself; the figures are means over photos. Pairwise:
the same question about pairs of different photos, so that large people and groups count more.

Intervals come from weighing people (`jackknife`). A person p with n_gp photos in group g and weight
w_p counts as w_p people who never meet each other:

    precision = sum_p w_p sum_g n_gp n_gp / (n_gp + sum_{q != p} w_q n_gq)  /  sum_p w_p n_p
    recall    = sum_p w_p sum_g n_gp n_gp / n_p                             /  sum_p w_p n_p

Faces of others in the group count as often as their people. The own photos count once, whatever
w_p: if the copies of one person met, all groups would be worse than they are. With all w_p = 1
these are the plain definitions. Everything is computed from the table of groups and people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Weights = NDArray[np.float64]  # (r, p) how often each person counts

BLOCK_ELEMENTS = 4_000_000  # of a matrix of weights by cells: 32 MB of float64


@dataclass(frozen=True, slots=True, kw_only=True)
class Contingency:
    """How many photos of each person are in each group: one row per pair that meets, c in all."""

    groups: NDArray[np.intp]  # (c,) numbered from 0
    people: NDArray[np.intp]  # (c,) numbered from 0
    counts: NDArray[np.float64]  # (c,) photos
    judged: NDArray[np.float64]  # (c,) photos whose precision and recall are asked for
    totals: NDArray[np.float64]  # (p,) photos of each person

    @property
    def size(self) -> int:
        """How many people there are."""
        return len(self.totals)


def contingency(
    groups: NDArray[np.intp], people: NDArray[np.intp], judged: NDArray[np.bool_] | None = None
) -> Contingency:
    """Count how many photos of each person are in each group.

    Args:
        groups: (n,) group of each photo, any whole numbers.
        people: (n,) person of each photo, any whole numbers.
        judged: (n,) photos whose figures are asked for; the others are only company. Default: all.

    Raises:
        ValueError: The arrays do not fit each other or hold something else than whole numbers.
    """
    check(groups, people)
    check(groups, groups if judged is None else judged)
    group = np.unique(groups, return_inverse=True)[1].reshape(-1)
    names, person = np.unique(people, return_inverse=True)
    width = max(1, len(names))
    cells, cell = np.unique(group * width + person.reshape(-1), return_inverse=True)
    weights = np.ones(len(groups)) if judged is None else judged.astype(np.float64)
    return Contingency(
        groups=cells // width,
        people=cells % width,
        counts=np.bincount(cell.reshape(-1), minlength=len(cells)).astype(np.float64),
        judged=np.bincount(cell.reshape(-1), weights, len(cells)).astype(np.float64),
        totals=np.bincount(person.reshape(-1), minlength=len(names)).astype(np.float64),
    )


def bcubed(table: Contingency, weights: Weights) -> tuple[Weights, Weights]:
    """Return BCubed precision and recall (r,) each, NaN where no judged photo counts.

    Args:
        table: Who is in which group.
        weights: (r, p) how often each person counts, 0 or more.
    """
    share = table.judged * table.counts
    photos = weights @ _by_person(table, table.judged)
    right = np.zeros(len(weights))
    for cells, draws, others in _mixed(table, weights):
        mine = weights[draws][:, table.people[cells]]
        right[draws] += (mine * share[cells] / (table.counts[cells] + others)).sum(axis=1)
    pure = np.where(_is_mixed(table), 0.0, table.judged)
    right += weights @ _by_person(table, pure)
    recalled = weights @ _by_person(table, share / table.totals[table.people])
    return _ratio(right, photos), _ratio(recalled, photos)


def pairwise(table: Contingency, weights: Weights) -> tuple[Weights, Weights, Weights]:
    """Return pairwise precision, recall and F (r,) each, NaN where there is no pair to ask about.

    Pairs are of a judged photo and any other: where all are judged, the usual figures. F is
    2 tp / (2 tp + fp + fn), so it is 0 where no pair was found though there are some, and also
    where pairs were made though there are none.

    Args:
        table: Who is in which group.
        weights: (r, p) how often each person counts, 0 or more.
    """
    right = weights @ _by_person(table, table.judged * (table.counts - 1))
    same = weights @ _by_person(table, table.judged * (table.totals[table.people] - 1))
    wrong = np.zeros(len(weights))
    for cells, draws, others in _mixed(table, weights):
        mine = weights[draws][:, table.people[cells]]
        wrong[draws] += (mine * table.judged[cells] * others).sum(axis=1)
    made = right + wrong
    return _ratio(right, made), _ratio(right, same), _ratio(2 * right, made + same)


def per_photo(
    groups: NDArray[np.intp], people: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return BCubed precision and recall of each photo, (n,) each, in (0, 1].

    Args:
        groups: (n,) group of each photo, any whole numbers.
        people: (n,) person of each photo, any whole numbers.

    Raises:
        ValueError: The arrays do not fit each other or hold something else than whole numbers.
    """
    check(groups, people)
    group = np.unique(groups, return_inverse=True)[1].reshape(-1)
    names, person = np.unique(people, return_inverse=True)
    person = person.reshape(-1)
    _, cell, both = np.unique(
        group * max(1, len(names)) + person, return_inverse=True, return_counts=True
    )
    together = both[cell.reshape(-1)]
    return together / np.bincount(group)[group], together / np.bincount(person)[person]


def bcubed_f(groups: NDArray[np.intp], people: NDArray[np.intp]) -> float | None:
    """Return the BCubed F of a grouping, (0, 1]; None without photos.

    Args:
        groups: (n,) group of each photo, any whole numbers.
        people: (n,) person of each photo, any whole numbers.

    Raises:
        ValueError: The arrays do not fit each other or hold something else than whole numbers.
    """
    precision, recall = per_photo(groups, people)
    if len(precision) == 0:
        return None
    return float(harmonic(precision.mean(keepdims=True), recall.mean(keepdims=True))[0])


def harmonic(precision: NDArray[np.float64], recall: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return F, the harmonic mean of precision and recall, of any shape; 0 where both are 0."""
    total = precision + recall
    mean = np.zeros_like(total)
    np.divide(2 * precision * recall, total, out=mean, where=total != 0)
    return mean


def _mixed(
    table: Contingency, weights: Weights
) -> Iterator[tuple[NDArray[np.intp], slice, NDArray[np.float64]]]:
    """Yield the cells of groups of several people, some draws, and how many others are there.

    Others are the photos in the group of a cell that show somebody else, weighed by their draws:
    (draws, cells). In all other groups there are none.
    """
    cells = np.flatnonzero(_is_mixed(table))
    if len(cells) == 0:
        return
    starts = np.flatnonzero(np.diff(table.groups[cells], prepend=-1))
    lengths = np.diff(starts, append=len(cells))
    step = max(1, BLOCK_ELEMENTS // len(cells))
    for start in range(0, len(weights), step):
        draws = slice(start, start + step)
        weighed = weights[draws][:, table.people[cells]] * table.counts[cells]
        sums = np.add.reduceat(weighed, starts, axis=1)
        yield cells, draws, np.repeat(sums, lengths, axis=1) - weighed


def _is_mixed(table: Contingency) -> NDArray[np.bool_]:
    """Return for each cell whether its group holds several people."""
    several: NDArray[np.bool_] = np.bincount(table.groups, minlength=1) > 1
    return several[table.groups]


def _by_person(table: Contingency, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sum over each person's cells, (p,)."""
    return np.bincount(table.people, values, table.size).astype(np.float64)


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return *part* by *whole*, NaN where there is no whole."""
    ratio = np.full(len(whole), np.nan)
    np.divide(part, whole, out=ratio, where=whole != 0)
    return ratio


def check(first: NDArray[np.generic], second: NDArray[np.generic]) -> None:
    """Refuse arrays that are not two flat rows of whole numbers (or truths) of one length.

    Raises:
        ValueError: They are not.
    """
    if first.ndim != 1 or first.shape != second.shape:
        raise ValueError(
            f"Expected two arrays of shape (n,), got {first.shape} and {second.shape}."
        )
    for array in (first, second):
        if array.dtype.kind not in "iub":
            raise ValueError(f"Expected whole numbers as labels, got {array.dtype}.")
