"""evaluate map"""

from __future__ import annotations

from pathlib import Path

import pytest

from likeness import Evaluator
from likeness.types import EvaluationOptions
from likeness.workflows.evaluate.dataset import read_dataset
from likeness.workflows.evaluate.embedding_map import measure_map, method_of
from likeness.workflows.evaluate.subject import Subject


def test_the_record_says_how_the_map_was_made(evaluator: Evaluator, people_folder: Path) -> None:
    subject = Subject.of(evaluator._engine(), read_dataset(people_folder), EvaluationOptions())

    record = measure_map(subject).record

    assert record["method"] == "t-SNE"
    assert record["perplexity"] == pytest.approx((len(subject.faces) - 1) / 3)


def test_so_few_faces_that_there_are_no_neighbourhoods_have_no_perplexity() -> None:
    assert method_of(3) == {"method": "principal components", "perplexity": None}
