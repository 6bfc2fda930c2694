from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.evaluation.metrics import METRICS, Metric, axis_label, block, distances, scale


def embeddings(count: int, seed: int = 0) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    raw = np.random.default_rng(seed).normal(0.3, 1, (count, 16))
    norms = np.linalg.norm(raw, axis=1)
    return (raw / norms[:, None]).astype(np.float32), norms.astype(np.float32)


def brute(metric: Metric, a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """The textbook, on raw embeddings."""
    cosine = float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))
    return {
        "cosine": 1 - cosine,
        "euclidean": float(np.linalg.norm(a - b)),
        "euclidean_l2": float(np.linalg.norm(a / np.linalg.norm(a) - b / np.linalg.norm(b))),
        "angular": float(np.arccos(np.clip(cosine, -1, 1)) / np.pi),
    }[metric]


@pytest.mark.parametrize("metric", METRICS)
@given(seed=st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_every_metric_is_the_one_of_the_textbook(metric: Metric, seed: int) -> None:
    vectors, norms = embeddings(6, seed)
    raw = vectors.astype(np.float64) * norms[:, None]
    left, right = vectors[:3], vectors[3:]
    found = distances(metric, left, norms[:3], right, norms[3:])
    expected = [brute(metric, raw[i], raw[i + 3]) for i in range(3)]
    assert found.dtype == np.float64
    # Unit vectors in float32 are unit to 1e-7 only.
    np.testing.assert_allclose(found, expected, atol=2e-7 if metric == "cosine" else 2e-6)


@pytest.mark.parametrize("metric", METRICS)
def test_a_block_holds_the_distances_of_all_with_all(metric: Metric) -> None:
    vectors, norms = embeddings(9)
    found = block(metric, vectors[:4], norms[:4], vectors[4:], norms[4:])
    left, right = np.repeat(np.arange(4), 5), np.tile(np.arange(4, 9), 4)
    rows = distances(metric, vectors[left], norms[left], vectors[right], norms[right])
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, rows.reshape(4, 5), atol=5e-6)
    wide = [part.astype(np.float64) for part in (vectors, norms)]
    exact = block(metric, wide[0][:4], wide[1][:4], wide[0][4:], wide[1][4:])
    np.testing.assert_allclose(exact, rows.reshape(4, 5), atol=2e-7)


@pytest.mark.parametrize("metric", METRICS)
def test_distances_stay_in_the_range_that_is_labelled(metric: Metric) -> None:
    vectors, norms = embeddings(5)
    ends = np.concatenate([vectors, -vectors])
    lengths = np.concatenate([norms, norms])
    found = block(metric, ends, lengths, ends, lengths)
    assert found.min() >= scale(metric).low
    assert scale(metric).high is None or found.max() <= scale(metric).high + 1e-6
    assert np.all(np.abs(np.diag(found)) < 2e-3 * norms.max())
    assert scale(metric).unit in axis_label(metric)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_what_is_no_number_is_refused(value: float) -> None:
    vectors, norms = embeddings(2)
    vectors[1, 3] = value
    with pytest.raises(ValueError, match="NaN"):
        block("cosine", vectors, norms, vectors, norms)
    with pytest.raises(ValueError, match="NaN"):
        distances("angular", vectors[:1], norms[:1], vectors[1:], norms[1:])


def test_shapes_that_do_not_fit_are_refused() -> None:
    vectors, norms = embeddings(3)
    with pytest.raises(ValueError, match="differ in shape"):
        distances("cosine", vectors[:1], norms[:1], vectors[1:], norms[1:])
    with pytest.raises(ValueError, match="Expected"):
        block("cosine", vectors, norms[:1], vectors, norms)
