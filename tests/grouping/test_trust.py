from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.grouping.trust import both, doubts, estimate, precision_of, questions, wrong
from likeness.grouping.trust_chances import MONOTONE, PIECES
from likeness.grouping.trust_fit import CHANCES, CORRECTIONS, QUESTIONS, TERMS_HIGH, TERMS_LOW
from likeness.grouping.trust_signs import TERMS
from tests.grouping.made import grouped


def people(count: int, photos: int) -> list[int]:
    return [person for person in range(count) for _ in range(photos)]


def test_clear_people_are_trusted_more_than_a_heap() -> None:
    """The same faces, once as they belong and once all in one group."""
    owners = people(8, 8)
    clear, heap = grouped(owners, owners), grouped(owners, [0] * len(owners))

    good = estimate(clear, doubts(clear), {})
    bad = estimate(heap, doubts(heap), {})

    assert good.precision.value > 0.9
    assert good.precision.high == pytest.approx(1, abs=0.001)
    assert bad.precision.value < 0.6


@pytest.mark.parametrize("seed", range(12))
def test_libraries_without_a_fault_are_believed(seed: int) -> None:
    """Some to a dozen clear people with two to ten photos each, every one in a group."""
    rng = np.random.default_rng(seed)
    owners = np.repeat(np.arange(rng.integers(4, 12)), rng.integers(2, 11)).tolist()
    library = grouped(owners, owners)

    found = estimate(library, doubts(library), {})

    for share in (found.precision, found.recall):
        assert share.value > 0.9
        assert share.high == pytest.approx(1, abs=0.002)


def test_people_whom_only_looser_groups_join_are_missed() -> None:
    owners = people(8, 8)
    torn = [2 * owner + number % 2 for number, owner in enumerate(owners)]
    clear, halves = grouped(owners, owners), grouped(owners, torn)
    halves.rungs[1:] = owners

    good = estimate(clear, doubts(clear), {})
    bad = estimate(halves, doubts(halves), {})

    assert good.recall.value > bad.recall.value + 0.1


@given(st.lists(st.integers(0, 4), min_size=1, max_size=25))
@settings(max_examples=25, deadline=None)
def test_any_library_gets_intervals_and_the_same_ones_again(groups: list[int]) -> None:
    library = grouped([number % 4 for number in range(len(groups))], groups)
    found = doubts(library)

    one, again = estimate(library, found, {}), estimate(library, found, {})

    assert one == again
    for share in (one.precision, one.recall):
        assert 0 <= share.low <= share.value <= share.high <= 1


def test_a_library_unlike_those_fitted_on_says_in_what() -> None:
    library = grouped([0, 0], [0, 0])

    assert "faces" in estimate(library, doubts(library), {}).outside


def test_the_stranger_is_where_precision_is_missed() -> None:
    """What a human answered counts: the stranger shares nothing with its group of four."""
    found = doubts(grouped([0, 0, 0, 1], [0, 0, 0, 0]))
    last = int(np.argmax(found.features[:, 0]))
    answers = {row: row == last for row in range(len(found))}

    missed = wrong(found, answers, 5)

    assert missed[:4] == pytest.approx([1 / 4, 1 / 4, 1 / 4, 3 / 4])
    assert np.isnan(missed[4])


def test_little_is_said_about_few_faces() -> None:
    missed = np.full(30, 0.1)

    assert precision_of(missed, np.arange(30) < 25) == pytest.approx(0.9)
    assert precision_of(missed, np.arange(30) < 5) is None


def test_two_groupings_are_compared_by_bcubed() -> None:
    assert both(["a", "a", None], ["x", "x", None]) == 1
    assert both(["a", "a"], [None, None]) == pytest.approx(2 / 3)
    assert both([], []) == 1


def test_questions_are_about_the_doubts() -> None:
    found = doubts(grouped([0, 0, 1, 1, 2, 2], [0, 0, 0, 0, 1, 1]))

    assert questions(found, 30)


def test_the_constants_fit_the_features() -> None:
    assert set(CHANCES) == {True, False}
    assert set(CORRECTIONS) == {0, QUESTIONS}
    for chances in CHANCES.values():
        assert len(chances.slopes) == PIECES * len(MONOTONE)
        assert len(chances.centre) == len(chances.scale) == len(MONOTONE)
    for corrections in CORRECTIONS.values():
        for each in corrections.values():
            assert len(each.slopes) == len(each.low) == len(each.high)
            assert each.worse > 0
            assert each.better > 0
    assert len(TERMS_LOW) == len(TERMS_HIGH) == len(TERMS)
    assert all(low <= high for low, high in zip(TERMS_LOW, TERMS_HIGH, strict=True))
