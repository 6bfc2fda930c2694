"""Folders for copies are closed to others, and do not outlive their processes."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from likeness.errors import StoreUnavailableError
from likeness.sources.private import PREFIX, PrivateFolder


def test_nothing_is_made_before_it_is_needed(tmp_path: Path) -> None:
    folder = PrivateFolder(tmp_path / "copies")
    folder.close()
    assert list(tmp_path.iterdir()) == []


def test_it_is_the_owners_alone_and_goes_away(tmp_path: Path) -> None:
    folder = PrivateFolder(tmp_path / "copies")
    path = folder.path()
    assert folder.path() == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o700
    (path / "photo").write_bytes(b"x")
    folder.close()
    assert not path.exists()


def test_what_a_killed_process_left_is_removed_and_what_others_use_is_not(tmp_path: Path) -> None:
    used = PrivateFolder(tmp_path)
    (used.path() / "photo").write_bytes(b"used")
    code = (
        "import os, sys\nfrom pathlib import Path\n"
        "from likeness.sources.private import PrivateFolder\n"
        "path = PrivateFolder(Path(sys.argv[1])).path()\n"
        "(path / 'photo').write_bytes(b'left')\nos._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert len(list(tmp_path.glob(PREFIX + "*"))) == 2

    new = PrivateFolder(tmp_path)
    new.path()

    assert set(tmp_path.glob(PREFIX + "*")) == {used.path(), new.path()}
    assert (used.path() / "photo").read_bytes() == b"used"
    used.close()
    new.close()


def test_a_folder_that_cannot_be_made_is_our_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"in the way")
    with pytest.raises(StoreUnavailableError, match="Check free space"):
        PrivateFolder(tmp_path / "file").path()
