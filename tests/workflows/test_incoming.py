"""Copies of photos lie in a private folder for as long as they are looked at, and no longer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from likeness.errors import PhotoError, StoreUnavailableError
from likeness.settings import LibrarySettings
from likeness.sources.private import PrivateFolder
from likeness.workflows.incoming import at_hand, incoming, remove_leftovers
from likeness.workflows.parts import Parts

Fetch = Callable[..., None]

KILLED = """
import sys
from pathlib import Path
from likeness.sources.private import PrivateFolder
folder = PrivateFolder(Path(sys.argv[1]))
(folder.path() / "copy").write_bytes(b"photo")
print(folder.path(), flush=True)
sys.stdin.read()
"""


def library_with(folder: Path, fetch: Fetch) -> Parts:
    folder.mkdir(mode=0o700)
    source = SimpleNamespace(fetch=fetch)
    return cast(
        Parts,
        SimpleNamespace(folder=folder, settings=LibrarySettings(), source=lambda uri: source),
    )


def fetched(key: str, target: Path, *, max_bytes: int) -> None:
    target.write_text(key)


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return library_with(tmp_path / "library", fetched)


def test_a_file_of_this_machine_is_at_hand_where_it_lies(parts: Parts) -> None:
    with at_hand(parts, "/photos/a.jpg") as file:
        assert file == Path("/photos/a.jpg")
    assert not (parts.folder / "incoming").exists()


def test_an_object_is_at_hand_in_a_private_folder_and_gone_after_use(parts: Parts) -> None:
    with at_hand(parts, "s3://bucket/2024/a.jpg") as file:
        assert file.read_text() == "2024/a.jpg"
        assert file.is_relative_to(parts.folder / "incoming")
        assert file.parent.stat().st_mode & 0o777 == 0o700
        assert "a.jpg" not in str(file)
    assert not file.parent.exists()


def test_nothing_is_left_of_what_could_not_be_fetched(tmp_path: Path) -> None:
    def fail(key: str, target: Path, *, max_bytes: int) -> None:
        raise PhotoError("vanished", "It is gone.")

    parts = library_with(tmp_path / "library", fail)
    with pytest.raises(PhotoError, match="gone"), at_hand(parts, "s3://bucket/a.jpg"):
        pass
    assert not list((parts.folder / "incoming").glob("[!.]*"))


def test_where_the_library_may_not_be_written_another_place_is_found(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with incoming(parts) as folder:
        assert not folder.is_relative_to(parts.folder)
        assert folder.stat().st_mode & 0o777 == 0o700
    assert not folder.exists()


def test_no_place_at_all_is_our_error(parts: Parts) -> None:
    (parts.folder / "incoming").write_text("a file in the way")
    with (
        pytest.raises(StoreUnavailableError, match="No folder for copies"),
        at_hand(parts, "s3://bucket/a.jpg"),
    ):
        pass


def test_what_a_killed_process_left_is_removed_and_nothing_else(parts: Parts) -> None:
    below = parts.folder / "incoming"
    (below / "somebody's").mkdir(parents=True)
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(below)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        left = Path(process.stdout.readline().decode().strip())
        remove_leftovers(parts)
        assert left.exists()  # its process lives
        process.kill()
        process.wait()
    with closing(PrivateFolder(below)) as used:
        in_use = used.path()
        assert not left.exists()  # whoever needs a folder sweeps first
        left.mkdir()
        remove_leftovers(parts)
        assert in_use.exists()
        assert not left.exists()
    assert (below / "somebody's").exists()


def test_a_library_that_never_fetched_has_nothing_to_remove(parts: Parts) -> None:
    remove_leftovers(parts)
    assert list(parts.folder.iterdir()) == []


def test_a_link_in_a_strangers_library_leads_to_nothing_that_is_removed_or_written(
    parts: Parts, tmp_path: Path
) -> None:
    (tmp_path / "home" / "fetched-photos").mkdir(parents=True)
    (parts.folder / "incoming").symlink_to("../home")

    remove_leftovers(parts)
    with pytest.raises(StoreUnavailableError, match="is a link"), incoming(parts):
        pass

    assert [path.name for path in (tmp_path / "home").iterdir()] == ["fetched-photos"]
