"""How far two sets of faces are apart."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.portrait.apart import apart

POPULATION = np.r_[np.ones(4), np.zeros(28)]


def drawn(
    count: int, seed: int, *, centre: NDArray[np.float64] = POPULATION
) -> NDArray[np.float64]:
    vectors = np.random.default_rng(seed).normal(2 * centre, 0.5, (count, 32))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def by_hand(
    one: NDArray[np.float64],
    other: NDArray[np.float64],
    here: list[int],
    there: list[int],
) -> float:
    def alike(a, b, u, v) -> float:  # type: ignore[no-untyped-def]
        pairs = product(zip(a, u, strict=True), zip(b, v, strict=True))
        return float(np.mean([x @ y for (x, p), (y, q) in pairs if p != q]))

    between = alike(one, other, here, there)
    return 1 - between / np.sqrt(alike(one, one, here, here) * alike(other, other, there, there))


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_the_corrected_distance_is_what_comparing_all_pairs_gives(data: st.DataObject) -> None:
    counts = data.draw(st.tuples(st.integers(6, 14), st.integers(6, 14)))
    one, other = drawn(counts[0], 1), drawn(counts[1], 2)
    here, there = (
        [number if number < 3 else data.draw(st.integers(0, 5)) for number in range(count)]
        for count in counts
    )
    found = apart(one, other, voters=(here, there))
    assert found.corrected == pytest.approx(by_hand(one, other, here, there))
    left = [
        by_hand(
            one[[p != gone for p in here]],
            other[[p != gone for p in there]],
            [p for p in here if p != gone],
            [p for p in there if p != gone],
        )
        for gone in sorted({*here, *there})
    ]
    spread = np.sqrt((len(left) - 1) * np.var(left))
    assert found.error == pytest.approx(spread)


def test_a_set_is_as_far_from_another_as_the_other_from_it() -> None:
    one, other = drawn(20, 1), drawn(15, 2)
    there, back = apart(one, other), apart(other, one)
    assert there.distance == pytest.approx(back.distance)
    assert there.corrected == pytest.approx(back.corrected)
    assert there.error == pytest.approx(back.error)


def test_chance_alone_moves_no_corrected_distance() -> None:
    found = [apart(drawn(8, 2 * seed), drawn(8, 2 * seed + 1)) for seed in range(60)]
    corrected = np.array([each.corrected for each in found], float)
    plain = np.array([each.distance for each in found])
    assert plain.min() > 0
    assert abs(corrected.mean()) < 0.2 * plain.mean()
    # And the error says about how far chance alone moves it.
    assert np.mean([each.error or 0 for each in found]) == pytest.approx(corrected.std(), rel=0.6)


def test_another_population_is_found_to_be_one() -> None:
    moved = np.r_[np.ones(3), np.zeros(28), 1]
    found = apart(drawn(30, 1), drawn(30, 2, centre=moved))
    assert found.corrected is not None
    assert found.error is not None
    assert found.corrected > 5 * found.error


def test_people_who_are_in_both_sets_do_not_bring_them_together() -> None:
    people = drawn(12, 1)
    found = apart(people, people, voters=(range(12), range(12)))
    assert found.corrected == pytest.approx(0, abs=1e-12)


def test_one_photo_or_one_voter_has_no_error() -> None:
    alone = apart(drawn(1, 1), drawn(5, 2))
    assert alone.distance > 0
    assert alone.corrected is None
    assert alone.error is None
    assert apart(drawn(4, 1), drawn(5, 2), voters=(["a"] * 4, ["b"] * 5)).corrected is None


def test_sets_without_anything_in_common_have_no_corrected_distance() -> None:
    around = np.vstack([np.eye(32), -np.eye(32)])
    assert apart(around, around).corrected is None
