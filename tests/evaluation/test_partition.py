from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics.cluster import pair_confusion_matrix

from likeness.evaluation import partition
from likeness.evaluation.estimate import Estimate
from likeness.evaluation.partition import (
    PartitionScores,
    score,
    with_alone,
)

Labels = NDArray[np.intp]

few = st.integers(0, 5)
two_labellings = st.lists(st.tuples(few, few), min_size=1, max_size=30).map(
    lambda rows: (np.array([a for a, _ in rows]), np.array([b for _, b in rows]))
)


def judge(people: Labels, groups: Labels, faces: int | None = None) -> PartitionScores:
    return score(people, groups, seed=1, replicates=50, faces=faces)


def figures(scores: PartitionScores) -> list[float | None]:
    return [
        scores.bcubed_precision.value,
        scores.bcubed_recall.value,
        scores.bcubed_f.value,
        scores.pairwise_precision.value,
        scores.pairwise_recall.value,
        scores.pairwise_f.value,
    ]


# ---------------------------------------------------------------- definitions


@settings(max_examples=100, deadline=None)
@given(two_labellings)
def test_pairs_agree_with_scikit_learn(labels: tuple[Labels, Labels]) -> None:
    groups, people = labels
    (_, wrong), (missing, right) = pair_confusion_matrix(people, groups).tolist()
    scores = judge(people, groups)
    for estimate, whole in (
        (scores.pairwise_precision, right + wrong),
        (scores.pairwise_recall, right + missing),
    ):
        if whole:
            assert estimate.value == pytest.approx(right / whole, abs=1e-9)
        else:
            assert estimate.value is None
            assert estimate.note


def test_a_textbook_example_comes_out_as_in_the_book() -> None:
    # Amigo et al. 2009 count like this: groups aab, bb of people a, a, b and b, b.
    people, groups = np.array([0, 0, 1, 1, 1]), np.array([0, 0, 0, 1, 1])
    scores = judge(people, groups)
    assert scores.bcubed_precision.value == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert scores.bcubed_recall.value == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert scores.pairwise_precision.value == pytest.approx(2 / 4)
    assert scores.pairwise_recall.value == pytest.approx(2 / 4)


# ---------------------------------------------------------------- invariants


@settings(max_examples=60, deadline=None)
@given(two_labellings, st.permutations(range(6)), st.permutations(range(6)))
def test_names_of_groups_and_people_do_not_matter(
    labels: tuple[Labels, Labels], groups_as: list[int], people_as: list[int]
) -> None:
    groups, people = labels
    renamed = judge(np.array(people_as)[people], np.array(groups_as)[groups] - 3)
    for got, expected in zip(figures(renamed), figures(judge(people, groups)), strict=True):
        assert got == (None if expected is None else pytest.approx(expected, abs=1e-12))


@settings(max_examples=60, deadline=None)
@given(two_labellings)
def test_precision_of_one_is_recall_of_the_other(labels: tuple[Labels, Labels]) -> None:
    groups, people = labels
    there, back = judge(people, groups), judge(groups, people)
    assert there.bcubed_precision.value == pytest.approx(back.bcubed_recall.value)
    assert there.bcubed_f.value == pytest.approx(back.bcubed_f.value)
    assert there.pairwise_precision.value == pytest.approx(back.pairwise_recall.value)


def test_the_true_people_are_perfect() -> None:
    people = np.array([3, 3, 1, 1, 1, 7])
    scores = judge(people, people)
    assert figures(scores) == [pytest.approx(1.0)] * 6
    assert (scores.people, scores.findable, scores.groups, scores.singletons) == (3, 2, 2, 1)
    assert scores.closeness == 1
    assert scores.bcubed_f.high == 1
    assert scores.bcubed_f.low is not None
    assert 0 < scores.bcubed_f.low < 1  # three people prove little


def test_the_same_seed_gives_the_same_interval_around_the_figure() -> None:
    rng = np.random.default_rng(3)
    people = np.repeat(np.arange(80), 8)
    groups = np.where(rng.random(640) < 0.2, rng.integers(0, 80, 640), people)
    first, again = judge(people, groups), judge(people, groups)
    assert first == again
    estimate = first.bcubed_f
    assert estimate.value is not None
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.low < estimate.value < estimate.high
    other = score(people, groups, seed=2, replicates=50)
    assert other.bcubed_f.value == estimate.value
    assert other.bcubed_f.low != estimate.low


# ---------------------------------------------------------------- everything counts


def test_a_missed_photo_and_a_face_of_nobody_are_groups_of_their_own() -> None:
    groups = with_alone(np.array([7, 7, 0, 0, 7]), np.array([0, 0, 1, 1, 0], np.bool_), 2)
    assert groups.tolist() == [0, 0, 1, 2, 0, 3, 4]


def test_faces_stay_together_where_nobody_is_unassigned() -> None:
    assert with_alone(np.array([5, -1, 5])).tolist() == [0, 1, 0]
    assert with_alone(np.empty(0, np.intp), None, 3).tolist() == [0, 1, 2]


def test_finding_fewer_faces_never_looks_better() -> None:
    people = np.repeat([0, 1], 4)
    seen = judge(people, people)
    blind = judge(people, with_alone(people[:6], None, 2), faces=6)
    assert seen.bcubed_recall.value == 1
    assert blind.bcubed_recall.value is not None
    assert blind.bcubed_recall.value < 1
    assert blind.bcubed_precision.value == 1
    assert (blind.faces, blind.photos, blind.coverage) == (6, 8, 0.75)
    assert (blind.groups, blind.singletons) == (2, 0)


def test_figures_of_some_photos_are_judged_in_the_company_of_all() -> None:
    people, groups = np.array([0, 0, 0, 0, 1, 1]), np.array([0, 0, 0, 1, 1, 1])
    turned = np.array([0, 0, 0, 1, 1, 0], np.bool_)
    scores = score(people, groups, seed=1, replicates=50, judged=turned)
    assert scores.bcubed_precision.value == pytest.approx((1 / 3 + 2 / 3) / 2)
    assert scores.bcubed_recall.value == pytest.approx((1 / 4 + 1) / 2)
    assert (scores.photos, scores.people, scores.groups) == (2, 2, 1)


# ---------------------------------------------------------------- little to judge by


def stated(scores: PartitionScores) -> list[Estimate]:
    return [
        scores.bcubed_precision,
        scores.bcubed_recall,
        scores.bcubed_f,
        scores.pairwise_precision,
        scores.pairwise_recall,
        scores.pairwise_f,
    ]


@pytest.mark.parametrize(
    ("people", "groups", "faces"),
    [
        ([0, 0, 0], [0, 0, 1], 3),  # one person
        ([0, 1, 2], [0, 1, 2], 3),  # one photo each, all alone
        ([0, 1, 2], [0, 0, 0], 3),  # one photo each, all together
        ([0, 0, 1], [0, 1, 2], 0),  # all photos missed
        ([0], [0], 1),
        ([], [], 0),
    ],
)
def test_little_to_judge_by_gives_figures_or_notes_but_never_nan(
    people: list[int], groups: list[int], faces: int
) -> None:
    scores = judge(np.array(people, np.intp), np.array(groups, np.intp), faces)
    for estimate in stated(scores):
        numbers = (estimate.value, estimate.low, estimate.high)
        assert not any(number is not None and math.isnan(number) for number in numbers)
        assert (estimate.value is None) <= bool(estimate.note)
    assert scores.photos == len(people)


def test_one_photo_each_and_all_alone_has_no_pairs_but_perfect_bcubed() -> None:
    scores = judge(np.arange(4), np.arange(4))
    assert [e.value for e in stated(scores)] == [1, 1, 1, None, None, None]
    assert scores.closeness is None
    assert scores.singletons == 4


def test_pairs_that_are_not_there_cannot_be_found() -> None:
    scores = judge(np.arange(4), np.zeros(4, np.intp))
    assert scores.pairwise_precision.value == 0
    assert scores.pairwise_recall == Estimate.missing(partition.NO_SAME)
    assert scores.pairwise_f.value == 0


def test_fewer_than_no_photos_cannot_be_missed() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        with_alone(np.zeros(2, np.intp), None, -1)
