from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import DBSCAN

from likeness.evaluation.baselines import dbscan
from tests.evaluation.baselines.crowd import alone, crowd, gaps, same


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32 - 1), st.integers(1, 50), st.floats(0.05, 1.5), st.sampled_from([1, 2, 5])
)
def test_the_groups_are_those_of_scikit_learn(
    seed: int, n: int, threshold: float, min_samples: int
) -> None:
    vectors = crowd(seed, n)[0]
    if np.abs(gaps(vectors) - threshold).min() < 1e-5:
        return  # rounding may put such a pair on either side
    labels = DBSCAN(eps=threshold, min_samples=min_samples).fit_predict(vectors.astype(np.float64))
    found = dbscan.sweep(vectors, [threshold], 0, min_samples)[0]
    assert same(found, alone(labels))


def test_noise_is_alone() -> None:
    line = np.array([[0.0], [0.1], [0.2], [5.0], [9.0], [9.1]], np.float32)
    groups = dbscan.sweep(line, [0.15], 0, 3)[0]
    assert [np.count_nonzero(groups == group) for group in groups] == [3, 3, 3, 1, 1, 1]


def test_two_faces_are_a_group_by_default() -> None:
    line = np.array([[0.0], [0.1], [5.0]], np.float32)
    groups = dbscan.sweep(line, [0.15], 0)[0]
    assert groups[0] == groups[1] != groups[2]
