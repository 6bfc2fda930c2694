from __future__ import annotations

import numpy as np
import pytest

from likeness.grouping.calibration import COPY
from likeness.grouping.constraints import (
    people_anchored,
    people_kept,
    photo_numbers,
    rejected_pairs,
    same_photo,
)
from likeness.types import PhotoId
from tests.grouping.crowd import centres, library, near, person

ANNA, BERT = centres(2)


def photos(*numbers: int) -> tuple[PhotoId, ...]:
    return tuple(PhotoId(f"{number:064x}") for number in numbers)


def test_pairs_of_one_photo_are_found_wherever_their_rows_lie() -> None:
    vectors = centres(5).astype(np.float32)
    found = same_photo(photos(3, 1, 3, 2, 3), vectors)
    assert {frozenset(pair) for pair in found.pairs.tolist()} == {
        frozenset({0, 2}),
        frozenset({0, 4}),
        frozenset({2, 4}),
    }
    np.testing.assert_allclose(found.distances, np.sqrt(2), rtol=1e-6)


def test_copies_in_one_photo_are_no_strangers() -> None:
    vectors = np.stack([near(ANNA, 0, 0), near(ANNA, COPY - 0.01, 1), near(ANNA, COPY + 0.01, 2)])
    found = same_photo(photos(1, 1, 1), vectors)
    assert [0, 1] not in found.pairs.tolist()
    assert [0, 2] in found.pairs.tolist()


def test_a_contact_sheet_of_one_person_says_nothing_about_its_near_pairs() -> None:
    sheet = [near(ANNA, 0.1, i) for i in range(6)]
    found = same_photo(photos(*[1] * 7), np.stack([*sheet, near(BERT, 0.1, 9)]))
    assert found.collage.all()
    assert {frozenset(pair) for pair in found.pairs.tolist()} == {
        frozenset({i, 6}) for i in range(6)
    }
    assert len(set(photo_numbers(photos(*[1] * 7), found).tolist())) == 7


def test_a_group_shot_of_people_who_look_alike_is_no_contact_sheet() -> None:
    found = same_photo(photos(*[1] * 6), np.stack([near(ANNA, 0.2, i) for i in range(6)]))
    assert not found.collage.any()
    assert len(found.pairs) == 15


def test_faces_alone_on_their_photo_have_no_strangers() -> None:
    vectors = centres(3).astype(np.float32)
    means = same_photo(photos(1, 2, 2), vectors).mean_distances(3)
    assert np.isnan(means[0])
    assert means[1:] == pytest.approx([np.sqrt(2)] * 2, rel=1e-6)
    nobody = same_photo((), np.empty((0, 4), np.float32))
    assert nobody.pairs.shape == (0, 2)
    assert nobody.mean_distances(0).shape == (0,)


def test_people_are_kept_with_all_faces_but_those_rejected_from_them() -> None:
    faces = library(
        centres(5),
        persons=[person(1), person(0), person(1), None, None],
        rejections=[(2, person(1))],
        pinned=[4],
    )
    people = people_kept(faces)
    assert {name: rows.tolist() for name, rows in people.members.items()} == {
        person(0): [1],
        person(1): [0],
    }
    assert people.aside == {4}


def test_anchors_are_pinned_faces_or_else_the_face_in_the_middle() -> None:
    vectors = [near(ANNA, 0.4, 0), near(ANNA, 0, 0), near(ANNA, 0.4, 1), near(BERT, 0, 0)]
    faces = library(
        [*vectors, near(BERT, 0.1, 0), near(BERT, 0.2, 0)],
        persons=[person(0)] * 3 + [person(3)] * 3,
        pinned=[4, 5],
        decided=[person(0), person(3)],
    )
    people = people_anchored(faces)
    assert {name: rows.tolist() for name, rows in people.members.items()} == {
        person(0): [1],
        person(3): [4, 5],
    }


def test_people_whom_nobody_decided_about_have_no_anchor() -> None:
    faces = library(centres(2), persons=[person(0), person(0)])
    assert not people_anchored(faces).members


def test_a_rejection_keeps_a_face_from_whoever_stands_for_the_person() -> None:
    faces = library(
        centres(4),
        persons=[None, person(1), person(1), None],
        rejections=[(3, person(1)), (0, person(1)), (0, person(77))],
    )
    assert rejected_pairs(faces, people_kept(faces)).tolist() == [[0, 1], [3, 1]]
