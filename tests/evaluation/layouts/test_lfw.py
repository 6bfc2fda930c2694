"""LFW's pairs.txt and its photos."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.errors import UsageError
from likeness.evaluation.layouts.lfw import read_lfw_pairs

PHOTOS = [f"{name}/{name}_{number:04d}.jpg" for name in ("Ana_B", "Carl") for number in (1, 2, 3)]
TEXT = "1\t2\nAna_B\t1\t2\nCarl\t2\t3\nAna_B\t1\tCarl\t2\nAna_B\t3\tCarl\t1\n"


def below(folder: str) -> list[str]:
    return [folder + path for path in PHOTOS]


@pytest.mark.parametrize("folder", ["", "lfw/", "lfw_funneled/", "any/deeper/"])
def test_pairs_and_people_are_found_wherever_the_photos_lie(folder: str) -> None:
    labels = read_lfw_pairs(TEXT, [*below(folder), "pairs.txt", "other/x/y/z.jpg"])

    assert [(pair.left, pair.right, pair.same) for pair in labels.pairs or ()] == [
        (f"{folder}Ana_B/Ana_B_0001.jpg", f"{folder}Ana_B/Ana_B_0002.jpg", True),
        (f"{folder}Carl/Carl_0002.jpg", f"{folder}Carl/Carl_0003.jpg", True),
        (f"{folder}Ana_B/Ana_B_0001.jpg", f"{folder}Carl/Carl_0002.jpg", False),
        (f"{folder}Ana_B/Ana_B_0003.jpg", f"{folder}Carl/Carl_0001.jpg", False),
    ]
    assert [(photo.path, photo.person) for photo in labels.photos] == [
        (path, path.split("/")[-2]) for path in below(folder)
    ]
    assert labels.warnings == ()


def test_of_several_editions_one_is_taken_and_named() -> None:
    labels = read_lfw_pairs(TEXT, [*below("lfw/"), *below("lfw_funneled/"), *below("z/")[:2]])

    assert {photo.path.split("/")[0] for photo in labels.photos} == {"lfw_funneled"}
    assert labels.warnings == (
        "Photos of the same names lie in several folders: lfw_funneled/ is used, not lfw/, z/.",
    )


def test_png_and_a_single_number_in_the_first_line_are_fine() -> None:
    text = TEXT.replace("1\t2\n", "2\r\n", 1).replace("\t", "  ")
    labels = read_lfw_pairs(text, [path.replace(".jpg", ".png") for path in PHOTOS])

    assert len(labels.pairs or ()) == 4
    assert labels.warnings == ()


def test_losses_are_counted() -> None:
    more = "Carl\t7\t2\nCarl\t1\t1\nCarl\t3\t2\nCarl\tx\t1\n../x\t1\t2\nCarl\t1\tCarl\t2\n"

    labels = read_lfw_pairs(TEXT + more, PHOTOS)

    assert len(labels.pairs or ()) == 4
    assert labels.warnings == (
        (
            "pairs.txt has 3 lines that make no sense (line 9, 10, 11): left out; expected: "
            '"Anna 1 2" for two photos of Anna, "Anna 1 Ben 3" for photos of two people.'
        ),
        "pairs.txt names 1 file that is not there (Carl/Carl_0007): left out.",
        "pairs.txt: 1 pair of a photo with itself left out.",
        "pairs.txt: 1 repeated pair left out.",
        "pairs.txt: 1 of 5 pairs left out, because a file is missing.",
        "pairs.txt announces 4 pairs and lists 10: is it whole?",
    )


@pytest.mark.parametrize("text", ["", "10\t300\n", "hello world, this is no list\n", TEXT])
def test_a_list_without_its_photos_shows_the_layout(text: str) -> None:
    files = [] if text is TEXT else PHOTOS

    with pytest.raises(UsageError, match=r"no pair of which both photos are there.*lfw/Anna/Anna_"):
        read_lfw_pairs(text, files)


@settings(deadline=None)
@given(st.text("An1\t\n ²٣/._", max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    labels = read_lfw_pairs(f"{TEXT}{text}", PHOTOS)

    assert len(labels.pairs or ()) >= 4 - 1  # the last line may have grown
