"""Soft backgrounds grow soft with the distance from the head, and bleed nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.portrait.background import continued, fill, finished, quiet, soft_background
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import luminance
from likeness.portrait.regions import filled, hull
from tests.portrait.drawn import drawn_average, drawn_shape

CANVAS = Canvas(128)
SHAPE = drawn_shape(CANVAS)


def noisy():
    return np.random.default_rng(1).uniform(0, 1, (128, 128, 3)).astype(np.float32)


def test_the_face_stays_as_it_is():
    light = noisy()

    soft = soft_background(light, SHAPE, CANVAS)

    face = filled(hull(SHAPE, forehead=0.3), 128, grown=0.9) > 0
    assert np.abs(soft - light)[face].max() < 0.02


def test_the_background_grows_soft():
    soft = soft_background(noisy(), SHAPE, CANVAS)

    assert soft[:40, :10].std() < 0.06


def test_no_colour_of_the_head_runs_into_the_background():
    light = np.full((128, 128, 3), 0.2, np.float32)
    light[filled(hull(SHAPE), 128, grown=1.05) > 0] = (1, 0, 0)

    soft = soft_background(light, SHAPE, CANVAS)

    assert np.abs(soft[:30, :12] - 0.2).max() < 0.02


def test_what_was_not_photographed_has_the_colours_of_the_background():
    light = np.full((128, 128, 3), 0.4, np.float32)
    cover = np.ones((128, 128), np.float32)
    light[:, :20], cover[:, :20] = 0, 0

    soft = soft_background(light, SHAPE, CANVAS, cover)

    assert np.abs(soft[:60, :14] - 0.4).max() < 0.03


def test_a_picture_that_is_whole_is_not_continued():
    light = noisy()

    assert continued(light, np.ones((128, 128), np.float32), SHAPE, CANVAS) is light


def test_a_picture_goes_on_below_with_what_is_there():
    light = np.full((128, 128, 3), 0.5, np.float32)
    light[110:] = 0.1
    cover = np.ones((128, 128), np.float32)
    light[120:], cover[120:] = 0, 0

    below = continued(light, cover, SHAPE, CANVAS)[124:]

    assert 0.05 < below.mean() < 0.45


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_one_colour_is_continued_as_itself(red, green, blue):
    light = np.full((64, 64, 3), (red, green, blue), np.float32)
    taken = np.zeros((64, 64), np.float32)
    taken[16:48, 16:48] = 1

    assert np.allclose(fill(light, taken, Canvas(64)), light, atol=0.01)


@given(st.floats(0, 1))
def test_greying_keeps_how_bright_a_colour_is(grey):
    light = noisy()[:8, :8]

    assert np.allclose(luminance(quiet(light, grey)), luminance(light), atol=1e-5)


@pytest.mark.parametrize("side", [128, 256, 512])
def test_an_average_becomes_a_picture_of_its_own_size(side):
    picture = finished(drawn_average(side=side))

    assert picture.shape == (side, side, 3)
    assert picture.dtype == np.uint8
