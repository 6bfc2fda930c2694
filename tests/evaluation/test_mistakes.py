from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.evaluation.mistakes import Mistake, Worst
from likeness.evaluation.pairs import every


def brute(people: np.ndarray, distances: np.ndarray, *, farthest: bool) -> list[Mistake]:
    pairs = every(people)
    chosen = np.flatnonzero(pairs.same == farthest).tolist()
    sign = -1 if farthest else 1
    chosen.sort(key=lambda i: (sign * distances[i], pairs.left[i], pairs.right[i]))
    seen: dict[frozenset[int], int] = {}
    found = []
    for i in chosen:
        left, right = int(pairs.left[i]), int(pairs.right[i])
        couple = frozenset((int(people[left]), int(people[right])))
        seen[couple] = seen.get(couple, 0) + 1
        if seen[couple] <= 2 and len(found) < 12:
            found.append(Mistake(left=left, right=right, distance=float(distances[i])))
    return found


@pytest.mark.parametrize("farthest", [True, False])
@given(seed=st.integers(0, 300), lots=st.integers(1, 7), ties=st.booleans())
def test_the_worst_pairs_are_found_in_whatever_lots_they_come(
    farthest: bool, seed: int, lots: int, ties: bool
) -> None:
    rng = np.random.default_rng(seed)
    people = rng.integers(0, 8, 40)
    pairs = every(people)
    distances = rng.random(len(pairs)) ** 3
    if ties:
        distances = np.round(distances, 1)
    worst = Worst(people, farthest=farthest)
    rows = rng.permutation(np.flatnonzero(pairs.same == farthest))
    for lot in np.array_split(rows, lots):
        worst.add(pairs.left[lot], pairs.right[lot], distances[lot])
    assert list(worst.mistakes()) == brute(people, distances, farthest=farthest)


def test_one_couple_cannot_fill_the_list_however_alike_they_look() -> None:
    people = np.repeat([0, 1, 2], [200, 200, 2])
    left, right = np.meshgrid(np.arange(200), np.arange(200, 402))
    distances = np.where(right < 400, 0.1, 0.9) + left * 1e-6 + right * 1e-9
    worst = Worst(people, farthest=False)
    worst.add(left, right, distances)
    couples = [(people[each.left], people[each.right]) for each in worst.mistakes()]
    assert couples == [(0, 1), (0, 1), (0, 2), (0, 2)]


def test_rows_are_given_as_they_were_before_they_were_ordered() -> None:
    worst = Worst(np.array([0, 1]), farthest=False)
    worst.add(np.array([0]), np.array([1]), np.array([0.5]))
    assert worst.mistakes(np.array([9, 4])) == (Mistake(left=4, right=9, distance=0.5),)
    assert Worst(np.array([0, 1]), farthest=True).mistakes() == ()


@pytest.mark.parametrize("farthest", [True, False])
@given(
    seed=st.integers(0, 300),
    lots=st.integers(1, 4),
    persons=st.integers(1, 4),
    digits=st.sampled_from([0, 1, 9]),
)
def test_a_few_people_with_many_photos_fill_what_they_can(
    farthest: bool, seed: int, lots: int, persons: int, digits: int
) -> None:
    rng = np.random.default_rng(seed)
    people = rng.integers(0, persons, 60)
    pairs = every(people)
    distances = np.round(rng.random(len(pairs)), digits)
    worst = Worst(people, farthest=farthest)
    rows = rng.permutation(np.flatnonzero(pairs.same == farthest))
    for lot in np.array_split(rows, lots):
        worst.add(pairs.left[lot], pairs.right[lot], distances[lot])
    assert list(worst.mistakes()) == brute(people, distances, farthest=farthest)


def test_two_people_with_very_many_photos_take_a_moment() -> None:
    people = np.repeat([0, 1], 1500)
    distances = np.random.default_rng(0).random((1500, 1500))
    left, right = np.meshgrid(np.arange(1500), np.arange(1500, 3000), indexing="ij")
    worst = Worst(people, farthest=False)
    start = time.process_time()
    worst.add(left, right, distances)
    assert time.process_time() - start < 2
    assert [each.distance for each in worst.mistakes()] == np.sort(distances, axis=None)[
        :2
    ].tolist()
