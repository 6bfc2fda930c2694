"""What speaks for and against a face or person."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from likeness.grouping.reasons import (
    nearest_faces,
    own_probability,
    rivals_of_face,
    rivals_of_person,
)
from tests.grouping.crowd import centres, library, near, person
from tests.grouping.labelled import asking

ANNA, BEA, CLEO = person(0), person(4), person(7)


def town(**more: Any) -> SimpleNamespace:
    """Anna with four faces, Bea with three who looks like her, Cleo with two who does not."""
    middle, far = centres(2)
    beside = near(middle, 0.25, 99).astype(np.float64)
    vectors = [near(middle, 0.1, i) for i in range(4)]
    vectors += [near(beside, 0.1, i) for i in range(4, 7)]
    vectors += [near(far, 0.1, i) for i in range(7, 9)]
    persons = [ANNA] * 4 + [BEA] * 3 + [CLEO] * 2
    questions = asking(library(vectors, persons=persons, **more))
    return SimpleNamespace(sides=questions.sides, belonging=questions._belonging)


def side(of: SimpleNamespace, key: str) -> int:
    return int(of.sides.number[key])


def test_the_nearest_faces_of_the_own_person_come_nearest_first_without_the_face_itself() -> None:
    """Evidence for a face is somebody else's word."""
    found = town()
    near_to = nearest_faces(found.belonging, 0, found.sides.rows[side(found, ANNA)])

    assert {entry.row for entry in near_to} == {1, 2, 3}
    assert [entry.distance for entry in near_to] == sorted(entry.distance for entry in near_to)
    assert all(0 <= entry.probability <= 1 for entry in near_to)


def test_a_face_among_its_like_is_probably_right_and_one_alone_is_not_known() -> None:
    """A probability needs something to compare with."""
    found = town()

    assert own_probability(
        found.belonging, 0, found.sides.rows[side(found, ANNA)]
    ) == pytest.approx(1, abs=0.05)
    assert own_probability(found.belonging, 0, np.array([0], np.intp)) is None


def test_a_look_alike_is_named_and_somebody_far_is_not() -> None:
    """Only people within reach are rivals."""
    found = town()
    rivals = rivals_of_face(found.belonging, found.sides, 0, 0.0, side(found, ANNA))

    assert [rival.side for rival in rivals] == [side(found, BEA)]
    assert {entry.row for entry in rivals[0].near} == {4, 5, 6}


def test_a_face_that_is_surely_somebody_is_hardly_anybody_else() -> None:
    """What its own person leaves over is shared out."""
    found = town()
    free = rivals_of_face(found.belonging, found.sides, 0, None, side(found, ANNA))[0]
    sure = rivals_of_face(found.belonging, found.sides, 0, 0.9, side(found, ANNA))[0]

    assert free.probability is not None
    assert sure.probability == pytest.approx(0.1 * free.probability)


def test_a_person_may_be_merged_with_a_look_alike() -> None:
    """It is told with the probability that its question would have."""
    found = town()
    (rival,) = rivals_of_person(found.belonging, found.sides, side(found, ANNA))
    rows = found.sides.rows

    assert rival.side == side(found, BEA)
    assert rival.probability == found.belonging.of_groups(
        rows[side(found, ANNA)], rows[side(found, BEA)]
    )


def test_who_is_on_one_photo_with_a_person_is_no_rival_but_known_to_be_another() -> None:
    """A probability would contradict what is known."""
    found = town(photos=[0, 1, 2, 3, 0, 5, 6, 7, 8])
    (rival,) = rivals_of_person(found.belonging, found.sides, side(found, ANNA))

    assert rival.probability is None
    assert found.sides.photos_of_both(side(found, ANNA)) == {side(found, BEA): 1}
