"""Photos in the sizes that screens want, made once and kept."""

from __future__ import annotations

import io
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from likeness import Library
from likeness.blobs.base import BlobKey, preview_key, thumbnail_key
from likeness.errors import PhotoError, UnknownPhotoError, UsageError
from likeness.types import PhotoId
from likeness.workflows.previews import SIDES


@pytest.fixture
def photo(indexed: Library) -> PhotoId:
    """The largest of the six photos."""
    return max(indexed.photos(), key=lambda photo: max(photo.width, photo.height)).sha256


def size_of(picture: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(picture)) as image:
        assert image.format == "WEBP"
        return image.size


@pytest.fixture
def puts(indexed: Library, monkeypatch: pytest.MonkeyPatch) -> list[BlobKey]:
    """The keys under which pictures are stored from now on."""
    noted: list[BlobKey] = []
    put = indexed._parts.blobs.put

    def noting(key: BlobKey, data: bytes) -> None:
        noted.append(key)
        put(key, data)

    monkeypatch.setattr(indexed._parts.blobs, "put", noting)
    return noted


@pytest.mark.parametrize("side", SIDES)
def test_a_preview_has_the_size_that_was_asked_for(
    indexed: Library, photo: PhotoId, side: int
) -> None:
    row = indexed.photo_row(photo)
    longer = max(row.width, row.height)

    width, height = size_of(indexed.preview(photo, side))

    assert max(width, height) == min(side, longer)
    assert width / height == pytest.approx(row.width / row.height, rel=0.02)


def test_a_preview_is_upright_as_the_thumbnail_is(indexed: Library) -> None:
    for row in indexed.photo_page().items:
        shapes = [size_of(indexed.preview(row.photo, side)) for side in (128, 512, 1280)]
        assert {width > height for width, height in shapes} == {row.width > row.height}


def test_the_thumbnail_is_the_one_that_was_stored(
    indexed: Library, photo: PhotoId, puts: list[BlobKey]
) -> None:
    kept = indexed._parts.blobs.get(thumbnail_key(photo))

    assert indexed.preview(photo, 512) == kept
    assert puts == []


def test_a_preview_is_made_once_by_many_threads(
    indexed: Library, photo: PhotoId, puts: list[BlobKey]
) -> None:
    indexed.preview(photo, 128)
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: indexed.preview(photo, 1280), range(16)))

    assert len(set(made)) == 1
    assert puts == [preview_key(photo, 128), preview_key(photo, 1280)]


def test_small_previews_need_no_original(
    indexed: Library, photo: PhotoId, few_photos: Path
) -> None:
    hide_originals(indexed)

    assert max(size_of(indexed.preview(photo, 256))) == 256


def hide_originals(library: Library) -> None:
    """Say that all files are gone."""
    catalog = library._parts.catalog
    for source in catalog.sources():
        catalog.mark_missing(source.id, list(catalog.locations(source.id)))


def test_of_a_photo_that_is_gone_comes_the_largest_that_is_kept(
    indexed: Library, photo: PhotoId, puts: list[BlobKey]
) -> None:
    hide_originals(indexed)
    thumbnail = indexed.preview(photo, 512)

    assert indexed.preview(photo, 2560) == thumbnail
    assert puts == []  # it is not kept as what it is not


def test_a_lost_thumbnail_is_made_again_of_a_larger_picture(
    indexed: Library, photo: PhotoId
) -> None:
    indexed.preview(photo, 1280)
    indexed._parts.blobs.delete(thumbnail_key(photo))
    hide_originals(indexed)

    assert max(size_of(indexed.preview(photo, 512))) == 512


def test_with_neither_file_nor_picture_there_is_none(indexed: Library, photo: PhotoId) -> None:
    indexed._parts.blobs.delete(thumbnail_key(photo))
    hide_originals(indexed)

    with pytest.raises(PhotoError, match="any more"):
        indexed.preview(photo, 256)


def test_a_file_that_holds_another_photo_by_now_is_not_shown(
    empty: Library, pictures: Path
) -> None:
    empty.add(pictures, group=False)
    one, other = (row.photo for row in empty.photo_page(limit=2).items)
    shutil.copyfile(*(empty.photos()[number].paths[0] for number in (1, 0)))

    assert empty.preview(one, 1280) == empty.preview(one, 512)
    assert size_of(empty.preview(other, 1280)) != size_of(empty.preview(other, 512))


@pytest.mark.parametrize("unknown", ["0" * 64, "abc", "../../etc/passwd", "F" * 64, ""])
def test_an_unknown_photo_is_said_to_be_unknown(indexed: Library, unknown: str) -> None:
    with pytest.raises(UnknownPhotoError):
        indexed.preview(unknown, 256)


@pytest.mark.parametrize("side", [0, -1, 300, 10**9])
def test_other_sizes_are_refused(indexed: Library, photo: PhotoId, side: int) -> None:
    with pytest.raises(UsageError, match="128, 256, 512, 1280, 2560"):
        indexed.preview(photo, side)


def test_forgetting_a_photo_deletes_its_previews(indexed: Library, photo: PhotoId) -> None:
    kept = next(row.photo for row in indexed.photo_page().items if row.photo != photo)
    for side in SIDES:
        indexed.preview(photo, side)
        indexed.preview(kept, side)

    indexed.forget_photo(photo)

    left = set(indexed._parts.blobs.keys("previews/"))
    assert left == {preview_key(kept, side) for side in SIDES if side != 512}


def test_a_preview_of_a_photo_that_is_forgotten_meanwhile_is_not_kept(
    indexed: Library, photo: PhotoId, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = indexed._parts.blobs.put

    def late(key: BlobKey, data: bytes) -> None:
        indexed.forget_photo(photo)
        put(key, data)

    monkeypatch.setattr(indexed._parts.blobs, "put", late)
    with pytest.raises(UnknownPhotoError):
        indexed.preview(photo, 1280)

    assert list(indexed._parts.blobs.keys("previews/")) == []


def test_the_doctor_removes_previews_of_nothing(indexed: Library, photo: PhotoId) -> None:
    indexed.preview(photo, 256)
    blobs = indexed._parts.blobs
    stray = [preview_key(PhotoId("0" * 64), 256), BlobKey(f"previews/{photo[:2]}/{photo}_300.webp")]
    for key in stray:
        blobs.put(key, b"of nothing")

    assert all(check.ok for check in indexed.doctor())
    assert list(blobs.keys("previews/")) == [preview_key(photo, 256)]
