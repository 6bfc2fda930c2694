from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.evaluation import contingency as module
from likeness.evaluation.contingency import (
    bcubed,
    bcubed_f,
    contingency,
    harmonic,
    pairwise,
    per_photo,
)

Labels = NDArray[np.intp]

few = st.integers(0, 5)
two_labellings = st.lists(st.tuples(few, few), min_size=1, max_size=30).map(
    lambda rows: (np.array([a for a, _ in rows]), np.array([b for _, b in rows]))
)


def ones(people: Labels) -> NDArray[np.float64]:
    return np.ones((1, len(set(people.tolist()))))


def by_definition(
    groups: Labels, people: Labels, draws: NDArray[np.float64], judged: NDArray[np.bool_]
) -> tuple[float, float, float, float]:
    """Walk through all photos of all copies of people; copies of one person never meet."""
    names = sorted(set(people.tolist()))
    weight = {name: float(draw) for name, draw in zip(names, draws, strict=True)}
    precision = recall = photos = right = made = same = 0.0
    for i in np.flatnonzero(judged):
        own = weight[int(people[i])]
        company = mine = total = 0.0
        for j in range(len(people)):
            is_own = people[i] == people[j]
            together = groups[i] == groups[j]
            seen = 1.0 if is_own else weight[int(people[j])]
            company += seen * together
            mine += is_own and together
            total += is_own
            if i != j:
                right += own * (is_own and together)
                made += own * seen * together
                same += own * is_own
        precision += own * mine / company
        recall += own * mine / total
        photos += own

    def ratio(part: float, whole: float) -> float:
        return part / whole if whole else math.nan

    return (
        ratio(precision, photos),
        ratio(recall, photos),
        ratio(right, made),
        ratio(right, same),
    )


@settings(max_examples=150, deadline=None)
@given(two_labellings, st.data())
def test_every_draw_agrees_with_walking_through_all_photos(
    labels: tuple[Labels, Labels], data: st.DataObject
) -> None:
    groups, people = labels
    size = len(set(people.tolist()))
    draws = np.array(
        data.draw(st.lists(st.lists(st.integers(0, 3), min_size=size, max_size=size), max_size=4)),
        dtype=np.float64,
    ).reshape(-1, size)
    judged = np.array(
        data.draw(st.lists(st.booleans(), min_size=len(groups), max_size=len(groups)))
    )
    table = contingency(groups, people, judged)
    precision, recall = bcubed(table, draws)
    pair_precision, pair_recall, pair_f = pairwise(table, draws)
    for row, draw in enumerate(draws):
        expected = by_definition(groups, people, draw, judged)
        got = (precision[row], recall[row], pair_precision[row], pair_recall[row])
        np.testing.assert_allclose(got, expected, rtol=0, atol=1e-9)
        if not math.isnan(expected[2]) and not math.isnan(expected[3]):
            both = expected[2] + expected[3]
            wanted = 2 * expected[2] * expected[3] / both if both else 0.0
            assert pair_f[row] == pytest.approx(wanted, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(two_labellings)
def test_the_mean_over_photos_is_the_figure(labels: tuple[Labels, Labels]) -> None:
    groups, people = labels
    precision, recall = per_photo(groups, people)
    table = contingency(groups, people)
    whole = bcubed(table, ones(people))
    assert precision.mean() == pytest.approx(whole[0][0], abs=1e-12)
    assert recall.mean() == pytest.approx(whole[1][0], abs=1e-12)
    f = harmonic(*whole)[0]
    assert bcubed_f(groups, people) == pytest.approx(f, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(two_labellings)
def test_merging_groups_never_costs_recall_and_splitting_never_gains_it(
    labels: tuple[Labels, Labels],
) -> None:
    groups, people = labels
    merged = groups // 2
    table, wide = contingency(groups, people), contingency(merged, people)
    assert bcubed(wide, ones(people))[1] >= bcubed(table, ones(people))[1] - 1e-12
    both = groups * 10 + people  # every group split into its people
    assert bcubed(contingency(both, people), ones(people))[0] == pytest.approx(1)
    assert bcubed(contingency(both, people), ones(people))[1] == pytest.approx(
        bcubed(table, ones(people))[1]
    )


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(2)
    table = contingency(rng.integers(0, 30, 400), rng.integers(0, 20, 400))
    draws = rng.integers(0, 4, (90, table.size)).astype(np.float64)
    whole = (*bcubed(table, draws), *pairwise(table, draws))
    monkeypatch.setattr(module, "BLOCK_ELEMENTS", 1)
    for got, expected in zip((*bcubed(table, draws), *pairwise(table, draws)), whole, strict=True):
        np.testing.assert_allclose(got, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("groups", "people"),
    [
        (np.array([0.0, np.nan]), np.array([0, 1])),
        (np.array([0, 1]), np.array([0, 1, 2])),
        (np.zeros((2, 2), np.intp), np.zeros((2, 2), np.intp)),
    ],
)
def test_labels_that_are_none_are_refused(groups: Labels, people: Labels) -> None:
    with pytest.raises(ValueError, match="Expected"):
        contingency(groups, people)


def test_without_photos_there_is_no_f() -> None:
    assert bcubed_f(np.empty(0, np.intp), np.empty(0, np.intp)) is None
