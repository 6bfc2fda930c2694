"""Colours that are continued stay what they are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import luminance
from likeness.portrait.filling import fill, known, nearest, quiet


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_one_colour_is_continued_as_itself(red, green, blue):
    light = np.full((64, 64, 3), (red, green, blue), np.float32)
    taken = np.zeros((64, 64), np.float32)
    taken[16:48, 16:48] = 1

    assert np.allclose(fill(light, taken, Canvas(64)), light, atol=0.01)


@given(st.floats(0, 1))
def test_greying_keeps_how_bright_a_colour_is(grey):
    light = np.random.default_rng(1).uniform(0, 1, (8, 8, 3)).astype(np.float32)

    assert np.allclose(luminance(quiet(light, grey)), luminance(light), atol=1e-5)


def test_what_has_no_weight_colours_no_blur():
    light = np.full((64, 64, 3), 0.3, np.float32)
    weight = np.ones((64, 64), np.float32)
    light[20:40, 20:40], weight[20:40, 20:40] = (1, 0, 0), 0

    blurred, found = known(light, weight, 5.0)

    assert np.allclose(blurred, 0.3, atol=0.01)
    assert found[30, 30] < 0.5 < found[5, 5]


def test_the_nearest_colour_is_taken():
    light = np.zeros((32, 32, 3), np.float32)
    cover = np.zeros((32, 32), np.float32)
    light[:, :10], cover[:, :10] = 0.2, 1
    light[:, 22:], cover[:, 22:] = 0.7, 1

    found = nearest(light, cover)

    assert np.allclose(found[:, :15], 0.2)
    assert np.allclose(found[:, 17:], 0.7)


def test_nothing_photographed_gives_nothing_to_take():
    light = np.full((8, 8, 3), 0.4, np.float32)

    assert nearest(light, np.zeros((8, 8), np.float32)) is light
