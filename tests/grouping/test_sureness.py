from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.grouping.strictness import best_cut
from likeness.grouping.sureness import agreement, sureness_of


@given(seed=st.integers(0, 2**32 - 1))
def test_sureness_is_a_share(seed: int) -> None:
    """Whatever the groups, it lies in [0, 1]; where all agree, everybody is sure."""
    rng = np.random.default_rng(seed)
    rows = np.stack([np.sort(rng.integers(0, most, 9)) for most in (9, 5, 2)])
    groups = np.stack([np.searchsorted(row, row) for row in rows]).astype(np.intp)
    sure = agreement(best_cut(groups, rng.standard_normal(groups.shape)), groups)
    assert ((sure >= 0) & (sure <= 1)).all()
    same = np.stack([groups[1]] * 3)
    assert agreement(best_cut(same, np.zeros(same.shape)), same).tolist() == [1.0] * 9


def test_a_face_that_is_merged_at_the_next_looser_strictness_is_not_sure_to_be_alone() -> None:
    """Stricter groups, at which it is alone anyway, say nothing."""
    groups = np.array([[0, 1, 2, 3], [0, 0, 2, 3], [0, 0, 2, 2]])
    sure = agreement(best_cut(groups, np.array([[0.0], [1], [0]]) + np.zeros(4)), groups)
    assert sure.tolist() == [0.75, 0.75, 0, 0]


def test_a_lonely_face_is_as_sure_as_it_stays_alone_when_others_are_merged() -> None:
    """Looser groupings are those of fewer groups."""
    root = np.array([0, 0, 2, 3, 4])
    stricter, looser, loosest = np.arange(5), np.array([0, 0, 2, 2, 4]), np.array([0, 0, 0, 0, 4])
    sure = sureness_of(root, [stricter, looser, loosest])
    assert sure[2:].tolist() == [0, 0, 1]
    assert sure[0] == pytest.approx((1 / 2 + 1 + 1 / 2) / 3)
    assert sureness_of(root, [stricter])[2:].tolist() == [1, 1, 1]
    assert sureness_of(root, []).tolist() == [1] * 5
