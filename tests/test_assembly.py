"""A library has a folder of its own, and one that lost its catalog is not taken for a new one."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from likeness import Library
from likeness.assembly import collector_paused, prepare
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


def test_the_collector_goes_on_after_modules_were_loaded() -> None:
    with collector_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize(("before", "after"), [({}, "4"), ({"OPENBLAS_THREAD_TIMEOUT": "9"}, "9")])
def test_idle_threads_sleep_unless_told_otherwise(
    tmp_path: Path, before: dict[str, str], after: str
) -> None:
    """In a process of its own: OpenBLAS reads it when it is loaded."""
    code = (
        "import os, sys; from likeness import Library; assert 'numpy' not in sys.modules; "
        "Library.open(sys.argv[1]).close(); print(os.environ['OPENBLAS_THREAD_TIMEOUT'])"
    )
    clean = {key: at for key, at in os.environ.items() if key != "OPENBLAS_THREAD_TIMEOUT"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "library")],
        env={**clean, **before},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == after
