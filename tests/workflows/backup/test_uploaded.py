"""Uploaded photos keep their names, whatever they are, and none leads out of its folder."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.errors import BackupError
from likeness.workflows.backup.uploaded import line, open_upload, read_lines, uploads_in

NAMES = st.binary(min_size=1, max_size=40).map(os.fsdecode)


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_names_come_back_or_are_refused(parts: list[str]) -> None:
    fits = not any(p.startswith(".") or "/" in p or "\0" in p for p in parts)
    text = io.BytesIO(line(tuple(parts)))
    if fits:
        assert list(read_lines(text)) == [tuple(parts)]
    else:
        with pytest.raises(BackupError):
            list(read_lines(text))


@pytest.mark.parametrize(
    "text",
    [
        b'[".."]',
        b'["a", "..", "b"]',
        b'["/etc/passwd"]',
        b'["a/b"]',
        b'[""]',
        b'["."]',
        b"[]",
        b'"a"',
        b"[1]",
        b"{",
        b'["a\\u0000"]',
        b'["\\ud800"]',
        b'["' + b"x" * 256 + b'"]',
        b'["' + b"x" * 40_000 + b'"]',
        b"[" * 30_000,
        b'["a"' + b', "a"' * 16 + b"]",
    ],
)
def test_what_is_no_path_is_refused(text: bytes) -> None:
    with pytest.raises(BackupError, match="a name of an uploaded photo is none"):
        list(read_lines(io.BytesIO(text + b"\n")))


def test_links_and_unfinished_files_are_no_uploads(tmp_path: Path) -> None:
    (tmp_path / "2026").mkdir()
    (tmp_path / "2026" / "a.jpg").write_bytes(b"a")
    (tmp_path / ".part").write_bytes(b"half")
    (tmp_path / "link.jpg").symlink_to(tmp_path / "2026" / "a.jpg")
    (tmp_path / "away").symlink_to("/etc")
    os.mkfifo(tmp_path / "pipe")
    assert list(uploads_in(tmp_path)) == [("2026", "a.jpg")]
    assert list(uploads_in(tmp_path / "none")) == []


def test_a_file_that_became_something_else_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert open_upload(tmp_path, ("pipe",)) is None
    assert open_upload(tmp_path, ("gone",)) is None
