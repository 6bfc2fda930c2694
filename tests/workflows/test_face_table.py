"""The table of faces: everything that is known, in three formats."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from likeness.errors import ExportError
from likeness.types import FaceData, FaceId
from likeness.workflows.face_table import COLUMNS, faces
from tests.workflows.album import CONTRACT, Album, open_album, person_id

# The contract with the programs that read these tables.
NAMES = [
    "photo",
    "paths",
    "bbox",
    "kps",
    "det_score",
    "status",
    "landmark_2d_68",
    "landmark_3d_68",
    "landmark_2d_106",
    "pose",
    "gender",
    "age",
    "quality",
    "embedding",
    "norm",
    "contract",
    "person",
    "name",
]


@pytest.fixture
def album(tmp_path: Path) -> Iterator[Album]:
    """One photo at two places with two people, one of them with a wicked name."""
    with open_album(tmp_path) as album:
        album.add("=one.jpg", "a", "b", content=b"same")
        album.add("copy.jpg", content=b"same")
        album.name("a", "=HYPERLINK(1)")
        yield album


def rows(album: Album, ending: str) -> list[dict[str, Any]]:
    file = album.target.with_suffix(ending)
    faces(album.parts, file)
    if ending == ".jsonl":
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    if ending == ".parquet":
        found: list[dict[str, Any]] = pyarrow.parquet.read_table(file).to_pylist()
        return found
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_every_format_has_the_columns_in_their_order(album: Album, ending: str) -> None:
    assert list(rows(album, ending)[0]) == NAMES == list(COLUMNS)


@pytest.mark.parametrize("ending", [".jsonl", ".parquet"])
def test_a_row_says_everything_that_is_known_of_a_face(album: Album, ending: str) -> None:
    row = rows(album, ending)[0]
    assert row["photo"] == str(album.pictures / "=one.jpg")
    assert row["paths"] == [str(album.pictures / name) for name in ("=one.jpg", "copy.jpg")]
    assert row["bbox"] == [1, 2, 3.5, 4.25]
    assert row["kps"] == [[1, 2], [3, 2], [2, 3], [1, 4], [3, 4]]
    assert row["det_score"] == pytest.approx(0.9)
    assert row["status"] == "ok"
    assert len(row["landmark_2d_68"]) == 68
    assert row["landmark_2d_68"][0] == pytest.approx([0.1, 0.1])
    assert row["landmark_3d_68"] is row["landmark_2d_106"] is None
    assert row["pose"] == [1, -2, 3]
    assert (row["gender"], row["age"], row["quality"], row["norm"]) == ("female", 31.25, 0.5, 1.5)
    assert row["embedding"] == [1, 0, 0, 0]
    assert (row["contract"], row["person"]) == (CONTRACT, person_id("a"))
    assert row["name"] == "=HYPERLINK(1)"
    assert rows(album, ending)[1]["name"] is None


def test_numbers_are_written_as_short_as_they_are_exact(album: Album) -> None:
    rows(album, ".jsonl")
    assert '"landmark_2d_68":[[0.100000001,' in album.target.with_suffix(".jsonl").read_text()


def test_a_spreadsheet_runs_nothing(album: Album) -> None:
    first, second = rows(album, ".csv")
    assert first["name"] == "'=HYPERLINK(1)"
    assert second["name"] == ""
    assert json.loads(first["bbox"]) == [1, 2, 3.5, 4.25]
    assert float(first["age"]) == 31.25


def test_what_somebody_said_of_a_face_is_its_status(album: Album) -> None:
    face = next(album.catalog.faces()).face
    album.catalog.mark(FaceId(face), "not_a_face", who="test")
    assert {row["status"] for row in rows(album, ".jsonl")} == {"not_a_face", "ok"}


def test_the_report_counts_what_the_table_holds(album: Album) -> None:
    file = album.target.with_suffix(".jsonl")
    report = faces(album.parts, file)
    assert (report.people, report.photos, report.bytes) == (2, 1, file.stat().st_size)


def test_an_earlier_table_is_replaced_and_its_folder_made(album: Album, tmp_path: Path) -> None:
    file = tmp_path / "new" / "faces.CSV"
    for _ in range(2):
        faces(album.parts, file)
    assert [path.name for path in file.parent.iterdir()] == ["faces.CSV"]


def test_a_table_that_fails_leaves_the_earlier_one(
    album: Album, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "faces.csv"
    file.write_text("earlier")

    whole = list(album.catalog.face_data())

    def broken() -> Iterator[FaceData]:
        yield from whole
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(album.catalog, "face_data", broken)
    with pytest.raises(ExportError, match="Input/output error"):
        faces(album.parts, file)
    assert file.read_text() == "earlier"
    assert not list(tmp_path.glob(".likeness-*"))


@pytest.mark.parametrize("name", ["faces", "faces.xlsx", ".csv"])
def test_another_ending_is_refused_with_those_that_are_known(album: Album, name: str) -> None:
    with pytest.raises(ExportError, match=r"\.csv or \.jsonl or \.parquet"):
        faces(album.parts, album.target / name)
