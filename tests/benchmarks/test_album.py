"""Copies of photos for the benchmarks: files of their own, the same pixels."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.album import copy, distinct, link, photos_in


def picture(kind: str) -> bytes:
    pixels = np.random.default_rng(1).integers(0, 256, (40, 30, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_distinct_copy_has_the_same_pixels(kind: str) -> None:
    data = picture(kind)
    copies = [distinct(data, number) for number in range(3)]
    assert len({data, *copies}) == 4
    for made in copies:
        assert made is not None
        same = np.asarray(Image.open(io.BytesIO(made))) == np.asarray(Image.open(io.BytesIO(data)))
        assert same.all()


def test_other_formats_are_not_copied() -> None:
    assert distinct(picture("BMP"), 1) is None


def test_photos_are_linked_or_copied_to_one_folder(tmp_path: Path) -> None:
    for name in ("a/x.jpg", "b/x.jpg", "b/notes.txt"):
        path = tmp_path / "from" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture("JPEG") if name.endswith("jpg") else b"no picture")
    files = photos_in([tmp_path / "from"])
    assert [file.name for file in files] == ["x.jpg", "x.jpg"]
    for folder in ("links", "copies"):
        (tmp_path / folder).mkdir()
    assert len(set(link(files, tmp_path / "links"))) == 2
    copies = copy(files, tmp_path / "copies", 5)
    assert len({path.read_bytes() for path in copies}) == 5
    assert len(photos_in([tmp_path / "from"], limit=1)) == 1
