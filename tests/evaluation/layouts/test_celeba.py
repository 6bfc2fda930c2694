"""CelebA's identity_CelebA.txt and its photos."""

from __future__ import annotations

import pytest

from likeness.errors import UsageError
from likeness.evaluation.layouts.celeba import read_celeba

TEXT = "000001.jpg 2880\n000002.jpg 2937\n000003.jpg 2880\n"
NAMES = ("000001", "000002", "000003")


@pytest.mark.parametrize(
    ("folder", "ending"),
    [
        ("img_align_celeba/", "jpg"),
        ("", "jpg"),
        ("img_align_celeba_png/", "png"),
        ("img_align_celeba/img_align_celeba/", "jpg"),
    ],
)
def test_photos_are_found_in_every_edition(folder: str, ending: str) -> None:
    labels = read_celeba(TEXT, [f"{folder}{name}.{ending}" for name in NAMES])

    assert [(photo.path, photo.person) for photo in labels.photos] == [
        (f"{folder}{name}.{ending}", person)
        for name, person in zip(NAMES, ("2880", "2937", "2880"), strict=True)
    ]
    assert (labels.layout, labels.pairs, labels.warnings) == ("celeba", None, ())


def test_the_aligned_photos_are_preferred_and_a_part_of_the_set_is_enough() -> None:
    folders = ("img_celeba", "img_align_celeba", "a")
    files = [f"{folder}/00000{number}.jpg" for folder in folders for number in (1, 2)]

    labels = read_celeba(TEXT + "nonsense\n/etc/x.jpg 1\n000001.jpg 9\n\n", files)

    assert [photo.path for photo in labels.photos] == ["img_align_celeba/000002.jpg"]
    assert labels.warnings == (
        (
            "identity_CelebA.txt has 1 line that makes no sense (line 4): left out; expected: "
            '"000001.jpg 2880", a photo and the number of the person.'
        ),
        (
            "identity_CelebA.txt names 1 path outside of the data set (/etc/x.jpg): refused; write "
            "paths relative to the data set's folder."
        ),
        "identity_CelebA.txt names 1 file that is not there (000003): left out.",
        (
            "identity_CelebA.txt gives 1 photo to more than one person "
            "(img_align_celeba/000001.jpg): left out."
        ),
        (
            "Photos of the same names lie in several folders: img_align_celeba/ is used, not "
            "img_celeba/, a/."
        ),
    )


def test_a_list_without_its_photos_shows_the_layout() -> None:
    with pytest.raises(UsageError, match=r"beside img_align_celeba/000001\.jpg"):
        read_celeba(TEXT, ["img_align_celeba/9.jpg"])
