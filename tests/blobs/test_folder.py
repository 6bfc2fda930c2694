from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from likeness.blobs.base import BlobKey
from likeness.blobs.folder import INCOMING, LEFTOVER_AGE, FolderBlobs
from likeness.errors import BlobNotFoundError, StoreUnavailableError

KEY = BlobKey("thumbs/3f/3f7a.webp")


def test_folders_and_files_are_the_owners_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        FolderBlobs(tmp_path / "blobs").put(KEY, b"x")
    finally:
        os.umask(old)
    modes = {
        stat.S_IMODE(path.stat().st_mode)
        for path in (tmp_path / "blobs", *(tmp_path / "blobs").rglob("*"))
        if path.is_dir()
    }
    assert modes == {0o700}
    assert stat.S_IMODE((tmp_path / "blobs" / KEY).stat().st_mode) == 0o600


def test_a_link_in_a_strangers_library_leads_to_nothing_that_is_removed(tmp_path: Path) -> None:
    precious = tmp_path / "home" / "old.txt"
    precious.parent.mkdir()
    precious.write_text("mine")
    long_ago = time.time() - LEFTOVER_AGE - 1
    os.utime(precious, (long_ago, long_ago))
    (tmp_path / "blobs").mkdir()
    (tmp_path / "blobs" / INCOMING).symlink_to("../home")

    FolderBlobs(tmp_path / "blobs")

    assert precious.read_text() == "mine"


def test_leftovers_of_crashed_writers_are_removed_at_opening(tmp_path: Path) -> None:
    FolderBlobs(tmp_path).put(KEY, b"x")
    crashed, running = (tmp_path / INCOMING / name for name in ("crashed", "running"))
    crashed.write_bytes(b"half a pict")
    running.write_bytes(b"half a pict")
    long_ago = time.time() - LEFTOVER_AGE - 1
    os.utime(crashed, (long_ago, long_ago))
    store = FolderBlobs(tmp_path)
    assert not crashed.exists()
    assert running.exists()
    assert list(store.keys()) == [KEY]


def test_an_empty_file_is_what_a_power_cut_left_and_counts_as_absent(tmp_path: Path) -> None:
    store = FolderBlobs(tmp_path)
    store.put(KEY, b"x")
    (tmp_path / KEY).write_bytes(b"")
    assert list(store.keys()) == []
    with pytest.raises(BlobNotFoundError):
        store.get(KEY)


def test_foreign_files_are_not_listed(tmp_path: Path) -> None:
    store = FolderBlobs(tmp_path)
    store.put(KEY, b"x")
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    (tmp_path / "thumbs" / "link.webp").symlink_to(tmp_path / KEY)
    assert list(store.keys()) == [KEY]


def test_a_file_in_the_place_of_a_folder_is_our_error(tmp_path: Path) -> None:
    store = FolderBlobs(tmp_path)
    (tmp_path / "thumbs").write_bytes(b"in the way")
    for call in (lambda: store.put(KEY, b"x"), lambda: store.get(KEY), lambda: store.delete(KEY)):
        with pytest.raises(StoreUnavailableError, match=r"thumbs/3f/3f7a\.webp") as caught:
            call()
        assert isinstance(caught.value.__cause__, OSError)


def test_a_root_that_cannot_be_a_folder_is_our_error_at_the_first_write(tmp_path: Path) -> None:
    (tmp_path / "blobs").write_bytes(b"in the way")
    store = FolderBlobs(tmp_path / "blobs")
    with pytest.raises(StoreUnavailableError, match="Check free space and permissions"):
        store.put(KEY, b"x")


def test_opening_writes_nothing(tmp_path: Path) -> None:
    store = FolderBlobs(tmp_path / "blobs")
    assert list(store.keys()) == []
    with pytest.raises(BlobNotFoundError):
        store.get(KEY)
    assert not (tmp_path / "blobs").exists()


def test_a_read_only_folder_is_our_error_and_can_still_be_read(tmp_path: Path) -> None:
    store = FolderBlobs(tmp_path)
    store.put(KEY, b"x")
    folders = [tmp_path, *(path for path in tmp_path.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o500)
    try:
        if os.access(tmp_path, os.W_OK):
            pytest.skip("root may write anywhere")
        with pytest.raises(StoreUnavailableError, match="Permission denied"):
            store.put(KEY, b"y")
        assert FolderBlobs(tmp_path).get(KEY) == b"x"
    finally:
        for folder in folders:
            folder.chmod(0o700)


def test_a_folder_has_no_links(tmp_path: Path) -> None:
    assert FolderBlobs(tmp_path).link(KEY, 60) is None
