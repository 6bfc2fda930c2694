"""A library that may not be written to, on a backup disk say, can still be looked at."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from likeness import Library
from likeness.errors import LibraryError

NOBODY = 65534


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may write anywhere: be somebody else meanwhile."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def backup(indexed_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of a library, readable by all, writable by nobody."""
    scratch = Path(tempfile.mkdtemp())
    scratch.chmod(0o755)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(scratch))
    folder = Path(shutil.copytree(indexed_folder, scratch / "backup #1?"))
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)
    shutil.rmtree(scratch)


def test_a_read_only_library_shows_its_people_photos_and_finds_them(backup: Path) -> None:
    with Library.open(backup) as library:  # as root, so that all modules are loaded
        people, photos = library.people(), library.photos()
        face = library.faces(person=people[0].person)[0].face
        found = library.find(f"face:{face}")

    with without_rights(), Library.open(backup) as library:
        assert library.people() == people
        assert library.photos() == photos
        assert library.find(f"face:{face}") == found


def test_deciding_in_a_read_only_library_is_refused_and_changes_nothing(backup: Path) -> None:
    before = (backup / "catalog.db").read_bytes()
    with Library.open(backup) as library:
        person = library.people()[0].person

    with without_rights(), Library.open(backup) as library, pytest.raises(LibraryError):
        library.name(person, "Ada")

    assert (backup / "catalog.db").read_bytes() == before
