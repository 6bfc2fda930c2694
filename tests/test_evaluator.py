"""What an evaluator is asked must make sense, and what it keeps must not come in its own way."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from likeness import Evaluator, assembly
from likeness.blobs.base import crop_key
from likeness.errors import UsageError
from likeness.evaluation.report.model import Report
from likeness.types import EvaluationOptions
from likeness.workflows.evaluate import grid as grids
from likeness.workflows.evaluate.dataset import read_dataset
from likeness.workflows.evaluate.subject import Subject


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"metric": "foo"}, "No metric 'foo'. Known metrics: cosine, euclidean"),
        ({"pairs": 0}, "from one on, or all of them with None, not 0"),
        ({"pairs": -1}, "not -1"),
        ({"seed": -1}, "from 0 to 4294967295, not -1"),
        ({"seed": 2**32}, "from 0 to 4294967295, not 4294967296"),
    ],
)
@pytest.mark.parametrize("question", ["accuracy", "grid"])
def test_options_that_make_no_sense_are_refused_before_anything_is_computed(
    tmp_path: Path, people_folder: Path, question: str, options: dict[str, Any], message: str
) -> None:
    with (
        Evaluator.open(tmp_path / "cache") as evaluator,
        pytest.raises(UsageError, match=message),
    ):
        getattr(evaluator, question)(people_folder, options=EvaluationOptions(**options))

    assert list(tmp_path.iterdir()) == []


def test_the_largest_seed_is_a_seed(evaluator: Evaluator, people_folder: Path) -> None:
    options = EvaluationOptions(seed=2**32 - 1, pairs=1)

    assert evaluator.accuracy(people_folder, options=options).figures["seed"] == 2**32 - 1


def test_a_cache_inside_the_data_set_is_refused(people_folder: Path, tmp_path: Path) -> None:
    dataset = shutil.copytree(people_folder / "4000", tmp_path / "people" / "4000").parent
    (tmp_path / "link").symlink_to(dataset)

    for cache in (dataset / "cache", tmp_path / "link" / "cache"):
        with (
            Evaluator.open(cache) as evaluator,
            pytest.raises(UsageError, match=r"cache .* lies inside the data set"),
        ):
            evaluator.map(dataset, out=tmp_path / "report")

    assert [entry.name for entry in dataset.iterdir()] == ["4000"]
    assert not (tmp_path / "report").exists()


def test_a_lost_crop_is_left_out_of_the_report(people_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(people_folder / "4000" / "makeup", tmp_path / "few" / "4000")
    parts = assembly.open_engine(tmp_path / "cache", Evaluator.open(tmp_path / "cache").settings)
    try:
        subject = Subject.of(parts, read_dataset(tmp_path / "few"), EvaluationOptions())
        kept, lost = subject.gathered.ids
        parts.blobs.delete(crop_key(lost))

        assert subject.crop(kept) is not None
        assert subject.crop(lost) is None
    finally:
        parts.close()


def test_what_is_named_twice_is_measured_once_in_the_order_of_the_names(
    evaluator: Evaluator, people_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[tuple[str, str]] = []
    measure = grids.measure_grid

    def noted(subjects: Sequence[Subject], *, metrics: Any) -> Report:
        measured.extend(subject.names for subject in subjects)
        return measure(subjects, metrics=metrics)

    monkeypatch.setattr(grids, "measure_grid", noted)
    evaluator.grid(
        people_folder,
        models=("dlib-one-view", "dlib", "dlib-one-view"),
        detectors=("mtcnn", "mtcnn"),
        metrics=("cosine", "cosine"),
        options=EvaluationOptions(pairs=20),
    )

    assert measured == [("dlib-one-view", "mtcnn"), ("dlib", "mtcnn")]


def test_names_of_models_are_told_without_a_cache(tmp_path: Path) -> None:
    with Evaluator.open(tmp_path / "cache") as evaluator:
        assert evaluator.names("embed") == ("dlib", "dlib-one-view")
        assert evaluator.names("detect") == ("mtcnn",)

    assert list(tmp_path.iterdir()) == []


def test_a_home_that_nobody_has_is_a_folder_like_any_other(
    people_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIKENESS_LIBRARY", "~nosuch/library")

    with Evaluator.open("~nosuch/cache") as named:
        assert named.cache == tmp_path / "~nosuch" / "cache" / assembly.ENGINES
    monkeypatch.setenv("LIKENESS_CACHE", "~nosuch/other")
    with Evaluator.open() as usual:
        assert usual.cache == tmp_path / "~nosuch" / "other" / assembly.ENGINES
        found = usual.profile(people_folder / "4000", out="~nosuch/report")
    assert str(found.page).startswith(str(tmp_path / "~nosuch" / "report"))
