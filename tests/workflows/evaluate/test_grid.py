"""evaluate grid"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from likeness import Evaluator
from likeness.errors import UsageError
from likeness.evaluation.metrics import METRICS
from likeness.evaluation.roc import auc, roc
from likeness.types import EvaluationOptions
from likeness.workflows.evaluate.dataset import read_dataset
from likeness.workflows.evaluate.grid import WHOLE, measure_grid, metrics_named, shared_photos
from likeness.workflows.evaluate.subject import Subject


@pytest.fixture
def subjects(evaluator: Evaluator, people_folder: Path) -> list[Subject]:
    dataset = read_dataset(people_folder)
    return [
        Subject.of(evaluator._engine(None, model), dataset, EvaluationOptions(model=model))
        for model in ("dlib", "dlib-one-view")
    ]


def without_first(subject: Subject) -> Subject:
    """A subject whose detector missed the first photo."""
    kept = np.ones(len(subject.faces), np.bool_)
    kept[0] = False
    faces = subject.faces.where(kept)
    return replace(subject, gathered=replace(subject.gathered, faces=faces))


def test_only_photos_on_which_all_found_a_face_are_compared(subjects: list[Subject]) -> None:
    first = subjects[0].faces
    less = [subjects[0], without_first(subjects[1])]

    shared = shared_photos(less)

    assert len(shared.people) == len(first) - 1
    for subject, rows in zip(less, shared.rows, strict=True):
        assert [subject.faces.photos[row] for row in rows] == list(first.photos[1:])
        assert np.array_equal(subject.faces.people[rows], shared.people)


def test_every_cell_is_what_one_would_compute_by_hand(subjects: list[Subject]) -> None:
    report = measure_grid(subjects, metrics=METRICS)

    whole = [cell for cell in report.record["cells"] if cell["subset"] == WHOLE]
    assert [(cell["model"], cell["metric"]) for cell in whole] == [
        (model, metric) for model in ("dlib", "dlib-one-view") for metric in METRICS
    ]
    for cell in whole:
        if cell["metric"] != "cosine":
            continue
        faces = subjects[cell["model"] != "dlib"].faces
        left, right = np.triu_indices(len(faces), 1)
        apart = 1 - (faces.vectors @ faces.vectors.T)[left, right]
        same = faces.people[left] == faces.people[right]
        assert cell["auc"]["value"] == pytest.approx(auc(roc(apart, same)), abs=1e-6)


def test_metrics_that_order_pairs_alike_have_one_auc(subjects: list[Subject]) -> None:
    report = measure_grid(subjects[:1], metrics=("cosine", "euclidean_l2", "angular"))

    values = [cell["auc"]["value"] for cell in report.record["cells"] if cell["subset"] == WHOLE]
    assert values == pytest.approx([values[0]] * 3, abs=1e-6)
    assert not any(cell["best"] for cell in report.record["cells"])


def test_no_names_mean_all_metrics_and_wrong_ones_are_told() -> None:
    assert metrics_named(()) == METRICS
    assert metrics_named(("angular", "cosine")) == ("cosine", "angular")
    with pytest.raises(UsageError, match="Known metrics: cosine, euclidean"):
        metrics_named(("manhattan",))
