"""A folder per person, nested or not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.evaluation.layouts.folders import FEW_LABELS, Level, read_folders
from likeness.evaluation.layouts.labels import Labels

LABELS = ("glasses", "hairstyle", "makeup", "Rotation 2", "no-mask")

people_names = st.text("ABCdefx ✓é<&\udcff'", min_size=1, max_size=6).filter(str.strip)


def who(labels: Labels) -> dict[str, tuple[str, str]]:
    return {photo.path: (photo.person, photo.subset) for photo in labels.photos}


def test_a_folder_is_a_person() -> None:
    labels = read_folders(["Anna/1.jpg", "Anna/2.PNG", "Ben/1.webp"])

    assert who(labels) == {
        "Anna/1.jpg": ("Anna", ""),
        "Anna/2.PNG": ("Anna", ""),
        "Ben/1.webp": ("Ben", ""),
    }
    assert (labels.layout, labels.pairs, labels.warnings) == ("folders", None, ())


def test_what_is_no_photo_or_lies_outside_of_a_folder_has_no_label() -> None:
    files = ["Anna/1.jpg", "Anna/notes.txt", "Anna/.jpg", "Anna/jpg", "2.jpg"]

    assert list(who(read_folders(files))) == ["Anna/1.jpg"]


def test_nothing_gives_nothing() -> None:
    assert read_folders([]).photos == ()


@pytest.mark.parametrize(
    "label", ["makeup", "Hairstyles", "with_glasses", "session 2", "2024-05-31"]
)
def test_inner_folders_called_by_conditions_are_labels(label: str) -> None:
    labels = read_folders([f"Anna/{label}/1.jpg", f"Ben/{label}/1.jpg"])

    assert who(labels)[f"Anna/{label}/1.jpg"] == ("Anna", label)
    assert labels.warnings == ()


@pytest.mark.parametrize("label", ["makeup", "train", "African", "old men", "2024-05"])
def test_outer_folders_called_by_conditions_are_labels(label: str) -> None:
    labels = read_folders([f"{label}/Anna/1.jpg", f"{label}/Ben/1.jpg"])

    assert who(labels)[f"{label}/Anna/1.jpg"] == ("Anna", label)
    assert labels.warnings == ()


def test_names_of_people_that_are_words_do_not_outvote_the_others() -> None:
    files = [f"{name}/glasses/1.jpg" for name in ("White", "Young", "Anna", "Ben", "Carl")]

    assert {person for person, _ in who(read_folders(files)).values()} == {
        *("White", "Young", "Anna", "Ben", "Carl")
    }


def test_some_people_may_have_sub_folders_and_others_none() -> None:
    labels = read_folders(["Anna/1.jpg", "Anna/makeup/2.jpg", "Ben/1.jpg"])

    assert who(labels) == {
        "Anna/1.jpg": ("Anna", ""),
        "Anna/makeup/2.jpg": ("Anna", "makeup"),
        "Ben/1.jpg": ("Ben", ""),
    }


def test_photos_in_outer_folders_make_these_the_people() -> None:
    labels = read_folders(["Anna/1.jpg", "Anna/Rome/2.jpg", "Ben/Oslo/1.jpg"])

    assert who(labels)["Ben/Oslo/1.jpg"] == ("Ben", "Oslo")
    assert "Anna, Ben were taken for people, Oslo, Rome for labels" in labels.warnings[0]
    assert "say that the outer folders are the subsets" in labels.warnings[0]


def test_a_full_cross_table_of_unknown_words_is_read_as_person_and_label() -> None:
    files = [f"{outer}/{inner}/1.jpg" for outer in "AB" for inner in "xyz"]

    labels = read_folders(files)

    assert who(labels)["A/x/1.jpg"] == ("A", "x")
    assert len(labels.warnings) == 1


def test_inner_folders_that_do_not_recur_are_people_below_few_labels() -> None:
    labels = read_folders(["north/Anna/1.jpg", "north/Ben/1.jpg", "south/Carl/1.jpg"])

    assert who(labels)["south/Carl/1.jpg"] == ("Carl", "south")
    assert "Anna, Ben, Carl were taken for people" in labels.warnings[0]
    assert "say that the inner folders are the subsets" in labels.warnings[0]


def test_many_outer_folders_with_inner_ones_of_their_own_are_people() -> None:
    outers = range(FEW_LABELS + 1)
    files = [f"id{outer}/v{outer}_{inner}/1.jpg" for outer in outers for inner in range(3)]

    assert who(read_folders(files))["id3/v3_1/1.jpg"] == ("id3", "v3_1")


def test_a_folder_that_holds_the_data_set_is_no_person() -> None:
    labels = read_folders(["x/lfw/Anna/1.jpg", "x/lfw/Ben/1.jpg", "stray.jpg"])

    # "x" holds one folder only, so that it may be the person as well.
    assert {person for person, _ in who(labels).values()} == {"x"}

    labels = read_folders(["lfw/Anna/1.jpg", "lfw/Ben/1.jpg", "stray.jpg"])

    assert who(labels)["lfw/Ben/1.jpg"] == ("Ben", "")
    assert labels.warnings[0].startswith("All labelled photos lie in lfw/")


def test_a_single_person_with_known_labels_is_a_person() -> None:
    labels = read_folders(["Anna/makeup/1.jpg", "Anna/glasses/1.jpg"])

    assert {person for person, _ in who(labels).values()} == {"Anna"}


@pytest.mark.parametrize(
    ("subsets", "expected"), [("inner", ("makeup", "Anna")), ("outer", ("Anna", "makeup"))]
)
def test_the_caller_has_the_last_word(subsets: Level, expected: tuple[str, str]) -> None:
    labels = read_folders(["makeup/Anna/1.jpg"], subsets=subsets)

    assert who(labels) == {"makeup/Anna/1.jpg": expected}
    assert labels.warnings == ()


def test_deeper_folders_join_the_label() -> None:
    inner = read_folders(["Anna/makeup/day/1.jpg", "Ben/makeup/1.jpg"])
    outer = read_folders(["train/Anna/makeup/1.jpg", "train/Ben/1.jpg"])

    assert who(inner)["Anna/makeup/day/1.jpg"] == ("Anna", "makeup/day")
    assert who(outer)["train/Anna/makeup/1.jpg"] == ("Anna", "train/makeup")


def test_photos_directly_in_the_folder_of_a_label_are_left_out_and_counted() -> None:
    labels = read_folders(["test/1.jpg", "test/Anna/1.jpg", "train/Anna/2.jpg"])

    assert set(who(labels)) == {"test/Anna/1.jpg", "train/Anna/2.jpg"}
    assert labels.warnings == (
        (
            "1 photo lies directly in the folder of a label, not in that of a person (test/1.jpg): "
            "left without a label."
        ),
    )


@settings(deadline=None)
@given(st.dictionaries(people_names, st.integers(1, 4), max_size=6))
def test_any_names_of_people_come_back_as_they_are(people: dict[str, int]) -> None:
    files = [f"{name}/{i}.jpg" for name, count in people.items() for i in range(count)]

    labels = read_folders(files)

    assert who(labels) == {path: (path.split("/")[0], "") for path in files}
    assert [photo.path for photo in labels.photos] == sorted(files)


@settings(deadline=None)
@given(
    st.sets(st.tuples(people_names, st.sampled_from(LABELS)), min_size=1),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_trees_with_known_labels_come_back_in_both_orders(
    rows: set[tuple[str, str]], outer: bool, shuffler: st.DataObject
) -> None:
    paths = {
        (f"{label}/{person}/1.jpg" if outer else f"{person}/{label}/1.jpg"): (person, label)
        for person, label in rows
    }
    files = list(paths)
    shuffler.shuffle(files)  # type: ignore[attr-defined]

    assert who(read_folders(files)) == paths
    assert who(read_folders(files, subsets="outer" if outer else "inner")) == paths


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from("ab"), min_size=1, max_size=5).map("/".join)))
def test_any_tree_labels_each_photo_once_and_never_fails(folders: list[str]) -> None:
    files = [f"{folder}/{i}.jpg" for i, folder in enumerate(folders)]

    for subsets in (None, "inner", "outer"):
        paths = [photo.path for photo in read_folders(files, subsets=subsets).photos]
        assert len(set(paths)) == len(paths)
        assert set(paths) <= set(files)
        if subsets == "inner":
            assert set(paths) == set(files)
