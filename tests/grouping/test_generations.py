from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.grouping.generations import parted
from tests.grouping.crowd import centres, near

ANNA, BERT = centres(2)
CHILD = near(ANNA, 0.25, 7).astype(np.float64)
NOBODY = np.zeros(8, np.bool_)


def family() -> NDArray[np.float32]:
    """Return four faces of Anna and four of her daughter, who looks like her."""
    return np.stack(
        [near(who, 0.2, 10 * i + j) for i, who in enumerate((ANNA, CHILD)) for j in range(4)]
    )


ONE = np.zeros(8, np.intp)
YEARS = np.array([1974, 1976, 1979, 1971, 2004, 2009, 2006, 2007.0])


def test_two_heaps_of_years_that_look_apart_are_two_generations() -> None:
    assert parted(ONE, family(), YEARS, NOBODY).tolist() == [0, 0, 0, 0, 4, 4, 4, 4]


def test_one_heap_of_years_is_one_person() -> None:
    years = 1990 + np.array([-9, -6, -3, -1, 1, 3, 6, 9.0])
    assert parted(ONE, family(), years, NOBODY).tolist() == [0] * 8


def test_faces_that_look_the_same_are_one_person_whatever_their_years() -> None:
    """The years of a face are a guess: without a second sign they decide nothing."""
    vectors = np.stack([near(ANNA, 0.2, i) for i in range(8)])
    assert parted(ONE, vectors, YEARS, NOBODY).tolist() == [0] * 8


def test_a_face_without_a_year_goes_with_the_nearer_heap() -> None:
    years = YEARS.copy()
    years[[1, 6]] = np.nan
    assert parted(ONE, family(), years, NOBODY).tolist() == [0, 0, 0, 0, 4, 4, 4, 4]


def test_a_single_face_is_no_heap() -> None:
    years = np.where(np.arange(8) == 7, 2010, 1980.0)
    assert parted(ONE, family(), years, NOBODY).tolist() == [0] * 8


def test_what_humans_put_together_stays_together() -> None:
    both, one = np.arange(8) % 4 == 0, np.arange(8) < 2
    assert parted(ONE, family(), YEARS, both).tolist() == [0] * 8
    assert parted(ONE, family(), YEARS, one).tolist() == [0, 0, 0, 0, 4, 4, 4, 4]


def test_without_years_nothing_happens() -> None:
    assert parted(ONE, family(), np.full(8, np.nan), NOBODY).tolist() == [0] * 8
    empty = np.empty(0)
    nothing = parted(empty.astype(np.intp), np.empty((0, 4), np.float32), empty, empty > 0)
    assert nothing.tolist() == []


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_groups_are_only_ever_parted(seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = np.concatenate([family(), family()])
    first = rng.integers(0, 16, 16)
    _, at, which = np.unique(first, return_index=True, return_inverse=True)
    before = at[which]
    years = np.where(rng.random(16) < 0.8, rng.uniform(1950, 2020, 16), np.nan)
    after = parted(before, vectors, years, np.zeros(16, np.bool_))
    for name in np.unique(after):
        rows = np.flatnonzero(after == name)
        assert rows[0] == name
        assert len(set(before[rows].tolist())) == 1
