"""The benchmark of searches, small: people are found in the library that it makes."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from tests.benchmarks.loading import loaded

FACES = 600


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("scale") / "library"
    loaded("find_scale_make").make(folder, FACES)
    return folder


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    return loaded("find_scale")


def test_the_library_has_as_many_faces_as_asked_and_a_third_of_them_alone(library: Path) -> None:
    with closing(sqlite3.connect(library / "catalog.db")) as database:
        faces, alone = database.execute("SELECT count(*), sum(person IS NULL) FROM face").fetchone()
    assert faces == FACES
    assert 0.25 < alone / faces < 0.35


def test_it_reports_what_it_found_and_how_long_that_took(
    benchmark: ModuleType, library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for part in ("prepare", "search"):
        words = ["--only", part, "--library", str(library), "--searches", "60"]
        assert benchmark.main(words) == 0
    prepared, searched = map(json.loads, capsys.readouterr().out.splitlines())

    assert prepared["votes"] > 50
    assert searched["searches"] == 59
    assert searched["found"] > 25  # of 29
    assert searched["alarms"] <= 3
    assert 0 < searched["median_milliseconds"] <= searched["worst_milliseconds"]
    assert searched["most"] >= searched["resident"] > searched["own"] > 0
