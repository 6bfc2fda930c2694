from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from likeness.evaluation.pairs import Pairs, balanced, every, total

crowds = st.lists(st.integers(0, 6), max_size=25).map(lambda people: np.array(people, np.intp))


@given(people=crowds)
def test_every_pair_is_there_once_and_knows_its_kind(people: np.ndarray) -> None:
    pairs = every(people)
    assert {(i, j) for i in range(len(people)) for j in range(i + 1, len(people))} == set(
        zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
    )
    assert total(people) == (int(pairs.same.sum()), int((~pairs.same).sum()))
    np.testing.assert_array_equal(pairs.same, people[pairs.left] == people[pairs.right])


@given(people=crowds, count=st.integers(0, 120), seed=st.integers(0, 9))
def test_balanced_pairs_are_real_different_and_as_many_as_there_can_be(
    people: np.ndarray, count: int, seed: int
) -> None:
    pairs = balanced(people, count, seed)
    same, different = total(people)
    assert pairs.same.sum() == min(same, count // 2)
    assert (~pairs.same).sum() == min(different, count - count // 2)
    assert np.all(pairs.left < pairs.right)
    assert len(set(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))) == len(pairs)
    np.testing.assert_array_equal(pairs.same, people[pairs.left] == people[pairs.right])


def by_person(people: np.ndarray, pairs: Pairs) -> list[int]:
    return np.bincount(people[pairs.left[pairs.same]]).tolist()


def test_whoever_has_many_photos_has_no_more_say() -> None:
    people = np.repeat(np.arange(3), [40, 10, 3])
    assert by_person(people, balanced(people, 60, 1)) == [14, 13, 3] or by_person(
        people, balanced(people, 60, 1)
    ) == [13, 14, 3]
    pairs = balanced(people, 60, 1)
    couples = people[pairs.left[~pairs.same]] + people[pairs.right[~pairs.same]]
    assert np.bincount(couples)[1:].tolist() == [10, 10, 10]


def test_where_there_are_plenty_of_people_each_two_give_one_pair_at_most() -> None:
    people = np.arange(400) // 2
    pairs = balanced(people, 200, 0)
    couples = people[pairs.left[~pairs.same]] * 1000 + people[pairs.right[~pairs.same]]
    assert len(set(couples.tolist())) == 100


def test_the_seed_decides() -> None:
    people = np.repeat(np.arange(8), 6)
    one, again, other = (balanced(people, 40, seed) for seed in (5, 5, 6))
    np.testing.assert_array_equal(one.left, again.left)
    np.testing.assert_array_equal(one.right, again.right)
    assert not np.array_equal(one.left, other.left)


def test_a_crowd_of_thousands_is_no_burden() -> None:
    people = np.arange(60_000) // 2
    pairs = balanced(people, 2000, 0)
    assert len(pairs) == 2000
