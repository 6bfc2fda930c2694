"""A bucket of pictures belongs to one library."""

from __future__ import annotations

from pathlib import Path

import pytest

from likeness.blobs.folder import FolderBlobs
from likeness.errors import SettingsError
from likeness.workflows.claim import MARK, claim

URL = "s3://bucket/family"


@pytest.fixture
def blobs(tmp_path: Path) -> FolderBlobs:
    return FolderBlobs(tmp_path)


def test_what_is_nobodys_becomes_the_librarys(blobs: FolderBlobs) -> None:
    claim(blobs, URL, "a" * 32)
    claim(blobs, URL, "a" * 32)
    assert blobs.get(MARK) == b"a" * 32


def test_what_is_anothers_stays_so(blobs: FolderBlobs) -> None:
    claim(blobs, URL, "a" * 32)
    with pytest.raises(SettingsError, match="prefix of its own"):
        claim(blobs, URL, "b" * 32)
    assert blobs.get(MARK) == b"a" * 32


def test_a_copied_library_takes_over_from_its_original(blobs: FolderBlobs) -> None:
    claim(blobs, URL, "a" * 32)
    claim(blobs, URL, "b" * 32, known=frozenset({"a" * 32}))
    assert blobs.get(MARK) == b"b" * 32


def test_a_mark_that_is_no_text_belongs_to_somebody(blobs: FolderBlobs) -> None:
    blobs.put(MARK, b"\xff\xfe")
    with pytest.raises(SettingsError):
        claim(blobs, URL, "a" * 32)


def test_the_folder_of_a_library_needs_no_mark(blobs: FolderBlobs) -> None:
    claim(blobs, "", "a" * 32)
    assert list(blobs.keys()) == []
