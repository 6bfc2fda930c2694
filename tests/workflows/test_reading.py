"""Photos of any source are read in order, whatever some of them do on the way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from likeness.errors import PhotoError, StoreUnavailableError
from likeness.imaging.limits import Limits
from likeness.imaging.outcomes import Decoded, Refused
from likeness.imaging.pool import DecodePool
from likeness.sources.base import FoundFile, Obstacle
from likeness.sources.folder import FolderSource
from likeness.workflows.reading import Reading

NOW = 1_700_000_000_000_000_000


class Remote:
    """A folder that has to be fetched from, with files that fail."""

    def __init__(self, root: Path, *failing: str, down: str = "") -> None:
        self._folder = FolderSource(root)
        self._failing = failing
        self._down = down
        self.uri = "s3://bucket"

    def is_there(self) -> bool:
        return True

    def walk(
        self, prefix: str = "", *, avoid: frozenset[str] = frozenset()
    ) -> Iterator[FoundFile | Obstacle]:
        for item in self._folder.walk(prefix, avoid=avoid):
            yield replace(item, etag="1") if isinstance(item, FoundFile) else item

    def look(self, path: str) -> FoundFile | Obstacle:
        return self._folder.look(path)

    def local(self, path: str) -> None:
        return None

    def fetch(self, path: str, target: Path, *, max_bytes: int) -> FoundFile:
        if path == self._down:
            raise StoreUnavailableError("The bucket does not answer.")
        if path in self._failing:
            raise PhotoError("vanished", "It is gone.")
        found = self._folder.fetch(path, target, max_bytes=max_bytes)
        return replace(found, mtime_ns=NOW, etag="fresh")


@pytest.fixture
def pictures(photos: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(5):
        shutil.copy2(photos / "scenes" / "017_0.jpg", folder / f"{number}.jpg")
    (folder / "2.jpg").write_bytes(b"no photo")
    return folder


@pytest.fixture
def pool() -> Iterator[DecodePool]:
    with DecodePool(processes=1, limits=Limits(), long_side=1280) as made:
        yield made


def found_in(source: Remote | FolderSource) -> list[FoundFile]:
    return [item for item in source.walk() if isinstance(item, FoundFile)]


def reading(pool: DecodePool, source: Remote | FolderSource, folder: Path) -> Reading:
    return Reading(pool, source, folder, parallel=2, max_bytes=10**8)


@pytest.mark.parametrize("failing", [(), ("0.jpg",), ("1.jpg", "4.jpg"), tuple("01234")])
def test_every_file_gets_its_own_outcome_in_order(
    pool: DecodePool, pictures: Path, tmp_path: Path, failing: tuple[str, ...]
) -> None:
    names = tuple(name if name.endswith(".jpg") else f"{name}.jpg" for name in failing)
    source = Remote(pictures, *names)
    with reading(pool, source, tmp_path / "copies") as run:
        outcomes = list(run.outcomes(found_in(source), lambda _: False))

    assert [file.path for file, _ in outcomes] == [f"{number}.jpg" for number in range(5)]
    for file, outcome in outcomes:
        if file.path in names:
            assert isinstance(outcome, Refused)
            assert (outcome.reason, outcome.detail) == ("vanished", "It is gone.")
        elif file.path == "2.jpg":
            assert isinstance(outcome, Refused)
            assert outcome.reason == "not_an_image"
        else:
            assert isinstance(outcome, Decoded)


def test_size_time_and_etag_are_those_of_the_source_not_of_the_copy(
    pool: DecodePool, pictures: Path, tmp_path: Path
) -> None:
    source = Remote(pictures)
    with reading(pool, source, tmp_path / "copies") as run:
        for file, outcome in run.outcomes(found_in(source), lambda _: False):
            assert (file.etag, outcome.mtime_ns) == ("fresh", NOW)
            assert outcome.size == (pictures / file.path).stat().st_size


def test_files_of_this_machine_are_read_where_they_lie(
    pool: DecodePool, pictures: Path, tmp_path: Path
) -> None:
    source = FolderSource(pictures)
    with reading(pool, source, tmp_path / "copies") as run:
        outcomes = list(run.outcomes(found_in(source), lambda _: False))

    assert [outcome.path for _, outcome in outcomes] == [
        pictures / f"{number}.jpg" for number in range(5)
    ]
    assert not (tmp_path / "copies").exists()


def test_copies_are_gone_when_they_are_released_and_all_at_the_end(
    pool: DecodePool, pictures: Path, tmp_path: Path
) -> None:
    source = Remote(pictures)
    with reading(pool, source, tmp_path / "copies") as run:
        outcomes = list(run.outcomes(found_in(source), lambda _: False))
        copies = [outcome.path for _, outcome in outcomes]
        assert all(copy.exists() for copy in copies)
        run.release(["0.jpg", "1.jpg"])
        assert [copy.exists() for copy in copies] == [False, False, True, True, True]
    assert not any(copy.exists() for copy in copies)


def test_a_source_that_is_down_ends_the_run_after_what_came(
    pool: DecodePool, pictures: Path, tmp_path: Path
) -> None:
    source = Remote(pictures, down="4.jpg")
    came: list[str] = []
    with reading(pool, source, tmp_path / "copies") as run:
        outcomes = run.outcomes(found_in(source), lambda _: False)
        with pytest.raises(StoreUnavailableError, match="does not answer"):
            came.extend(file.path for file, _ in outcomes)
    assert came == sorted(came)
    assert not list(tmp_path.glob("copies/*/*"))
