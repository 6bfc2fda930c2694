"""A library that keeps an average."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from likeness import Library


@pytest.fixture(scope="session")
def averaged_folder(few_photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library that keeps an average of everybody; copy it before changing it."""
    folder = tmp_path_factory.mktemp("averaged")
    with Library.open(folder / "library") as library:
        # Without the one of six people: few faces are averaged quickly.
        library.add(*(photo for photo in few_photos.rglob("*.jpg") if photo.name != "t1.jpg"))
        library.keep_average(library.average(side=256), "Everybody")
    return folder / "library"


@pytest.fixture
def averaged(averaged_folder: Path, tmp_path: Path) -> Iterator[Library]:
    """A library of its own that keeps an average of everybody, 256 pixels wide."""
    shutil.copytree(averaged_folder, tmp_path / "library")
    with Library.open(tmp_path / "library") as library:
        yield library
