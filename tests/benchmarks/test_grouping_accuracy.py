"""The benchmark of grouping, small: groups are good, and it says so in JSON."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from tests.benchmarks.loading import loaded
from tests.grouping.crowd import centres, face, library, near, person


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    """Return the script as a module."""
    return loaded("grouping_accuracy")


def test_few_photos_are_grouped_well(
    benchmark: ModuleType,
    photos: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Twelve photos of six people, as they are and degraded, whatever their order."""
    monkeypatch.setattr(benchmark, "SHUFFLES", 2)
    monkeypatch.setattr(benchmark, "FEW", 6)
    benchmark.main(["--photos", str(photos), "--small"])
    plain, poor = json.loads(capsys.readouterr().out.splitlines()[-1])["rows"]
    assert plain["photos"] == poor["photos"] == 36
    assert plain["f"] > 0.85
    assert plain["precision"] > 0.9
    assert poor["f"] < plain["f"]
    assert plain["shuffles_differ"] == poor["shuffles_differ"] == 0


def test_a_photo_without_a_face_counts_alone(benchmark: ModuleType) -> None:
    """Two of three photos of a person are found together: F is that of a piece and a loner."""
    shown = benchmark.Shown(
        faces=library(centres(2).astype(np.float32)), files=("a", "b"), photos=("a", "b", "c")
    )
    people = dict.fromkeys("abc", "anna")
    score, precision = benchmark.scored(shown, np.array([0, 0]), people)
    assert precision == 1
    recall = (2 / 3 + 2 / 3 + 1 / 3) / 3
    assert score == pytest.approx(2 * recall / (1 + recall))


def test_faces_of_one_photo_are_counted_where_they_are_one_person(
    benchmark: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The count is of pairs, and of nobody's faces there are none."""
    faces = library([near(each, 0.1, 1) for each in centres(3)], photos=[0, 0, 0])
    assert benchmark.violations(faces) == 0
    owners = {face(0): person(0), face(1): person(0), face(2): None}
    monkeypatch.setattr(benchmark, "grouped", lambda _: owners)
    assert benchmark.violations(faces) == 1
