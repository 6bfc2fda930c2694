"""What labels do not allow to compute."""

from __future__ import annotations

from likeness.evaluation.layouts.labels import LabelledPair, LabelledPhoto, shortcomings


def photos(*people: str) -> list[LabelledPhoto]:
    return [LabelledPhoto(path=f"{i}.jpg", person=person) for i, person in enumerate(people)]


def test_two_people_of_whom_one_has_two_photos_allow_everything() -> None:
    assert shortcomings(photos("Anna", "Anna", "Ben"), None) == ()


def test_one_person_is_told() -> None:
    (sentence,) = shortcomings(photos("Anna", "Anna"), None)

    assert sentence.startswith("All labelled photos show one person: ")


def test_one_photo_each_is_told() -> None:
    (sentence,) = shortcomings(photos("Anna", "Ben"), None)

    assert sentence.startswith("No person has a second photo: ")


def test_pairs_of_one_kind_are_told() -> None:
    same = LabelledPair(left="0.jpg", right="1.jpg", same=True)
    other = LabelledPair(left="0.jpg", right="2.jpg", same=False)
    some = photos("Anna", "Anna", "Ben")

    assert shortcomings(some, [same, other]) == ()
    assert shortcomings(some, [same])[0].startswith("No pair shows different people: ")
    assert shortcomings(some, [other])[0].startswith("No pair shows the same person: ")
