"""Mirror images that are never made."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.portrait.mirror import Mirror

DICE = np.random.default_rng(3)
VALUES = DICE.standard_normal((5, 32, 32)).astype(np.float32)
WEIGHTS = DICE.random((5, 16, 16)).astype(np.float32) + 0.1


@settings(deadline=None)
@given(st.floats(0, 1))
def test_weights_add_up_to_one_with_those_of_the_mirror_images(share: float) -> None:
    mirror = Mirror(share)
    symmetric = WEIGHTS + WEIGHTS[:, :, ::-1]
    total = mirror.total(mirror.normal(symmetric).sum(axis=0))
    assert total == pytest.approx(np.ones((16, 16)), abs=1e-5)


def test_a_sum_is_that_of_the_set_with_its_mirror_images() -> None:
    both = np.concatenate([VALUES, 0.5 * VALUES[:, :, ::-1]])
    assert Mirror(0.5).total(VALUES.sum(axis=0)) == pytest.approx(both.sum(axis=0), abs=1e-5)


@pytest.mark.parametrize("fair", [False, True])
def test_with_loud_mirror_images_everything_is_symmetric(fair: bool) -> None:
    mirror = Mirror(1.0, fair)
    median = mirror.median(VALUES, WEIGHTS)
    assert np.array_equal(median, median[:, ::-1])
    even = mirror.even(VALUES[0])
    assert even == pytest.approx(even[:, ::-1], abs=1e-6)


def test_a_median_of_equal_weights_is_the_median() -> None:
    median = Mirror().median(VALUES, np.ones((5, 16, 16), np.float32))
    assert np.array_equal(median, np.median(VALUES, axis=0))


def test_a_fair_median_sides_with_neither_of_two() -> None:
    two = np.stack([np.zeros((16, 16)), np.ones((16, 16))])
    assert np.array_equal(Mirror(fair=True).median(two, np.ones_like(two)), np.full((16, 16), 0.5))


def test_a_fair_median_does_not_hear_a_minority() -> None:
    values = np.stack([np.full((16, 16), level) for level in (0.0, 0.0, 0.0, 0.0, 9.0)])
    assert not Mirror(fair=True).median(values, np.ones_like(values)).any()


def test_mirror_images_speak_only_where_they_may() -> None:
    where = np.zeros((16, 16), np.float32)
    where[4:12, 4:12] = 1
    mirror = Mirror(0.5, where=where)
    plane = VALUES[0, ::2, ::2]
    total = mirror.total(plane)
    assert np.array_equal(total[:4], plane[:4])
    assert total[8, 8] == pytest.approx(plane[8, 8] + 0.5 * plane[8, 7], abs=1e-6)
    assert mirror.even(np.ones((32, 32), np.float32)) == pytest.approx(np.ones((32, 32)))
    median = mirror.median(VALUES, np.ones((5, 16, 16), np.float32))
    assert np.array_equal(median[:8], np.median(VALUES, axis=0)[:8])
