"""What float32 chooses and float64 decides is what float64 alone would have found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.vectors import exact
from likeness.vectors.exact import Cosines

SEEDS = st.integers(0, 2**32 - 1)


def brute_force(vectors: NDArray[np.float32] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return all cosines (n, n), -inf of each row with itself."""
    wide = vectors.astype(np.float64)
    lengths = np.array([np.sqrt(np.sum(row * row)) for row in wide])
    unit = wide / np.where(lengths > 0, lengths, 1)[:, None]
    cosines = np.round(unit @ unit.T, exact.DECIMALS).clip(-1, 1) + 0.0
    np.fill_diagonal(cosines, -np.inf)
    return cosines


def nearest_by_force(cosines: NDArray[np.float64], row: int, k: int) -> list[tuple[int, float]]:
    ranked = sorted((-cosine, other) for other, cosine in enumerate(cosines[row]) if other != row)
    return [(other, -negative) for negative, other in ranked[:k]]


def crowd(seed: int, n: int, d: int, copies: float = 0.3) -> NDArray[np.float32]:
    """Return unit vectors (n, d) of which a share are others again, or all but."""
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((n, d))
    twins = np.flatnonzero(rng.random(n) < copies)
    vectors[twins] = vectors[rng.integers(n, size=len(twins))]
    vectors[twins] += rng.choice([0, 1e-7, 1e-6, 1e-5], size=(len(twins), 1))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32)


@given(SEEDS, st.integers(1, 120), st.integers(2, 9), st.integers(0, 20))
def test_the_nearest_are_those_of_brute_force(seed: int, n: int, d: int, k: int) -> None:
    vectors = crowd(seed, n, d)
    everything = brute_force(vectors)

    others, cosines = Cosines(vectors).nearest(np.arange(n), k)

    for row in range(n):
        found = list(zip(others[row].tolist(), cosines[row].tolist(), strict=True))
        assert found == nearest_by_force(everything, row, k)


@given(SEEDS, st.integers(1, 60), st.floats(-1, 1), st.integers(0, 300))
def test_the_strongest_pairs_are_those_of_brute_force(
    seed: int, n: int, minimum: float, most: int
) -> None:
    vectors = crowd(seed, n, 4)
    everything = brute_force(vectors)

    one, other, cosines = Cosines(vectors).strongest(np.arange(n), minimum, most)

    pairs = [
        (-everything[i, j], i, j)
        for i in range(n)
        for j in range(i + 1, n)
        if everything[i, j] >= minimum
    ]
    found = zip((-cosines).tolist(), one.tolist(), other.tolist(), strict=True)
    assert list(found) == sorted(pairs)[:most]


@given(SEEDS, st.integers(2, 60))
def test_pairs_above_a_minimum_of_each_row_are_those_of_brute_force(seed: int, n: int) -> None:
    vectors = crowd(seed, n, 4)
    rng = np.random.default_rng(seed)
    rows = np.sort(rng.choice(n, size=max(1, n // 2), replace=False))
    among = np.sort(rng.choice(n, size=max(1, n // 3), replace=False))
    least = np.round(rng.uniform(-1, 1, len(rows)), 6)
    everything = brute_force(vectors)

    found = [
        (i, j, cosine)
        for part in Cosines(vectors).above(rows, among, least)
        for i, j, cosine in zip(*(array.tolist() for array in part), strict=True)
    ]

    assert found == [
        (i, j, everything[i, j])
        for i, floor in zip(rows.tolist(), least.tolist(), strict=True)
        for j in among.tolist()
        if i != j and everything[i, j] >= floor
    ]


@pytest.mark.parametrize("elements", [1, 700, 10_000])
def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch, elements: int) -> None:
    vectors = crowd(3, 300, 16)
    rows = np.arange(300)
    whole = Cosines(vectors)
    nearest, strongest = whole.nearest(rows, 9), whole.strongest(rows, 0.1, 2000)
    for name in ("BLOCK_ELEMENTS", "GATHERED_ELEMENTS"):
        monkeypatch.setattr(exact, name, elements)
    monkeypatch.setattr("likeness.vectors.nearest.BLOCK_ELEMENTS", elements)

    parts = Cosines(vectors)

    for found, expected in zip(parts.nearest(rows, 9), nearest, strict=True):
        np.testing.assert_array_equal(found, expected)
    for found, expected in zip(parts.strongest(rows, 0.1, 2000), strongest, strict=True):
        np.testing.assert_array_equal(found, expected)


@given(SEEDS, st.integers(1, 600))
def test_a_cosine_is_the_same_alone_and_among_others_and_from_either_side(
    seed: int, d: int
) -> None:
    vectors = crowd(seed, 40, d)
    compared = Cosines(vectors)
    rng = np.random.default_rng(seed)
    one, other = rng.integers(40, size=(2, 30))

    together = compared.between(one, other)

    alone = [compared.between(one[k : k + 1], other[k : k + 1])[0] for k in range(30)]
    assert together.tolist() == alone == compared.between(other, one).tolist()


def test_many_vectors_that_are_the_same_are_ranked_by_row() -> None:
    vectors = np.tile(crowd(1, 1, 64), (200, 1))
    others, cosines = Cosines(vectors).nearest(np.array([0, 5, 199]), 3)
    assert others.tolist() == [[1, 2, 3], [0, 1, 2], [0, 1, 2]]
    assert (cosines == 1).all()


@given(SEEDS, st.sampled_from([np.float32, np.float64]))
def test_lengths_make_no_difference(seed: int, kind: type) -> None:
    vectors = crowd(seed, 50, 8)
    lengths = np.random.default_rng(seed).uniform(0.01, 100, (50, 1))
    longer = (vectors * lengths).astype(kind)
    others, cosines = Cosines(longer).nearest(np.arange(50), 5)
    everything = brute_force(longer)
    for row in range(50):
        found = list(zip(others[row].tolist(), cosines[row].tolist(), strict=True))
        assert found == nearest_by_force(everything, row, 5)


def test_nothing_is_like_a_row_of_zeros() -> None:
    vectors = np.eye(3, 4, dtype=np.float64)
    vectors[1] = 0
    others, cosines = Cosines(vectors).nearest(np.array([1]), 5)
    assert others.tolist() == [[0, 2]]
    assert cosines.tolist() == [[0, 0]]


def test_of_one_or_no_vector_nothing_is_near() -> None:
    for n in (0, 1):
        compared = Cosines(np.ones((n, 3), np.float32))
        others, cosines = compared.nearest(np.arange(n), 4)
        assert others.shape == cosines.shape == (n, 0)
        assert len(compared.strongest(np.arange(n), -1, 10)[0]) == 0
        assert len(compared) == n


def test_what_the_margin_does_not_rule_out_is_looked_through_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    again: list[int] = []
    whole = Cosines._whole

    def watched(self: Cosines, row: int, k: int) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        again.append(row)
        return whole(self, row, k)

    monkeypatch.setattr(Cosines, "_whole", watched)
    rng = np.random.default_rng(0)
    apart = rng.standard_normal((500, 32)).astype(np.float32)
    apart[:40] = apart[0]  # more twins than there are candidates

    Cosines(apart).nearest(np.arange(500), 4)

    assert again[:40] == list(range(40))  # and those that are nearest to the twins
    assert len(again) < 100
