from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_array

from likeness.grouping import communities as module
from likeness.grouping.communities import (
    ALIKE,
    DOUBT,
    RUNGS,
    chosen,
    communities,
    link,
    overlaps,
)
from likeness.grouping.evidence import near_pairs, probabilities, reach
from likeness.grouping.points import Limits, Points

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
    ring = np.roll(np.eye(6), 1, axis=0) * 0.3
    root = link(csr_array(ring + ring.T), free(6), np.ones(6))
    assert root.tolist() == [0, 0, 2, 2, 4, 4]


def test_without_structure_the_usual_strictness_is_chosen() -> None:
    step = chosen(dict.fromkeys(range(len(RUNGS)), 0.1))
    assert RUNGS[step] == min(RUNGS, key=lambda rung: abs(rung - module.USUAL))


def test_structure_outweighs_what_is_usual() -> None:
    scores = dict.fromkeys(range(len(RUNGS)), 0.0)
    assert chosen(scores | {4: 60 * DOUBT}) == 4
    assert chosen({10: 0.2, 12: 0.4}) == 12


def test_everybody_is_sure_of_copies() -> None:
    copies = np.repeat(np.eye(5, 8, dtype=np.float32), 4, axis=0)
    sure = communities(points_of(copies), free(20), np.arange(20)).sureness
    assert sure.tolist() == [1.0] * 20


def test_sureness_is_the_share_of_a_group_that_the_strictnesses_beside_it_agree_on() -> None:
    found = communities(points_of(people(11, 8, 6, 1.3)), free(48), np.arange(48))
    assert found.strictness_of is not None
    asked = np.flatnonzero(found.strictness_of == found.strictness)
    assert len(asked) > 0
    beside = [found.chosen + away for away in (-2, -1, 1, 2) if found.chosen + away < len(RUNGS)]
    for i in asked.tolist():
        own = found.root == found.root[i]
        if own.sum() == 1:
            continue
        others = [found.groups[step] == found.groups[step, i] for step in beside]
        shares = [(own & other).sum() / (own | other).sum() for other in others]
        assert found.sureness[i] == pytest.approx(np.mean(shares))


def test_each_part_of_a_library_has_its_own_strictness() -> None:
    wide, narrow = people(0, 8, 9, 1.1), people(1, 8, 9, 0.85)
    narrow = np.concatenate([narrow, np.zeros_like(narrow[:, :1])], axis=1)
    wide = np.concatenate([wide, np.full_like(wide[:, :1], 0.3)], axis=1)
    vectors = np.concatenate([wide, narrow])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = communities(points_of(vectors), free(144), np.arange(144))
    assert same(found.root, np.repeat(np.arange(16), 9))
    assert found.strictness_of is not None
    assert found.strictness_of[:72].mean() > found.strictness_of[72:].mean()


def test_the_chosen_row_of_the_groups_is_the_answer() -> None:
    found = communities(points_of(people(4, 6, 7)), free(42), np.arange(42))
    assert found.groups.shape == (len(RUNGS), 42)
    assert np.array_equal(found.groups[found.chosen], found.root)
    assert found.rungs[found.chosen] == found.strictness


def test_a_child_is_not_merged_with_a_parent_who_looks_alike() -> None:
    vectors = people(5, 1, 12, 2.0)
    born = np.repeat([1962.0, 2015.0], 6)
    unknown = communities(points_of(vectors), free(12), np.arange(12), born=np.full(12, np.nan))
    known = communities(points_of(vectors), free(12), np.arange(12), born=born)
    assert same(unknown.root, np.zeros(12, np.intp))
    assert len(set(known.root[:6].tolist()) & set(known.root[6:].tolist())) == 0


def test_a_library_of_one_person_is_one_group() -> None:
    found = communities(points_of(people(12, 1, 20, 1.3)), free(20), np.arange(20))
    assert same(found.root, np.zeros(20, np.intp))
