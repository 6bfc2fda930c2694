"""Candidates are given what today's ways are given, and keep the same rules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from likeness import Evaluator
from likeness.evaluation.openset import open_set, run_trials
from likeness.types import EvaluationOptions
from likeness.workflows.evaluate import candidates
from likeness.workflows.evaluate.candidates import CalibratedSearcher, candidate_groups
from likeness.workflows.evaluate.dataset import read_dataset
from likeness.workflows.evaluate.subject import Subject


@pytest.fixture
def subject(evaluator: Evaluator, people_folder: Path) -> Subject:
    return Subject.of(evaluator._engine(), read_dataset(people_folder), EvaluationOptions())


def test_two_faces_of_one_photo_are_two_people(subject: Subject) -> None:
    every = subject.gathered.every
    apart = replace(every, photos=(every.photos[0],) * 2 + every.photos[2:])

    groups = candidate_groups(every), candidate_groups(apart)

    assert groups[0] is not None
    assert groups[1] is not None
    assert len(groups[0]) == len(every.ids)
    assert groups[1][0] != groups[1][1]


def test_too_many_faces_are_left_to_others(
    subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "MOST_GROUPED", 3)

    assert candidate_groups(subject.gathered.every) is None


def test_every_search_states_a_probability(subject: Subject) -> None:
    trials = run_trials(subject.faces, CalibratedSearcher(), samples=2, seed=0, splits=4)

    assert trials.probabilities is not None
    assert ((trials.probabilities >= 0) & (trials.probabilities <= 1)).all()
    found = open_set(trials, seed=0)
    assert found.reliability is not None
    assert np.mean(trials.probabilities[trials.right]) > np.mean(
        trials.probabilities[~trials.right]
    )
