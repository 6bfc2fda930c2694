"""evaluate identify"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from likeness import Evaluator
from likeness.evaluation.bands import Band
from likeness.evaluation.estimate import Estimate
from likeness.evaluation.openset import NearestIdentifier, open_set, run_trials
from likeness.types import EvaluationOptions
from likeness.workflows.evaluate.dataset import read_dataset
from likeness.workflows.evaluate.identify import (
    curve_of,
    found_in,
    headlines,
    in_points,
    measure_identify,
    percentage,
    probes_in,
    record_of,
    splits_for,
)
from likeness.workflows.evaluate.searcher import Searcher
from likeness.workflows.evaluate.subject import Subject
from tests.evaluation.crowds import crowd


def test_a_group_keeps_its_probes_and_everybodys_galleries(
    evaluator: Evaluator, people_folder: Path
) -> None:
    subject = Subject.of(evaluator._engine(), read_dataset(people_folder), EvaluationOptions())
    faces = subject.faces
    mask = np.array([subset == "makeup" for subset in faces.subsets])
    trials = run_trials(faces, Searcher(), seed=0)

    part = probes_in(trials, Band(kind="age", label="any", mask=mask), faces)

    assert 0 < len(part) < len(trials)
    assert mask[part.probes].all()
    assert part.enrolled == trials.enrolled
    assert not part.missed.any()
    assert len(part) == int(mask[trials.probes].sum())


def test_the_report_speaks_of_strangers_and_of_groups(
    evaluator: Evaluator, people_folder: Path
) -> None:
    subject = Subject.of(evaluator._engine(), read_dataset(people_folder), EvaluationOptions())

    record = measure_identify(subject, samples=2).record

    assert set(record) >= {"likeness", "nearest_template", "groups", "intervals"}
    assert record["likeness"]["samples"] == 2
    assert record["likeness"]["strangers"] > 0
    assert [each["answer"] for each in record["likeness"]["answers"]] == [
        "found",
        "unsure",
        "absent",
    ]


# ---------------------------------------------------------------- photos without a face


def test_missed_photos_of_a_sub_folder_count_where_their_person_was_enrolled() -> None:
    faces = replace(
        crowd([6, 6, 6, 6, 6, 2]),
        missed_people=np.array([0, 0, 0, 1, 2, 5]),
        missed_photos=tuple("abcdef"),
        missed_subsets=("dark", "dark", "", "dark", "", "dark"),
    )
    trials = run_trials(faces, NearestIdentifier(), seed=0, splits=7)
    dark = np.array([subset == "dark" for subset in faces.missed_subsets])
    band = Band(kind="subset", label="dark", mask=np.arange(len(faces)) % 2 == 0, missed=dark)

    part = probes_in(trials, band, faces)

    splits = [
        len({int(trials.splits[row]) for row in np.flatnonzero(trials.mated & own)})
        for own in (trials.people == person for person in range(6))
    ]
    assert part.missed.tolist() == [2 * splits[0], splits[1], 0, 0, 0, 0]
    found = found_in(trials, band, faces, seed=0)
    right = int((trials.right & band.mask[trials.probes]).sum())
    assert found.rank1_with_missed.value == pytest.approx(
        right / (found.mated + int(part.missed.sum())), abs=1e-9
    )


def test_of_a_group_whose_missed_photos_are_not_known_no_such_figure_is_given() -> None:
    faces = replace(
        crowd([6] * 5),
        missed_people=np.array([0]),
        missed_photos=("a",),
        missed_subsets=("",),
    )
    trials = run_trials(faces, Searcher(), seed=0)
    band = Band(kind="pose", label="profile", mask=np.arange(len(faces)) % 2 == 0)

    found = found_in(trials, band, faces, seed=0)
    record = record_of(band, found)

    assert found.rank1.value is not None
    assert found.decided is not None
    for each in (
        found.rank1_with_missed,
        found.decided.with_missed,
        *(rate.with_missed for rate in found.dir),
    ):
        assert each == Estimate.missing("Not known for this group.")
    assert record["missed"] is None


# ---------------------------------------------------------------- splits, words and the curve


@pytest.mark.parametrize(
    ("faces", "splits"), [(0, 100), (50, 100), (4_000, 50), (20_000, 10), (1_000_000, 10)]
)
def test_as_many_splits_are_tried_as_are_cheap(faces: int, splits: int) -> None:
    assert splits_for(faces) == splits


def test_the_report_tries_many_splits_and_says_how_to_read_its_intervals(
    evaluator: Evaluator, people_folder: Path
) -> None:
    subject = Subject.of(evaluator._engine(), read_dataset(people_folder), EvaluationOptions())

    report = measure_identify(subject, samples=2)

    assert report.record["likeness"]["splits"] == 100
    text = report.sections[0].text
    assert "In each of 100 splits 2 people were enrolled with 2 photos each" in text
    assert "Intervals hold the galleries as they were drawn" in text
    words = [section.text for section in report.sections]
    words += [headline.label for headline in report.headlines]
    assert "`" not in " ".join(words)
    assert "Found by “find”" in words


def test_rank_1_says_among_how_many() -> None:
    trials = run_trials(crowd([6] * 6), Searcher(), seed=0)
    assert "among 3 people enrolled" in headlines(open_set(trials, seed=0))[0].help


@pytest.mark.parametrize(
    ("rate", "label"), [(0.001, "0.1 %"), (0.01, "1 %"), (0.07, "7 %"), (0.1, "10 %")]
)
def test_rates_are_labelled_as_short_as_they_are(rate: float, label: str) -> None:
    assert percentage(rate) == label


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (
            Estimate(value=-0.039, low=-0.114, high=0.036),
            "\u22123.9 percentage points (\u221211.4 to 3.6).",
        ),
        (Estimate(value=-0.0001), "0.0 percentage points."),
        (Estimate(value=0.5, note="No interval."), "50.0 percentage points. No interval."),
        (Estimate.missing("Too few."), "Too few."),
    ],
)
def test_a_difference_of_shares_is_in_percentage_points(difference: Estimate, words: str) -> None:
    assert in_points(difference) == words


def test_the_curve_begins_where_one_stranger_is_one_too_many() -> None:
    faces = crowd([5] * 8)
    found = open_set(run_trials(faces, NearestIdentifier(), seed=0, splits=20), seed=0)
    assert found.curve is not None
    line = curve_of("x", found)
    assert line is not None
    assert found.curve.fpir[0] == 0
    drawn = np.asarray(line.far)
    assert drawn.min() >= 1 / found.stranger_faces - 1e-9
    assert drawn.tolist() == [
        rate for rate in found.curve.fpir.tolist() if rate >= 1 / found.stranger_faces - 1e-9
    ]
