from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import silhouette_score

from likeness.grouping.silhouettes import FAR, silhouette, silhouettes, smoothed, worth
from tests.grouping.test_communities import people

seeds = st.integers(0, 2**32 - 1)


def test_silhouette_is_that_of_scikit_learn_where_groups_are_pairs_of_equals() -> None:
    # With equal faces in a group, the root mean square is the mean.
    vectors = np.repeat(people(7, 5, 1), 3, axis=0)
    groups = np.repeat(np.arange(5), 3)
    assert silhouette(vectors, groups) == pytest.approx(silhouette_score(vectors, groups), abs=2e-3)


def test_silhouette_is_best_for_the_truth() -> None:
    vectors, truth = people(8, 6, 5), np.repeat(np.arange(6), 5)
    merged, split = truth // 2, np.arange(30) // 3
    assert silhouette(vectors, truth) > max(silhouette(vectors, g) for g in (merged, split))


def test_silhouette_without_anything_to_compare_is_nothing() -> None:
    vectors = people(9, 3, 2)
    assert silhouette(vectors, np.zeros(6, np.intp)) == 0
    assert silhouette(vectors, np.arange(6)) == 0


@given(seed=seeds)
def test_a_next_group_that_is_far_away_counts_as_if_it_were_nearer(seed: int) -> None:
    """A limit on its distance never makes a face better off, and half of it is in the worth."""
    rng = np.random.default_rng(seed)
    vectors, groups = people(seed % 13, 4, 5), rng.integers(0, 4, 20)
    plain, limited = silhouettes(vectors, groups), silhouettes(vectors, groups, far=FAR)
    assert (limited <= plain + 1e-6).all()
    assert worth(vectors, groups) == pytest.approx((plain + limited) / 2)


def test_a_single_group_is_worth_something_and_lonely_faces_nothing() -> None:
    """The only person of a library has an imagined neighbour to be compared with."""
    vectors = people(9, 1, 6)
    assert worth(vectors, np.zeros(6, np.intp)).min() > 0
    assert worth(vectors, np.arange(6)).tolist() == [0] * 6


@given(seed=seeds)
def test_smoothing_keeps_what_is_straight_and_the_range(seed: int) -> None:
    """A straight line stays, but at its ends, and no value leaves the range of its neighbours."""
    values = np.random.default_rng(seed).standard_normal((6, 4))
    found = smoothed(values)
    assert (found <= values.max(axis=0) + 1e-12).all()
    assert (found >= values.min(axis=0) - 1e-12).all()
    line = np.arange(6.0)[:, None] * values[:1]
    assert smoothed(line)[1:-1] == pytest.approx(line[1:-1])
