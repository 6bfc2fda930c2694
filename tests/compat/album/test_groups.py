from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.compat.album.faces import AlbumFace
from likeness.compat.album.groups import grouped, joinings
from tests.compat.album.makers import face

albums = st.lists(st.sets(st.integers(0, 7), max_size=4), max_size=8).map(
    lambda pictures: [
        face(image, person, position=position)
        for image, people in enumerate(pictures)
        for position, person in enumerate(sorted(people))
    ]
)


def test_no_faces_are_no_groups() -> None:
    assert grouped([]) == []


def test_a_person_is_a_group_and_others_are_groups_of_one() -> None:
    faces = [face(0, 1), face(0, 2, position=1), face(1, 2), face(2, 3), face(3, 2)]

    assert grouped(faces) == [[0], [1, 2, 4], [3]]


@given(albums)
@settings(max_examples=60, deadline=None)
def test_groups_are_the_people_each_in_the_order_of_the_album(faces: list[AlbumFace]) -> None:
    expected: dict[int, list[int]] = {}
    for number, one in enumerate(faces):
        expected.setdefault(int(one.vector.argmax()), []).append(number)

    assert grouped(faces) == list(expected.values())


@given(albums, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_pictures_does_not_decide_who_is_together(
    faces: list[AlbumFace], chance: random.Random
) -> None:
    order = list(range(len(faces)))
    chance.shuffle(order)
    shuffled = grouped([faces[number] for number in order])

    assert {frozenset(order[n] for n in group) for group in shuffled} == {
        frozenset(group) for group in grouped(faces)
    }


@pytest.mark.parametrize("copies", [2, 3, 5])
def test_the_faces_of_equal_pictures_meet(copies: int) -> None:
    faces = [
        face(image, person, photo="same", position=position)
        for image in range(copies)
        for position, person in enumerate((1, 2))
    ]

    assert grouped(faces) == [list(range(0, 2 * copies, 2)), list(range(1, 2 * copies, 2))]


@given(st.lists(st.integers(0, 2**32), min_size=1, max_size=12))
@settings(deadline=None)
def test_everybody_but_the_first_joins_the_most_similar_earlier_face(seeds: list[int]) -> None:
    faces = [face(image, 1, seed=seed) for image, seed in enumerate(seeds)]

    told = joinings(range(len(faces)), faces)

    assert [one.face for one in told] == list(range(len(faces)))
    assert (told[0].like, told[0].similarity) == (None, -1)
    for one in told[1:]:
        cosines = [float(faces[n].vector @ faces[one.face].vector) for n in range(one.face)]
        assert one.like is not None
        assert np.isclose(one.similarity, max(cosines), atol=1e-5)
        assert np.isclose(cosines[one.like], max(cosines), atol=1e-5)
        assert -1 <= one.similarity <= 1


def test_of_equal_faces_the_first_is_joined() -> None:
    faces = [face(image, 1, photo="same") for image in range(3)]

    assert [one.like for one in joinings([0, 1, 2], faces)] == [None, 0, 0]
