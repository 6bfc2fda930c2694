from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from likeness.compat.album.crops import CropFolder, private_folder
from likeness.errors import ExportError
from tests.compat.album.makers import face

FACES = [
    replace(
        face(image, 0, position=position),
        square=np.random.default_rng([image, position]).integers(0, 256, (112, 112, 3), np.uint8),
    )
    for image in range(3)
    for position in range(2)
]


def test_files_are_named_by_picture_and_face_and_hold_just_the_square(tmp_path: Path) -> None:
    paths = CropFolder(tmp_path).write(FACES)

    assert paths == [str(tmp_path / f"{one.image}_{one.position}.png") for one in FACES]
    for path, one in zip(paths, FACES, strict=True):
        assert np.array_equal(cv2.imread(path), one.square)


def test_jobs_that_share_a_folder_have_files_of_their_own(tmp_path: Path) -> None:
    written = [path for _ in range(3) for path in CropFolder(tmp_path).write(FACES)]

    assert len(set(written)) == 3 * len(FACES) == len(os.listdir(tmp_path))


def test_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "0_0.png").symlink_to(tmp_path / "elsewhere")

    (path,) = CropFolder(tmp_path).write(FACES[:1])

    assert path != str(tmp_path / "0_0.png")
    assert not (tmp_path / "elsewhere").exists()


def test_where_writing_fails_nothing_of_the_job_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").write_bytes(b"mine")
    count = 0
    real = os.open

    def full(path: Any, *args: Any, **more: Any) -> int:
        nonlocal count
        count += 1
        if count > 3:
            raise OSError(28, "No space left on device")
        return real(path, *args, **more)

    folder = CropFolder(tmp_path)
    monkeypatch.setattr(os, "open", full)
    with pytest.raises(ExportError, match=r"No space left on device\. Make room"):
        folder.write(FACES)

    assert os.listdir(tmp_path) == ["mine"]


def test_a_private_folder_is_its_owners_alone() -> None:
    folder = private_folder()

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert private_folder() != folder


def test_without_faces_no_private_folder_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    assert CropFolder(None).write([]) == []
    assert os.listdir(tmp_path) == []
