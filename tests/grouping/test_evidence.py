from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.grouping import evidence
from likeness.grouping.calibration import COPY
from likeness.grouping.evidence import Pairs, least_for, near_pairs, probabilities, reach
from likeness.grouping.points import Points

seeds = st.integers(0, 2**32 - 1)


def crowd(seed: int, n: int) -> tuple[Points, NDArray[np.intp]]:
    """Return points in a few crowds, several to a photo."""
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((4, 8))[rng.integers(0, 4, n)]
    vectors = vectors + 0.15 * rng.standard_normal((n, 8))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    points = Points(
        vectors=vectors.astype(np.float32),
        stretch=rng.uniform(1, 1.6, n),
        weights=rng.choice([0.1, 1.0], n),
    )
    return points, rng.integers(0, n, n)


def distance(points: Points, i: int, j: int) -> float:
    """Return the distance of two points as it is."""
    wide = points.vectors.astype(np.float64)
    return float(np.linalg.norm(wide[i] - wide[j]))


@settings(max_examples=40, deadline=None)
@given(seed=seeds, n=st.integers(1, 30))
def test_a_small_library_has_every_pair_that_may_be_one_person(seed: int, n: int) -> None:
    points, photos = crowd(seed, n)
    taken = np.random.default_rng(seed).random(n) < 0.8
    pairs = near_pairs(points, photos, taken, 0.45)
    found = dict(zip(zip(pairs.left, pairs.right, strict=True), pairs.distances, strict=True))
    for i in range(n):
        for j in range(n):
            plain = distance(points, i, j)
            apart = plain * np.sqrt(points.stretch[i] * points.stretch[j])
            if abs(apart - 0.45) < 1e-3 or abs(plain - COPY) < 1e-3:
                found.pop((i, j), None)  # float32 decides
                continue
            meets = photos[i] != photos[j] or plain < COPY
            wanted = i != j and taken[i] and taken[j] and meets and apart < 0.45
            assert ((i, j) in found) == wanted
            if wanted:
                assert found.pop((i, j)) == pytest.approx(apart, abs=2e-3)
    assert not found


def test_pairs_are_sorted_and_go_both_ways() -> None:
    points, photos = crowd(1, 60)
    pairs = near_pairs(points, photos, np.ones(60, np.bool_), 0.6)
    there = list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))
    assert len(there) > 100
    assert there == sorted(there)
    assert set(there) == {(b, a) for a, b in there}


def test_a_face_with_too_many_near_ones_keeps_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "ALL_PAIRS", 10)
    monkeypatch.setattr(evidence, "NEIGHBOURS", 3)
    monkeypatch.setattr(evidence, "BLOCK_ELEMENTS", 150)
    points, _ = crowd(2, 40)
    points = Points(vectors=points.vectors, stretch=np.ones(40), weights=points.weights)
    pairs = near_pairs(points, np.arange(40), np.ones(40, np.bool_), 1.0)
    for i in range(40):
        later = pairs.right[(pairs.left == i) & (pairs.right > i)]
        gaps = {j: distance(points, i, j) for j in range(i + 1, 40)}
        nearest = sorted((j for j in gaps if gaps[j] < 1), key=lambda j: gaps[j])[:3]
        assert sorted(later.tolist()) == sorted(nearest)


def test_blocks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    points, photos = crowd(3, 80)
    whole = near_pairs(points, photos, np.ones(80, np.bool_), 0.5)
    monkeypatch.setattr(evidence, "BLOCK_ELEMENTS", 200)
    parts = near_pairs(points, photos, np.ones(80, np.bool_), 0.5)
    assert np.array_equal(whole.left, parts.left)
    assert np.array_equal(whole.right, parts.right)
    assert np.allclose(whole.distances, parts.distances, atol=1e-5)


def test_nobody_taken_is_no_pair() -> None:
    points, photos = crowd(4, 5)
    assert len(near_pairs(points, photos, np.zeros(5, np.bool_), 0.5).left) == 0


def pairs_of(gaps: dict[tuple[int, int], float], faces: int) -> Pairs:
    """Return pairs in both directions."""
    both = sorted({**gaps, **{(b, a): gap for (a, b), gap in gaps.items()}}.items())
    return Pairs(
        faces=faces,
        left=np.array([a for (a, _), _ in both], np.intp),
        right=np.array([b for (_, b), _ in both], np.intp),
        distances=np.array([gap for _, gap in both]),
    )


def test_a_pair_alone_is_even_where_it_should_be_and_less_likely_the_farther_it_is() -> None:
    photos = np.arange(2)
    at = [0.1, evidence.EVEN, 0.36, reach(1.0) - 1e-6, reach(1.0) + 1e-6]
    chances = [probabilities(pairs_of({(0, 1): gap}, 2), photos, 1.0) for gap in at]
    assert [chance[0] for chance in chances] == sorted((c[0] for c in chances), reverse=True)
    assert chances[0][0] > 0.99
    assert chances[1][0] == pytest.approx(0.5)
    assert chances[3][0] == pytest.approx(evidence.LEAST, rel=1e-3)
    assert chances[4][0] == 0


def test_strictness_scales_distances() -> None:
    photos = np.arange(2)
    usual = probabilities(pairs_of({(0, 1): 0.3}, 2), photos, 1.0)
    narrow = probabilities(pairs_of({(0, 1): 0.24}, 2), photos, 0.8)
    assert narrow == pytest.approx(usual)


def test_faces_of_one_photo_compete_for_a_face() -> None:
    gaps = {(0, 1): 0.28, (0, 2): 0.28}
    alone = probabilities(pairs_of(gaps, 3), np.array([0, 1, 2]), 1.0)
    rivals = probabilities(pairs_of(gaps, 3), np.array([0, 1, 1]), 1.0)
    odds = float(np.exp((evidence.EVEN - 0.28) / evidence.SOFTNESS))
    assert alone == pytest.approx(odds / (1 + odds))
    assert rivals == pytest.approx(odds / (1 + 2 * odds))
    assert rivals.max() < 0.5


@settings(max_examples=40, deadline=None)
@given(seed=seeds)
def test_what_a_face_can_be_in_one_photo_adds_up_to_one_at_most(seed: int) -> None:
    points, photos = crowd(seed, 25)
    pairs = near_pairs(points, photos, np.ones(25, np.bool_), 0.6)
    chances = probabilities(pairs, photos, 1.2)
    total = np.zeros((25, 25))
    np.add.at(total, (pairs.left, photos[pairs.right]), chances)
    assert total.max() <= 1 + 1e-9
    matrix = np.zeros((25, 25))
    matrix[pairs.left, pairs.right] = chances
    assert np.allclose(matrix, matrix.T, atol=1e-12)


def test_large_libraries_drop_more_pairs() -> None:
    assert least_for(evidence.MANY) == evidence.LEAST
    assert least_for(evidence.MANY + 1) == evidence.LEAST_OF_MANY
    assert reach(1.0, evidence.LEAST_OF_MANY) < reach(1.0, evidence.LEAST)


def test_unlike_ages_move_faces_apart_and_unknown_ones_do_not() -> None:
    born = np.array([1960.0, 1960.0, 1972.0, 1990.0, 2015.0, np.nan])
    moved = evidence.moved_by_age(np.full(6, 1960.0), born)
    assert moved[[0, 1, 2, 5]].tolist() == [0.0] * 4
    assert 0 < moved[3] < moved[4]
    assert np.exp(-moved[3] / evidence.SOFTNESS) == pytest.approx(0.18, abs=0.01)


@settings(max_examples=30, deadline=None)
@given(seed=seeds, strictness=st.floats(0.6, 1.26))
def test_probability_falls_with_distance_and_is_one_half_where_it_is_even(
    seed: int, strictness: float
) -> None:
    points, photos = crowd(seed, 20)
    found = evidence.Evidence.of(points, photos, strictness)
    gaps = np.linspace(0, 2, 50)
    chances = found.probability(gaps, np.ones(50), np.full(50, np.nan))
    assert (np.diff(chances) <= 0).all()
    assert 0 <= chances.min() <= chances.max() <= 1
    at = found.probability(np.array([found.even]), np.ones(1), np.ones(1))
    assert at == pytest.approx([0.5])


def test_strangers_who_are_close_make_a_library_stricter() -> None:
    vectors = np.eye(12, 24, dtype=np.float32) * 0.25
    vectors[:, 23] = 1
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    points = Points(vectors=vectors, stretch=np.ones(12), weights=np.ones(12))
    alone = evidence.Evidence.of(points, np.arange(12), evidence.BASE_STRICTNESS)
    party = evidence.Evidence.of(points, np.arange(12) // 4, evidence.BASE_STRICTNESS)
    assert alone.even == pytest.approx(evidence.BASE_EVEN)
    assert party.even < alone.even
    copies = Points(vectors=vectors[[0] * 12], stretch=np.ones(12), weights=np.ones(12))
    assert evidence.Evidence.of(copies, np.arange(12) // 4, 1.1) == alone
