"""The faces of a set without their pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.imaging.points68 import LEFT_EYE, RIGHT_EYE
from likeness.portrait.look import Look
from likeness.portrait.members import Members
from tests.portrait.looks import CANVAS, drawn_look, drawn_looks

THREE = drawn_looks(3)


def with_points(look: Look, points: np.ndarray) -> Look:
    return replace(look, points=points)


@settings(max_examples=6, deadline=None)
@given(st.permutations(range(3)))
def test_members_are_ordered_by_key_whatever_order_they_come_in(order: list[int]) -> None:
    members = Members.of([THREE[number] for number in order], CANVAS)
    assert members.keys == ("f000", "f001", "f002")
    assert [order[place] for place in members.places] == [0, 1, 2]


def test_faces_of_one_key_are_ordered_by_their_points() -> None:
    one, other = drawn_look(1, key="same"), drawn_look(2, key="same")
    there, back = Members.of([one, other], CANVAS), Members.of([other, one], CANVAS)
    assert np.array_equal(there.points, back.points)


def test_photos_of_one_person_are_alone() -> None:
    assert Members.of([drawn_look(n, voter="p") for n in range(2)], CANVAS).alone
    assert not Members.of(THREE, CANVAS).alone


def test_the_zoom_is_how_much_a_photo_holds_per_pixel_of_the_canvas() -> None:
    members = Members.of([drawn_look(1, side=side) for side in (128, 512)], CANVAS)
    assert sorted(members.zooms) == pytest.approx([0.5, 2], rel=0.01)


def test_a_mouth_that_opens_has_a_wider_gap() -> None:
    open_mouth = THREE[0].points.copy()
    open_mouth[65:68, 1] += 8
    members = Members.of([THREE[0], with_points(THREE[1], open_mouth)], CANVAS)
    closed, opened = members.lip_gaps()
    assert opened > closed + 0.05


def test_eyes_that_close_have_a_smaller_opening() -> None:
    closed_eyes = THREE[0].points.copy()
    for eye in (RIGHT_EYE, LEFT_EYE):
        middle = closed_eyes[eye, 1].mean()
        closed_eyes[eye, 1] = middle + 0.2 * (closed_eyes[eye, 1] - middle)
    members = Members.of([THREE[0], with_points(THREE[1], closed_eyes)], CANVAS)
    opened, closed = members.eye_openings()
    assert closed == pytest.approx(0.2 * opened, rel=0.05)
