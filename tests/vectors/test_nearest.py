from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.vectors import nearest as finding
from likeness.vectors.nearest import nearest


@given(st.integers(1, 200), st.integers(1, 30), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_the_nearest_are_those_of_a_full_sort(n: int, m: int, k: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    among = rng.standard_normal((n, 5)).astype(np.float32)
    vectors = rng.standard_normal((m, 5)).astype(np.float32)
    rows, products = nearest(vectors, among, k)
    assert rows.shape == products.shape == (m, min(k, n))
    everything = vectors.astype(np.float64) @ among.T.astype(np.float64)
    best = -np.sort(-everything, axis=1)[:, :k]
    np.testing.assert_allclose(products, best, atol=1e-5)
    np.testing.assert_allclose(np.take_along_axis(everything, rows, 1), best, atol=1e-5)
    assert all(len(set(row)) == len(row) for row in rows.tolist())


def test_ties_go_to_the_first_row() -> None:
    among = np.ones((300, 4), np.float32)
    rows, _ = nearest(among[:2], among, 300)
    np.testing.assert_array_equal(rows, np.tile(np.arange(300), (2, 1)))


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = np.random.default_rng(0).standard_normal((500, 8)).astype(np.float32)
    whole = nearest(vectors, vectors, 7)
    monkeypatch.setattr(finding, "BLOCK_ELEMENTS", 1)
    np.testing.assert_array_equal(nearest(vectors[:40], vectors, 7)[0], whole[0][:40])
