"""evaluate identify"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from likeness import Evaluator
from likeness.evaluation.bands import Band
from likeness.evaluation.openset import run_trials
from likeness.types import EvaluationOptions
from likeness.workflows.evaluate.dataset import read_dataset
from likeness.workflows.evaluate.identify import measure_identify, probes_in
from likeness.workflows.evaluate.searcher import Searcher
from likeness.workflows.evaluate.subject import Subject


def test_a_group_keeps_its_probes_and_everybodys_galleries(
    evaluator: Evaluator, people_folder: Path
) -> None:
    subject = Subject.of(evaluator._engine(), read_dataset(people_folder), EvaluationOptions())
    faces = subject.faces
    mask = np.array([subset == "makeup" for subset in faces.subsets])
    trials = run_trials(faces, Searcher(), seed=0)

    part = probes_in(trials, Band(kind="subset", label="makeup", mask=mask))

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

    assert set(record) >= {"likeness", "nearest template", "groups", "intervals"}
    assert record["likeness"]["samples"] == 2
    assert record["likeness"]["strangers"] > 0
    assert [each["answer"] for each in record["likeness"]["answers"]] == [
        "found",
        "unsure",
        "absent",
    ]
