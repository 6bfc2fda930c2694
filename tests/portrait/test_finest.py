"""Which faces give the finest detail."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from likeness.portrait.finest import chosen


def test_the_best_are_chosen() -> None:
    assert chosen(np.array([1.0, 3, 2, 0]), "aaaa", 2).tolist() == [False, True, True, False]


def test_no_voter_gives_all_of_it() -> None:
    assert chosen(np.array([5.0, 4, 3, 1]), "aaab", 2).tolist() == [True, False, False, True]


@given(
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from("abc")), min_size=1, max_size=20),
    st.integers(1, 5),
)
def test_somebody_is_chosen_and_never_too_many(faces: list[tuple[float, str]], most: int) -> None:
    picked = chosen(np.array([worth for worth, _ in faces]), [who for _, who in faces], most)
    assert 1 <= picked.sum() <= most
