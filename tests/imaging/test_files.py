from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest

from likeness.errors import PhotoError
from likeness.imaging.files import FileError, read_file
from likeness.imaging.limits import Limits

LIMITS = Limits(max_bytes=1000)


def refusal(path: Path | str, limits: Limits = LIMITS) -> FileError:
    with pytest.raises(FileError) as caught:
        read_file(str(path), limits)
    assert caught.value.detail.endswith(".")
    return caught.value


def test_reads_a_file_and_says_how_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"content")
    os.utime(path, ns=(5, 1_700_000_000_123_456_789))
    data, state = read_file(str(path), LIMITS)
    assert data == b"content"
    assert state.size == 7
    assert state.mtime_ns == 1_700_000_000_123_456_789


def test_follows_links_and_odd_names(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"odd \xff\n.jpg")
    path.write_bytes(b"content")
    link = tmp_path / "link"
    link.symlink_to(path)
    assert read_file(str(link), LIMITS)[0] == b"content"


def test_an_empty_file_is_empty(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert refusal(tmp_path / "a").reason == "empty"


def test_a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(bytes(1000))
    assert len(read_file(str(path), LIMITS)[0]) == 1000
    path.write_bytes(bytes(1001))
    error = refusal(path)
    assert error.reason == "too_many_bytes"
    assert error.state.size == 1001


def test_a_file_that_says_it_is_empty_is_read_all_the_same() -> None:
    data, state = read_file("/proc/self/status", Limits())
    assert data.startswith(b"Name:")
    assert state.size == 0


def test_a_file_that_grows_while_it_is_read_is_held_to_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x")
    monkeypatch.setattr(os, "read", lambda handle, size: bytes(100))
    assert refusal(path).reason == "too_many_bytes"


def test_a_file_that_grows_within_the_limit_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    parts = [b"one", b"two", b"three", b""]
    monkeypatch.setattr(os, "read", lambda handle, size: parts.pop(0))
    assert read_file(str(path), LIMITS)[0] == b"onetwothree"


def test_pipes_sockets_devices_and_folders_are_no_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as end:
        monkeypatch.chdir(tmp_path)  # the address of a socket has room for 107 bytes
        end.bind("socket")
        for path in (tmp_path / "pipe", tmp_path / "socket", "/dev/null", tmp_path):
            assert refusal(path).reason == "not_a_file"


def test_something_that_became_a_pipe_after_the_first_look_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "photo").write_bytes(b"x")
    os.mkfifo(tmp_path / "pipe")
    seen = (tmp_path / "photo").stat()
    monkeypatch.setattr(Path, "stat", lambda path: seen)
    assert refusal(tmp_path / "pipe").reason == "not_a_file"


def test_links_that_lead_nowhere_or_back(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "nowhere").symlink_to("gone")
    assert refusal(tmp_path / "loop").reason == "symlink_loop"
    assert refusal(tmp_path / "nowhere").reason == "vanished"
    assert refusal(tmp_path / "gone" / "a.jpg").reason == "vanished"
    assert refusal("nul\0byte").reason == "vanished"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.EACCES, "permission"),
        (errno.EPERM, "permission"),
        (errno.ENXIO, "not_a_file"),
        (errno.ESTALE, "vanished"),
        (errno.EIO, "unreadable"),
        (errno.EMFILE, "unreadable"),
    ],
)
def test_errors_of_the_system_become_reasons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, reason: str
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    path = tmp_path / "a"
    path.write_bytes(b"12345")
    monkeypatch.setattr(os, "open", refuse)
    error = refusal(path)
    assert error.reason == reason
    assert error.state.size == 5
    assert isinstance(error, PhotoError)


def test_an_error_in_the_middle_of_reading_leaves_no_handle_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(handle: int, size: int) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    path = tmp_path / "a"
    path.write_bytes(b"12345")
    before = len(os.listdir("/proc/self/fd"))
    monkeypatch.setattr(os, "read", fail)
    assert refusal(path).reason == "unreadable"
    assert len(os.listdir("/proc/self/fd")) == before
