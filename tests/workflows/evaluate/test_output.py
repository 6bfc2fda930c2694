"""Where a report goes."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from likeness.errors import ExportError, UsageError
from likeness.workflows.evaluate.output import Output


def test_a_new_folder_is_its_owners_alone(tmp_path: Path) -> None:
    Output(tmp_path / "a" / "report", dataset=tmp_path / "photos")

    assert stat.S_IMODE((tmp_path / "a" / "report").stat().st_mode) == 0o700


def test_a_file_replaces_the_earlier_one_and_leaves_nothing_else(tmp_path: Path) -> None:
    output = Output(tmp_path / "report", dataset=tmp_path / "photos")
    output.write("a.csv", "old")

    file = output.write("a.csv", "new \udcff")

    assert file.read_text() == "new ?"
    assert [entry.name for entry in output.folder.iterdir()] == ["a.csv"]
    assert output.files == [file, file]


def test_plots_never_go_into_the_data_set(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "photos")

    for folder in ("photos", "photos/report", "link/report"):
        with pytest.raises(UsageError, match="taken for photos"):
            Output(tmp_path / folder, dataset=tmp_path / "photos")


def test_what_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ExportError, match="cannot be made"):
        Output(tmp_path / "file" / "report", dataset=tmp_path / "photos")


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    output = Output(tmp_path / "report", dataset=tmp_path / "photos")
    (output.folder / "a.csv").mkdir()

    with pytest.raises(ExportError, match=r"a\.csv cannot be written"):
        output.write("a.csv", "text")
    assert [entry.name for entry in output.folder.iterdir()] == ["a.csv"]
