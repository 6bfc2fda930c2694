"""What distances say about groups of faces, and about a face in its group."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.grouping.belonging import FACE, FACES_A_SIDE, Belonging, log_odds
from likeness.grouping.evidence import Evidence
from likeness.grouping.points import Points
from tests.grouping.crowd import centres, near


def belonging(vectors: np.ndarray, quality: np.ndarray | None = None) -> Belonging:
    n = len(vectors)
    points = Points(vectors=vectors, stretch=np.ones(n), weights=np.ones(n))
    return Belonging(
        vectors=vectors,
        quality=np.ones(n, np.float32) if quality is None else quality,
        stretch=np.ones(n),
        evidence=Evidence.of(points, np.arange(n), 1.0),
    )


def faces_at(*distances: float) -> Belonging:
    """Faces at these distances from one direction, each to another side."""
    (centre,) = centres(1)
    return belonging(np.stack([near(centre, gap, seed) for seed, gap in enumerate(distances)]))


def rows(*numbers: int) -> np.ndarray:
    return np.array(numbers, np.intp)


@given(gap=st.floats(0.0, 0.5), more=st.floats(0.01, 0.5))
def test_groups_that_are_farther_apart_are_less_probably_one_person(
    gap: float, more: float
) -> None:
    """The probability falls with the distance and stays within [0, 1]."""
    found = faces_at(0.0, gap, gap + more)

    nearer, farther = found.of_groups(rows(0), rows(1)), found.of_groups(rows(0), rows(2))
    assert 0 <= farther <= nearer <= 1


@given(size=st.integers(1, 6), seed=st.integers(0, 50))
def test_it_does_not_matter_which_group_is_said_first(size: int, seed: int) -> None:
    """The probability is the same both ways."""
    rng = np.random.default_rng(seed)
    gaps = rng.uniform(0.1, 0.6, 2 * size)
    found = faces_at(*gaps)
    one, other = np.arange(size), np.arange(size, 2 * size)

    assert found.of_groups(one, other) == pytest.approx(found.of_groups(other, one))


def test_a_chance_likeness_between_large_groups_counts_less() -> None:
    """The same nearest pairs say less where there were more pairs to choose from."""
    vectors = np.stack([near(centres(1)[0], 0.2, 1)] * 40)
    found = belonging(vectors)

    few = found.of_groups(rows(0), rows(1))
    many = found.of_groups(np.arange(20), np.arange(20, 40))
    assert many < few


def test_only_the_best_faces_of_a_large_group_are_looked_at() -> None:
    """Poor faces are left out of groups of more than `FACES_A_SIDE`, ties by row."""
    quality = np.linspace(0.1, 0.9, 50).astype(np.float32)
    found = belonging(np.stack([near(centres(1)[0], 0.1, i) for i in range(50)]), quality)

    best = found.best(np.arange(50), FACES_A_SIDE)
    assert best.tolist() == list(range(49, 49 - FACES_A_SIDE, -1))


def test_a_face_far_from_its_group_is_in_doubt_and_the_others_are_not() -> None:
    """One face of somebody else in a group gets the lowest probability by far."""
    (middle,) = centres(1)
    vectors = np.stack([near(middle, 0.55 if i == 8 else 0.15, i) for i in range(9)])

    chances = belonging(vectors).of_faces(np.arange(9))
    assert chances[:8].min() > 0.9
    assert chances[8] < 0.05


@given(size=st.integers(2, 12), seed=st.integers(0, 50))
def test_distances_to_the_others_are_those_of_all_pairs(size: int, seed: int) -> None:
    """Computing them from sums gives what a matrix of all pairs gives."""
    rng = np.random.default_rng(seed)
    found = faces_at(*rng.uniform(0.05, 0.5, size))

    every = np.arange(size)
    squares = found.distances(every, every) ** 2
    np.fill_diagonal(squares, 0)
    usual = np.sqrt(squares.sum(axis=1) / (size - 1))
    ones = np.ones(size)
    odds = log_odds(found.evidence.probability(usual, ones, ones))
    assert found.of_faces(every) == pytest.approx(
        1 / (1 + np.exp(-(FACE[0] + FACE[1] * odds))), abs=1e-3
    )


def test_a_face_alone_has_nothing_to_be_compared_with() -> None:
    """The probability of a lonely face is unknown, not one."""
    assert np.isnan(faces_at(0.1).of_faces(rows(0))).all()


def test_how_far_a_probability_reaches_is_where_it_ends() -> None:
    """Beyond the reach two faces are less probable, within it more."""
    found = faces_at(0.0, 0.1)
    reach = found.reach(0.2)

    one = np.ones(1)
    assert found.evidence.probability(np.array([reach - 0.01]), one, one)[0] > 0.2
    assert found.evidence.probability(np.array([reach + 0.01]), one, one)[0] < 0.2
