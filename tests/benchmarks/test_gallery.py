"""The gallery, small: one set of few faces, all pictures, a page and a table."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

from likeness import Library
from likeness.types import AverageOf
from likeness.workflows.average import make
from tests.benchmarks.loading import loaded

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
GOOD = {"eyes": 1.0, "mouth": 0.8, "likeness": 0.95}


@pytest.fixture(autouse=True)
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))  # where the files of a benchmark find each other


@pytest.fixture
def few(photos: Path, tmp_path: Path) -> Path:
    """Folders as the gallery wants them, with one photo of six people."""
    for name in ("digiface", "pairs", "scenes", "trip", "drama"):
        (tmp_path / "photos" / name).mkdir(parents=True)
    shutil.copy(photos / "scenes" / "t1.jpg", tmp_path / "photos" / "scenes")
    return tmp_path / "photos"


def test_a_set_is_drawn_by_every_method_and_measured(
    few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "gallery"
    loaded("gallery").main(["t1", "--photos", str(few), "--output", str(output)])

    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    (row,) = found["rows"]
    assert row["faces"] == 6
    assert list(row["methods"]) == ["similarity", "delaunay", "tps", "likeness"]
    assert row["methods"]["likeness"]["eyes"] > row["methods"]["tps"]["eyes"]
    with Image.open(output / "t1.png") as picture:
        assert picture.size == (4 * row["side"], row["side"])
    assert '<img src="t1.png"' in (output / "index.html").read_text()


def test_what_is_not_as_asked_is_said() -> None:
    faults = loaded("gallery").faults
    methods = {"tps": GOOD, "likeness": GOOD}

    assert list(faults(methods)) == []
    (soft,) = faults(methods | {"likeness": GOOD | {"eyes": 0.5}})
    assert "eyes 0.50" in soft
    (far,) = faults(methods | {"likeness": GOOD | {"likeness": 0.93}})
    assert "0.930" in far
    (gone,) = faults(methods | {"likeness": GOOD | {"likeness": None}})
    assert "no face" in gone


def test_a_crowd_of_turned_faces_is_counted_but_does_not_shape_the_picture(
    few: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "library"
    with Library.open(folder) as library:
        library.add(few, group=False)
        true = {face.face for face in library.faces()}
    loaded("average_album").crowd(folder, 50)

    with Library.open(folder) as library:
        averaged = make.average(library._parts, AverageOf(), most=6)

    assert averaged.report.faces == 56
    assert {voice.key for voice in averaged.face.voices} <= true
