"""evaluate grouping"""

from __future__ import annotations

import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from likeness import Evaluator
from likeness.evaluation.report.model import FacePairs
from likeness.grouping.clustering import group
from likeness.types import EvaluationOptions
from likeness.workflows.evaluate import grouping
from likeness.workflows.evaluate.dataset import read_dataset
from likeness.workflows.evaluate.grouping import (
    OURS,
    Scored,
    false_match_rate,
    groups_of,
    label_of,
    measure_grouping,
    members,
    mistakes,
    scored_ours,
    truth_of,
    worst_merges,
    worst_splits,
)
from likeness.workflows.evaluate.subject import Subject

LIMIT = 0.39


@pytest.fixture
def subject(evaluator: Evaluator, people_folder: Path) -> Subject:
    return Subject.of(evaluator._engine(), read_dataset(people_folder), EvaluationOptions())


def test_groups_are_those_that_the_library_makes(subject: Subject, people_folder: Path) -> None:
    groups = groups_of(subject.gathered.every, group(subject.gathered.every))

    parts = subject.parts
    with parts.catalog.running("group"):
        from likeness.workflows.group import group as group_library

        group_library(parts, again=True)
    standing = parts.catalog.grouping_faces(parts.contract)
    persons = dict(zip(standing.ids, standing.persons, strict=True))
    for one, face in enumerate(subject.gathered.every.ids):
        for other, second in enumerate(subject.gathered.every.ids[:one]):
            together = persons[face] is not None and persons[face] == persons[second]
            assert (groups[one] == groups[other]) == together


def test_perfect_groups_are_scored_as_perfect_except_for_missed_photos(subject: Subject) -> None:
    truth = truth_of(subject)
    groups = np.arange(1000, 1000 + len(subject.gathered.every.ids))
    groups[subject.gathered.rows] = subject.faces.people

    scores = scored_ours(subject, truth, groups).scores

    assert scores is not None
    assert scores.bcubed_precision.value == 1
    assert scores.photos == 25
    if subject.faces.missed_photos:
        assert scores.bcubed_recall.value < 1
    else:
        assert scores.bcubed_recall.value == 1


def test_the_report_has_all_methods_and_ours_first(subject: Subject) -> None:
    report = measure_grouping(subject)

    methods = [each["method"] for each in report.record["methods"]]
    assert methods[0] == OURS
    assert set(methods[1:]) == {
        "greedy first match",
        "complete linkage",
        "average linkage",
        "DBSCAN",
        "HDBSCAN",
        "Chinese Whispers",
    }
    assert all(
        each["rule"] in {"oracle", "published", "same false-match rate"}
        for each in report.record["methods"][1:]
    )
    assert not report.record["unlabelled_faces"]


def test_thresholds_published_for_dlib_are_not_used_for_other_models(subject: Subject) -> None:
    registry = subject.parts.registry
    assert {"dlib", "dlib-one-view"} <= set(registry.specs)

    report = measure_grouping(subject)

    rules = {each["rule"] for each in report.record["methods"]}
    assert "published" in rules
    assert "same false-match rate" in rules


def test_the_false_match_rate_is_a_share_of_pairs_of_different_people(subject: Subject) -> None:
    faces = subject.faces
    pairs = [
        np.linalg.norm(faces.vectors[a] - faces.vectors[b])
        for a in range(len(faces))
        for b in range(a)
        if faces.people[a] != faces.people[b]
    ]

    assert false_match_rate(subject, LIMIT) == pytest.approx(
        np.mean(np.array(pairs) <= LIMIT), abs=1e-9
    )


def test_without_different_people_there_is_no_false_match_rate(subject: Subject) -> None:
    faces = replace(subject.faces, people=np.zeros_like(subject.faces.people))
    alone = replace(subject, gathered=replace(subject.gathered, faces=faces))

    assert false_match_rate(alone, LIMIT) is None


# ---------------------------------------------------------------- mistakes


POINTS = np.eye(6, dtype=np.float32)
POINTS[1] = POINTS[0] * 0.8 + POINTS[1] * 0.6  # 0 and 1 are near, all others far apart
POINTS[3] = POINTS[2] * 0.6 + POINTS[3] * 0.8


def test_merges_are_pairs_of_people_in_one_group_nearest_first() -> None:
    groups = np.array([0, 0, 0, 0, 1, 1])
    people = np.array([0, 1, 0, 1, 2, 2])

    found = worst_merges(groups, people, POINTS)

    assert [(left, right) for left, right, _ in found] == [(0, 1)]
    assert found[0][2] == pytest.approx(np.sqrt(0.4), abs=1e-6)


def test_splits_are_pairs_of_groups_with_one_person_nearest_first() -> None:
    groups = np.array([0, 1, 2, 3, 4, 4])
    people = np.array([0, 0, 1, 1, 2, 2])

    found = worst_splits(groups, people, POINTS)

    assert [(left, right) for left, right, _ in found] == [(0, 1), (2, 3)]


def test_a_right_grouping_has_no_mistakes() -> None:
    people = np.array([0, 0, 1, 1, 2, 2])

    assert worst_merges(people, people, POINTS) == worst_splits(people, people, POINTS) == []


def test_members_are_rows_with_one_label() -> None:
    found = members(np.array([5, 7, 5, 9, 7, 5]))

    assert [rows.tolist() for rows in found] == [[0, 2, 5], [1, 4]]
    assert members(np.empty(0, np.intp)) == []


@pytest.mark.parametrize("seed", range(5))
def test_the_worst_are_those_of_looking_at_every_pair(seed: int) -> None:
    rng = np.random.default_rng(seed)
    groups, people = rng.integers(0, 5, 60), rng.integers(0, 5, 60)
    vectors = rng.standard_normal((60, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    for found, shared, labels in (
        (worst_merges(groups, people, vectors), groups, people),
        (worst_splits(groups, people, vectors), people, groups),
    ):
        nearest: dict[frozenset[int], tuple[float, int, int]] = {}
        for right in range(60):
            for left in range(right):
                couple = frozenset((int(labels[left]), int(labels[right])))
                if shared[left] == shared[right] and len(couple) == 2:
                    apart = float(np.linalg.norm(vectors[left] - vectors[right]))
                    here = (apart, left, right)
                    nearest[couple] = min(nearest.get(couple, here), here)
        best = sorted(nearest.values())[:12]
        assert [(left, right) for left, right, _ in found] == [each[1:] for each in best]
        assert [apart for _, _, apart in found] == pytest.approx(
            [each[0] for each in best], abs=1e-5
        )


def test_many_photos_of_many_people_take_a_moment_and_little_memory() -> None:
    rng = np.random.default_rng(0)
    people = np.repeat(np.arange(20), 400)
    groups = rng.integers(0, 40, len(people))
    vectors = rng.standard_normal((len(people), 128)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    start = time.process_time()
    assert len(worst_merges(groups, people, vectors)) == 12
    assert len(worst_splits(groups, people, vectors)) == 12
    assert time.process_time() - start < 2
    tracemalloc.start()
    try:
        worst_splits(groups, people, vectors)
        assert tracemalloc.get_traced_memory()[1] < 100e6
    finally:
        tracemalloc.stop()


def test_of_very_many_faces_a_sample_gives_the_false_match_rate(
    subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    n = 600
    rng = np.random.default_rng(0)
    vectors = (np.array([1, 0, 0, 0]) + 0.2 * rng.standard_normal((n, 4))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    faces = replace(subject.faces, people=np.arange(n) % 5, vectors=vectors, photos=("",) * n)
    many = replace(subject, gathered=replace(subject.gathered, faces=faces))
    whole = false_match_rate(many, LIMIT)
    monkeypatch.setattr(grouping, "MOST_FACES", 300)
    sampled = false_match_rate(many, LIMIT)

    assert whole is not None
    assert sampled != whole
    assert sampled == pytest.approx(whole, abs=0.05)
    assert sampled == false_match_rate(many, LIMIT)


@pytest.mark.parametrize(
    ("rule", "threshold", "label"),
    [
        ("published", 0.6, "Chinese Whispers, published 0.6"),
        ("oracle", 0.6, "Chinese Whispers, oracle"),
        ("same false-match rate", None, "Chinese Whispers, same FMR"),
    ],
)
def test_what_is_published_at_several_thresholds_is_told_apart(
    rule: str, threshold: float | None, label: str
) -> None:
    row = Scored(
        name="Chinese Whispers", rule=rule, threshold=threshold, space="", scores=None, note=""
    )
    assert label_of(row) == label


def test_mistakes_name_the_metric_of_their_distance(subject: Subject) -> None:
    everybody = np.zeros(len(subject.gathered.every.ids), np.intp)
    (pairs,) = mistakes(subject, everybody).blocks
    assert isinstance(pairs, FacePairs)
    assert all(pair.note.startswith("euclidean_l2 distance 0.") for pair in pairs.pairs)
