from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.grouping.trust_chances import MONOTONE, PIECES, SHIFTS, Chances, posterior
from likeness.grouping.trust_doubts import doubts
from likeness.grouping.trust_estimate import (
    CHOICES,
    Correction,
    angle,
    corrected,
    raw,
    worth_asking,
)
from tests.grouping.made import grouped

WIDTH = len(MONOTONE)


def chances(offset: float, shift: float = 0.5) -> Chances:
    """Return a model by which all doubts are equally probable."""
    return Chances(
        centre=(0.0,) * WIDTH, scale=(1.0,) * WIDTH, slopes=(0.0,) * PIECES * WIDTH,
        offset=offset, shift=shift,
    )  # fmt: skip


NOTHING = MappingProxyType[int, bool]({})


def test_a_right_doubt_costs_exactly_its_loss() -> None:
    """All answers known: one stranger of four, nothing is left to chance."""
    found = doubts(grouped([0, 0, 0, 1], [0, 0, 0, 0]))
    last = int(np.argmax(found.features[:, 0]))
    answers = {row: row == last for row in range(len(found))}

    result = raw(chances(0.0), found, answers, together=True)

    assert result.loss == pytest.approx(1 - 10 / 16)
    assert result.spread == pytest.approx(0)


def test_a_person_in_two_groups_loses_recall() -> None:
    found = doubts(grouped([0, 0, 0, 0], [0, 0, 0, 1]))
    (apart,) = np.flatnonzero(~found.together).tolist()

    assert raw(chances(0.0), found, {apart: True}, together=False).loss == pytest.approx(0.375)
    assert raw(chances(0.0), found, {apart: False}, together=False).loss == pytest.approx(0)


def test_answers_narrow_what_is_believed() -> None:
    """Open doubts leave a spread, settled ones do not; a library may have none."""
    found = doubts(grouped([0, 0, 1, 1], [0, 0, 0, 0]))
    open_ = raw(chances(0.0), found, NOTHING, together=True)
    told = raw(chances(0.0), found, {0: False, 1: True, 2: False}, together=True)

    assert 0 < open_.loss < 1
    assert open_.spread > 0.1
    assert told.spread == pytest.approx(0)
    assert raw(chances(0.0), found, NOTHING, together=False).loss == 0


def test_answers_tell_about_the_doubts_that_stay_open() -> None:
    """Three doubts that prove right move all others up, three wrong ones down."""
    odds = np.zeros(10)

    def mean(right: bool) -> float:
        return float(posterior(chances(0.0), odds, dict.fromkeys(range(3), right)) @ SHIFTS)

    assert mean(True) > 0.3
    assert mean(True) == pytest.approx(-mean(False))


@given(st.lists(st.integers(0, 3), min_size=2, max_size=20), st.integers(1, 6))
@settings(max_examples=30, deadline=None)
def test_no_doubt_is_asked_twice(groups: list[int], count: int) -> None:
    found = doubts(grouped([number % 3 for number in range(len(groups))], groups))
    models = {True: chances(-1.0), False: chances(-1.0)}

    asked = worth_asking(models, found, count)

    rows = [row for question in asked for row in question.doubts]
    assert len(rows) == len(set(rows))
    assert len(asked) <= count
    for question in asked:
        assert 1 <= len(question.doubts) <= CHOICES
        for row in question.doubts:
            assert found.together[row] == question.together
            assert question.group in found.groups[row]


def test_fewer_questions_are_the_first_ones() -> None:
    found = doubts(grouped([0, 1, 2, 0, 1, 2], [0, 0, 1, 1, 2, 3]))
    models = {True: chances(0.0), False: chances(-1.0)}

    assert worth_asking(models, found, 2) == worth_asking(models, found, 5)[:2]


@given(st.floats(-0.5, 2.0), st.floats(0.0, 3.0), st.floats(0.0, 3.0), st.booleans())
def test_intervals_lie_around_the_value_and_in_the_unit(
    middle: float, worse: float, better: float, wider: bool
) -> None:
    correction = Correction(
        slopes=(0.0,) * 4, low=(1.0, -9.0, 0.0, 0.0), high=(1.0, 9.0, 2.0, 2.0),
        spread=(-2.0,), worse=worse, better=better,
    )  # fmt: skip
    terms = np.array([1.0, -1.0, middle, 0.0])

    result = corrected(correction, terms, wider=wider)

    assert 0 <= result.low <= result.value <= result.high <= 1
    plain = corrected(correction, terms, wider=False)
    assert result.high - result.low >= plain.high - plain.low


def test_a_term_beyond_those_fitted_on_counts_as_the_farthest_of_them() -> None:
    correction = Correction(
        slopes=(0.0, 0.0, 0.0, 0.5), low=(1.0, -3.0, 0.0, 0.0), high=(1.0, 0.0, 1.0, 0.2),
        spread=(-2.0,), worse=1.0, better=1.0,
    )  # fmt: skip

    far = corrected(correction, np.array([1.0, -1.0, 0.3, 1.5]), wider=False)

    assert far == corrected(correction, np.array([1.0, -1.0, 0.3, 0.2]), wider=False)


def test_an_angle_is_of_the_first_quarter() -> None:
    assert angle(-0.1) == 0
    assert angle(1.0) == pytest.approx(np.pi / 2)
