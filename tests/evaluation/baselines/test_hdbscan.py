from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import HDBSCAN

from likeness.errors import UsageError
from likeness.evaluation.baselines import hdbscan
from likeness.evaluation.baselines.distances import MOST_FACES
from tests.evaluation.baselines.crowd import alone, crowd, same

LINE = np.array([[49, 86, 156, 158, 188, 211, 249, 250, 266, 277, 351, 359]], np.float32).T

# From scikit-learn 1.7.2 with NumPy 2.2.6, where its epsilon works; 900 random runs agreed too.
PUBLISHED = {
    0: "112233445500",
    10: "112233445500",
    20: "113344222200",
    35: "112222333300",
    50: "112222222200",
    70: "220000000011",
}


@pytest.mark.parametrize("epsilon", PUBLISHED)
def test_groups_within_the_threshold_are_what_scikit_learn_made_of_them(epsilon: int) -> None:
    found = hdbscan.sweep(LINE, [float(epsilon)], 0)[0]
    assert same(found, np.array([int(label) for label in PUBLISHED[epsilon]]))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(3, 60), st.floats(0.1, 0.8))
def test_without_a_threshold_the_groups_are_those_of_scikit_learn(
    seed: int, n: int, spread: float
) -> None:
    vectors = crowd(seed, n, spread=spread)[0]
    labels = HDBSCAN(min_cluster_size=2, copy=True).fit_predict(vectors.astype(np.float64))
    assert same(hdbscan.sweep(vectors, [0.0], 0)[0], alone(labels))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 60))
def test_a_larger_threshold_never_parts_a_group(seed: int, n: int) -> None:
    found = hdbscan.sweep(crowd(seed, n)[0], [0.0, 0.2, 0.4, 0.6], 0)
    for narrow, wide in pairwise(found):
        for group in set(narrow.tolist()):
            assert len(set(wide[narrow == group].tolist())) == 1


def test_copies_of_two_faces_are_two_groups() -> None:
    vectors = np.repeat(crowd(2, 2)[0], 4, axis=0)
    groups = hdbscan.sweep(vectors, [0.0, 0.1], 0)
    assert same(groups[1], np.repeat([0, 1], 4))


def test_too_many_faces_are_refused_before_they_are_compared() -> None:
    with pytest.raises(UsageError, match="at most"):
        hdbscan.sweep(np.ones((MOST_FACES + 1, 2), np.float32), [0.5], 0)
