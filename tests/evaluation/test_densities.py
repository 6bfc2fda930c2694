from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.evaluation.densities import POINTS, densities


@given(
    values=st.lists(st.floats(0, 1e4), min_size=1, max_size=30, unique=True),
    seed=st.integers(0, 99),
    faces=st.integers(1, 500),
)
def test_densities_have_area_one_and_are_never_negative(
    values: list[float], seed: int, faces: int
) -> None:
    counts = np.random.default_rng(seed).integers(1, 5, (2, len(values))).astype(np.float64)
    found = densities(np.sort(values), counts[0], counts[1], faces)
    assert found is not None
    for heights in (found.same, found.different):
        assert heights.shape == (POINTS,)
        assert np.all(heights >= 0)
        assert np.trapezoid(heights, found.x) == pytest.approx(1)
    assert found.x[0] >= 0
    assert np.all(np.diff(found.x) > 0)


def test_the_density_of_normal_distances_is_the_normal_curve() -> None:
    rng = np.random.default_rng(0)
    values = np.unique(rng.normal(1.0, 0.1, 50_000))
    ones = np.ones(len(values))
    found = densities(values, ones, ones, 50_000)
    assert found is not None
    expected = np.exp(-0.5 * ((found.x - 1) / 0.1) ** 2) / (0.1 * np.sqrt(2 * np.pi))
    np.testing.assert_allclose(found.same, expected, atol=0.2)


def test_what_would_lie_below_zero_is_folded_back() -> None:
    values = np.linspace(0, 1, 1001)
    even = np.ones(1001)
    found = densities(values, even, even, 1000)
    assert found is not None
    assert found.same[0] == pytest.approx(1, abs=0.05)  # not one half


def test_a_kind_without_pairs_is_flat_and_no_pairs_have_no_density() -> None:
    found = densities(np.array([0.4, 0.5]), np.zeros(2), np.ones(2), 3)
    assert found is not None
    assert not found.same.any()
    assert found.different.any()
    assert densities(np.empty(0), np.empty(0), np.empty(0), 1) is None
