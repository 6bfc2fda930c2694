"""Who is near whom, in libraries of any size: the neighbour graph.

Up to `EXACT` faces all pairs are looked at, in blocks of products. Beyond that faces are dealt into
lists around means (k-means on a sample), and each looks into the lists whose means are nearest to
it ("inverted file": Sivic and Zisserman, "Video Google", ICCV 2003; Jégou et al., "Product
quantization for nearest neighbor search", PAMI 2011). A pair is found if either of both looks into
the other's list. Either way products are compared with a number, never sorted: selecting in numpy
costs ten times as much as multiplying (research on grouping, section 5).

Memory: two lists of `keep` whole numbers a face, and the answer, 8 bytes a pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.calibration import (
    COPY,
    STRETCH_FACES,
    STRETCH_NEAR,
    cosine,
    stretch_of,
)
from likeness.grouping.evidence import ALL_PAIRS, NEIGHBOURS, Pairs, moved_by_age

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from likeness.grouping.points import Points
    from likeness.grouping.shortlists import Shortlists

EXACT = 40_000  # faces; beyond it lists are quicker, see benchmarks/grouping_scale.py

# So many lists for the square root of the faces, and so many of them are looked into.
# See benchmarks/grouping_scale.py --recall.
LISTS = 4
PROBES = 24
TRAINED_ON = 48  # faces a list
ROUNDS = 6  # of k-means
SEED = 0

# In libraries of so many faces fewer neighbours are kept: memory (1 KB a face instead of 2), and
# there chance likenesses must be so near to count that few faces have more.
MANY = 250_000
NEIGHBOURS_OF_MANY = 64
LONGEST = 4  # times as many pairs are kept of a face whom many others list

BLOCK_ROWS = 2_000
ROWS = 50_000  # faces whose pairs are moved apart at once
BLOCK_ELEMENTS = 8_000_000  # of a matrix of products: 32 MB of float32


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Pairs of faces that are near, in both directions, one face after the other, ascending."""

    starts: NDArray[np.int64]  # (n + 1,) where the pairs of each face begin
    faces: NDArray[np.int32]  # (p,) the other face
    distances: NDArray[np.float32]  # (p,) euclidean, stretched

    def __len__(self) -> int:
        return len(self.starts) - 1

    def within(self, reach: float) -> Graph:
        """Return the pairs that are nearer than this."""
        return self._only(self.distances < reach)

    def pairs(self) -> Pairs:
        """Return the same pairs as lists."""
        return Pairs(
            faces=len(self),
            left=np.repeat(np.arange(len(self)), np.diff(self.starts)),
            right=self.faces.astype(np.intp),
            distances=self.distances.astype(np.float64),
        )

    @classmethod
    def of(cls, pairs: Pairs) -> Graph:
        """Return the graph of pairs that are listed in both directions, sorted."""
        return cls(
            starts=np.searchsorted(pairs.left, np.arange(pairs.faces + 1)).astype(np.int64),
            faces=pairs.right.astype(np.int32),
            distances=pairs.distances.astype(np.float32),
        )

    def _only(self, kept: NDArray[np.bool_]) -> Graph:
        before = np.zeros(len(kept) + 1, np.int64)
        np.cumsum(kept, out=before[1:])
        return Graph(
            starts=before[self.starts], faces=self.faces[kept], distances=self.distances[kept]
        )


def neighbours_for(faces: int) -> int:
    """Return how many neighbours of each face are kept in a library of so many."""
    if faces <= ALL_PAIRS:
        return max(faces, 1)
    return NEIGHBOURS if faces <= MANY else NEIGHBOURS_OF_MANY


def near_graph(
    points: Points,
    photos: NDArray[np.intp],
    taken: NDArray[np.bool_],
    most: float,
    *,
    strangers: NDArray[np.float64] | None = None,
    born: NDArray[np.float64] | None = None,
    exact: int = EXACT,
    probes: int = PROBES,
    progress: Callable[[float], None] | None = None,
) -> Graph:
    """Return the pairs of faces that may be one person; the same as `evidence.near_pairs`.

    Two faces of one photo are two people, and so no pair, unless they are copies (nearer than
    `calibration.COPY`).

    Args:
        points: What is grouped.
        photos: (n,) the photo of each face.
        taken: (n,) faces that are looked at; the others are in no pair.
        most: Pairs farther than this, stretched, are left out.
        strangers: (n,) mean distance of each face to the others of its photo, NaN where alone:
            stretch by these instead of by the stretches of *points* (see `stretch_over`).
        born: (n,) birth year that each face implies, NaN unknown; None: of all. Pairs of unlike
            ages are moved apart (`evidence.moved_by_age`).
        exact: Up to so many faces all pairs are looked at.
        probes: So many lists are looked into, where there are more.
        progress: Called with the share that is done, 0 to 1, now and then.

    Returns:
        A pair is in it if one of both is among the `neighbours_for` nearest of the other; but a
        face never has more than `LONGEST` times as many. Approximate beyond *exact* faces.
    """
    from likeness.grouping.shortlists import Shortlists, both_ways

    rows = np.flatnonzero(taken).astype(np.int32)
    vectors = points.vectors if len(rows) == len(taken) else points.vectors[rows]
    codes = np.unique(photos[rows], return_inverse=True)[1].reshape(-1).astype(np.int32)
    keep = neighbours_for(len(rows))
    least = cosine(most)
    tell = progress or (lambda _: None)
    if len(rows) <= exact:
        lists = Shortlists(len(rows), keep, least, codes)
        _every_pair(vectors, lists, tell)
        names = np.arange(len(rows), dtype=np.int32)
    else:
        names, lists = _in_lists(vectors, codes, (keep, least, probes), tell)
    keys, counts = lists.finished()
    starts, faces, distances = both_ways(keys, counts, names, LONGEST * keep)
    del keys, lists
    graph = Graph(starts=starts, faces=faces, distances=distances)
    graph = _placed(graph, rows, len(taken))
    stretch = points.stretch if strangers is None else stretch_over(graph, strangers)
    return _moved_apart(graph, stretch, born).within(most)


def stretch_over(graph: Graph, strangers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (n,) how much distances around each face are stretched; see `calibration.stretch`.

    The nearest faces are looked up in the graph, which has none of the same photo.

    Args:
        graph: With distances as they are, not stretched.
        strangers: (n,) mean distance of each face to the others of its photo; NaN where alone.
    """
    known = ~np.isnan(strangers)
    total, count = np.nan_to_num(strangers), known.astype(np.intp)
    for first in range(0, len(graph), ROWS) if known.any() else ():
        last = min(first + ROWS, len(graph))
        part = slice(graph.starts[first], graph.starts[last])
        left = np.repeat(np.arange(first, last), np.diff(graph.starts[first : last + 1]))
        gaps, right = graph.distances[part], graph.faces[part]
        asked = np.flatnonzero((gaps < STRETCH_NEAR) & known[right])
        order = asked[np.lexsort((right[asked], gaps[asked], left[asked]))]
        rank = np.arange(len(order)) - np.searchsorted(left[order], left[order])
        nearest = order[rank < STRETCH_FACES - count[left[order]]]
        size = last - first
        total[first:last] += np.bincount(left[nearest] - first, strangers[right[nearest]], size)
        count[first:last] += np.bincount(left[nearest] - first, minlength=size)
    return stretch_of(total, count)


def near_rows(
    vectors: NDArray[np.float32], among: NDArray[np.float32], least: float
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32]]:
    """Find all of some faces that are near to a few.

    Args:
        vectors: float32 (n, d), a few.
        among: float32 (m, d), any number.
        least: Pairs whose product is not larger are left out.

    Returns:
        Rows of *vectors* (p,), rows of *among* (p,) and their products (p,) float32, sorted by the
        former and then by the latter.
    """
    rows, columns = [np.empty(0, np.intp)], [np.empty(0, np.intp)]
    products = [np.empty(0, np.float32)]
    step = max(1, BLOCK_ELEMENTS // max(len(vectors), 1))
    for start in range(0, len(among), step):
        block = vectors @ among[start : start + step].T
        at = np.flatnonzero(block > least)
        row, column = np.divmod(at, block.shape[1])
        rows.append(row)
        columns.append(column + start)
        products.append(block.ravel()[at])
    row, column = np.concatenate(rows), np.concatenate(columns)
    order = np.lexsort((column, row))
    return row[order], column[order], np.concatenate(products)[order]


def _every_pair(
    vectors: NDArray[np.float32], lists: Shortlists, tell: Callable[[float], None]
) -> None:
    """Offer the products of all pairs, each once."""
    n = len(vectors)
    every = np.arange(n, dtype=np.int32)
    homes, probes = np.empty(0, np.int32), np.empty((0, 0), np.int32)
    width = BLOCK_ELEMENTS // BLOCK_ROWS
    for start in range(0, n, BLOCK_ROWS):
        rows = every[start : start + BLOCK_ROWS]
        for begin in range(start, n, width):
            columns = every[begin : begin + width]
            products = vectors[rows[0] : rows[-1] + 1] @ vectors[begin : begin + width].T
            lists.offer(products, rows, columns, homes, probes, cosine(COPY))
        tell(1 - (1 - (start + len(rows)) / n) ** 2)


def _in_lists(
    vectors: NDArray[np.float32],
    codes: NDArray[np.int32],
    settings: tuple[int, float, int],
    tell: Callable[[float], None],
) -> tuple[NDArray[np.int32], Shortlists]:
    """Offer the products of faces that look into each other's lists.

    Returns:
        The row of each face, as faces are numbered list by list; and what was found.
    """
    from likeness.grouping.probes import nearest_means
    from likeness.grouping.shortlists import Shortlists

    keep, least, many = settings
    means = _means(vectors, tell)
    tell(0.15)
    probes = nearest_means(vectors, means, min(many, len(means)))
    tell(0.3)
    order = np.argsort(probes[:, 0], kind="stable").astype(np.int32)
    probes = probes[order]
    sorted_vectors = vectors[order]  # so that the members of a list lie side by side
    homes = np.ascontiguousarray(probes[:, 0])
    ends = np.searchsorted(homes, np.arange(len(means) + 1))
    visitors, visits = _visitors(probes, len(means))
    lists = Shortlists(len(vectors), keep, least, codes[order])
    for one in range(len(means)):
        columns = np.arange(ends[one], ends[one + 1], dtype=np.int32)
        if len(columns) == 0:
            continue
        members = sorted_vectors[ends[one] : ends[one + 1]].T
        step = max(1, BLOCK_ELEMENTS // len(columns))
        for start in range(visits[one], visits[one + 1], step):
            rows = visitors[start : min(start + step, visits[one + 1])]
            products = sorted_vectors[rows] @ members
            lists.offer(products, rows, columns, homes, probes, cosine(COPY))
        tell(0.3 + 0.7 * (one + 1) / len(means))
    return order, lists


def _means(vectors: NDArray[np.float32], tell: Callable[[float], None]) -> NDArray[np.float32]:
    """Return the means of lists, unit length, by k-means on a sample of faces."""
    from likeness.grouping.probes import nearest_means

    n = len(vectors)
    count = round(LISTS * n**0.5)
    rng = np.random.default_rng(SEED)
    sample = vectors[np.sort(rng.permutation(n)[: count * TRAINED_ON])]
    means = sample[np.sort(rng.permutation(len(sample))[:count])].copy()
    for step in range(ROUNDS):
        own = nearest_means(sample, means, 1)[:, 0]
        order = np.argsort(own, kind="stable")
        starts = np.searchsorted(own[order], np.arange(count))
        some = np.diff(np.append(starts, len(own))) > 0
        sums = np.add.reduceat(sample[order], starts[some], axis=0)
        means[some] = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        tell(0.15 * (step + 1) / ROUNDS)
    return means


def _visitors(probes: NDArray[np.int32], lists: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return which faces look into each list, ascending, list by list, and where they begin."""
    starts = np.zeros(lists + 1, np.int64)
    np.cumsum(np.bincount(probes.ravel(), minlength=lists), out=starts[1:])
    order = np.argsort(probes.ravel(), kind="stable")
    order //= probes.shape[1]
    return order.astype(np.int32), starts


def _placed(graph: Graph, rows: NDArray[np.int32], size: int) -> Graph:
    """Return the graph with the rows that are taken in their places among all faces."""
    if len(rows) == size:
        return graph
    counts = np.zeros(size, np.int64)
    counts[rows] = np.diff(graph.starts)
    starts = np.zeros(size + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return Graph(starts=starts, faces=rows[graph.faces], distances=graph.distances)


def _moved_apart(
    graph: Graph, stretch: NDArray[np.float64], born: NDArray[np.float64] | None
) -> Graph:
    """Return the graph with distances stretched, and moved by age; neither brings faces nearer."""
    if born is None and (stretch == 1).all():
        return graph
    distances = graph.distances.copy()
    for first in range(0, len(graph), ROWS):
        last = min(first + ROWS, len(graph))
        part = slice(graph.starts[first], graph.starts[last])
        left = np.repeat(np.arange(first, last), np.diff(graph.starts[first : last + 1]))
        right = graph.faces[part]
        distances[part] *= np.sqrt(stretch[left] * stretch[right])
        if born is not None:
            distances[part] += moved_by_age(born[left], born[right])
    return Graph(starts=graph.starts, faces=graph.faces, distances=distances)
