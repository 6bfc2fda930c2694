"""Photos that are copies of each other."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from likeness.imaging.hashes import perceptual_hash
from likeness.portrait.copies import copies
from likeness.types import PhotoId, PhotoPrint


def id_of(number: int) -> PhotoId:
    return PhotoId(f"{number:064x}")


def print_of(picture: Image.Image, size: int) -> PhotoPrint:
    return PhotoPrint(perceptual_hash(np.asarray(picture)), *picture.size, size, None)


def again(picture: Image.Image, quality: int, share: float = 1.0) -> tuple[Image.Image, int]:
    file = io.BytesIO()
    width, height = picture.size
    picture.resize((round(width * share), round(height * share))).save(
        file, "JPEG", quality=quality
    )
    return Image.open(file).convert("RGB"), len(file.getvalue())


def test_a_photo_that_was_compressed_again_or_made_smaller_is_a_copy(photos: Path) -> None:
    prints = {}
    for number, name in enumerate(("007_B.jpg", "009_C.jpg", "010_2.jpg")):
        file = photos / "scenes" / name
        picture = Image.open(file).convert("RGB")
        prints[id_of(10 * number)] = print_of(picture, file.stat().st_size + 10**6)
        for shot, (quality, share) in enumerate(((60, 1.0), (85, 0.6)), 1):
            copy, size = again(picture, quality, share)
            prints[id_of(10 * number + shot)] = print_of(copy, size)
    assert copies(prints) == {id_of(10 * n + shot) for n in range(3) for shot in (1, 2)}


def test_different_photos_are_no_copies(photos: Path) -> None:
    files = sorted((photos / "digiface" / "4000").glob("*.png"))[:30]
    prints = {
        id_of(number): print_of(Image.open(file).convert("RGB"), 1)
        for number, file in enumerate(files)
    }
    assert copies(prints) == set()


def test_the_older_of_two_copies_remains_however_large_its_file() -> None:
    early, late = (datetime(2020, day, 1) for day in (1, 2))  # noqa: DTZ001 - cameras have no zone
    old, new = PhotoPrint(7, 40, 30, 100, early), PhotoPrint(7, 40, 30, 999, late)
    assert copies({id_of(1): new, id_of(2): old}) == {id_of(1)}


def test_pictures_of_another_shape_are_no_copies() -> None:
    wide, tall = PhotoPrint(7, 400, 300, 1, None), PhotoPrint(7, 300, 400, 1, None)
    assert copies({id_of(1): wide, id_of(2): tall}) == set()


numbers = st.dictionaries(
    st.integers(0, 50).map(id_of),
    st.builds(
        PhotoPrint,
        st.sampled_from([0, 1, 0xFF, 2**63]),
        st.just(40),
        st.just(30),
        st.integers(1, 5),
        st.none(),
    ),
    max_size=12,
)


@given(numbers)
def test_something_of_every_picture_remains(prints: dict[PhotoId, PhotoPrint]) -> None:
    gone = copies(prints)
    for id_ in gone:
        assert any(
            (prints[id_].phash ^ prints[other].phash).bit_count() <= 4
            for other in prints.keys() - gone
        )


@given(numbers)
def test_a_copy_that_comes_later_changes_nothing(prints: dict[PhotoId, PhotoPrint]) -> None:
    kept = prints.keys() - copies(prints)
    for id_ in sorted(kept):
        worse = {**prints, id_of(99): prints[id_]._replace(bytes=0)}
        assert worse.keys() - copies(worse) == kept
