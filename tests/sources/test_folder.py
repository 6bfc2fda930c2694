"""Walking a folder meets everything that can lie in one, and raises for nothing."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from likeness.errors import PhotoError
from likeness.sources import folder as folders
from likeness.sources.base import FoundFile, Obstacle
from likeness.sources.folder import FolderSource, obstacle, walk


def make(folder: Path, *paths: str) -> None:
    for path in paths:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(path.encode())


def paths(folder: Path, prefix: str = "", **kwargs: frozenset[str]) -> list[str]:
    return [item.path for item in walk(folder, prefix, **kwargs)]


def test_every_file_below_the_folder_is_found_in_a_fixed_order(tmp_path: Path) -> None:
    make(tmp_path, "b/2.jpg", "b/1.jpg", "a.jpg", "b/c/3.jpg", "z.jpg")

    assert paths(tmp_path) == ["a.jpg", "z.jpg", "b/1.jpg", "b/2.jpg", "b/c/3.jpg"]


def test_size_and_time_come_from_the_file(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg")
    os.utime(tmp_path / "a.jpg", ns=(5, 1_234_567_890_123_456_789))

    assert list(walk(tmp_path)) == [FoundFile("a.jpg", 5, 1_234_567_890_123_456_789)]


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    make(tmp_path, ".hidden.jpg", ".trash/a.jpg", "a.jpg")

    assert paths(tmp_path) == ["a.jpg"]


def test_a_folder_to_avoid_is_not_entered(tmp_path: Path) -> None:
    make(tmp_path, "library/thumbs/a.webp", "a.jpg")

    assert paths(tmp_path, avoid=frozenset({str(tmp_path / "library")})) == ["a.jpg"]


def test_a_prefix_limits_the_walk_to_one_folder(tmp_path: Path) -> None:
    make(tmp_path, "a/1.jpg", "a/b/2.jpg", "ab/3.jpg")

    assert paths(tmp_path, "a/") == ["a/1.jpg", "a/b/2.jpg"]


def test_a_prefix_without_slash_is_one_file(tmp_path: Path) -> None:
    make(tmp_path, "a/1.jpg", "a/2.jpg")

    assert paths(tmp_path, "a/2.jpg") == ["a/2.jpg"]


def test_names_of_any_bytes_come_back_as_they_are(tmp_path: Path) -> None:
    names = [b"new\nline.jpg", "smile 😀.jpg".encode(), b"bad \xff\xfe.jpg", b"-rf.jpg"]
    for name in names:
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_bytes(b"x")

    assert {os.fsencode(path) for path in paths(tmp_path)} == set(names)


def test_a_link_to_a_file_is_followed_and_a_link_to_a_folder_is_not(tmp_path: Path) -> None:
    make(tmp_path, "real/a.jpg")
    (tmp_path / "file.jpg").symlink_to(tmp_path / "real" / "a.jpg")
    (tmp_path / "folder").symlink_to(tmp_path / "real")

    assert paths(tmp_path) == ["file.jpg", "real/a.jpg"]


def test_a_loop_of_folders_ends(tmp_path: Path) -> None:
    make(tmp_path, "a/1.jpg")
    (tmp_path / "a" / "again").symlink_to(tmp_path)

    assert paths(tmp_path) == ["a/1.jpg"]


@pytest.mark.parametrize("kind", ["fifo", "socket", "loop", "broken"])
def test_what_is_no_readable_file_becomes_an_obstacle(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = tmp_path / "odd.jpg"
    reasons = {"fifo": "not_a_file", "socket": "not_a_file", "loop": "symlink_loop"}
    if kind == "fifo":
        os.mkfifo(odd)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            monkeypatch.chdir(tmp_path)  # the path of a socket is limited to about 100 bytes
            server.bind("odd.jpg")
    else:
        odd.symlink_to("odd.jpg" if kind == "loop" else "nothing.jpg")

    (found,) = walk(tmp_path)

    assert isinstance(found, Obstacle)
    assert found.reason == reasons.get(kind, "vanished")
    assert found.detail.endswith(".")


def test_a_folder_that_is_gone_is_one_obstacle_that_says_so(tmp_path: Path) -> None:
    (found,) = walk(tmp_path / "nothing")

    assert isinstance(found, Obstacle)
    assert found.folder
    assert found.reason == "vanished"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "Permission denied"), "permission"),
        (OSError(5, "Input/output error"), "unreadable"),
        (FileNotFoundError(2, "No such file"), "vanished"),
        (OSError(40, "Too many levels of symbolic links"), "symlink_loop"),
    ],
)
def test_what_the_system_says_is_told_in_our_words(error: OSError, reason: str) -> None:
    assert obstacle("a.jpg", error).reason == reason


def test_a_folder_to_avoid_is_known_by_what_it_is_not_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "photos" / "library").mkdir(parents=True)
    (tmp_path / "photos" / "library" / "thumb.webp").touch()
    (tmp_path / "link").symlink_to(tmp_path / "photos" / "library")
    avoid = frozenset({str(tmp_path / "link"), str(tmp_path / "gone")})
    assert list(walk(tmp_path / "photos", avoid=avoid)) == []


def test_a_folder_that_is_gone_or_empty_is_not_there(tmp_path: Path) -> None:
    assert not FolderSource(tmp_path / "gone").is_there()
    assert not FolderSource(tmp_path).is_there()
    make(tmp_path, "a.jpg")
    assert FolderSource(tmp_path).is_there()
    assert not FolderSource(tmp_path / "a.jpg").is_there()


def test_a_file_lies_where_it_lies(tmp_path: Path) -> None:
    assert FolderSource(tmp_path).local("a/b.jpg") == tmp_path / "a" / "b.jpg"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(PhotoError) as caught:
        FolderSource(tmp_path).fetch("pipe.jpg", tmp_path / "copy", max_bytes=10)
    assert caught.value.reason == "not_a_file"


def test_a_file_that_becomes_a_pipe_meanwhile_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    monkeypatch.setattr(folders, "look_at", lambda file, path: FoundFile(path, 1, 1))
    with pytest.raises(PhotoError) as caught:
        FolderSource(tmp_path).fetch("pipe.jpg", tmp_path / "copy", max_bytes=10)
    assert caught.value.reason == "not_a_file"


class Writer:
    """Writes to a file whenever a part of it has been read."""

    def __init__(self, file: Path, times: int) -> None:
        self.file = file
        self.left = times
        self.read = os.read

    def __call__(self, handle: int, size: int) -> bytes:
        data = self.read(handle, size)
        if data and self.left:
            self.left -= 1
            with self.file.open("ab") as file:
                file.write(b"x")
        return data


def test_a_file_that_is_written_to_is_copied_once_that_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "a.jpg")
    monkeypatch.setattr(folders.os, "read", Writer(tmp_path / "a.jpg", times=2))

    found = FolderSource(tmp_path).fetch("a.jpg", tmp_path / "copy", max_bytes=100)

    assert (tmp_path / "copy").read_bytes() == (tmp_path / "a.jpg").read_bytes() == b"a.jpgxx"
    assert found == FolderSource(tmp_path).look("a.jpg")


@pytest.mark.parametrize(("limit", "reason"), [(10**6, "unreadable"), (6, "too_many_bytes")])
def test_a_file_that_never_stands_still_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, reason: str
) -> None:
    make(tmp_path, "a.jpg")
    monkeypatch.setattr(folders.os, "read", Writer(tmp_path / "a.jpg", times=10**6))
    monkeypatch.setattr(folders, "CHUNK", 2)
    with pytest.raises(PhotoError) as caught:
        FolderSource(tmp_path).fetch("a.jpg", tmp_path / "copy", max_bytes=limit)
    assert caught.value.reason == reason
    assert not (tmp_path / "copy").exists()
