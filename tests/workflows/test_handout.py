"""Originals and crops, as they are handed out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from likeness import Library
from likeness.errors import PhotoError, UnknownFaceError, UnknownPhotoError


def test_an_original_is_what_was_indexed(indexed: Library) -> None:
    photo = indexed.photos()[0]

    with indexed.original(photo.sha256) as original:
        assert original.file.read() == Path(photo.photo).read_bytes()
        assert (original.name, original.format) == (Path(photo.photo).name, "JPEG")
        assert original.bytes == photo.bytes


def test_a_copy_elsewhere_takes_the_place_of_one_that_is_gone(
    empty: Library, pictures: Path
) -> None:
    shutil.copy2(pictures / "t1.jpg", pictures / "u1.jpg")
    empty.add(pictures / "t1.jpg", pictures / "u1.jpg", group=False)
    (photo,) = empty.photos()
    (pictures / "t1.jpg").write_bytes(b"x" * photo.bytes)

    with empty.original(photo.sha256) as original:
        assert original.file.read() == (pictures / "u1.jpg").read_bytes()


def test_a_changed_original_is_not_handed_out(empty: Library, pictures: Path) -> None:
    empty.add(pictures / "t1.jpg", group=False)
    (photo,) = empty.photos()
    (pictures / "t1.jpg").write_bytes(b"x" * photo.bytes)

    with pytest.raises(PhotoError, match="is what was indexed"), empty.original(photo.sha256):
        pass


def test_there_is_no_original_of_an_unknown_photo(empty: Library) -> None:
    with pytest.raises(UnknownPhotoError), empty.original("0" * 64):
        pass


def test_a_lost_crop_is_made_again(indexed: Library) -> None:
    face = indexed.faces()[0].face
    before = indexed.crop(face)
    (kept,) = (indexed.folder / "blobs").rglob(f"{face}.webp")
    kept.unlink()

    assert indexed.crop(face) == before


def test_there_is_no_crop_of_an_unknown_face(indexed: Library) -> None:
    with pytest.raises(UnknownFaceError):
        indexed.crop("f0123456789abcdef")
