from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from likeness.assembly import make_analyser, make_pool
from likeness.compat.album.files import NoFile, PictureFile
from likeness.compat.album.reader import Album, AlbumReader
from likeness.models.analyser import Analyser
from likeness.models.artifacts import Artifacts
from likeness.models.registry import Registry
from likeness.models.zoo import BUILTIN
from likeness.settings import LibrarySettings


class Reading:
    """Reads albums with the real models, and notes when those are loaded."""

    def __init__(self) -> None:
        self.loaded = 0
        self.told: list[int] = []

    def read(self, files: Sequence[PictureFile | NoFile], batch: int = 2) -> Album:
        settings = LibrarySettings()
        with make_pool(settings) as pool:
            return AlbumReader(
                pool=pool,
                open_analyser=self._load,
                batch=batch,
                progress=lambda album: self.told.append(album.done),
            ).read(files)

    def _load(self) -> Analyser:
        self.loaded += 1
        return make_analyser(LibrarySettings(), Registry(*BUILTIN), Artifacts())


@pytest.fixture
def reading() -> Reading:
    return Reading()


@pytest.fixture
def photo(photos: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(photos / "trip/user2/kyo.jpg", tmp_path / "photo"))


def test_models_are_not_loaded_where_there_is_no_picture(reading: Reading, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no picture")

    album = reading.read([NoFile(0, "Gone."), PictureFile(1, tmp_path / "text", ours=True)])

    assert reading.loaded == 0
    assert album.faces == []
    assert album.errors.keys() == {0, 1}
    assert album.errors[0] == "Gone."
    assert album.done == 2


def test_what_was_fetched_is_removed_and_the_rest_stays(
    reading: Reading, photo: Path, tmp_path: Path
) -> None:
    fetched, broken = tmp_path / "fetched", tmp_path / "broken"
    shutil.copy(photo, fetched)
    broken.write_bytes(b"")

    album = reading.read(
        [
            PictureFile(0, fetched, ours=True),
            PictureFile(1, photo, ours=False),
            PictureFile(2, broken, ours=True),
        ]
    )

    assert [path.name for path in tmp_path.iterdir()] == ["photo"]
    assert [face.image for face in album.faces] == [0, 1]
    assert album.errors.keys() == {2}


def test_models_are_loaded_once_and_progress_is_told_by_batch(
    reading: Reading, photo: Path
) -> None:
    album = reading.read([PictureFile(n, photo, ours=False) for n in range(5)])

    assert reading.loaded == 1
    assert reading.told == [2, 4, 5]
    assert [face.image for face in album.faces] == [0, 1, 2, 3, 4]


def test_a_picture_cut_short_is_refused_only_where_it_was_fetched(
    reading: Reading, photo: Path, tmp_path: Path
) -> None:
    half = photo.read_bytes()[: photo.stat().st_size // 2]
    here, fetched = tmp_path / "here", tmp_path / "fetched"
    here.write_bytes(half)
    fetched.write_bytes(half)

    album = reading.read([PictureFile(0, here, ours=False), PictureFile(1, fetched, ours=True)])

    assert album.errors.keys() == {1}
    assert "cut short" in album.errors[1]
