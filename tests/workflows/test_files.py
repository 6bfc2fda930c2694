"""Files appear whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from likeness.errors import ExportError
from likeness.workflows.files import os_errors_as_ours, remove_partials, settled, written


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_when_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    with written(target) as file:
        file.write(b"new")
        assert not target.exists()
    assert target.read_bytes() == b"new"
    assert names_in(tmp_path) == ["a.txt"]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), written(target) as file:
        file.write(bytes(1 // file.tell()))
    assert target.read_bytes() == b"old"
    assert names_in(tmp_path) == ["a.txt"]


def test_a_link_is_replaced_and_not_written_through(tmp_path: Path) -> None:
    original = tmp_path / "original"
    original.write_bytes(b"precious")
    for link in ("soft", "hard"):
        target = tmp_path / link
        target.symlink_to(original) if link == "soft" else target.hardlink_to(original)
        with written(target) as file:
            file.write(b"new")
        assert target.read_bytes() == b"new"
    assert original.read_bytes() == b"precious"


def test_replacing_a_hard_link_by_the_same_one_leaves_no_second_name(tmp_path: Path) -> None:
    original, target = tmp_path / "original", tmp_path / "target"
    original.write_bytes(b"x")
    target.hardlink_to(original)
    with settled(target) as partial:
        partial.hardlink_to(original)
    assert names_in(tmp_path) == ["original", "target"]


def test_the_mode_is_what_the_umask_gives(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with written(tmp_path / "a") as file:
            file.write(b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_what_a_killed_run_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in (".likeness-0123.part", "a.part", ".likeness-notes", "b.jpg"):
        (tmp_path / name).touch()
    remove_partials(tmp_path)
    assert names_in(tmp_path) == [".likeness-notes", "a.part", "b.jpg"]


def test_an_os_error_says_where_and_why(tmp_path: Path) -> None:
    target = tmp_path / "no" / "folder" / "a"
    expected = "Cannot write .*a: No such file or directory"
    with pytest.raises(ExportError, match=expected), os_errors_as_ours(target), written(target):
        pass
