"""Many faces are grouped as few are, at the strictness that suits them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.evaluation.contingency import bcubed, contingency
from likeness.grouping.communities import RUNGS
from likeness.grouping.crowds import (
    between,
    communities_of_many,
    last_step,
    score,
    uphill,
    usual_step,
)
from likeness.grouping.points import Limits, Points


def crowd(seed: int, people: int, each: int, alone: int, narrow: float = 1.0) -> Points:
    """Return faces of people, and of strangers behind them; all times *narrow* apart."""
    rng = np.random.default_rng(seed)
    means = rng.standard_normal((people + alone, 64)) * 0.37 / 8
    owners = owners_of(people, each, alone)
    vectors = narrow * (means[owners] + rng.standard_normal((len(owners), 64)) * 0.17 / 8)
    vectors[:, 0] += 1
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    n = len(owners)
    return Points(vectors=vectors.astype(np.float32), stretch=np.ones(n), weights=np.ones(n))


def owners_of(people: int, each: int, alone: int) -> NDArray[np.intp]:
    return np.concatenate([np.repeat(np.arange(people), each), people + np.arange(alone)])


def free(n: int) -> Limits:
    return Limits(
        start=np.arange(n),
        fixed=np.zeros(n, np.bool_),
        apart=np.empty((0, 2), np.intp),
        taken=np.ones(n, np.bool_),
    )


def f_of(groups: NDArray[np.intp], owners: NDArray[np.intp]) -> float:
    table = contingency(groups, owners)
    (precision,), (recall,) = bcubed(table, np.ones((1, table.size)))
    return float(2 * precision * recall / (precision + recall))


@pytest.mark.parametrize("narrow", [1.0, 0.8])
def test_people_and_strangers_are_told_apart_in_wide_and_narrow_libraries(narrow: float) -> None:
    points = crowd(0, 120, 8, 400, narrow)
    found = communities_of_many(points, free(1_360), np.arange(1_360))
    every = [f_of(groups, owners_of(120, 8, 400)) for groups in found.groups]
    assert every[found.chosen] > 0.97
    assert every[found.chosen] >= max(every) - 0.01
    assert found.strictness == found.rungs[found.chosen]
    assert np.array_equal(found.root, found.groups[found.chosen])
    assert ((found.sureness >= 0) & (found.sureness <= 1)).all()


def test_the_same_faces_give_the_same_answer_again() -> None:
    points = crowd(1, 60, 6, 100)
    one, other = (communities_of_many(points, free(460), np.arange(460)) for _ in range(2))
    assert np.array_equal(one.groups, other.groups)
    assert np.array_equal(one.sureness, other.sureness)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_limits_hold(seed: int) -> None:
    rng = np.random.default_rng(seed)
    start, fixed, taken = np.arange(80), np.zeros(80, np.bool_), np.ones(80, np.bool_)
    start[3], start[9] = 0, 5
    fixed[[0, 5]] = True
    taken[70:] = False
    apart = rng.integers(10, 70, (30, 2))
    apart = apart[apart[:, 0] != apart[:, 1]]
    limits = Limits(start=start, fixed=fixed, apart=apart, taken=taken)
    found = communities_of_many(crowd(seed % 9, 8, 9, 8), limits, np.arange(80) // 2)
    for root in found.groups:
        assert root[3] == root[0] != root[5] == root[9]
        assert not (root[apart[:, 0]] == root[apart[:, 1]]).any()
        assert np.array_equal(root[70:], np.arange(70, 80))


def test_a_strictness_that_is_given_is_kept() -> None:
    found = communities_of_many(crowd(2, 30, 6, 20), free(200), np.arange(200), strictness=0.9)
    assert found.strictness == 0.9
    assert found.rungs.tolist() == [0.9]
    assert found.sureness.tolist() == [1.0] * 200


def test_progress_goes_from_nothing_to_everything() -> None:
    shares: list[float] = []
    communities_of_many(crowd(3, 20, 5, 20), free(120), np.arange(120), progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_no_face_and_one_face_are_fine() -> None:
    for n in (0, 1):
        points = Points(
            vectors=np.eye(2, 4, dtype=np.float32)[:n], stretch=np.ones(n), weights=np.ones(n)
        )
        found = communities_of_many(points, free(n), np.arange(n))
        assert found.root.tolist() == list(range(n))
        assert found.sureness.tolist() == [1.0] * n


def test_nobody_taken_stays_as_it_is() -> None:
    limits = free(30)
    limits.taken[:] = False
    found = communities_of_many(crowd(4, 5, 6, 0), limits, np.arange(30))
    assert found.root.tolist() == list(range(30))


def test_larger_libraries_begin_more_strictly() -> None:
    steps = [usual_step(10**power) for power in range(1, 8)]
    assert steps == sorted(steps, reverse=True)
    assert steps[0] > steps[-1]


def test_strictnesses_beyond_the_room_of_the_graph_are_not_tried() -> None:
    taken = np.ones(2_000, np.bool_)
    wide = last_step(crowd(5, 250, 8, 0).vectors, taken, 0.05)
    narrow = last_step(crowd(5, 250, 8, 0, 0.6).vectors, taken, 0.05)
    assert narrow < wide
    assert last_step(np.repeat(np.eye(1, 8, dtype=np.float32), 2_000, axis=0), taken, 0.05) == 0


@given(
    peak=st.integers(0, 12), begin=st.integers(0, 12), last=st.integers(0, 12), flat=st.booleans()
)
def test_uphill_finds_the_top_and_looks_to_both_sides(
    peak: int, begin: int, last: int, flat: bool
) -> None:
    begin = min(begin, last)
    asked: list[int] = []

    def score_of(step: int) -> float:
        asked.append(step)
        return 0.0 if flat else -float(abs(step - peak))

    best = uphill(score_of, begin, last)
    assert best == (begin if flat else min(peak, last))
    assert len(asked) == len(set(asked))
    assert set(asked) <= set(range(last + 1))
    assert {step for step in (best - 1, best + 1) if 0 <= step <= last} <= set(asked)


def test_the_strictness_lies_between_the_steps_where_the_score_leans() -> None:
    assert between({4: 0.1, 5: 0.3, 6: 0.1}, 5) == RUNGS[5]
    assert RUNGS[5] < between({4: 0.1, 5: 0.3, 6: 0.29}, 5) < (RUNGS[5] + RUNGS[6]) / 2 + 0.001
    assert RUNGS[4] < between({4: 0.29, 5: 0.3, 6: 0.1}, 5) < RUNGS[5]
    assert between({4: 0.1, 5: 0.3}, 5) == RUNGS[5]
    assert between({4: 0.3, 5: 0.3, 6: 0.3}, 5) == RUNGS[5]


def test_the_score_is_best_for_the_truth() -> None:
    points, taken = crowd(6, 60, 6, 200), np.ones(560, np.bool_)
    truth = owners_of(60, 6, 200)
    pairs, halves = truth.copy(), truth * 2 + np.arange(560) % 2
    pairs[360:] = 60 + np.arange(200) // 2  # strangers merged, two by two
    right = score(points.vectors, truth, taken)
    for wrong in (pairs, halves, truth // 2):
        assert score(points.vectors, wrong, taken) < right


def test_the_score_of_everybody_alone_or_together_is_nothing() -> None:
    points, taken = crowd(7, 5, 4, 0), np.ones(20, np.bool_)
    assert score(points.vectors, np.arange(20), taken) == 0
    assert score(points.vectors, np.zeros(20, np.intp), taken) == 0
