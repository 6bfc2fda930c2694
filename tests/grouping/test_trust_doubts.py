from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.grouping.trust_doubts import FEATURES, doubts
from tests.grouping.made import grouped

labels = st.lists(st.integers(0, 5), min_size=1, max_size=24)


@given(labels)
@settings(max_examples=40, deadline=None)
def test_every_group_is_taken_apart_and_compared(groups: list[int]) -> None:
    """A group of g faces has g - 1 steps; two sides of a doubt never share a face."""
    library = grouped([number % 4 for number in range(len(groups))], groups)

    found = doubts(library)

    assert found.together.sum() == len(groups) - len(set(groups))
    assert found.features.shape == (len(found), len(FEATURES))
    assert np.isfinite(found.features).all()
    assert found.share.sum() == pytest.approx(1)
    for larger, smaller in zip(found.larger, found.smaller, strict=True):
        assert len(larger) >= len(smaller) > 0
        assert not set(larger.tolist()) & set(smaller.tolist())


def test_a_stranger_in_a_group_costs_what_it_costs() -> None:
    """One of four does not belong: precision is (9 + 1) / 16."""
    found = doubts(grouped([0, 0, 0, 1], [0, 0, 0, 0]))

    last = int(np.argmax(found.features[:, 0]))

    assert found.smaller[last].tolist() == [3]
    assert found.loss[last] == pytest.approx(1 - 10 / 16)


def test_a_person_in_two_groups_costs_what_it_costs() -> None:
    """Three and one of four: recall is (9 + 1) / 16."""
    found = doubts(grouped([0, 0, 0, 0], [0, 0, 0, 1]))

    (apart,) = np.flatnonzero(~found.together)

    assert found.loss[apart] == pytest.approx(1 - 10 / 16)
    assert found.larger[apart].tolist() == [0, 1, 2]


def test_groups_that_share_a_photo_are_two_people() -> None:
    assert len(doubts(grouped([0, 1], [0, 1], photos=[7, 7]))) == 0
    assert len(doubts(grouped([0, 1], [0, 1], photos=[7, 8]))) == 1


def test_what_humans_put_together_is_not_doubted() -> None:
    assert doubts(grouped([0, 1, 0], [0, 0, 0], pinned=[True, True, True])).together.sum() == 0
    assert doubts(grouped([0, 1, 0], [0, 0, 0], pinned=[True, False, True])).together.sum() == 1
