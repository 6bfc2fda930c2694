"""Evaluations that are asked for as jobs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from likeness import Library
from likeness.errors import UsageError
from likeness.types import Job
from likeness.workflows.jobs.kinds.evaluate import EvaluateArguments, folder_name, typed


@pytest.fixture
def library(empty: Library, evaluation_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library whose workers find what was computed of the people's photos."""
    monkeypatch.setenv("LIKENESS_CACHE", str(evaluation_cache))
    return empty


def measured(library: Library, **arguments: Any) -> Job:
    job = library.jobs.ask("evaluate", arguments)
    library.work(once=True)
    return library.jobs.get(job.job)


def test_a_report_lies_where_reports_are_looked_for_and_says_how_to_make_it_again(
    library: Library, people_folder: Path
) -> None:
    job = measured(library, command="profile", dataset=str(people_folder), seed=3)

    assert job.state == "done", job.error
    assert job.result is not None
    (found,) = library.reports()
    assert (found.report, found.command) == (job.result["report"], "profile")
    assert [figure.label for figure in found.figures] == [
        label for label, _ in job.result["headlines"]
    ]
    with library.report_file(found.report, "profile.json") as file:
        told = json.loads(file.file.read())
    assert told["typed"] == f"likeness evaluate profile {people_folder} --seed 3"
    assert told["record"]["seed"] == 3


def test_what_is_measured_by_hand_and_by_a_worker_is_the_same(
    library: Library, evaluator: Any, people_folder: Path
) -> None:
    by_hand = evaluator.accuracy(people_folder)
    measured(library, command="accuracy", dataset=str(people_folder))

    (found,) = library.reports()
    assert [(figure.label, figure.words) for figure in found.figures] == list(by_hand.headlines)


def test_a_data_set_without_labels_fails_in_one_sentence(library: Library, tmp_path: Path) -> None:
    (tmp_path / "empty set").mkdir()

    job = measured(library, command="map", dataset=str(tmp_path / "empty set"))

    assert job.state == "failed"
    assert job.error is not None
    assert "\n" not in job.error
    assert library.reports() == []


def test_a_data_set_that_holds_the_cache_is_refused(
    library: Library, people_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = tmp_path / "people"
    dataset.mkdir()
    for photo in sorted(people_folder.rglob("*.png"))[:2]:
        (dataset / photo.stem).mkdir()
        (dataset / photo.stem / photo.name).write_bytes(photo.read_bytes())
    monkeypatch.setenv("LIKENESS_CACHE", str(dataset / "cache"))

    job = measured(library, command="map", dataset=str(dataset))

    assert job.error is not None
    assert "cache lies inside the data set" in job.error


def test_models_are_known_before_anybody_measures(library: Library, people_folder: Path) -> None:
    for wrong in ({"model": "mtcnn"}, {"detector": "dlib"}, {"model": "none"}):
        with pytest.raises(UsageError):
            library.jobs.ask("evaluate", {"command": "map", "dataset": str(people_folder), **wrong})


def test_one_question_has_one_folder_and_another_question_another() -> None:
    def folder(**changed: Any) -> str:
        told = {"command": "map", "dataset": "/photos/Labelled Faces!", **changed}
        return folder_name(EvaluateArguments(**told))

    assert folder() == folder(command="accuracy")
    assert folder().startswith("Labelled-Faces-")
    assert len({folder(), folder(seed=1), folder(model="x"), folder(dataset="/b/Labelled")}) == 4
    assert folder(dataset="/사진").startswith("dataset-")
    assert len(folder(dataset="/" + "a" * 250)) < 100


def test_a_path_with_spaces_is_quoted_in_the_command() -> None:
    arguments = EvaluateArguments(command="accuracy", dataset="/a b", pairs=40, metric="angular")

    assert typed(arguments) == "likeness evaluate accuracy '/a b' --metric angular --pairs 40"
