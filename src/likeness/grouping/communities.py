"""Groups of faces that agree on who else they are, at the strictness that suits the library.

1. A distance becomes a probability (`evidence`).
2. Soft overlap: two faces are alike as far as the probabilities of one and of the other, over all
   faces, are the same vector (Tanimoto). A chance likeness shares no other neighbour; a pair that
   is too far apart in itself shares many. Source: research on grouping, section 2 (soft overlap
   with average linkage); Tanimoto in place of sum of minima by sum of maxima, because it is a
   product of sparse matrices.
3. Average linkage of the overlaps (pairs that are not listed count 0), under the limits.
4. Steps 1 to 3 at `RUNGS` of strictness. The one with the largest silhouettes suits the library:
   its faces are nearest to their own group, and far from the next one, *compared with each other*,
   so that people who look alike are grouped more strictly than others, without a label and without
   photos that show two people. Parts of the library whose silhouettes say clearly otherwise have a
   strictness of their own (`strictness`); in large libraries one suits all.
   Source: Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster
   analysis", 1987; chosen by research on grouping, section 3, as the best rule without labels.

Pure: the same rows give the same groups; rows must be sorted by id for the same faces to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.evidence import (
    LEAST,
    least_for,
    near_pairs,
    probabilities,
    reach,
)
from likeness.grouping.silhouettes import smoothed, worth
from likeness.grouping.strictness import best_cut
from likeness.grouping.sureness import agreement, sureness_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from likeness.grouping.evidence import Pairs
    from likeness.grouping.points import Limits, Points

# Strictnesses that are tried, strictest first, each 5 % wider than the one before.
# At the widest three people of digiface become one; generated people whose faces differ by half as
# much as usual need the strictest.
RUNGS = tuple(round(float(0.58 * 1.05**step), 4) for step in range(17))

# Mean overlap of groups that are merged. Of .11, .17 and .25 the best strictness of each library is
# .0026, .0024 and .0063 short of the best baseline's best, on every fourth of the libraries below:
# the first two are as good.
ALIKE = 0.11

# The strictness that is most likely before the library is looked at, and how much mean silhouette a
# library must gain for leaving it: DOUBT for 10 %, four times as much for 20 %. What suits the
# library is as likely for each part of it, which must gain DOUBT_APART; parts of fewer than FEW
# faces are as the library, as so few silhouettes are noise. Fitted on 250 libraries: digiface 4000
# to 4002 as they are and degraded in five ways, 5 to 212 faces of one to three people, alone, mixed
# with each other, and among office, drama, singles and trip; and generated people, some of whom are
# drawn closer together. On average F is .044 short of the best baseline's at its best threshold,
# and more than .15 short in 8 % of them; without parts of their own .047 and 10 %, with parts that
# are chosen straight away, of any size and with a doubt of .02, .060 and 13 %. With DOUBT .02 and
# .04 it is .050 and .047, with DOUBT_APART .05 and .15 .050 and .045, with FEW 0, 20 and 40 .045,
# .045 and .046: they are not sharply determined.
USUAL = 1.08
DOUBT = 0.03
DOUBT_APART = 0.1
FEW = 10

BLOCK = 20_000  # faces whose overlaps are computed at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """Who belongs together."""

    root: NDArray[np.intp]  # (n,) the smallest face of the group that each face ends in
    sureness: NDArray[np.float64]  # (n,) [0, 1], how far other strictnesses agree
    strictness: float  # that was chosen for most faces, one of `RUNGS`, or what was given
    rungs: NDArray[np.float64]  # (r,) ascending, the strictnesses that were tried
    groups: NDArray[np.int32]  # (r, n) as `root`, at each of them; `root` itself at the chosen one
    chosen: int  # of the r: the usual one among the faces
    # (n,) of each face's group, where parts of the library differ; None: the same for all
    strictness_of: NDArray[np.float64] | None = None


def communities(
    points: Points,
    limits: Limits,
    photos: NDArray[np.intp],
    *,
    strictness: float | None = None,
    born: NDArray[np.float64] | None = None,
) -> Communities:
    """Group faces.

    Args:
        points: Vectors, stretches and weights. A face of little weight may join a group; it is
            hardly a witness for others, and hardly moves a mean.
        limits: Groups to begin with and people that never meet.
        photos: (n,) the photo of each face.
        strictness: Group at this one, for a small part of a library for which it was chosen
            already; None: choose.
        born: (n,) birth year that each face implies, capture year less perceived age; NaN unknown.
            None: of all. See `evidence.moved_by_age`.

    Returns:
        The groups; faces that are not taken keep the group they start in.
    """
    if strictness is not None:
        return _at_strictness(points, limits, photos, strictness, born)
    pairs = near_pairs(points, photos, limits.taken, reach(RUNGS[-1]), born=born)
    groups = np.stack([grouped(points, limits, photos, pairs, rung) for rung in RUNGS])
    values = smoothed(np.stack([worth(points.vectors, each) for each in groups]))
    best = _best(values, limits.taken)
    doubts = DOUBT_APART * _away(RUNGS[best]) ** 2
    cut = best_cut(groups, values - doubts[:, None], usual=best, few=FEW)
    taken = cut.rung[limits.taken]
    usual = int(np.median(taken)) if len(taken) else best
    return Communities(
        root=cut.root,
        sureness=agreement(cut, groups),
        strictness=RUNGS[usual],
        rungs=np.array(RUNGS),
        groups=np.concatenate([groups[:usual], cut.root[None], groups[usual + 1 :]]).astype(
            np.int32
        ),
        chosen=usual,
        strictness_of=np.array(RUNGS)[cut.rung],
    )


def _at_strictness(
    points: Points,
    limits: Limits,
    photos: NDArray[np.intp],
    strictness: float,
    born: NDArray[np.float64] | None,
) -> Communities:
    """Return the groups at one strictness; with nothing to compare, every face is sure."""
    least = least_for(int(np.count_nonzero(limits.taken)))
    pairs = near_pairs(points, photos, limits.taken, reach(strictness, least), born=born)
    root = grouped(points, limits, photos, pairs, strictness, least=least)
    return Communities(
        root=root,
        sureness=sureness_of(root, []),
        strictness=strictness,
        rungs=np.array([strictness]),
        groups=root[None].astype(np.int32),
        chosen=0,
    )


def chosen(scores: Mapping[int, float]) -> int:
    """Return the step of `RUNGS` with the best silhouette, less the doubt about unusual ones.

    Args:
        scores: The silhouette of each step that was tried.
    """
    steps = np.array(sorted(scores))
    values = np.array([scores[step] for step in steps.tolist()])
    return int(steps[np.argmax(np.round(values - DOUBT * _away(USUAL)[steps] ** 2, 9))])


def _best(values: NDArray[np.float64], taken: NDArray[np.bool_]) -> int:
    """Return the row of values (r, n) that is best for all faces that are taken together."""
    means = values[:, taken].sum(axis=1) / max(int(taken.sum()), 1)
    return chosen(dict(enumerate(means.tolist())))


def _away(strictness: float) -> NDArray[np.float64]:
    """Return how many tens of per cent each rung is away from a strictness."""
    return np.asarray(np.log(np.array(RUNGS) / strictness) / 0.1)


def grouped(
    points: Points,
    limits: Limits,
    photos: NDArray[np.intp],
    pairs: Pairs,
    strictness: float,
    *,
    least: float = LEAST,
) -> NDArray[np.intp]:
    """Return (n,) the smallest face of the group of each face, at one strictness."""
    near = pairs.within(reach(strictness, least))
    chances = probabilities(near, photos, strictness, least)
    return link(overlaps(near, chances, points.weights), limits, points.weights)


def overlaps(pairs: Pairs, chances: NDArray[np.float64], weights: NDArray[np.float64]) -> csr_array:
    """Return (n, n) how far two faces agree on who else they are, [0, 1], of pairs with a chance.

    Args:
        pairs: In both directions, sorted.
        chances: (p,) the probability of each pair.
        weights: (n,) how much each face counts as a witness; it always counts for itself.
    """
    from scipy.sparse import csr_array

    n, some = pairs.faces, chances > 0
    left, right, chances = pairs.left[some], pairs.right[some], chances[some]
    at = (left, right)
    witness = csr_array((chances * weights[right], at), shape=(n, n))
    plain = csr_array((chances, at), shape=(n, n))
    # With itself every face has probability 1. Seen by i, both i and j are full witnesses.
    own = np.ones(n)
    length = own + witness.multiply(plain).sum(axis=1)
    shared = np.empty(len(chances))
    for start in range(0, n, BLOCK):
        rows = slice(*np.searchsorted(left, [start, start + BLOCK]))
        product = (witness[start : start + BLOCK] @ plain.T).tocsr()
        shared[rows] = _at(product, left[rows] - start, right[rows])
    # Terms of i and j themselves: 1 * p + p * 1; and full weight in both lengths.
    top = shared + 2 * chances
    less = chances * chances * (1 - weights[right]), chances * chances * (1 - weights[left])
    bottom = length[left] + less[0] + length[right] + less[1] - top
    return csr_array((np.round(top / bottom, 9), at), shape=(n, n))


def link(alike: csr_array, limits: Limits, weights: NDArray[np.float64]) -> NDArray[np.intp]:
    """Merge the groups with the largest mean overlap until none has `ALIKE`.

    All pairs of groups that are each other's best are merged at once: merging never makes a third
    group more alike ("reducible"), so the order does not matter.

    Args:
        alike: (n, n) symmetric.
        limits: What to respect.
        weights: (n,) how much each face counts in a mean.

    Returns:
        (n,) the smallest face of the group of each face.
    """
    from scipy.sparse import csr_array

    n = len(weights)
    names, group = np.unique(limits.start, return_inverse=True)
    sums = csr_array(alike * weights[:, None] * weights)
    allowed = limits.taken.astype(np.float64)
    sums = csr_array(sums * allowed[:, None] * allowed)
    apart = csr_array(
        (np.ones(2 * len(limits.apart)), np.concatenate([limits.apart, limits.apart[:, ::-1]]).T),
        shape=(n, n),
    )
    total, fixed = np.bincount(group, weights).astype(np.float64), limits.fixed[names]
    into = group
    while True:
        sums, apart = _folded(sums, into, len(names)), _folded(apart, into, len(names))
        first, second = _best_pairs(_free(sums, apart, fixed), total)
        if len(first) == 0:
            return names[group]
        into = np.arange(len(names))
        into[second] = first
        kept, into = np.unique(into, return_inverse=True)
        names, total = names[kept], np.bincount(into, total).astype(np.float64)
        fixed = np.bincount(into, fixed) > 0
        group = into[group]


def _at(
    matrix: csr_array, rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the entries at some places that are sorted by row and then by column."""
    matrix.sort_indices()
    wide = np.int64(matrix.shape[1])
    lines = np.repeat(np.arange(matrix.shape[0], dtype=np.int64), np.diff(matrix.indptr))
    codes, wanted = lines * wide + matrix.indices, rows * wide + columns
    place = np.minimum(np.searchsorted(codes, wanted), max(len(codes) - 1, 0))
    if len(codes) == 0:
        return np.zeros(len(wanted))
    return np.where(codes[place] == wanted, matrix.data[place], 0.0)


def _folded(matrix: csr_array, into: NDArray[np.intp], size: int) -> csr_array:
    """Return the sums over groups of rows and of columns."""
    from scipy.sparse import coo_array

    parts = matrix.tocoo()
    rows, columns = into[parts.coords[0]], into[parts.coords[1]]
    other = rows != columns
    # Rounded, so that both directions of a pair hold the same sum whatever was added first.
    folded = coo_array((parts.data[other], (rows[other], columns[other])), shape=(size, size))
    result = folded.tocsr()
    result.data = np.round(result.data, 9)
    return result


def _free(sums: csr_array, apart: csr_array, fixed: NDArray[np.bool_]) -> csr_array:
    """Return the entries of groups that may meet."""
    from scipy.sparse import csr_array

    parts = sums.tocoo()
    rows, columns = parts.coords
    banned = fixed[rows] & fixed[columns]
    if apart.nnz:
        size = np.int64(sums.shape[0])
        lines = np.repeat(np.arange(size), np.diff(apart.indptr))
        banned |= np.isin(rows * size + columns, lines * size + apart.indices)
    kept = ~banned
    return csr_array((parts.data[kept], (rows[kept], columns[kept])), shape=sums.shape)


def _best_pairs(
    sums: csr_array, total: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the pairs that are each other's best and alike enough, smaller one first."""
    sums.sort_indices()
    size = np.diff(sums.indptr)
    rows = np.flatnonzero(size)
    if len(rows) == 0:
        none = np.empty(0, np.intp)
        return none, none
    lines = np.repeat(np.arange(len(size)), size)
    mean = np.round(sums.data / (total[lines] * total[sums.indices]), 9)
    top = np.maximum.reduceat(mean, sums.indptr[rows])
    # Of equals the first column: then the smallest of all best faces has a pair in both directions.
    is_top = np.flatnonzero(mean == np.repeat(top, size[rows]))
    _, first = np.unique(lines[is_top], return_index=True)
    best, value = np.full(len(size), -1, np.intp), np.zeros(len(size))
    best[rows] = sums.indices[is_top[first]]
    value[rows] = top
    asked = rows[(value[rows] >= ALIKE) & (rows < best[rows])]
    asked = asked[best[best[asked]] == asked]
    return asked, best[asked]
