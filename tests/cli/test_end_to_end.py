"""The first hour with Likeness, on real photos, through the command line alone."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from likeness.cli.app import run
from tests.cli.terminal import environment

# One person three times, six people on one photo, and a photo without anybody.
NAMES = ("007_B.jpg", "008_B.jpg", "t1.jpg", "017_0.jpg")
BROKEN = os.fsdecode(b"not a photo \xff\n\x1b[2J.jpg")

Words = Callable[..., str]
Rows = Callable[..., list[Any]]


@pytest.fixture(scope="module")
def album(photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source with four photos and a file that is none; not to be changed."""
    folder = tmp_path_factory.mktemp("album")
    for name in NAMES:
        shutil.copy2(photos / "scenes" / name, folder / name)
    (folder / BROKEN).write_text("no photo at all")
    return folder


@pytest.fixture(scope="module")
def added(album: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library of that source; copy it before changing it."""
    folder = tmp_path_factory.mktemp("added") / "library"
    assert run(["--library", str(folder), "add", "--quiet", str(album)]) == 0
    return folder


@pytest.fixture
def library(added: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(added, tmp_path / "library"))


@pytest.fixture
def words(library: Path, capsys: pytest.CaptureFixture[str]) -> Words:
    """Run a command that has to succeed and return stdout."""

    def call(*argv: str, status: int = 0) -> str:
        assert run(["--library", str(library), *argv]) == status
        return capsys.readouterr().out

    return call


@pytest.fixture
def rows(words: Words) -> Rows:
    """Run a command with --json and return its objects."""

    def call(*argv: str, status: int = 0) -> list[Any]:
        return [json.loads(line) for line in words(*argv, "--json", status=status).splitlines()]

    return call


def digests(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_adding_again_reads_nothing_and_finds_everything_unchanged(rows: Rows, album: Path) -> None:
    (report,) = rows("add", str(album))

    counts = {key: report[key] for key in ("photos", "new", "unchanged", "failed", "faces")}
    assert counts == {"photos": 4, "new": 0, "unchanged": 4, "failed": 1, "faces": 0}


def test_the_person_on_two_photos_is_one_and_can_be_named_and_found(
    rows: Rows, words: Words, photos: Path, album: Path
) -> None:
    (person,) = [row for row in rows("people") if row["photos"] == 2]
    assert person["name"] is None

    words("people", "name", person["person"], "Anna Smith")
    assert "Anna Smith" in words("people")

    (found,) = rows("find", str(album / "007_B.jpg"))
    assert found["answer"] == "found"
    assert found["probability"] > 0.9
    assert found["candidates"][0]["name"] == "Anna Smith"
    assert {Path(row["photo"]).name for row in found["photos"]} == {"007_B.jpg", "008_B.jpg"}


def test_a_decision_can_be_taken_back(rows: Rows) -> None:
    person = rows("people")[0]["person"]

    (named,) = rows("people", "name", person, "Anna")
    assert [row["edit"] for row in rows("history", "--limit", "1")] == [named["edit"]]
    rows("undo", str(named["edit"]))

    assert rows("people")[0]["name"] is None
    assert [row["undone"] for row in rows("history") if row["edit"] == named["edit"]] == [True]


def test_somebody_who_is_not_there_is_not_found(rows: Rows, photos: Path) -> None:
    assert rows("find", str(photos / "scenes" / "001_A.jpg"))[0]["answer"] == "absent"


def test_a_sample_without_a_face_is_told_apart(words: Words, album: Path) -> None:
    assert words("find", str(album / "017_0.jpg")) == f"No face on {album}/017_0.jpg.\n"


def test_the_third_face_of_a_file_and_a_file_that_is_really_called_so(
    rows: Rows, album: Path, tmp_path: Path
) -> None:
    shutil.copy(album / "t1.jpg", tmp_path / "group.jpg")
    shutil.copy(album / "007_B.jpg", tmp_path / "group.jpg#3")

    (by_number,) = rows("find", f"{album / 't1.jpg'}#3")
    (by_name,) = rows("find", str(tmp_path / "group.jpg#3"))

    assert [Path(row["photo"]).name for row in by_number["photos"]] == ["t1.jpg"]
    assert "t1.jpg" not in {Path(row["photo"]).name for row in by_name["photos"]}


def test_photos_found_are_copied_or_zipped(words: Words, album: Path, tmp_path: Path) -> None:
    words("find", str(album / "007_B.jpg"), "--out", str(tmp_path / "out"))
    words("find", str(album / "007_B.jpg"), "--zip", str(tmp_path / "out.zip"))

    assert set(os.listdir(tmp_path / "out")) == {"007_B.jpg", "008_B.jpg"}
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert set(archive.namelist()) == {"007_B.jpg", "008_B.jpg"}


def test_faces_are_drawn_and_the_numbers_are_those_of_the_list(
    rows: Rows, album: Path, tmp_path: Path
) -> None:
    found = rows("faces", "--photo", str(album / "t1.jpg"), "--draw", str(tmp_path / "out.webp"))

    assert len(found) == 6
    assert len({row["number"] for row in found}) == 6
    with Image.open(tmp_path / "out.webp") as drawing:
        assert drawing.format == "WEBP"


def test_originals_are_never_drawn_over(words: Words, album: Path) -> None:
    before = digests(album)
    photo = str(album / "t1.jpg")

    words("faces", "--photo", photo, "--draw", photo, status=1)
    words("faces", "--photo", photo, "--draw", str(album / "017_0.jpg"), status=1)
    words("find", f"{photo}#1", "--show", photo, status=2)

    assert digests(album) == before


def test_the_file_that_is_no_photo_is_named_to_the_byte(rows: Rows, album: Path) -> None:
    (failure,) = rows("failures")

    assert os.fsencode(failure["photo"]) == os.fsencode(album / BROKEN)
    assert failure["reason"] == "not_an_image"


def test_the_file_that_is_no_photo_cannot_steer_the_terminal(words: Words) -> None:
    shown = words("failures")

    assert r"not a photo \xff\n\x1b[2J.jpg" in shown
    assert "\x1b" not in shown


def test_people_and_faces_are_exported(
    rows: Rows, words: Words, album: Path, tmp_path: Path
) -> None:
    before = digests(album)

    (report,) = rows("export", "people", str(tmp_path / "People"))
    words("export", "people", str(tmp_path / "Linked"), "--link", "hard", "--yes")
    words("export", "faces", str(tmp_path / "faces.csv"))

    folders = [path for path in (tmp_path / "People").iterdir() if path.is_dir()]
    assert report["people"] == len(folders) >= 1
    assert (tmp_path / "Linked" / "manifest.json").exists()
    with (tmp_path / "faces.csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) >= 8
    assert digests(album) == before


def test_every_verb_about_faces_and_people_decides(rows: Rows, words: Words) -> None:
    (couple,) = [row["person"] for row in rows("people") if row["photos"] == 2]
    strangers = [row["face"] for row in rows("faces") if row["person"] is None]

    words("faces", "assign", strangers[0], "--new", "Bob")
    words("people", "merge", "Bob", couple)
    words("faces", "confirm", strangers[0])
    words("people", "feature", "Bob", strangers[0])
    (split,) = rows("people", "split", "Bob", "--faces", strangers[0])
    words("people", "hide", split["person"])
    words("faces", "reject", rows("faces", "--person", "Bob")[0]["face"])
    words("faces", "ignore", strangers[1])
    words("faces", "not-a-face", strangers[2])

    assert split["person"] not in {row["person"] for row in rows("people")}
    assert split["person"] in {row["person"] for row in rows("people", "--hidden")}
    marks = {row["face"]: row["mark"] for row in rows("faces", "--all")}
    assert (marks[strangers[1]], marks[strangers[2]]) == ("ignored", "not_a_face")
    assert {row["kind"] for row in rows("history")} >= {
        "assign",
        "merge",
        "confirm",
        "feature",
        "split",
        "hide",
        "reject",
        "ignore",
        "not_a_face",
    }


def test_collections_hold_photos(rows: Rows, words: Words, album: Path) -> None:
    words("collections", "create", "Games", str(album / "t1.jpg"))
    words("collections", "add", "Games", str(album))
    words("collections", "remove", "Games", str(album / "017_0.jpg"))

    assert rows("collections") == [{"collection": "Games", "photos": 3}]
    assert len(rows("photos", "--collection", "Games")) == 3
    words("collections", "delete", "Games")
    assert rows("collections") == []


def test_a_person_is_forgotten_for_good(rows: Rows, words: Words) -> None:
    person = rows("people")[0]["person"]
    words("people", "name", person, "Anna Smith")

    words("forget", "--person", "Anna Smith", status=2)  # nobody is there to ask
    words("forget", "--person", "Anna Smith", "--yes")

    assert person not in {row["person"] for row in rows("people", "--hidden")}
    assert "Anna" not in words("history")


def test_the_library_and_its_models_are_sound(rows: Rows) -> None:
    assert all(row["ok"] for row in rows("doctor"))
    assert {row["ok"] for row in rows("models", "verify")} == {True}


def test_a_source_can_be_left(rows: Rows, words: Words, album: Path) -> None:
    assert [row["source"] for row in rows("sources")] == [str(album)]

    words("sources", "remove", str(album))

    assert rows("sources") == []
    assert len(rows("photos")) == 4


def test_a_folder_that_is_no_library_stays_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "some folder").mkdir()

    assert run(["--library", str(tmp_path / "some folder"), "people"]) == 1

    assert "no library" in capsys.readouterr().err
    assert list((tmp_path / "some folder").iterdir()) == []


def test_ctrl_c_keeps_what_was_done_and_the_next_run_goes_on(album: Path, tmp_path: Path) -> None:
    one_by_one = environment(
        LIKENESS_RUNTIME__BATCH="1",
        LIKENESS_RUNTIME__THREADS="1",
        LIKENESS_LIBRARY=str(tmp_path / "new"),
    )
    command = [sys.executable, "-u", "-m", "likeness", "add", str(album)]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=one_by_one, start_new_session=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("Finding faces"):
                break
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes at once
        said = process.stderr.read()

    assert process.wait() == 130
    assert "Traceback" not in said
    assert "again to go on" in said
    done = subprocess.run(
        [*command, "--json"], capture_output=True, text=True, check=True, env=one_by_one
    )
    report = json.loads(done.stdout)
    assert report["photos"] == 4
    assert report["new"] < 4
