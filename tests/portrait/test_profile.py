"""Where a set of faces lies among all faces."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.portrait.profile import Profile, profile


def faces(count: int, *, seed: int, dimensions: int = 16, near: float = 1.0) -> NDArray[np.float32]:
    random = np.random.default_rng(seed)
    vectors = random.standard_normal((count, dimensions)) + near * random.standard_normal(
        dimensions
    )
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def named(count: int) -> list[str]:
    return [f"f{number:04}" for number in range(count)]


def by_hand(vectors: NDArray[np.float32]) -> list[float]:
    """Return each member's cosine to the mean of the others."""
    found = []
    for row, vector in enumerate(vectors.astype(np.float64)):
        others = np.delete(vectors.astype(np.float64), row, axis=0).mean(axis=0)
        cosine = vector @ others / np.linalg.norm(others) / np.linalg.norm(vector)
        found.append(round(float(cosine), 6))
    return found


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 60), st.integers(0, 1000))
def test_a_profile_is_what_counting_by_hand_gives(count: int, seed: int) -> None:
    vectors = faces(count, seed=seed)
    summary, expected = profile(named(count), vectors, named=5), by_hand(vectors)
    assert summary.similarity == pytest.approx(np.mean(expected), abs=1e-5)
    assert summary.quantiles == pytest.approx(np.percentile(expected, (5, 50, 95)), abs=1e-5)
    mean = vectors.astype(np.float64).mean(axis=0)
    assert summary.concentration == pytest.approx(np.linalg.norm(mean))
    assert summary.direction == pytest.approx(mean / np.linalg.norm(mean), abs=1e-6)
    pairs = list(zip(expected, named(count), strict=True))
    far, near = sorted(pairs), sorted(pairs, key=lambda pair: (-pair[0], pair[1]))
    assert [member.key for member in summary.farthest] == [key for _, key in far[:5]]
    assert [member.key for member in summary.nearest] == [key for _, key in near[:5]]


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 80), st.lists(st.integers(1, 79), max_size=4), st.integers(0, 100))
def test_chunks_and_order_change_nothing(count: int, cuts: list[int], seed: int) -> None:
    vectors, keys = faces(count, seed=seed), named(count)
    whole = profile(keys, vectors, named=4)
    taken = Profile(vectors.shape[1], named=4)
    order = np.random.default_rng(seed).permutation(count)
    parts = np.split(order, sorted(cut for cut in cuts if cut < count))
    for part in parts:
        taken.add(vectors[part])
    for part in reversed(parts):
        taken.compare([keys[row] for row in part], vectors[part])
    again = taken.summary()
    assert again.similarity == pytest.approx(whole.similarity)
    assert [member.key for member in again.nearest] == [member.key for member in whole.nearest]
    assert [member.key for member in again.farthest] == [member.key for member in whole.farthest]


def test_a_member_does_not_vouch_for_itself() -> None:
    opposite = np.array([[1, 0], [0, 1]], np.float32)
    assert profile(["a", "b"], opposite).similarity == pytest.approx(0)


def test_equal_members_are_named_by_key() -> None:
    vectors = np.tile(np.array([[1.0, 0.0]], np.float32), (40, 1))
    keys = named(40)[::-1]
    summary = profile(keys, vectors, named=3)
    assert [member.key for member in summary.nearest] == ["f0000", "f0001", "f0002"]
    assert [member.key for member in summary.farthest] == ["f0000", "f0001", "f0002"]


def test_one_face_alone_is_near_to_nobody() -> None:
    summary = profile(["only"], faces(1, seed=1))
    assert summary.count == 1
    assert summary.concentration == pytest.approx(1)
    assert summary.similarity is None
    assert summary.quantiles is None
    assert summary.nearest == summary.farthest == ()


def test_members_that_cancel_out_have_no_direction() -> None:
    summary = profile(["a", "b"], np.array([[1, 0], [-1, 0]], np.float32))
    assert summary.concentration == 0
    assert not summary.direction.any()


def test_a_pass_that_is_not_complete_is_refused() -> None:
    vectors = faces(3, seed=1)
    taken = Profile(16)
    with pytest.raises(ValueError, match="expected all"):
        taken.summary()
    taken.add(vectors)
    taken.compare(["a", "b"], vectors[:2])
    with pytest.raises(ValueError, match="Compared 2 of 3"):
        taken.summary()
    with pytest.raises(ValueError, match="a key for each"):
        taken.compare(["c", "d"], vectors[2:])
    with pytest.raises(ValueError, match="add all before"):
        taken.compare(["c", "d"], vectors[1:])
