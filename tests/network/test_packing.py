from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.network.packing import packed

sizes = st.floats(0.1, 100).map(lambda value: round(value, 3))


@settings(deadline=None)
@given(radii=st.lists(sizes, max_size=40))
def test_circles_do_not_overlap(radii: list[float]) -> None:
    middles = packed(np.array(radii))
    assert middles.shape == (len(radii), 2)
    for one in range(len(radii)):
        for other in range(one):
            apart = math.dist(middles[one], middles[other])
            assert apart >= (radii[one] + radii[other]) * (1 - 1e-6)


@pytest.mark.parametrize("count", [7, 60, 500])
def test_circles_lie_close_together(count: int) -> None:
    radii = np.sort(np.random.default_rng(0).pareto(2, count) + 1)[::-1]
    middles = packed(radii)
    centre = (middles * radii[:, None] ** 2).sum(axis=0) / (radii**2).sum()
    reach = (np.hypot(*(middles - centre).T) + radii).max()
    assert (radii**2).sum() > 0.5 * reach**2


def test_one_circle_lies_in_the_middle() -> None:
    assert packed(np.array([3.0])).tolist() == [[0.0, 0.0]]
    assert packed(np.array([])).shape == (0, 2)
