from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.evaluation import tally
from likeness.evaluation.pairs import every
from likeness.evaluation.roc import accuracy_at, auc, equal_error_rate, roc


@given(seed=st.integers(0, 500), ties=st.booleans())
@settings(deadline=None, max_examples=40)
def test_leaving_out_a_person_is_like_never_having_met_them(seed: int, ties: bool) -> None:
    rng = np.random.default_rng(seed)
    people = rng.integers(0, 5, 30)
    people[:10] = np.repeat(np.arange(5), 2)
    pairs = every(people)
    distances = rng.normal(np.where(pairs.same, 0.4, 0.7), 0.15).clip(0)
    if ties:
        distances = np.round(distances, 1)
    curve = roc(distances, pairs.same)
    cut = float(np.median(distances))
    # Few pairs: the grid holds every threshold, so the figures are exact.
    thresholds = np.unique([*curve.thresholds[1:], cut])
    left, right = people[pairs.left], people[pairs.right]
    counted = tally.count(thresholds, distances, pairs.same, left=left, right=right, size=5)
    without = tally.left_out(counted)
    assert counted.same[-1] == pairs.same.sum()
    assert counted.different[-1] == (~pairs.same).sum()
    for person in range(5):
        kept = (left != person) & (right != person)
        alone = roc(distances[kept], pairs.same[kept])
        assert without.auc()[person] == pytest.approx(auc(alone), abs=1e-9)
        assert without.accuracy_at(cut)[person] == pytest.approx(accuracy_at(alone, cut), abs=1e-9)
        rate = equal_error_rate(alone)[0]
        assert without.equal_error_rate()[person] == pytest.approx(rate, abs=1e-9)


def test_the_grid_is_small_and_resolves_both_tails() -> None:
    rng = np.random.default_rng(0)
    same = np.arange(200_000) < 20_000
    distances = rng.normal(np.where(same, 0.4, 0.8), 0.1)
    curve = roc(distances, same)
    thresholds = tally.grid(curve, (0.555,))
    assert len(thresholds) < 2 * tally.TAIL + 2 * tally.BODY + 2
    assert 0.555 in thresholds
    assert thresholds[-1] == distances.max()
    for far in (1e-4, 1e-3, 1e-2, 1e-1):
        near = np.interp(far, curve.far, curve.thresholds.clip(0))
        assert np.abs(thresholds - near).min() < 5e-3


def test_people_who_are_left_out_together_are_counted_once() -> None:
    people = np.array([0, 0, 1, 1, 2, 2])
    groups = np.array([0, 0, 0, 0, 1, 1])
    pairs = every(people)
    distances = np.linspace(0.1, 0.9, len(pairs))
    counted = tally.count(
        np.array([1.0]),
        distances,
        pairs.same,
        left=groups[pairs.left],
        right=groups[pairs.right],
        size=2,
    )
    assert counted.same.tolist() == [3]
    assert counted.different.tolist() == [12]
    assert counted.own.tolist() == [[2], [1]]
    assert counted.others.tolist() == [[12], [8]]


def test_whoever_holds_all_pairs_of_a_kind_leaves_nothing_behind() -> None:
    people = np.array([0, 0, 1, 2])
    pairs = every(people)
    distances = np.linspace(0.1, 0.9, len(pairs))
    curve = roc(distances, pairs.same)
    counted = tally.count(
        tally.grid(curve),
        distances,
        pairs.same,
        left=people[pairs.left],
        right=people[pairs.right],
        size=3,
    )
    without = tally.left_out(counted)
    for found in (without.auc(), without.equal_error_rate(), without.tar_at_far(0.5)):
        assert np.isnan(found).tolist() == [True, False, False]
