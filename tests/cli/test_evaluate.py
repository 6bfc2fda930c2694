"""likeness evaluate"""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from docs import generate
from tests.cli.conftest import Cli, Outcome

COMMANDS = ("similarity", "accuracy", "grid", "grouping", "identify", "map", "profile")


@pytest.fixture
def evaluate(
    cli: Cli, evaluation_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Cli:
    """Evaluate the words given, into `report` below the test's folder."""
    monkeypatch.setenv("LIKENESS_CACHE", str(evaluation_cache))

    def call(command: str, dataset: Path | str, *argv: str) -> Outcome:
        return cli("evaluate", command, str(dataset), "-o", str(tmp_path / "report"), *argv)

    return call


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_answers_and_writes_a_page_and_its_figures(
    evaluate: Cli, people_folder: Path, tmp_path: Path, command: str
) -> None:
    done = evaluate(command, people_folder)

    page = tmp_path / "report" / f"{command}.html"
    assert done.status == 0
    assert "Coverage" in done.out
    assert str(page) in done.err
    assert "<!doctype html>" in page.read_text().lower()
    record = json.loads((tmp_path / "report" / f"{command}.json").read_text())
    assert record["record"]["command"] == command
    assert record["typed"].endswith(f"evaluate {command} {people_folder} -o {tmp_path / 'report'}")
    assert list((tmp_path / "report").glob("*.png"))
    assert not list((tmp_path / "report").glob(".*"))


@pytest.mark.parametrize("command", ["similarity", "map"])
def test_what_is_interactive_is_also_a_page_of_its_own(
    evaluate: Cli, people_folder: Path, tmp_path: Path, command: str
) -> None:
    evaluate(command, people_folder)

    alone = (tmp_path / "report" / f"dlib_mtcnn_{command}.html").read_text()
    assert "application/json" in alone, "what the script draws"
    assert "4003" in alone


@pytest.mark.parametrize("command", COMMANDS)
def test_json_is_one_object_with_the_figures_and_where_the_report_is(
    evaluate: Cli, people_folder: Path, tmp_path: Path, command: str
) -> None:
    (row,) = evaluate(command, people_folder, "--json").rows

    assert row["command"] == command
    assert row["dataset"] == people_folder.name
    assert 0.8 < row["coverage"] <= 1
    assert row["report"] == str(tmp_path / "report" / f"{command}.html")
    assert row["report"] in row["files"]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_keys_of_the_json_are_those_of_the_documentation(
    evaluate: Cli, people_folder: Path, command: str
) -> None:
    (row,) = evaluate(command, people_folder, "--json").rows

    own = re.findall("`([a-z_]+)`", generate.ALSO[f"evaluate {command}"].partition(";")[0])
    fields = [field.name for field in dataclasses.fields(generate.Measured)]
    assert list(row) == [*fields, *own]


def test_accuracy_has_its_intervals_in_json(evaluate: Cli, people_folder: Path) -> None:
    (row,) = evaluate("accuracy", people_folder, "--json", "--metric", "angular").rows

    assert row["metric"] == "angular"
    assert row["auc"]["low"] <= row["auc"]["value"] <= row["auc"]["high"]
    assert [rate["far"] for rate in row["tar"]] == [0.1, 0.01, 0.001, 0.0001, 0.00001]
    assert row["tar"][-1]["tar"]["value"] is None
    assert "Too few pairs" in row["tar"][-1]["tar"]["note"]


def test_balanced_pairs_are_drawn_when_their_number_is_said(
    evaluate: Cli, people_folder: Path
) -> None:
    (row,) = evaluate("accuracy", people_folder, "--json", "--pairs", "40").rows

    assert (row["same"], row["different"]) == (20, 20)


def test_figures_come_by_sub_folder_age_and_pose(evaluate: Cli, people_folder: Path) -> None:
    for command in ("accuracy", "grouping", "identify", "similarity"):
        (row,) = evaluate(command, people_folder, "--json").rows
        groups = [(each["kind"], each["group"]) for each in row["groups"]]
        assert ("subset", "rotation") in groups, command


def test_the_grid_takes_several_models_and_metrics(evaluate: Cli, people_folder: Path) -> None:
    words = ("--model", "dlib", "--model", "dlib-one-view", "--metric", "cosine,euclidean")
    (row,) = evaluate("grid", people_folder, "--json", *words).rows

    whole = [cell for cell in row["cells"] if cell["subset"] == "all photos"]
    assert [(cell["model"], cell["metric"]) for cell in whole] == [
        ("dlib", "cosine"),
        ("dlib", "euclidean"),
        ("dlib-one-view", "cosine"),
        ("dlib-one-view", "euclidean"),
    ]
    assert all(engine["photos_per_second"] > 0 for engine in row["engines"])


def test_the_profile_of_a_person_shows_so_many_numbers(evaluate: Cli, people_folder: Path) -> None:
    (row,) = evaluate("profile", people_folder, "--json", "--person", "4002", "--numbers", "7").rows

    assert row["person"] == "4002"
    assert {len(values) for values in row["values"]} == {7}
    assert len(row["mean"]) == 7


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("profile", "--person", "nobody"), "There is no person 'nobody'"),
        (("grid", "--metric", "manhattan"), "No metric 'manhattan'"),
        (("accuracy", "--model", "resnet"), "No model 'resnet' to embed faces"),
        (("accuracy", "--detector", "dlib"), "No model 'dlib' to detect faces"),
        (("accuracy", "--metric", "manhattan"), "manhattan"),
        (("accuracy", "--pairs", "1"), "greater than or equal to 2"),
        (("accuracy", "--seed", str(2**32)), "4294967295"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(
    evaluate: Cli, people_folder: Path, words: tuple[str, ...], message: str
) -> None:
    done = evaluate(words[0], people_folder, *words[1:])

    assert done.status in {1, 2}
    assert message in done.err
    assert done.err.count("Error:") == 1
    assert "Traceback" not in done.err


# ---------------------------------------------------------------- poor data sets


def folder_of(folder: Path, people: dict[str, int], photos: Path) -> Path:
    """Return a folder with the first photos of rendered people, under other names."""
    for row, (name, count) in enumerate(people.items()):
        (folder / name).mkdir(parents=True)
        for number in range(count):
            file = photos / "digiface" / f"400{row}" / f"{number}.png"
            shutil.copy2(file, folder / name / f"{number}.png")
    return folder


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "people", [{"only": 4}, {"a": 1, "b": 1, "c": 1}, {"a": 1}, {"a": 2, "b": 1}]
)
def test_poor_data_sets_give_what_can_be_computed(
    evaluate: Cli, photos: Path, tmp_path: Path, command: str, people: dict[str, int]
) -> None:
    dataset = folder_of(tmp_path / "poor", people, photos)

    done = evaluate(command, dataset, "--json")

    assert done.status == 0, done.err
    (row,) = done.rows
    assert row["people"] == len(people)
    assert "Traceback" not in done.err


def test_no_faces_at_all_is_one_sentence(evaluate: Cli, tmp_path: Path) -> None:
    for person, colour in (("a", "navy"), ("b", "teal")):
        (tmp_path / "blue" / person).mkdir(parents=True)
        Image.new("RGB", (80, 80), colour).save(tmp_path / "blue" / person / f"{person}.png")

    done = evaluate("accuracy", tmp_path / "blue")

    assert done.status == 1
    assert "No face was found on any of the 2 labelled photos" in done.err


def test_a_folder_without_labels_is_shown_a_right_one(evaluate: Cli, tmp_path: Path) -> None:
    (tmp_path / "flat").mkdir()
    Image.new("RGB", (80, 80), "navy").save(tmp_path / "flat" / "1.png")

    done = evaluate("accuracy", tmp_path / "flat")

    assert done.status == 2
    assert "one folder per person" in done.err


def test_pairs_that_name_missing_files_are_counted(
    evaluate: Cli, people_folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(people_folder, tmp_path / "pairs")
    text = (
        "file_x;file_y;Decision\n4000/makeup/1.png;4000/makeup/3.png;Yes\nz\xfcrich.png;a.png;No\n"
    )
    (tmp_path / "pairs" / "pairs.csv").write_bytes(text.encode("latin-1"))

    done = evaluate("accuracy", tmp_path / "pairs", "--json")

    assert done.status == 0, done.err
    assert (done.rows[0]["same"], done.rows[0]["different"]) == (1, 0)
    assert "zürich.png" in done.err


def test_html_in_a_folder_name_stays_text(evaluate: Cli, photos: Path, tmp_path: Path) -> None:
    name = "<img src=x onerror=alert(1)>"
    dataset = folder_of(tmp_path / "poor", {name: 3, "$x^2$ & 'b'": 3}, photos)

    for command in COMMANDS:
        assert evaluate(command, dataset).status == 0
        page = (tmp_path / "report" / f"{command}.html").read_text()
        assert "<img src=x" not in page


def test_the_report_may_not_go_into_the_data_set(
    cli: Cli, people_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(people_folder)

    done = cli("evaluate", "accuracy", ".")

    assert done.status == 2
    assert "Choose a folder elsewhere with -o" in done.err
    assert not (people_folder / "evaluation").exists()


# ---------------------------------------------------------------- the cache


def test_what_was_kept_can_be_deleted(cli: Cli, people_folder: Path, tmp_path: Path) -> None:
    cache = str(tmp_path / "cache")
    cli("evaluate", "map", str(people_folder / "4000"), "--cache", cache, "-o", str(tmp_path / "r"))

    (row,) = cli("evaluate", "clear", "--cache", cache, "--yes", "--json").rows

    assert row["bytes"] > 10_000
    assert not list((tmp_path / "cache" / "evaluation").iterdir())


def test_deleting_needs_a_yes(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("likeness.cli.evaluate.confirmed", lambda *_, **__: False)

    done = cli("evaluate", "clear", "--cache", str(tmp_path))

    assert done.status == 0
    assert "Nothing was deleted" in done.err
