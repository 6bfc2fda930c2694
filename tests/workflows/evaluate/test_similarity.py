"""evaluate similarity"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from likeness import Evaluator
from likeness.errors import EvaluationError, ExportError
from likeness.evaluation.report.model import HeatMap
from likeness.types import EvaluationOptions
from likeness.workflows.evaluate import similarity
from likeness.workflows.evaluate.dataset import read_dataset
from likeness.workflows.evaluate.output import Output
from likeness.workflows.evaluate.similarity import measure_similarity, write_similarity
from likeness.workflows.evaluate.subject import Subject


@pytest.fixture
def subject(evaluator: Evaluator, people_folder: Path) -> Subject:
    return Subject.of(evaluator._engine(), read_dataset(people_folder), EvaluationOptions())


def test_means_have_intervals_over_all_and_by_group(subject: Subject) -> None:
    report, matrix = measure_similarity(subject)

    record = report.record
    off = ~np.eye(len(matrix.names), dtype=bool)
    assert record["between"]["value"] == pytest.approx(matrix.values[off].mean(), abs=1e-9)
    assert record["within"]["value"] == pytest.approx(np.nanmean(matrix.values[~off]), abs=1e-9)
    for means in (record, *record["groups"]):
        assert set(means["within"]) >= {"value", "low", "high"}
        assert set(means["between"]) >= {"value", "low", "high"}
    assert record["between"]["low"] < record["between"]["value"] < record["between"]["high"]
    assert "intervals" in record


def test_a_crowd_is_drawn_in_part_and_written_whole(
    subject: Subject, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole, everybody = measure_similarity(subject)
    monkeypatch.setattr(similarity, "DRAWN", 3)
    report, matrix = measure_similarity(subject, order="likeness")

    counts = np.bincount(subject.faces.people)
    names = sorted(subject.faces.names, key=lambda name: (-counts[int(name) - 4000], name))[:3]
    (block,) = report.sections[0].blocks
    assert isinstance(block, HeatMap)
    assert set(block.names) == set(report.record["names"]) == set(names)
    assert np.array(report.record["values"], float).shape == (3, 3)
    assert report.record["between"] == whole.record["between"]
    assert any("hold the 3 of 5 people" in said for said in report.warnings)
    assert not any("people of whom" in said for said in whole.warnings)

    output = Output(tmp_path / "out", dataset=tmp_path / "elsewhere")
    write_similarity(output, matrix, subject)
    (file,) = output.files
    with file.open(newline="") as opened:
        header, *rows = csv.reader(opened)
    assert header == ["", *everybody.names]
    assert len(rows) == 5
    assert [each.name for each in output.folder.iterdir()] == [file.name]


def test_too_many_people_are_refused_before_anything_is_compared(
    subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similarity, "MOST_PEOPLE", 4)
    monkeypatch.setattr(similarity, "compared", None)
    with pytest.raises(EvaluationError, match=r"5 people are too many.*at most 4 are.*accuracy"):
        measure_similarity(subject)


def test_a_table_that_cannot_be_written_is_told_and_leaves_nothing(
    subject: Subject, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _, matrix = measure_similarity(subject)
    output = Output(tmp_path / "out", dataset=tmp_path / "elsewhere")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(similarity, "csv_lines", full)
    with pytest.raises(ExportError, match="cannot be written: No space left on device"):
        write_similarity(output, matrix, subject)
    assert list(output.folder.iterdir()) == []
    assert output.files == []


def test_one_person_without_a_face_is_told_in_the_singular(subject: Subject) -> None:
    faces = replace(subject.faces, names=(*subject.faces.names, "Zoe"))
    one = replace(subject, gathered=replace(subject.gathered, faces=faces))
    report, _ = measure_similarity(one)
    assert "No face was found of 1 person: Zoe" in report.warnings
