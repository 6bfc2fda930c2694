from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.errors import UsageError
from likeness.evaluation.baselines import distances
from likeness.evaluation.baselines.distances import MOST_FACES
from likeness.evaluation.baselines.neighbours import neighbours
from tests.evaluation.baselines.crowd import crowd, gaps


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 40), st.floats(0, 2), st.floats(0, 1))
def test_neighbours_are_all_faces_within_the_threshold_but_oneself(
    seed: int, n: int, widest: float, part: float
) -> None:
    vectors = crowd(seed, n)[0]
    apart = gaps(vectors)
    found = neighbours(vectors, widest)
    for cut, graph in ((widest, found.graph), (widest * part, found.within(widest * part))):
        assert len(graph) == n
        assert graph.counts.sum() == len(graph.faces)
        for face in range(n):
            surely = (apart[face] < cut - 1e-3) & (np.arange(n) != face)
            maybe = (apart[face] < cut + 1e-3) & (np.arange(n) != face)
            friends = graph.of(face).tolist()
            assert friends == sorted(friends)
            assert set(np.flatnonzero(surely)) <= set(friends) <= set(np.flatnonzero(maybe))
            assert all(face in graph.of(friend) for friend in friends)


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = crowd(4, 50)[0]
    whole = neighbours(vectors, 0.8)
    monkeypatch.setattr(distances, "BLOCK_ELEMENTS", 130)
    parts = neighbours(vectors, 0.8)
    np.testing.assert_array_equal(parts.graph.faces, whole.graph.faces)
    np.testing.assert_allclose(parts.distances, whole.distances, rtol=0, atol=1e-6)


def test_too_many_faces_are_refused_before_they_are_compared() -> None:
    with pytest.raises(UsageError, match="at most"):
        neighbours(np.ones((MOST_FACES + 1, 2), np.float32), 0.5)
