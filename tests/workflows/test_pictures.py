"""A drawing is a file beside the photos, never in place of one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from likeness import Library
from likeness.errors import ExportError

DRAWING = np.full((16_385, 2, 3), 90, np.uint8)


def size_of(file: Path) -> tuple[int, int]:
    with Image.open(file) as image:
        return image.size


@pytest.mark.parametrize("name", ["a.png", "A.JPG", "ä b.webp"])
def test_a_drawing_becomes_a_file(empty: Library, tmp_path: Path, name: str) -> None:
    empty.save_picture(DRAWING[:20], tmp_path / name)

    assert size_of(tmp_path / name) == (2, 20)


def test_an_earlier_drawing_is_replaced(empty: Library, tmp_path: Path) -> None:
    empty.save_picture(DRAWING[:20], tmp_path / "a.png")
    empty.save_picture(DRAWING[:30], tmp_path / "a.png")

    assert size_of(tmp_path / "a.png") == (2, 30)


def test_a_link_is_replaced_and_what_it_leads_to_stays(empty: Library, tmp_path: Path) -> None:
    (tmp_path / "original.png").write_bytes(b"original")
    (tmp_path / "a.png").hardlink_to(tmp_path / "original.png")

    empty.save_picture(DRAWING[:20], tmp_path / "a.png")

    assert (tmp_path / "original.png").read_bytes() == b"original"


def test_another_ending_is_refused(empty: Library, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"must end in \.jpg or \.jpeg or \.png or \.webp"):
        empty.save_picture(DRAWING[:20], tmp_path / "a.gif")


def test_a_drawing_too_large_for_its_format_is_refused(empty: Library, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"2 x 16385 pixels\. Choose another ending"):
        empty.save_picture(DRAWING, tmp_path / "a.webp")

    assert not (tmp_path / "a.webp").exists()


def test_a_folder_that_is_not_there_is_made(empty: Library, tmp_path: Path) -> None:
    empty.save_picture(DRAWING[:20], tmp_path / "new" / "a.png")

    assert (tmp_path / "new" / "a.png").exists()


def test_a_folder_that_cannot_be_made_is_an_error_in_words(empty: Library, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ExportError, match="Cannot write"):
        empty.save_picture(DRAWING[:20], tmp_path / "file" / "a.png")
