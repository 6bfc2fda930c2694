"""Photos of a life fall into eras."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from likeness.grouping.strangers.eras import LEAST_FACES, MOST, eras

YEARS = st.lists(st.one_of(st.floats(1990, 2025), st.just(float("nan"))), max_size=40)


@given(YEARS)
def test_eras_are_few_ordered_in_time_and_none_is_too_small(taken: list[float]) -> None:
    """Whatever the dates are."""
    times = np.array(taken, np.float64)
    found = eras(times)
    count = int(found.max(initial=-1)) + 1
    assert count <= MOST
    if count > 1:
        known = ~np.isnan(times)
        assert (np.bincount(found[known], minlength=count) >= LEAST_FACES).all()
        order = np.argsort(times[known], kind="stable")
        assert (np.diff(found[known][order]) >= 0).all()


def test_photos_of_one_summer_are_one_era_and_of_two_decades_two() -> None:
    """Eras are cut at the longest gap."""
    assert eras(np.linspace(2019.4, 2019.6, 9)).tolist() == [0] * 9
    assert eras(np.r_[2001.0, 2001.1, 2001.2, 2009.0, 2009.1, 2009.2]).tolist() == [0] * 3 + [1] * 3


def test_eras_of_a_child_are_shorter() -> None:
    """A child of four looks less like itself at one than a grown-up."""
    taken = np.r_[2001.0, 2001.1, 2001.2, 2004.0, 2004.1, 2004.2]
    assert eras(taken).max() == 0
    assert eras(taken, np.full(6, 4, np.float32)).max() == 1


def test_a_face_without_a_date_falls_into_the_largest_era() -> None:
    """It has to fall somewhere."""
    taken = np.r_[2001.0, 2001.1, 2001.2, 2019.0, 2019.1, 2019.2, 2019.3, np.nan]
    assert eras(taken).tolist() == [0] * 3 + [1] * 5
