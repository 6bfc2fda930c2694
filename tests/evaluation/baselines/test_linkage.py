from __future__ import annotations

from itertools import pairwise
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import AgglomerativeClustering

from likeness.errors import UsageError
from likeness.evaluation.baselines import linkage
from likeness.evaluation.baselines.distances import MOST_FACES
from tests.evaluation.baselines.crowd import crowd, gaps, same

METHODS = {"average": linkage.average, "complete": linkage.complete}


@pytest.mark.parametrize("method", ["average", "complete"])
@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 40), st.floats(0.05, 1.5))
def test_the_groups_are_those_of_scikit_learn(
    method: Literal["average", "complete"], seed: int, n: int, threshold: float
) -> None:
    vectors = crowd(seed, n)[0]
    expected = AgglomerativeClustering(
        n_clusters=None, distance_threshold=threshold, linkage=method
    ).fit_predict(vectors.astype(np.float64))
    assert same(METHODS[method](vectors, [threshold], 0)[0], expected)


def test_complete_linkage_keeps_all_faces_of_a_group_within_the_threshold() -> None:
    vectors = crowd(6, 60)[0]
    groups = linkage.complete(vectors, [0.7], 0)[0]
    together = groups[:, None] == groups
    assert together.sum() > len(vectors)
    assert gaps(vectors)[together].max() <= 0.7


@pytest.mark.parametrize("method", ["average", "complete"])
def test_a_larger_threshold_only_merges(method: str) -> None:
    found = METHODS[method](crowd(7, 50)[0], [0.3, 0.6, 0.9], 0)
    for narrow, wide in pairwise(found):
        pairs = set(zip(narrow.tolist(), wide.tolist(), strict=True))
        assert len(pairs) == len(set(narrow.tolist()))
        assert len(set(wide.tolist())) < len(set(narrow.tolist()))


def test_too_many_faces_are_refused_before_they_are_compared() -> None:
    with pytest.raises(UsageError, match="at most"):
        linkage.average(np.ones((MOST_FACES + 1, 2), np.float32), [0.5], 0)
