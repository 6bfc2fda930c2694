from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from likeness.evaluation.baselines import compare as module
from likeness.evaluation.baselines import distances, linkage
from likeness.evaluation.baselines.base import BASELINES
from likeness.evaluation.baselines.compare import Placed, Truth, compare, oracle
from likeness.evaluation.baselines.distances import false_match_rate
from likeness.evaluation.baselines.published import published_for
from likeness.evaluation.contingency import bcubed_f
from likeness.evaluation.partition import score
from tests.evaluation.baselines.crowd import crowd

NOBODY = np.empty(0, np.intp)


def truth(people: NDArray[np.intp], missed: list[int] | None = None) -> Truth:
    return Truth(people=people, missed_people=np.array(missed or [], np.intp))


def rows(placed: tuple[Placed, ...]) -> list[tuple[str, str]]:
    return [(row.baseline.name, row.rule) for row in placed]


@pytest.mark.parametrize("name", BASELINES)
def test_no_threshold_is_better_than_the_oracles(name: str) -> None:
    vectors, people = crowd(1, 60)
    known = truth(people, [0, 1, 1])
    thresholds = np.linspace(0.1, 1.2, 23).tolist()
    cut, groups = oracle(BASELINES[name], vectors, known, thresholds=thresholds, seed=2)
    everybody = np.concatenate([people, [0, 1, 1]])
    scores = []
    for threshold in thresholds:
        found = BASELINES[name].run(vectors, threshold, 2)
        alone = 1000 + np.arange(3)
        scores.append(bcubed_f(np.concatenate([found, alone]), everybody))
    assert cut == thresholds[int(np.argmax(scores))]
    assert known.f(groups) == pytest.approx(max(scores), abs=1e-12)


def test_of_equally_good_thresholds_the_smallest_is_taken() -> None:
    vectors, people = crowd(1, 30, people=3, spread=0.01, d=8)
    cut, _ = oracle(
        BASELINES["average"], vectors, truth(people), thresholds=[0.5, 0.3, 0.4], seed=0
    )
    assert cut == 0.3


def test_an_oracle_needs_something_to_choose_from() -> None:
    vectors, people = crowd(1, 5)
    with pytest.raises(ValueError, match="at least one"):
        oracle(BASELINES["average"], vectors, truth(people), thresholds=[], seed=0)


def test_each_is_placed_by_oracle_by_authors_or_by_false_match_rate() -> None:
    vectors, people = crowd(2, 60)
    placed = compare(
        {"euclidean_l2": vectors, "euclidean": 1.4 * vectors},
        truth(people, [0, 3]),
        published=published_for("dlib"),
        rate=0.05,
        seed=0,
    )
    assert rows(placed) == [
        ("greedy", "oracle"),
        ("greedy", "published"),
        ("greedy", "published"),
        ("complete", "oracle"),
        ("complete", "same false-match rate"),
        ("average", "oracle"),
        ("average", "same false-match rate"),
        ("dbscan", "oracle"),
        ("dbscan", "published"),
        ("hdbscan", "oracle"),
        ("hdbscan", "same false-match rate"),
        ("whispers", "oracle"),
        ("whispers", "published"),
        ("whispers", "published"),
    ]
    for row in placed:
        assert row.groups is not None
        assert row.groups.shape == (62,)
        assert (
            len(set(row.groups[60:].tolist()) | set(row.groups[:60].tolist()))
            == len(set(row.groups[:60].tolist())) + 2
        )
        assert bool(row.note) == (row.rule == "published")
        if row.rule == "same false-match rate":
            assert row.threshold is not None
            rate = false_match_rate(vectors, people, row.threshold)
            assert rate == pytest.approx(0.05, abs=1e-3)


def test_a_published_threshold_is_tried_in_its_own_space() -> None:
    vectors, people = crowd(2, 60)
    raw = vectors * np.linspace(1.3, 1.5, 60, dtype=np.float32)[:, None]
    placed = compare(
        {"euclidean_l2": vectors, "euclidean": raw},
        truth(people),
        published=published_for("dlib"),
        seed=0,
    )
    by_space = {
        row.space: row for row in placed if row.rule == "published" and row.groups is not None
    }
    whispers = BASELINES["whispers"].run(raw, 0.5, 0)
    groups = by_space["euclidean"].groups
    assert groups is not None
    assert bcubed_f(groups, whispers) == pytest.approx(1)


def test_without_raw_embeddings_their_thresholds_are_not_tried() -> None:
    vectors, people = crowd(2, 20)
    placed = compare(
        {"euclidean_l2": vectors}, truth(people), published=published_for("dlib"), seed=0
    )
    notes = {row.note for row in placed if row.space == "euclidean"}
    assert notes == {module.NO_EMBEDDING}


def test_bystanders_are_grouped_with_the_others_and_not_judged() -> None:
    vectors, people = crowd(2, 60)
    rows = np.arange(0, 60, 2)
    known = Truth(people=people[rows], missed_people=np.array([0]), rows=rows)
    placed = compare({"euclidean_l2": vectors}, known, thresholds=[0.6], seed=0)
    for row in placed:
        groups = row.baseline.run(vectors, 0.6, 0)[rows]
        assert row.groups is not None
        assert row.groups.shape == (31,)
        assert bcubed_f(row.groups[:30], groups) == pytest.approx(1)
        assert row.groups[30] not in row.groups[:30]
    matched = compare({"euclidean_l2": vectors}, known, rate=0.05, seed=0)
    cuts = [row.threshold for row in matched if row.rule == "same false-match rate"]
    assert cuts[0] is not None
    rate = false_match_rate(vectors[rows], people[rows], cuts[0])
    assert rate == pytest.approx(0.05, abs=5e-3)


def test_one_person_has_no_false_match_rate_to_match() -> None:
    vectors, _ = crowd(3, 20)
    placed = compare({"euclidean_l2": vectors}, truth(np.zeros(20, np.intp)), rate=0.01, seed=0)
    matched = [row for row in placed if row.rule == "same false-match rate"]
    assert {row.note for row in matched} == {module.NO_STRANGERS}
    assert all(row.groups is None for row in matched)
    assert all(row.groups is not None for row in placed if row.rule == "oracle")


def test_one_photo_each_is_best_left_alone() -> None:
    vectors, _ = crowd(3, 12)
    people = np.arange(12)
    for row in compare({"euclidean_l2": vectors}, truth(people), seed=0):
        assert row.groups is not None
        f = score(people, row.groups, seed=0, replicates=20).bcubed_f.value
        assert f is not None
        assert f > 0.9 or row.baseline.name == "hdbscan"  # which never leaves all alone


def test_without_any_face_there_is_a_note_for_each() -> None:
    placed = compare(
        {"euclidean_l2": np.empty((0, 8), np.float32), "euclidean": np.empty((0, 8), np.float32)},
        truth(NOBODY, [0, 0, 1]),
        published=published_for("dlib"),
        rate=0.1,
        seed=0,
    )
    assert {row.note for row in placed} == {module.NO_FACES}
    assert all(row.groups is None for row in placed)


def test_methods_for_which_there_are_too_many_faces_say_so_and_the_others_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(linkage, "MOST_FACES", 10)
    vectors, people = crowd(3, 20)
    placed = compare({"euclidean_l2": vectors}, truth(people), rate=0.05, seed=0)
    refused = {row.baseline.name for row in placed if row.groups is None}
    assert {"average", "complete"} <= refused
    assert "greedy" not in refused
    assert all("at most 10 faces" in row.note for row in placed if row.groups is None)
    assert distances.MOST_FACES > 5_000
