"""Averages of several people are sharp in the face and fade around it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.imaging.points68 import CHIN
from likeness.portrait.canvas import Canvas
from likeness.portrait.regions import filled, hull
from likeness.portrait.veil import veiled
from tests.portrait.drawn import drawn_shape

CANVAS = Canvas(256)
SHAPE = drawn_shape(CANVAS)
REACHES = (0.6, 1.0, 2.0)


def noisy(side=256):
    return np.random.default_rng(1).uniform(0, 1, (side, side, 3)).astype(np.float32)


def roughness(light):
    """How much neighbours differ."""
    return float(np.abs(np.diff(light, axis=1)).mean())


@pytest.mark.parametrize("reach", REACHES)
def test_the_face_stays_as_it_is(reach):
    canvas = Canvas(256, reach=reach)
    shape, light = drawn_shape(canvas), noisy()

    found = veiled(light, shape, canvas)

    face = filled(hull(shape, forehead=0.3), 256, grown=0.85) > 0
    assert np.abs(found - light)[face].max() < 0.05


@pytest.mark.parametrize("reach", REACHES)
def test_nothing_far_from_the_face_is_sharp(reach):
    canvas = Canvas(256, reach=reach)
    found = veiled(noisy(), drawn_shape(canvas), canvas)

    for corner in (found[:8, :8], found[:8, -8:]):
        assert roughness(corner) < 0.05


def test_sharpness_falls_with_the_distance_from_the_face():
    found = veiled(noisy(), SHAPE, CANVAS)
    line = int(SHAPE[30, 1])
    cheek = int(SHAPE[0, 0])

    rough = [
        roughness(found[line - 15 : line + 15, first : first + 8])
        for first in (cheek + 10, cheek - 12, cheek - 28, 0)
    ]

    assert rough == sorted(rough, reverse=True)
    assert rough[-1] < 0.1 * rough[0]


def test_no_outline_is_cut():
    light = np.full((256, 256, 3), 0.8, np.float32)
    light[20:, 50:206] = 0.05  # hair that hangs down, its outline a line

    found = veiled(light, SHAPE, CANVAS)

    assert np.abs(np.diff(found[:190], axis=1)).max() < 0.5 * 0.75
    assert np.abs(np.diff(found[150:190], axis=1)).max() < 0.1


def test_the_colours_of_shoulders_reach_the_lower_border():
    light = np.full((256, 256, 3), 0.6, np.float32)
    light[int(SHAPE[CHIN, 1]) + 4 :] = (0.1, 0.1, 0.3)

    below = veiled(light, SHAPE, CANVAS)[-3:, 100:156]

    assert below.mean() < 0.3


def test_the_neck_is_not_torn_by_what_hangs_beside_it():
    light = np.full((256, 256, 3), (0.5, 0.35, 0.3), np.float32)
    below = int(SHAPE[CHIN, 1]) + 2
    light[below:, ::9] = 0.05

    found = veiled(light, SHAPE, CANVAS)

    assert roughness(found[-12:, 90:166]) < 0.1 * roughness(light[-12:, 90:166])


def test_strong_colours_beside_the_head_are_greyed():
    light = np.full((256, 256, 3), (0.1, 0.7, 0.1), np.float32)

    corner = veiled(light, SHAPE, CANVAS)[:10, :10].mean(axis=(0, 1))

    assert corner[1] - corner[0] < 0.3


@given(st.floats(0.02, 1))
def test_one_grey_stays_that_grey(grey):
    canvas = Canvas(64)
    light = np.full((64, 64, 3), grey, np.float32)
    rows = slice(0, int(drawn_shape(canvas)[CHIN, 1]) - 4)  # a neck is a little darker beside

    assert np.allclose(veiled(light, drawn_shape(canvas), canvas)[rows], grey, atol=0.02)
