"""Persons are cut out where two ways to do it agree, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from likeness.portrait.canvas import Canvas
from likeness.portrait.matte import agreement, matte, mattes, trusted
from likeness.portrait.regions import filled, head, hull
from tests.portrait.drawn import drawn_shape

CANVAS = Canvas(256)
SHAPE = drawn_shape(CANVAS)
PERSON = head(SHAPE, CANVAS, grown=0.9, tall=1.0)


def before(background):
    """A brown person, drawn, before a background."""
    noise = np.random.default_rng(2).normal(0, 4, (256, 256, 3))
    person = PERSON[..., None] * (np.array([150, 100, 80]) - background) + background
    return np.clip(person + noise, 0, 255).astype(np.uint8)


CALM = before(np.full((256, 256, 3), 220.0))
BUSY = before(np.kron(np.random.default_rng(3).uniform(0, 255, (16, 16, 3)), np.ones((16, 16, 1))))
SAME = before(np.full((256, 256, 3), (152.0, 101.0, 79.0)))


def test_a_person_before_a_calm_background_is_cut_out():
    alpha = trusted(CALM, SHAPE, CANVAS)

    assert alpha is not None
    assert np.abs(alpha - PERSON).mean() < 0.03


@pytest.mark.parametrize("picture", [BUSY, SAME])
def test_a_background_that_is_busy_or_looks_like_the_person_is_not_trusted(picture):
    assert trusted(picture, SHAPE, CANVAS) is None


def test_the_face_is_in_the_matte():
    first, second = mattes(CALM, SHAPE, CANVAS)
    face = filled(hull(SHAPE, forehead=0.4), 256, grown=0.8) > 0

    for alpha in (first, second):
        assert alpha[face].min() > 0.6
        assert alpha[face].mean() > 0.99


def test_a_matte_is_the_same_every_time():
    one, other = (matte(BUSY, SHAPE, CANVAS, 200, 1.0) for _ in range(2))

    assert np.array_equal(one, other)


def test_mattes_that_differ_are_not_trusted():
    first, second = mattes(CALM, SHAPE, CANVAS)

    second = np.roll(second, 40, axis=1)

    assert agreement(CALM, first, first, SHAPE, CANVAS).trusted(0)
    assert not agreement(CALM, first, second, SHAPE, CANVAS).trusted(0)


def test_a_matte_that_lost_a_shoulder_is_not_trusted():
    first, _ = mattes(CALM, SHAPE, CANVAS)
    first[230:, :128] = 0

    assert not agreement(CALM, first, first, SHAPE, CANVAS).trusted(0)


def test_points_outside_of_the_picture_give_nothing_to_trust():
    assert trusted(CALM, SHAPE + 500, CANVAS) is None
