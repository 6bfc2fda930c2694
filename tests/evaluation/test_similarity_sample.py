"""Similarity from a sample of the pairs."""

from __future__ import annotations

import numpy as np
import pytest

from likeness.evaluation.faces import LabelledFaces
from likeness.evaluation.metrics import METRICS, Metric
from likeness.evaluation.similarity import similarity
from likeness.evaluation.similarity_sample import sampled_similarity


def faces(sizes: tuple[int, ...], seed: int = 0) -> LabelledFaces:
    rng = np.random.default_rng(seed)
    count = sum(sizes)
    vectors = rng.normal(size=(count, 8)).astype(np.float32)
    norms = np.linalg.norm(vectors, axis=1)
    people = np.repeat(np.arange(len(sizes)), sizes).astype(np.intp)
    nothing = np.full(count, np.nan, np.float32)
    return LabelledFaces(
        names=tuple(f"person {number}" for number in range(len(sizes))),
        people=people,
        photos=tuple(f"{row}.jpg" for row in range(count)),
        vectors=(vectors / norms[:, None]).astype(np.float32),
        norms=norms.astype(np.float32),
        quality=nothing,
        ages=nothing,
        yaws=nothing,
        subsets=("",) * count,
        missed_people=np.empty(0, np.intp),
        missed_photos=(),
        missed_subsets=(),
    )


@pytest.mark.parametrize("metric", METRICS)
def test_with_room_for_all_pairs_it_is_the_whole(metric: Metric) -> None:
    shown = faces((1, 4, 6))

    found = sampled_similarity(shown, metric, most=24, seed=3)

    assert np.array_equal(found.values, similarity(shown, metric).values, equal_nan=True)


@pytest.mark.parametrize("metric", METRICS)
def test_a_sample_has_as_many_pairs_as_asked_and_comes_close(metric: Metric) -> None:
    shown = faces((1, 40, 60))

    found, whole = sampled_similarity(shown, metric, most=300, seed=3), similarity(shown, metric)

    assert found.counts.tolist() == [[0, 40, 60], [40, 300, 300], [60, 300, 300]]
    assert np.nanmax(np.abs(found.values - whole.values)) < 0.1 * (1 + np.nanmax(whole.values))
    assert not np.array_equal(found.values, whole.values, equal_nan=True)
    assert np.array_equal(found.values, found.values.T, equal_nan=True)


def test_the_seed_decides_the_sample() -> None:
    shown = faces((10, 10))
    one, same, other = (
        sampled_similarity(shown, "cosine", most=5, seed=seed).values for seed in (1, 1, 2)
    )

    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_two_equal_numbers_never_make_a_pair_with_itself() -> None:
    shown = faces((3,))

    found = sampled_similarity(shown, "cosine", most=2, seed=0)

    assert found.values[0, 0] < 0.999


def test_no_pairs_are_refused() -> None:
    with pytest.raises(ValueError, match="At least one pair"):
        sampled_similarity(faces((2, 2)), "cosine", most=0, seed=0)
