"""Where nothing can be seen, the reason is said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from likeness.catalog.places import join
from likeness.workflows.places import absence


def test_nothing_there_is_said_to_be_nothing(tmp_path: Path) -> None:
    assert absence(tmp_path / "a.jpg", "file") == f"There is no file {tmp_path}/a.jpg."
    assert absence("s3://photos/a.jpg", "file") == "There is no object s3://photos/a.jpg."


def test_a_closed_folder_above_is_said_to_be_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: object) -> os.stat_result:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "lstat", refused)  # root, who runs tests in containers, may enter all

    assert absence("/closed/a.jpg", "file").startswith("No permission to look at /closed/a.jpg")


def test_the_folder_of_a_source_is_not_called_a_dot() -> None:
    assert join("/photos", ".") == "/photos"
    assert join("/photos", "a.jpg") == "/photos/a.jpg"
    assert join("/", "a.jpg") == "/a.jpg"
