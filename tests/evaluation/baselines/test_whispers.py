from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.evaluation.baselines import dbscan, whispers
from likeness.evaluation.baselines.neighbours import neighbours
from tests.evaluation.baselines.crowd import crowd, same


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 50), st.floats(0.05, 1.5))
def test_in_the_end_nobody_has_a_more_frequent_group_among_their_neighbours(
    seed: int, n: int, threshold: float
) -> None:
    graph = neighbours(crowd(seed, n)[0], threshold).graph
    groups = whispers.whisper(graph, seed)
    for face in range(n):
        heard = groups[graph.of(face)].tolist()
        if heard:
            most = max(heard.count(group) for group in heard)
            assert heard.count(groups[face]) == most
            assert groups[face] == min(g for g in heard if heard.count(g) == most)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.05, 1.0))
def test_groups_never_reach_faces_that_no_neighbour_connects(seed: int, threshold: float) -> None:
    vectors = crowd(seed, 40)[0]
    groups = whispers.sweep(vectors, [threshold], seed)[0]
    connected = dbscan.sweep(vectors, [threshold], 0, 1)[0]
    for group in set(groups.tolist()):
        assert len(set(connected[groups == group].tolist())) == 1


def test_two_crowds_with_one_thread_between_them_stay_two() -> None:
    left = np.array([[0.0, 0.01 * i] for i in range(8)])
    right = np.array([[1.0, 0.01 * i] for i in range(8)])
    between = np.array([[0.5, 0.0]])
    vectors = np.concatenate([left, right, between]).astype(np.float32)
    groups = whispers.sweep(vectors, [0.505], 3)[0]
    assert len(set(groups[:8].tolist())) == 1
    assert len(set(groups[8:16].tolist())) == 1
    assert groups[0] != groups[8]


def test_the_seed_decides() -> None:
    vectors = crowd(9, 80, people=8, spread=0.7)[0]
    once, again = (whispers.sweep(vectors, [0.7], 1)[0] for _ in range(2))
    np.testing.assert_array_equal(once, again)
    others = [whispers.sweep(vectors, [0.7], seed)[0] for seed in range(2, 12)]
    assert any(not same(once, other) for other in others)
