"""A library has a folder of its own, and one that lost its catalog is not taken for a new one."""

from __future__ import annotations

from pathlib import Path

import pytest

from likeness import Library
from likeness.assembly import prepare
from likeness.errors import LibraryError, LibraryMissingError


def test_a_folder_of_something_else_does_not_become_a_library(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").touch()

    with pytest.raises(LibraryError, match="needs a folder of its own"):
        Library.open(tmp_path)

    assert [file.name for file in tmp_path.iterdir()] == ["photo.jpg"]


def test_settings_may_lie_there_before_the_library(tmp_path: Path) -> None:
    (tmp_path / "config.toml").touch()
    (tmp_path / ".DS_Store").touch()

    with Library.open(tmp_path) as library:
        assert library.people() == []


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_bytes(b"")])
def test_a_lost_catalog_is_no_empty_library(tmp_path: Path, damage: object, create: bool) -> None:
    with Library.open(tmp_path):
        pass
    (tmp_path / "blobs" / "thumbs").mkdir(parents=True, exist_ok=True)
    damage(tmp_path / "catalog.db")  # type: ignore[operator]

    with pytest.raises(LibraryError, match=r"has lost its catalog\.db.*backup"):
        Library.open(tmp_path, create=create)


def test_where_nothing_is_there_is_no_library_yet(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none", Path("/dev/null")):
        with pytest.raises(LibraryMissingError, match="no library"):
            prepare(folder, create=False)


def test_a_catalog_elsewhere_may_have_any_folder(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").touch()

    prepare(tmp_path, create=True, elsewhere=True)
