"""Where each face speaks, and how loud."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from likeness.portrait.filters import sized
from likeness.portrait.look import Look
from likeness.portrait.members import Members
from likeness.portrait.mirror import Mirror
from likeness.portrait.regions import Regions
from likeness.portrait.rendering import COARSE
from likeness.portrait.shape import mean_shape
from likeness.portrait.speech import Speech
from tests.portrait.looks import CANVAS, drawn_look, drawn_looks

FIVE = drawn_looks(5)
SAME = np.zeros((5, COARSE, COARSE), np.float32)


def speech(
    looks: list[Look] = FIVE, *, covers: np.ndarray | None = None, mirror: Mirror | None = None
) -> Speech:
    members = Members.of(looks, CANVAS)
    shares = np.full(len(looks), 1 / len(looks))
    shape = mean_shape(members.points, shares, CANVAS)
    everywhere = np.ones((len(looks), COARSE, COARSE), np.float32)
    return Speech(
        members,
        shares,
        everywhere if covers is None else covers,
        shape,
        Regions.of(shape, CANVAS),
        CANVAS,
        mirror or Mirror(),
    )


def within(weights: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return the mean weight of each face inside a mask of the canvas, (n,)."""
    return np.asarray(weights[:, sized(mask, COARSE) > 0.5].mean(axis=1))


def with_mouth_open(look: Look) -> Look:
    points = look.points.copy()
    points[65:68, 1] += 40
    return replace(look, points=points)


@pytest.mark.parametrize("hair", [0.0, 5.0])
def test_weights_add_up_to_one_everywhere(hair: float) -> None:
    weights = speech().weights(SAME, hair)
    assert weights.min() >= 0
    assert weights.sum(axis=0) == pytest.approx(np.ones((COARSE, COARSE)), abs=1e-4)


def test_weights_and_those_of_mirror_images_add_up_to_one_where_these_speak() -> None:
    where = np.zeros((COARSE, COARSE), np.float32)
    where[40:90, 40:88] = 1
    mirror = Mirror(0.25, fair=True, where=where)
    total = mirror.total(speech(mirror=mirror).weights(SAME, 0.0).sum(axis=0))
    assert total == pytest.approx(np.ones((COARSE, COARSE)), abs=0.02)


def test_a_mouth_that_is_open_where_most_are_closed_is_hardly_heard() -> None:
    looks = [with_mouth_open(FIVE[0]), *FIVE[1:]]
    there = speech(looks)
    weights = there.weights(SAME, 0.0)
    mouth, skin = within(weights, there.regions.mouth), within(weights, there.regions.skin)
    assert mouth[0] < 0.3 * mouth[1:].mean()
    assert skin[0] > 0.6 * skin[1:].mean()


def test_what_is_much_darker_than_usual_fades() -> None:
    coarse = SAME.copy()
    coarse[2, 60:80, 40:60] = -2  # a shadow on one face
    weights = speech().weights(coarse, 0.0)
    assert weights[2, 70, 50] < 0.05
    assert weights[2, 70, 100] == pytest.approx(0.2, abs=0.05)


def test_where_a_photo_ends_the_others_speak() -> None:
    covers = np.ones_like(SAME)
    covers[0, :, :40] = 0
    there = speech(covers=covers)
    weights = there.weights(SAME, 0.0)
    assert weights[0, :, :40].max() < 0.01
    assert there.cover()[64, 10] == pytest.approx(0.8, abs=0.01)
    assert there.cover()[64, 100] == pytest.approx(1)


def test_real_hair_is_that_of_one_face_that_is_like_the_others() -> None:
    coarse = SAME.copy()
    coarse[0, :40] = -1.5  # a hat
    coarse[1:4, :40] += np.array([-0.15, 0.0, 0.15], np.float32)[:, None, None]
    weights = speech().weights(coarse, 5.0)[:, 10, 64]
    assert weights[0] < 0.02
    assert weights.argmax() == 2 or weights.argmax() == 4


def test_of_two_faces_nobody_is_unusual() -> None:
    two = [drawn_look(1), drawn_look(2)]
    coarse = SAME[:2].copy()
    coarse[1] = -3
    weights = speech(two).weights(coarse, 0.0)
    assert weights[:, 64, 64] == pytest.approx([0.5, 0.5], abs=0.1)
