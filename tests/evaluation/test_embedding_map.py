from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.decomposition import PCA
from threadpoolctl import threadpool_limits

from likeness.evaluation import embedding_map as module
from likeness.evaluation.embedding_map import embedding_map, perplexity_of, sample, trustworthiness

SIZES = [1, 2, 3, 4, 5, 12]


def crowd(people: int, photos: int, noise: float = 0.3, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    centres = np.repeat(rng.standard_normal((people, 32)), photos, axis=0)
    vectors = centres + noise * rng.standard_normal(centres.shape)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


VECTORS = crowd(6, 10)
PEOPLE = np.repeat(np.arange(6), 10)

# ---------------------------------------------------------------- places


def test_faces_of_one_person_lie_together() -> None:
    places = embedding_map(VECTORS, seed=0)
    centres = np.array([places[person == PEOPLE].mean(axis=0) for person in range(6)])
    apart = np.linalg.norm(places[:, None] - centres, axis=2)
    assert apart.argmin(axis=1).tolist() == PEOPLE.tolist()


def test_the_same_seed_draws_the_same_map_on_any_number_of_threads() -> None:
    with threadpool_limits(1):
        first = embedding_map(VECTORS, seed=3)
    with threadpool_limits(2):
        second = embedding_map(VECTORS, seed=3)
    assert first.tobytes() == second.tobytes()


@pytest.mark.parametrize("n", SIZES)
def test_any_number_of_faces_has_a_map(n: int) -> None:
    places = embedding_map(VECTORS[:n], seed=0)
    assert places.shape == (n, 2)
    assert places.dtype == np.float64
    assert np.isfinite(places).all()
    assert len(np.unique(places, axis=0)) == n


def test_no_faces_have_an_empty_map() -> None:
    assert embedding_map(VECTORS[:0], seed=0).shape == (0, 2)


def test_three_faces_are_shown_by_their_principal_components() -> None:
    places = embedding_map(VECTORS[:3], seed=0)
    expected = PCA(2, svd_solver="full").fit_transform(VECTORS[:3].astype(np.float64))
    assert np.abs(places) == pytest.approx(np.abs(expected), abs=1e-7)


@pytest.mark.parametrize("n", [2, 3, 4, 20])
def test_equal_faces_share_one_place(n: int) -> None:
    assert embedding_map(np.repeat(VECTORS[:1], n, axis=0), seed=0).tolist() == [[0, 0]] * n


def test_copies_among_other_faces_do_no_harm() -> None:
    twice = np.concatenate([VECTORS, VECTORS])
    places = embedding_map(twice, seed=0)
    assert np.isfinite(places).all()
    nearest = np.linalg.norm(places[:60, None] - places[60:], axis=2).argmin(axis=1)
    assert (PEOPLE[nearest] == PEOPLE).all()


def test_two_dimensions_or_one_are_enough() -> None:
    rng = np.random.default_rng(0)
    for width in (1, 2):
        vectors = rng.standard_normal((8, width)).astype(np.float32)
        assert np.isfinite(embedding_map(vectors, seed=0)).all()


def test_a_perplexity_that_fits_is_used() -> None:
    few = embedding_map(VECTORS, seed=0, perplexity=3)
    assert few.tobytes() != embedding_map(VECTORS, seed=0).tobytes()


@pytest.mark.parametrize(("people", "perplexity"), [(1, 3), (6, 59 / 3), (12, 30)])
def test_a_third_of_the_others_are_neighbours_and_at_most_thirty(
    people: int, perplexity: float
) -> None:
    vectors = crowd(people, 10)
    usual = embedding_map(vectors, seed=0)
    assert usual.tobytes() == embedding_map(vectors, seed=0, perplexity=perplexity).tobytes()


@pytest.mark.parametrize("perplexity", [0.5, 60, float("nan")])
def test_a_perplexity_that_does_not_fit_is_refused(perplexity: float) -> None:
    with pytest.raises(ValueError, match="at least 1 and below 60"):
        embedding_map(VECTORS, seed=0, perplexity=perplexity)


@pytest.mark.parametrize("broken", [np.nan, np.inf])
def test_what_is_not_a_number_is_refused(broken: float) -> None:
    vectors = VECTORS.copy()
    vectors[3, 3] = broken
    with pytest.raises(ValueError, match="not a number"):
        embedding_map(vectors, seed=0)
    with pytest.raises(ValueError, match="not a number"):
        trustworthiness(vectors, np.zeros((60, 2)), seed=0)


# ---------------------------------------------------------------- trust


def ranks(points: np.ndarray) -> np.ndarray:
    """Return (n, n) how many points are nearer to i than j is, from 1; i itself has 0."""
    apart = np.linalg.norm(points[:, None] - points, axis=2)
    np.fill_diagonal(apart, -1)
    return apart.argsort(axis=1, kind="stable").argsort(axis=1)


def by_definition(vectors: np.ndarray, places: np.ndarray, k: int) -> float:
    n, truth, shown = len(vectors), ranks(vectors.astype(np.float64)), ranks(places)
    penalty = sum(
        max(0, int(truth[i, j]) - k) for i in range(n) for j in range(n) if 1 <= shown[i, j] <= k
    )
    return 1 - penalty * 2 / (n * k * (2 * n - 3 * k - 1))


@pytest.mark.parametrize(("n", "k"), [(60, 5), (12, 5), (11, 5), (7, 3), (3, 1)])
def test_trust_is_what_venna_and_kaski_define(n: int, k: int) -> None:
    places = np.random.default_rng(1).standard_normal((n, 2))
    expected = by_definition(VECTORS[:n], places, k)
    assert trustworthiness(VECTORS[:n], places, seed=0) == pytest.approx(expected, abs=1e-9)


def test_a_map_is_trusted_more_than_chance() -> None:
    chance = np.random.default_rng(0).standard_normal((60, 2))
    good = trustworthiness(VECTORS, embedding_map(VECTORS, seed=0), seed=0)
    bad = trustworthiness(VECTORS, chance, seed=0)
    assert good is not None
    assert bad is not None
    assert good > 0.9
    assert 0.4 < bad < 0.6


@pytest.mark.parametrize("n", [0, 1, 2])
def test_two_faces_have_no_neighbourhood_to_trust(n: int) -> None:
    assert trustworthiness(VECTORS[:n], np.zeros((n, 2)), seed=0) is None


def test_many_faces_are_judged_by_a_seeded_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "JUDGED", 40)
    places = np.random.default_rng(0).standard_normal((60, 2))
    first, again, other = (trustworthiness(VECTORS, places, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert first == pytest.approx(trustworthiness(VECTORS[:40], places[:40], seed=0), abs=0.1)


# ---------------------------------------------------------------- samples

CROWDS = arrays(np.intp, st.integers(0, 60), elements=st.integers(0, 8))


@settings(deadline=None)  # a busy machine is no failure
@given(CROWDS, st.integers(1, 70), st.integers(0, 3))
def test_a_sample_is_as_large_as_asked_and_has_everybody(
    people: np.ndarray, most: int, seed: int
) -> None:
    rows = sample(people, most, seed=seed)
    assert len(rows) == min(most, len(people))
    assert rows.tolist() == sorted(set(rows.tolist()))
    everybody = len(set(people.tolist()))
    assert len(set(people[rows].tolist())) == min(everybody, most, len(people))
    assert rows.tolist() == sample(people, most, seed=seed).tolist()


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.integers(1, 60))
def test_everybody_keeps_about_the_same_share(sizes: list[int], most: int) -> None:
    people = np.repeat(np.arange(len(sizes)), sizes)
    kept = np.bincount(people[sample(people, most, seed=0)], minlength=len(sizes))
    if len(sizes) <= most < len(people):
        level = (kept - 1) / np.array(sizes)  # of the last face that was taken at the latest
        assert (kept >= np.floor(np.array(sizes) * level.max()) - 1).all()


def test_another_seed_draws_other_faces() -> None:
    assert sample(PEOPLE, 12, seed=0).tolist() != sample(PEOPLE, 12, seed=1).tolist()


@pytest.mark.parametrize(("faces", "perplexity"), [(4, 1.0), (31, 10.0), (91, 30.0), (5000, 30.0)])
def test_the_perplexity_is_a_third_of_the_others_and_thirty_at_most(
    faces: int, perplexity: float
) -> None:
    assert perplexity_of(faces) == perplexity
