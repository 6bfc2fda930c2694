"""The reports of evaluations that lie in a folder."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from likeness import Library
from likeness.errors import NotFoundError
from likeness.evaluation.estimate import Estimate
from likeness.evaluation.report.model import Figure, Headline, Report, Section
from likeness.workflows.evaluate.output import Output
from likeness.workflows.reports import FOLDER


def report(**changed: Any) -> Report:
    plot = Figure(name="model_plot", svg="<svg/>", png=b"png", caption="", alt="")
    values: dict[str, Any] = {
        "command": "accuracy",
        "title": "Accuracy",
        "dataset": "people",
        "typed": "likeness evaluate accuracy people",
        "facts": (),
        "headlines": (
            Headline(label="AUC", value=Estimate(value=0.987, low=0.98, high=0.99), help="Area."),
            Headline(label="Share", value=0.5, percent=True),
            Headline(label="People", value=12),
            Headline(label="Unknown", value=None),
        ),
        "sections": (Section(title="Plots", blocks=(plot,)),),
    }
    return Report(**(values | changed))


@pytest.fixture
def folder(empty: Library) -> Path:
    return empty.folder / FOLDER


def write(folder: Path, **changed: Any) -> None:
    Output(folder, dataset=folder.parent / "dataset").write_report(report(**changed))


def read(library: Library, name: str, file: str) -> bytes:
    with library.report_file(name, file) as found:
        data = found.file.read()
        assert len(data) == found.bytes
        return data


def test_without_a_folder_there_are_no_reports(empty: Library) -> None:
    assert empty.reports() == []


def test_reports_are_listed_with_their_figures_in_words(empty: Library, folder: Path) -> None:
    write(folder)

    (found,) = empty.reports()

    assert (found.report, found.command, found.title) == ("accuracy", "accuracy", "Accuracy")
    assert (found.dataset, found.page) == ("people", "accuracy.html")
    assert set(found.files) == {
        "accuracy.html",
        "accuracy.json",
        "model_plot.png",
        "model_plot.svg",
    }
    assert [(figure.label, figure.words) for figure in found.figures] == [
        ("AUC", "0.987 (0.980 to 0.990)"),
        ("Share", "50.0\u202f%"),
        ("People", "12"),
        ("Unknown", "not known"),
    ]


def test_the_newest_comes_first_wherever_it_lies(empty: Library, folder: Path) -> None:
    write(folder)
    write(folder / "faces-2026", command="map")
    os.utime(folder / "accuracy.json", (1_000_000_000, 1_000_000_000))

    assert [found.report for found in empty.reports()] == ["faces-2026~map", "accuracy"]
    assert empty.reports()[1].made == "2001-09-09T01:46:40+00:00"


def test_a_report_that_was_written_anew_is_read_anew(empty: Library, folder: Path) -> None:
    write(folder)
    assert empty.reports()[0].title == "Accuracy"
    write(folder, title="Another")
    assert empty.reports()[0].title == "Another"


def test_every_file_of_a_report_can_be_read(empty: Library, folder: Path) -> None:
    write(folder)
    write(folder / "inner", command="map")

    assert read(empty, "accuracy", "model_plot.png") == b"png"
    assert read(empty, "accuracy", "accuracy.html").startswith(b"<!DOCTYPE html>")
    assert json.loads(read(empty, "inner~map", "map.json"))["command"] == "map"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("accuracy", "other.html"),  # there, and not of this report
        ("accuracy", "../secret.html"),
        ("accuracy", "accuracy.html/"),
        ("accuracy", ".accuracy.html"),
        ("..~accuracy", "accuracy.html"),
        ("inner/..~accuracy", "accuracy.html"),
        ("~accuracy", "map.html"),
        ("grid", "grid.html"),
        ("", "accuracy.html"),
    ],
)
def test_no_other_file_can(empty: Library, folder: Path, name: str, file: str) -> None:
    write(folder)
    (folder / "other.html").write_text("private")
    (folder.parent / "secret.html").write_text("private")

    with pytest.raises(NotFoundError), empty.report_file(name, file):
        pass


def test_links_pipes_and_folders_in_the_place_of_files_are_not_there(
    empty: Library, folder: Path, tmp_path: Path
) -> None:
    write(folder)
    write(tmp_path / "elsewhere", command="map")
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    secret = tmp_path / "secret"
    secret.write_text("private")
    for file, replace in (
        ("accuracy.html", lambda place: place.symlink_to(secret)),
        ("model_plot.png", os.mkfifo),
        ("model_plot.svg", Path.mkdir),
    ):
        (folder / file).unlink()
        replace(folder / file)

    assert [found.report for found in empty.reports()] == ["accuracy"]
    for name, file in (
        ("accuracy", "accuracy.html"),
        ("accuracy", "model_plot.png"),
        ("accuracy", "model_plot.svg"),
        ("linked~map", "map.html"),
    ):
        with pytest.raises(NotFoundError), empty.report_file(name, file):
            pass


@pytest.mark.parametrize(
    "record",
    [
        "",
        "[]",
        "[" * 20_000,
        '{"command": "accuracy"}',
        json.dumps({"command": 1, "title": 1, "dataset": 1, "headlines": 7, "record": {}}),
        json.dumps(
            {
                "command": "accuracy",
                "title": "x",
                "dataset": "x",
                "headlines": [{"label": "x", "value": [1]}],
                "record": {"written": ["accuracy.html"]},
            }
        ),
        json.dumps(
            {
                "command": "accuracy",
                "title": "x",
                "dataset": "x",
                "headlines": [{"label": "x", "value": {"value": 10**400}}],
                "record": {"written": ["accuracy.html"]},
            }
        ),
    ],
)
def test_what_is_no_report_is_passed_over(empty: Library, folder: Path, record: str) -> None:
    write(folder, command="map")
    (folder / "accuracy.json").write_text(record)

    assert [found.report for found in empty.reports()] == ["map"]


def test_a_report_names_only_files_that_a_report_may_have(empty: Library, folder: Path) -> None:
    write(folder)
    told = json.loads((folder / "accuracy.json").read_text())
    told["record"]["written"] += ["../secret.html", "/etc/passwd", ".hidden.html", 7]
    (folder / "accuracy.json").write_text(json.dumps(told))

    assert all("/" not in file and file[0] != "." for file in empty.reports()[0].files)
