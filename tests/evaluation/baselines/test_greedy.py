from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.evaluation.baselines import greedy
from tests.evaluation.baselines.crowd import crowd, gaps, same


def loop(apart: np.ndarray, order: np.ndarray, threshold: float) -> np.ndarray:
    """Group as a script does: compare each face with the first face of each group so far."""
    groups = np.full(len(apart), -1)
    firsts: list[int] = []
    for face in order.tolist():
        match = next((i for i, first in enumerate(firsts) if apart[face, first] <= threshold), None)
        if match is None:
            match = len(firsts)
            firsts.append(face)
        groups[face] = match
    return groups


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.floats(0.05, 1.5))
def test_the_groups_are_those_of_the_loop(seed: int, n: int, threshold: float) -> None:
    vectors = crowd(seed, n)[0]
    order = np.random.default_rng(seed).permutation(n)
    found = greedy.sweep(vectors, [threshold], seed)[0]
    assert same(found, loop(gaps(vectors), order, threshold))


def test_the_order_of_the_files_says_nothing() -> None:
    vectors = crowd(5, 40)[0]
    results = [greedy.sweep(vectors, [0.6], seed)[0] for seed in range(5)]
    assert len({tuple(np.bincount(groups)[groups].tolist()) for groups in results}) > 1
    np.testing.assert_array_equal(results[0], greedy.sweep(vectors, [0.6], 0)[0])
