"""Small real libraries for the workflows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from likeness import Library

# One person twice, another twice, a third alone, a photo without a face.
FEW = ("007_B.jpg", "008_B.jpg", "009_C.jpg", "010_2.jpg", "017_0.jpg", "t1.jpg")


@pytest.fixture(scope="session")
def few_photos(photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with six photos in two folders; treat it as read-only."""
    folder = tmp_path_factory.mktemp("few")
    (folder / "day 2").mkdir()
    for number, name in enumerate(FEW):
        target = folder if number % 2 else folder / "day 2"
        shutil.copy2(photos / "scenes" / name, target / name)
    return folder


@pytest.fixture
def pictures(few_photos: Path, tmp_path: Path) -> Path:
    """The same six photos in a folder that a test may change."""
    return Path(shutil.copytree(few_photos, tmp_path / "pictures"))


@pytest.fixture(scope="session")
def indexed_folder(few_photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library that holds the six photos; copy it before changing it."""
    folder = tmp_path_factory.mktemp("indexed") / "library"
    with Library.open(folder) as library:
        library.add(few_photos)
    return folder


@pytest.fixture
def indexed(indexed_folder: Path, tmp_path: Path) -> Iterator[Library]:
    """A library of its own that already holds the six photos."""
    shutil.copytree(indexed_folder, tmp_path / "library")
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Library]:
    """A new library."""
    with Library.open(tmp_path / "library") as library:
        yield library
