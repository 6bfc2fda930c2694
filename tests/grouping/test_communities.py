from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.metrics import silhouette_score

from likeness.grouping import communities as module
from likeness.grouping.communities import (
    ALIKE,
    DOUBT,
    RUNGS,
    chosen,
    communities,
    link,
    overlaps,
    silhouette,
)
from likeness.grouping.evidence import near_pairs, probabilities, reach
from likeness.grouping.linkage import Limits, Points

seeds = st.integers(0, 2**32 - 1)


def people(seed: int, count: int, each: int, narrow: float = 1.0) -> NDArray[np.float32]:
    """Return faces of people: .17 from their mean, means about .5 apart, all times *narrow*."""
    rng = np.random.default_rng(seed)
    middle = np.zeros(64)
    middle[0] = 1
    means = rng.standard_normal((count, 64)) * 0.37 / 8
    noise = rng.standard_normal((count * each, 64)) * 0.17 / 8
    vectors = middle + narrow * (np.repeat(means, each, axis=0) + noise)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32)


def points_of(vectors: NDArray[np.float32]) -> Points:
    return Points(vectors=vectors, stretch=np.ones(len(vectors)), weights=np.ones(len(vectors)))


def free(n: int, apart: list[tuple[int, int]] | None = None) -> Limits:
    return Limits(
        start=np.arange(n),
        fixed=np.zeros(n, np.bool_),
        apart=np.array(apart or [], np.intp).reshape(-1, 2),
        taken=np.ones(n, np.bool_),
    )


def same(a: NDArray[np.intp], b: NDArray[np.intp]) -> bool:
    """Whether two groupings put the same faces together."""
    return bool(((a[:, None] == a) == (b[:, None] == b)).all())


@pytest.mark.parametrize("narrow", [1.0, 0.85])
def test_people_are_found_in_wide_and_narrow_libraries_alike(narrow: float) -> None:
    vectors = people(0, 12, 9, narrow)
    found = communities(points_of(vectors), free(108), np.arange(108))
    assert same(found.root, np.repeat(np.arange(12), 9))


def test_a_narrow_library_is_grouped_more_strictly() -> None:
    wide, narrow = (
        communities(points_of(people(0, 12, 9, much)), free(108), np.arange(108)).strictness
        for much in (1.0, 0.7)
    )
    assert narrow < wide


def test_strangers_stay_alone() -> None:
    vectors = np.concatenate([people(1, 5, 6), people(2, 20, 1)])
    found = communities(points_of(vectors), free(50), np.arange(50))
    assert same(found.root, np.concatenate([np.repeat(np.arange(5), 6), np.arange(5, 25)]))


@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_the_order_of_faces_makes_no_difference(seed: int) -> None:
    vectors = people(3, 6, 7, 0.9)
    order = np.random.default_rng(seed).permutation(42)
    photos = np.arange(42) // 2 * 2 % 40
    one = communities(points_of(vectors), free(42), photos)
    other = communities(points_of(vectors[order]), free(42), photos[order])
    assert other.strictness == one.strictness
    assert same(other.root, one.root[order])
    assert other.sureness == pytest.approx(one.sureness[order])


def test_the_same_faces_give_the_same_answer_again() -> None:
    points = points_of(people(4, 6, 7))
    one, other = (communities(points, free(42), np.arange(42)) for _ in range(2))
    assert np.array_equal(one.root, other.root)
    assert np.array_equal(one.sureness, other.sureness)


def test_a_group_is_named_by_its_smallest_face() -> None:
    root = communities(points_of(people(5, 4, 5)), free(20), np.arange(20)).root
    assert root.tolist() == np.repeat([0, 5, 10, 15], 5).tolist()


@settings(max_examples=15, deadline=None)
@given(seed=seeds)
def test_limits_hold(seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = people(seed % 7, 4, 8)
    apart = [(int(a), int(b)) for a, b in rng.integers(0, 32, (12, 2)) if a != b]
    limits = free(32, apart)
    start, fixed, taken = limits.start.copy(), limits.fixed.copy(), limits.taken.copy()
    start[[1, 9]], start[[3, 4]] = 0, 2  # two people, one of them of two who look different
    fixed[[0, 2]] = True
    taken[30:] = False
    apart = [(a, b) for a, b in apart if start[a] != start[b]]
    limits = Limits(start=start, fixed=fixed, apart=np.array(apart, np.intp), taken=taken)
    root = communities(points_of(vectors), limits, np.arange(32)).root
    assert root[0] == root[1] == root[9]
    assert root[2] == root[3] == root[4]
    assert root[0] != root[2]
    assert root[30] == 30
    assert root[31] == 31
    assert not any(root[a] == root[b] for a, b in apart)
    assert all(root[i] <= i for i in range(32))


def test_a_photo_full_of_look_alikes_is_kept_apart_by_limits() -> None:
    vectors = people(6, 1, 6)
    photos = np.array([0, 0, 0, 1, 2, 3])
    limits = free(6, [(0, 1), (0, 2), (1, 2)])
    root = communities(points_of(vectors), limits, photos).root
    assert len({int(root[i]) for i in range(3)}) == 3


def test_no_face_and_one_face_are_fine() -> None:
    for n in (0, 1):
        found = communities(points_of(np.eye(2, 4, dtype=np.float32)[:n]), free(n), np.arange(n))
        assert found.root.tolist() == list(range(n))
        assert found.sureness.tolist() == [1.0] * n


@settings(max_examples=30, deadline=None)
@given(seed=seeds)
def test_overlap_is_the_tanimoto_coefficient_of_probabilities(seed: int) -> None:
    points, photos = points_of(people(seed % 11, 4, 6)), np.arange(24)
    pairs = near_pairs(points, photos, np.ones(24, np.bool_), reach(1.0))
    chances = probabilities(pairs, photos, 1.0)
    weights = np.random.default_rng(seed).choice([0.1, 1.0], 24)
    found = overlaps(pairs, chances, weights).toarray()
    chance = np.eye(24)
    chance[pairs.left, pairs.right] = chances
    for i, j in zip(pairs.left, pairs.right, strict=True):
        if chance[i, j] == 0:
            continue
        witness = weights.copy()
        witness[[i, j]] = 1
        dot = (witness * chance[i] * chance[j]).sum()
        length = (witness * chance[i] ** 2).sum() + (witness * chance[j] ** 2).sum()
        assert found[i, j] == pytest.approx(dot / (length - dot), abs=1e-8)
    assert np.array_equal(found, found.T)


def one_by_one(alike: NDArray[np.float64], limits: Limits) -> NDArray[np.intp]:
    """Merge the most alike pair of groups again and again."""
    root = limits.start.copy()
    while True:
        best = (ALIKE, -1, -1)
        names = np.unique(root).tolist()
        for a in names:
            for b in (name for name in names if name > a):
                left, right = root == a, root == b
                banned = any(
                    {int(root[i]), int(root[j])} == {a, b} for i, j in limits.apart.tolist()
                )
                both_fixed = limits.fixed[left].any() and limits.fixed[right].any()
                mean = float(alike[np.ix_(left, right)].mean())
                if not banned and not both_fixed and mean > best[0]:
                    best = (mean, a, b)
        if best[1] < 0:
            return root
        root[root == best[2]] = best[1]


@settings(max_examples=40, deadline=None)
@given(seed=seeds, n=st.integers(2, 14))
def test_linking_at_once_is_linking_one_by_one(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    alike = np.triu(rng.random((n, n)) * (rng.random((n, n)) < 0.6), 1)
    alike += alike.T
    fixed = np.zeros(n, np.bool_)
    fixed[:3] = True
    apart = rng.integers(0, n, (3, 2))
    limits = Limits(start=np.arange(n), fixed=fixed, apart=apart, taken=np.ones(n, np.bool_))
    found = link(csr_array(alike), limits, np.ones(n))
    assert np.array_equal(found, one_by_one(alike, limits))


def test_equal_overlaps_come_to_an_end() -> None:
    ring = np.roll(np.eye(6), 1, axis=0) * 0.5
    root = link(csr_array(ring + ring.T), free(6), np.ones(6))
    assert root.tolist() == [0, 0, 2, 2, 4, 4]


def test_silhouette_is_that_of_scikit_learn_where_groups_are_pairs_of_equals() -> None:
    # With equal faces in a group, the root mean square is the mean.
    vectors = np.repeat(people(7, 5, 1), 3, axis=0)
    groups = np.repeat(np.arange(5), 3)
    assert silhouette(vectors, groups) == pytest.approx(silhouette_score(vectors, groups), abs=2e-3)


def test_silhouette_is_best_for_the_truth() -> None:
    vectors, truth = people(8, 6, 5), np.repeat(np.arange(6), 5)
    merged, split = truth // 2, np.arange(30) // 3
    assert silhouette(vectors, truth) > max(silhouette(vectors, g) for g in (merged, split))


def test_silhouette_without_anything_to_compare_is_nothing() -> None:
    vectors = people(9, 3, 2)
    assert silhouette(vectors, np.zeros(6, np.intp)) == 0
    assert silhouette(vectors, np.arange(6)) == 0


def test_without_structure_the_usual_strictness_is_chosen() -> None:
    step = chosen(dict.fromkeys(range(len(RUNGS)), 0.1), smooth=True)
    assert RUNGS[step] == min(RUNGS, key=lambda rung: abs(rung - module.USUAL))


def test_structure_outweighs_what_is_usual() -> None:
    scores = dict.fromkeys(range(len(RUNGS)), 0.0)
    scores |= {3: 0.3, 4: 60 * DOUBT, 5: 0.3}
    assert chosen(scores, smooth=True) == 4
    assert chosen({6: 0.2, 8: 0.4}, smooth=False) == 8


def test_large_libraries_try_fewer_strictnesses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MANY", 50)
    monkeypatch.setattr(module, "BLOCK", 16)
    for narrow in (1.0, 0.85):
        vectors = people(0, 12, 9, narrow)
        found = communities(points_of(vectors), free(108), np.arange(108))
        assert found.strictness in {RUNGS[step] for step in module.FEWER}
        assert same(found.root, np.repeat(np.arange(12), 9))


def test_everybody_is_sure_of_copies_and_nobody_of_a_blur() -> None:
    copies = np.repeat(np.eye(5, 8, dtype=np.float32), 4, axis=0)
    sure = communities(points_of(copies), free(20), np.arange(20)).sureness
    assert sure.tolist() == [1.0] * 20
    blur = people(11, 30, 1, 0.62)
    unsure = communities(points_of(blur), free(30), np.arange(30)).sureness
    assert unsure.min() >= 0
    assert unsure.max() < 0.9
