from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from likeness.catalog.base import SourceRow
from likeness.settings import WatchSettings
from likeness.workflows.watching.watcher import Watcher

PATIENCE = 20.0  # seconds: machines are busy


class Asked:
    """Keeps the paths of all jobs that were asked for."""

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self._news = threading.Condition()

    def ask(self, kind: str, arguments: Mapping[str, Any] | None = None, *, who: str = "") -> None:
        assert (kind, who) == ("add", "watching")
        with self._news:
            self.paths.update((arguments or {})["paths"])
            self._news.notify_all()

    def wait_for(self, path: Path | str) -> None:
        with self._news:
            assert self._news.wait_for(lambda: str(path) in self.paths, PATIENCE), self.paths


def source(uri: Path | str, kind: str = "folder") -> SourceRow:
    return SourceRow(id=1, kind=kind, uri=str(uri), photos=0, missing=0)


@pytest.fixture
def asked() -> Asked:
    return Asked()


@contextmanager
def watching(asked: Asked, *rows: SourceRow, avoid: tuple[str, ...] = ()) -> Iterator[None]:
    settings = WatchSettings(settle_seconds=0.2, poll_seconds=3600)
    watcher = Watcher(lambda: rows, asked, settings, avoid=avoid)
    watcher.start()
    try:
        yield
    finally:
        watcher.stop()


def heard_of(asked: Asked, folder: Path) -> None:
    """Write until the watcher hears of a file: when it begins to listen, only it knows."""
    until = time.monotonic() + PATIENCE
    number = 0
    while asked.paths <= {str(folder)} and time.monotonic() < until:
        (folder / f"begin{number}.jpg").write_bytes(b"x")
        number += 1
        threading.Event().wait(0.3)
    assert asked.paths > {str(folder)}


def test_new_moved_and_removed_photos_are_asked_for(tmp_path: Path, asked: Asked) -> None:
    photos, own, elsewhere = (tmp_path / name for name in ("photos", "photos/own", "elsewhere"))
    for folder in (photos, own, elsewhere / "trip"):
        folder.mkdir(parents=True)
    (elsewhere / "trip" / "b.jpg").write_bytes(b"b")
    with watching(asked, source(photos), avoid=(str(own),)):
        heard_of(asked, photos)
        (own / "catalog.db").write_bytes(b"ours")
        (photos / "a.jpg").write_bytes(b"a")
        asked.wait_for(photos / "a.jpg")
        shutil.move(elsewhere / "trip", photos / "trip")
        asked.wait_for(photos / "trip")
        (photos / "trip" / "b.jpg").unlink()
        asked.wait_for(photos / "trip")
    assert not any(path.startswith(str(own)) for path in asked.paths)


def test_buckets_are_listed(asked: Asked) -> None:
    with watching(asked, source("s3://bucket/2024")):
        asked.wait_for("s3://bucket/2024")


def test_single_files_and_folders_that_are_not_there_are_left_alone(
    tmp_path: Path, asked: Asked
) -> None:
    single, photos = tmp_path / "single", tmp_path / "photos"
    for folder in (single, photos):
        folder.mkdir()
    rows = (source(single, "files"), source(tmp_path / "unplugged"), source(photos))
    with watching(asked, *rows):
        heard_of(asked, photos)
        (single / "a.jpg").write_bytes(b"a")
        (photos / "later.jpg").write_bytes(b"b")
        asked.wait_for(photos / "later.jpg")
    assert all(Path(path).is_relative_to(photos) for path in asked.paths)


def test_nothing_above_a_watched_folder_is_ever_asked_for(tmp_path: Path, asked: Asked) -> None:
    """Not when the folder itself is renamed, as a disk that is unplugged: who chose it chose it."""
    photos = tmp_path / "home" / "usb"
    (photos / "trip").mkdir(parents=True)
    (photos / "trip" / "a.jpg").write_bytes(b"a")
    with watching(asked, source(photos)):
        heard_of(asked, photos)
        photos.rename(photos.with_name(".usb"))
        photos.mkdir()
        (photos / "b.jpg").write_bytes(b"b")
        photos.with_name("c.jpg").write_bytes(b"c")
        asked.wait_for(photos)
    assert all(Path(path).is_relative_to(photos) for path in asked.paths)


def test_what_came_while_nobody_watched_is_found(tmp_path: Path, asked: Asked) -> None:
    with watching(asked, source(tmp_path)):
        asked.wait_for(tmp_path)
