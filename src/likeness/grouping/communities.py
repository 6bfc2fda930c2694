"""Groups of faces that agree on who else they are, at the strictness that suits the library.

1. A distance becomes a probability (`evidence`).
2. Soft overlap: two faces are alike as far as the probabilities of one and of the other, over all
   faces, are the same vector (Tanimoto). A chance likeness shares no other neighbour; a pair that
   is too far apart in itself shares many. Source: research on grouping, section 2 (soft overlap
   with average linkage); Tanimoto in place of sum of minima by sum of maxima, because it is a
   product of sparse matrices.
3. Average linkage of the overlaps (pairs that are not listed count 0), under the limits.
4. Steps 1 to 3 at `RUNGS` of strictness. The one with the largest silhouette is the answer:
   its faces are nearest to their own group, and far from the next one, *compared with each other*,
   so that a library in which everybody looks alike (dim, grey, small) is grouped more strictly
   than one of good portraits, without a label and without photos that show two people.
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
    MANY,
    least_for,
    near_pairs,
    probabilities,
    reach,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from likeness.grouping.evidence import Pairs
    from likeness.grouping.linkage import Limits, Points

# Strictnesses that are tried, strictest first, each 5 % wider than the one before.
RUNGS = tuple(round(float(0.7 * 1.05**step), 4) for step in range(13))

ALIKE = 0.17  # mean overlap of groups that are merged. Source: middle of the prototype's five.

# The strictness that is most likely before the library is looked at, and how much silhouette a
# library must gain for leaving it: DOUBT for 10 %, four times as much for 20 %. A library of one
# person has no structure to be judged by. Fitted on digiface 4000 to 4002 (also grey, dim and
# small, one by one, drawn closer together, and mixed with office, singles and drama), mean of F
# over a grid of 7 x 4; the same came out with each kind but one left out. Both lie at an end of the
# grid or next to it: they are not sharply determined. See docs/explanation/grouping.md.
USUAL = 1.13
DOUBT = 0.01

# Libraries of more than `evidence.MANY` faces: only these, uphill from the first two, as each takes
# long and the silhouette of many faces is smooth.
FEWER = (6, 8, 4, 10, 2)
JUDGES = 4_000  # faces at most that the silhouette is the mean of
BLOCK = 20_000  # faces whose overlaps are computed at once
BESIDE = 2  # rungs on either side of the chosen one that are asked how sure a face is


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """Who belongs together."""

    root: NDArray[np.intp]  # (n,) the smallest face of the group that each face ends in
    sureness: NDArray[np.float64]  # (n,) [0, 1], how far neighbouring strictnesses agree
    strictness: float  # that was chosen, one of `RUNGS`


def communities(points: Points, limits: Limits, photos: NDArray[np.intp]) -> Communities:
    """Group faces.

    Args:
        points: Vectors, stretches and weights. A face of little weight may join a group; it is
            hardly a witness for others, and hardly moves a mean.
        limits: Groups to begin with and people that never meet.
        photos: (n,) the photo of each face.

    Returns:
        The groups; faces that are not taken keep the group they start in.
    """
    many = int(np.count_nonzero(limits.taken)) > MANY
    least = least_for(MANY + 1 if many else 0)
    widest = RUNGS[max(FEWER)] if many else RUNGS[-1]
    pairs = near_pairs(points, photos, limits.taken, reach(widest, least))
    found: dict[int, NDArray[np.intp]] = {}
    scores: dict[int, float] = {}

    def climb(steps: Sequence[int]) -> int:
        for step in steps:
            found[step] = grouped(points, limits, photos, pairs, RUNGS[step], least=least)
            scores[step] = silhouette(points.vectors, found[step])
        return chosen(scores, smooth=not many)

    if not many:
        best = climb(range(len(RUNGS)))
    else:
        best = climb(FEWER[:2])
        # Both halves of FEWER lead away from the middle; go on as long as it gets better.
        for step in (best + 2, best + 4) if best == FEWER[1] else (best - 2, best - 4):
            if step not in FEWER or climb([step]) != step:
                break
        best = chosen(scores, smooth=False)
    near = [found[step] for step in sorted(found) if 0 < abs(step - best) <= BESIDE]
    return Communities(
        root=found[best], sureness=_sureness(found[best], near), strictness=RUNGS[best]
    )


def chosen(scores: Mapping[int, float], *, smooth: bool) -> int:
    """Return the step of `RUNGS` with the best silhouette, less the doubt about unusual ones.

    Args:
        scores: The silhouette of each step that was tried.
        smooth: Average each with its neighbours (1 : 2 : 1): in small libraries a few faces decide.
    """
    steps = np.array(sorted(scores))
    values = np.array([scores[step] for step in steps.tolist()])
    if smooth:
        wide = np.concatenate([values[:1], values, values[-1:]])
        values = (wide[:-2] + 2 * wide[1:-1] + wide[2:]) / 4
    away = np.log(np.array(RUNGS)[steps] / USUAL) / 0.1
    return int(steps[np.argmax(np.round(values - DOUBT * away**2, 9))])


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
    group more alike ("reducible", see `linkage`), so the order does not matter.

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


def silhouette(vectors: NDArray[np.float32], groups: NDArray[np.intp]) -> float:
    """Return how much nearer faces are to their own group than to the next one, on average.

    Distances are root mean squares over the faces of a group. Lonely faces count 0.

    Args:
        vectors: (n, d) unit length.
        groups: (n,).

    Returns:
        The mean over at most `JUDGES` faces, spread evenly, [-1, 1]; 0 for a single group.
    """
    _, group, count = np.unique(groups, return_inverse=True, return_counts=True)
    if len(count) < 2:
        return 0.0
    sums = np.zeros((len(count), vectors.shape[1]))
    np.add.at(sums, group, vectors)
    judges = np.unique(np.linspace(0, len(group) - 1, min(JUDGES, len(group))).astype(np.intp))
    judges = judges[count[group[judges]] > 1]
    if len(judges) == 0:
        return 0.0
    means = (sums / count[:, None]).astype(np.float32)
    own = group[judges]
    inside = np.einsum("ij,ij->i", sums[own], vectors[judges].astype(np.float64)) - 1
    near = np.sqrt(np.maximum(2 - 2 * inside / (count[own] - 1), 0))
    best = np.empty(len(judges))
    for start in range(0, len(judges), 256):
        part = slice(start, start + 256)
        cosines = vectors[judges[part]] @ means.T
        cosines[np.arange(len(cosines)), own[part]] = -np.inf
        best[part] = cosines.max(axis=1)
    far = np.sqrt(np.maximum(2 - 2 * best, 0))
    values = (far - near) / np.maximum(np.maximum(far, near), 1e-9)
    return float(values.sum() / min(JUDGES, len(group)))


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


def _sureness(root: NDArray[np.intp], others: list[NDArray[np.intp]]) -> NDArray[np.float64]:
    """Return (n,) the mean share of the group of each face that other groupings share with it.

    The share is faces of both groups by faces of either (Jaccard).
    """
    sure = np.ones(len(root))
    if not others or len(root) == 0:
        return sure
    size = np.bincount(root, minlength=len(root))[root]
    shares = []
    for other in others:
        codes = root.astype(np.int64) * len(root) + other
        _, both, count = np.unique(codes, return_inverse=True, return_counts=True)
        meet = count[both]
        shares.append(meet / (size + np.bincount(other, minlength=len(root))[other] - meet))
    return np.asarray(np.mean(shares, axis=0))
