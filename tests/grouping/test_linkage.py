from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.grouping import linkage
from likeness.grouping.linkage import Limits, Points, agglomerate


def problem(seed: int, n: int) -> tuple[Points, Limits]:
    """Return random points in a few crowds, with groups, people and forbidden pairs among them."""
    rng = np.random.default_rng(seed)
    crowd = rng.standard_normal((4, 8))
    vectors = crowd[rng.integers(0, 4, n)] + 0.5 * rng.standard_normal((n, 8))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    start = np.arange(n)
    start[rng.permutation(n)[: n // 4]] = 0
    start[0] = 0
    fixed = np.zeros(n, np.bool_)
    fixed[[0, *np.flatnonzero(start == np.arange(n))[:2]]] = True
    points = Points(
        vectors=vectors.astype(np.float32),
        stretch=rng.uniform(1, 1.6, n),
        weights=rng.choice([0.1, 1.0], n),
    )
    apart = rng.integers(0, n, (n // 2, 2))
    taken = np.ones(n, np.bool_)
    taken[n - 1] = start[n - 1] != n - 1
    return points, Limits(start=start, fixed=fixed, apart=apart, taken=taken)


def one_by_one(points: Points, limits: Limits, cut: float) -> NDArray[np.intp]:
    """Merge the nearest pair again and again, with all distances written out."""
    n = len(points.vectors)
    wide = points.vectors.astype(np.float64)
    wide /= np.linalg.norm(wide, axis=1, keepdims=True)
    weigh = points.weights[:, None] * points.weights
    gaps = (points.stretch[:, None] * points.stretch) * (2 - 2 * wide @ wide.T)
    root = limits.start.copy()
    fixed = limits.fixed.copy()
    while True:
        best = (cut * cut, -1, -1)
        names = sorted({int(root[i]) for i in range(n) if limits.taken[root[i]]})
        for a in names:
            for b in names:
                if a >= b or (fixed[a] and fixed[b]):
                    continue
                rows, columns = root == a, root == b
                if any(
                    (rows[i] and columns[j]) or (rows[j] and columns[i]) for i, j in limits.apart
                ):
                    continue
                block = np.ix_(rows, columns)
                gap = float((weigh[block] * gaps[block]).sum() / weigh[block].sum())
                best = min(best, (gap, a, b))
        if best[1] < 0:
            return root
        root[root == best[2]] = best[1]
        fixed[best[1]] |= fixed[best[2]]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(3, 24), st.floats(0.3, 1.8))
def test_the_groups_are_those_of_merging_the_nearest_pair_again_and_again(
    seed: int, n: int, cut: float
) -> None:
    points, limits = problem(seed, n)
    np.testing.assert_array_equal(agglomerate(points, limits, cut), one_by_one(points, limits, cut))


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    points, limits = problem(5, 200)
    whole = agglomerate(points, limits, 0.9)
    monkeypatch.setattr(linkage, "BLOCK_ELEMENTS", 1)
    np.testing.assert_array_equal(agglomerate(points, limits, 0.9), whole)


def free(vectors: NDArray[np.float32]) -> tuple[Points, Limits]:
    n = len(vectors)
    return (
        Points(vectors=vectors, stretch=np.ones(n), weights=np.ones(n)),
        Limits(
            start=np.arange(n),
            fixed=np.zeros(n, np.bool_),
            apart=np.empty((0, 2), np.intp),
            taken=np.ones(n, np.bool_),
        ),
    )


def test_many_equal_points_become_one_group() -> None:
    vectors = np.zeros((700, 4), np.float32)
    vectors[:, 0] = 1
    assert set(agglomerate(*free(vectors), 0.1).tolist()) == {0}


def test_points_at_equal_distances_are_merged_although_rounding_may_close_a_ring() -> None:
    """Three corners of a regular triangle: each is as near to one other as to the third."""
    rng = np.random.default_rng(3)
    for _ in range(50):
        turn = np.linalg.qr(rng.standard_normal((3, 3)))[0]
        vectors = (np.eye(3) @ turn).astype(np.float32)
        assert set(agglomerate(*free(vectors), 1.5).tolist()) == {0}


def test_a_ring_of_nearest_neighbours_is_broken_at_its_nearest_pair() -> None:
    groups = linkage._Groups(*free(np.eye(3, dtype=np.float32)), 1.5)
    groups._nearest = np.array([1, 2, 0])
    groups._gap = np.array([0.3, 0.2, 0.4])
    first, second = groups._mutual(np.arange(3))
    assert (first.tolist(), second.tolist()) == ([1], [2])


def test_a_pair_within_the_cut_from_one_side_only_counts_as_beyond() -> None:
    groups = linkage._Groups(*free(np.eye(4, dtype=np.float32)), 1.0)
    groups._nearest = np.array([1, 2, 3, 2])
    groups._gap = np.array([0.4, 0.5, 0.5 + 1e-9, 0.5 + 1e-9])
    groups._close_the_lonely()
    assert not groups._open.any()
