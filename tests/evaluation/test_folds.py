from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.evaluation.folds import (
    Judged,
    deals,
    fitted_thresholds,
    fold_count,
    folded,
    folds,
    listed_thresholds,
)
from likeness.evaluation.pairs import every
from likeness.evaluation.roc import best_threshold, roc


@given(people=st.lists(st.integers(0, 40), min_size=1, max_size=200), seed=st.integers(0, 5))
def test_folds_share_nobody_and_differ_by_one_person_at_most(people: list[int], seed: int) -> None:
    owners = np.array(people)
    dealt = folds(owners, seed)
    names = np.unique(owners)
    homes = [set(dealt[owners == name].tolist()) for name in names]
    assert all(len(home) == 1 for home in homes)
    sizes = np.bincount([home.pop() for home in homes], minlength=fold_count(len(names)))
    assert len(sizes) == fold_count(len(names))
    assert np.ptp(sizes) <= 1


def test_ten_folds_at_most_and_two_people_in_each() -> None:
    assert [fold_count(people) for people in (0, 1, 3, 4, 7, 19, 20, 500)] == [
        1, 1, 1, 2, 3, 9, 10, 10,
    ]  # fmt: skip


def test_folds_hold_about_as_many_faces_and_follow_the_seed() -> None:
    people = np.repeat(np.arange(60), np.random.default_rng(0).integers(1, 30, 60))
    dealt = folds(people, 1)
    faces = np.bincount(dealt)
    assert np.ptp(faces) <= 0.15 * faces.mean()
    np.testing.assert_array_equal(dealt, folds(people, 1))
    assert not np.array_equal(dealt, folds(people, 2))


def test_thresholds_are_fitted_on_pairs_of_other_folds_only() -> None:
    rng = np.random.default_rng(3)
    people = np.repeat(np.arange(6), 4)
    pairs = every(people)
    distances = rng.normal(np.where(pairs.same, 0.4, 0.7), 0.1)
    dealt = folds(people, 0)
    left, right = dealt[pairs.left], dealt[pairs.right]
    found = listed_thresholds(distances, pairs.same, left, right, 3)
    for fold in range(3):
        kept = (left != fold) & (right != fold)
        assert found[fold] == best_threshold(roc(distances[kept], pairs.same[kept]))
    # What happens within a fold changes its threshold in nothing.
    changed = np.where((left == 1) | (right == 1), 5.0, distances)
    assert listed_thresholds(changed, pairs.same, left, right, 3)[1] == found[1]


def test_a_fold_without_pairs_of_a_kind_to_learn_from_has_no_threshold() -> None:
    values = np.array([0.1, 0.2])
    one, none = np.array([1.0, 0.0]), np.zeros(2)
    assert fitted_thresholds([(values, one, none), (values, one, one)])[0] is None


def some_tested() -> Judged:
    return Judged(
        same=np.array([8.0, 10.0]),
        different=np.array([5.0, 50.0]),
        own=np.array([[2.0, 2.0], [2.0, 3.0], [2.0, 3.0], [2.0, 2.0]]),
        others=np.array([[2.0, 25.0], [3.0, 25.0], [3.0, 25.0], [2.0, 25.0]]),
    )


def test_the_accuracy_is_the_mean_of_both_kinds() -> None:
    found = folded(
        (0.4, 0.6, None), some_tested(), tested=60, deals=1, pairs=200, people=4, trials=4
    )
    assert found.accuracy.value == pytest.approx((0.8 + 0.9) / 2)
    assert found.accuracy.low is not None
    assert found.thresholds == (0.4, 0.6)
    assert found.threshold == pytest.approx(0.5)
    assert (found.tested, found.left_out) == (60, 140)
    assert found.note == ""


def test_under_four_people_nothing_is_fitted_and_it_says_so() -> None:
    found = folded((0.4,), some_tested(), tested=60, deals=1, pairs=200, people=3, trials=3)
    assert found.accuracy.value is None
    assert found.threshold is None
    assert (found.tested, found.left_out) == (0, 200)
    assert "at least 4 people; there are 3" in found.note
    assert found.accuracy.note == found.note


def test_folds_without_thresholds_are_said_to_be_so() -> None:
    found = folded((None, None), some_tested(), tested=0, deals=1, pairs=200, people=5, trials=1)
    assert found.accuracy.value is None
    assert "no fold has pairs" in found.note


def test_few_people_are_dealt_often_and_many_once() -> None:
    few, many = np.repeat(np.arange(6), 9), np.repeat(np.arange(121), 2)
    dealt = deals(few, 0)
    assert len(dealt) == 15
    assert np.array_equal(dealt[0], folds(few, 0))
    assert len({tuple(deal.tolist()) for deal in dealt}) > 10
    for deal in dealt:
        assert set(deal.tolist()) == {0, 1, 2}
        assert all(len(set(deal[few == person].tolist())) == 1 for person in range(6))
    assert len(deals(many, 0)) == 1
    assert deals(np.empty(0, np.intp), 0)[0].shape == (0,)


def test_decisions_of_two_deals_are_counted_together() -> None:
    one = some_tested()
    both = one.and_also(one)
    assert both.accuracy() == one.accuracy()
    assert np.array_equal(both.left_out(), one.left_out())
    assert both.same[1] == 2 * one.same[1]
