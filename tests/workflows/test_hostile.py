"""Sixty hostile files between two good ones: every one ends as a row or as a photo."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from likeness import Library
from tests.imaging.hostile import make_hostile_files

SECONDS = 60  # the promise, for all of them together
MOST_MEMORY = 1500 * 2**20  # bytes, of any one process


def largest_process(root: psutil.Process) -> int:
    """Return the resident bytes of the largest process of the tree."""
    sizes = [0]
    for process in [root, *root.children(recursive=True)]:
        try:
            sizes.append(process.memory_info().rss)
        except psutil.NoSuchProcess:  # it ended meanwhile
            continue
    return max(sizes)


@pytest.fixture(scope="module")
def run(few_photos: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """One `likeness add` over the files, as a user would start it, watched from outside."""
    folder = tmp_path_factory.mktemp("hostile")
    fates = make_hostile_files(folder)
    shutil.copy(few_photos / "t1.jpg", folder / "!first.jpg")
    shutil.copy(few_photos / "day 2" / "007_B.jpg", folder / "~last.jpg")
    library = folder.parent / (folder.name + "-library")
    process = subprocess.Popen(
        [sys.executable, "-m", "likeness", "--library", str(library), "add", str(folder), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    peak, done = 0, threading.Event()

    def watch() -> None:
        nonlocal peak
        root = psutil.Process(process.pid)
        while not done.wait(0.02):
            try:
                peak = max(peak, largest_process(root))
            except psutil.NoSuchProcess:
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        out, _ = process.communicate(timeout=SECONDS)
    finally:
        process.kill()
        done.set()
        watcher.join()
    return {
        "status": process.returncode,
        "report": json.loads(out),
        "peak": peak,
        "fates": fates,
        "folder": folder,
        "library": library,
    }


def test_the_run_ends_well_in_time(run: dict[str, object]) -> None:
    assert run["status"] == 0


def test_no_process_grows_large(run: dict[str, int]) -> None:
    assert 0 < run["peak"] < MOST_MEMORY


def test_the_good_photos_between_them_are_read(run: dict[str, Path]) -> None:
    with Library.open(run["library"]) as library:
        faces = {Path(photo.photo).name: photo.faces for photo in library.photos()}

    assert (faces["!first.jpg"], faces["~last.jpg"]) == (6, 1)


def test_every_hostile_file_ends_as_it_should(run: dict[str, dict[Path, str]]) -> None:
    with Library.open(run["library"]) as library:  # type: ignore[arg-type]
        failed = {os.fsencode(row.photo) for row in library.failures()}
        read = {os.fsencode(path) for photo in library.photos() for path in photo.paths}

    wrong = {
        path.name: fate
        for path, fate in run["fates"].items()
        if not (
            (os.fsencode(path) in failed and fate != "is read")
            or (os.fsencode(path) in read and fate != "fails")
        )
    }
    assert wrong == {}
    assert len(run["fates"]) >= 60


def test_nothing_is_left_running(run: dict[str, object]) -> None:
    workers = [
        process
        for process in psutil.process_iter(["cmdline"])
        if "likeness.imaging.worker" in (process.info["cmdline"] or [])
        and process.ppid() in {1, os.getpid()}
    ]

    assert workers == []
