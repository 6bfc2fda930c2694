"""Where a report goes."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from likeness.errors import ExportError, UsageError
from likeness.evaluation.report.model import Figure, Report, Section
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


def report(*names: str) -> Report:
    plots = tuple(Figure(name=name, svg="<svg/>", png=b"png", caption="", alt="") for name in names)
    return Report(
        command="accuracy",
        title="Accuracy",
        dataset="people",
        typed="",
        facts=(),
        sections=(Section(title="Plots", blocks=plots),),
    )


def test_a_report_replaces_the_plots_of_the_one_before_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    Output(folder, dataset=tmp_path / "photos").write_report(report("dlib_roc", "dlib_det"))
    (folder / "mine.png").write_bytes(b"mine")

    Output(folder, dataset=tmp_path / "photos").write_report(report("dlib_det"))

    assert sorted(entry.name for entry in folder.iterdir()) == [
        "accuracy.html",
        "accuracy.json",
        "dlib_det.png",
        "dlib_det.svg",
        "mine.png",
    ]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"record": {"written": ["../mine.png", 3, ".hidden.png", "/x.png"]}}']
)
def test_a_strangers_record_deletes_nothing(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "report"
    folder.mkdir()
    (tmp_path / "mine.png").touch()
    (folder / ".hidden.png").touch()
    (folder / "accuracy.json").write_text(text)

    Output(folder, dataset=tmp_path / "photos").write_report(report())

    assert (tmp_path / "mine.png").exists()
    assert (folder / ".hidden.png").exists()


def test_files_can_be_read_by_their_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()

    file = Output(tmp_path / "open", dataset=tmp_path / "photos").write("a.csv", "faces")

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
