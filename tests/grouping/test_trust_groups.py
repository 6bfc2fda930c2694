from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from likeness.grouping.trust_groups import JUDGES, NOWHERE, WITNESSES, Groups, sampled, some
from tests.grouping.made import grouped


def test_each_group_knows_the_other_ones_the_nearest_first() -> None:
    groups = Groups(grouped([0, 0, 1, 1, 2], [0, 0, 1, 1, 2]))

    for own, near in enumerate(groups.near):
        cosines = groups.means[near] @ groups.means[own]
        assert sorted([own, *near.tolist()]) == [0, 1, 2]
        assert cosines[0] >= cosines[1]


def test_a_single_group_has_nobody_near() -> None:
    groups = Groups(grouped([0, 0], [0, 0]))

    assert groups.near.shape == (1, 0)
    assert groups.crowd == NOWHERE
    assert groups.third(groups.means, np.array([0])).tolist() == [NOWHERE]


def test_groups_meet_where_a_photo_shows_both() -> None:
    groups = Groups(grouped([0, 1, 2], [0, 1, 2], photos=[7, 7, 8]))

    assert groups.meet(np.array([0, 0]), np.array([1, 2])).tolist() == [True, False]


def test_strictnesses_agree_as_often_as_they_have_both_groups_together() -> None:
    library = grouped([0, 0, 1], [0, 0, 1])
    rungs = np.array([[0, 0, 1], [0, 0, 0], [0, 0, 0], [0, 1, 1]])

    found = Groups(replace(library, rungs=rungs)).agree(np.array([0]), np.array([1]))

    assert found.tolist() == pytest.approx([(0 + 1 + 1 + 0.5) / 4]), "of the last, half the group"


def test_large_libraries_are_sampled_evenly() -> None:
    rows = sampled(100_000)

    assert len(rows) == JUDGES
    assert np.ptp(np.diff(rows)) <= 1
    assert sampled(5).tolist() == [0, 1, 2, 3, 4]


def test_of_a_large_side_some_faces_bear_witness() -> None:
    assert some(np.arange(WITNESSES)).tolist() == list(range(WITNESSES))
    assert len(some(np.arange(1000))) == WITNESSES
