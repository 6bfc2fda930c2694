"""Where photos end, pictures go on softly."""

from __future__ import annotations

import numpy as np

from likeness.portrait.canvas import Canvas
from likeness.portrait.continuation import carried_on, continued
from tests.portrait.drawn import drawn_shape

CANVAS = Canvas(128)
SHAPE = drawn_shape(CANVAS)


def test_a_picture_that_is_whole_is_not_continued():
    light = np.random.default_rng(1).uniform(0, 1, (128, 128, 3)).astype(np.float32)

    assert continued(light, np.ones((128, 128), np.float32), SHAPE, CANVAS) is light


def test_a_picture_goes_on_below_with_what_is_there():
    light = np.full((128, 128, 3), 0.5, np.float32)
    light[110:] = 0.1
    cover = np.ones((128, 128), np.float32)
    light[120:], cover[120:] = 0, 0

    below = continued(light, cover, SHAPE, CANVAS)[124:]

    assert 0.05 < below.mean() < 0.45


def test_nothing_that_was_photographed_changes():
    light = np.random.default_rng(1).uniform(0, 1, (128, 128, 3)).astype(np.float32)
    cover = np.ones((128, 128), np.float32)
    cover[:, :30] = 0

    assert np.array_equal(continued(light, cover, SHAPE, CANVAS)[:, 30:], light[:, 30:])


def test_shoulders_go_on_to_the_border():
    person, cover = np.zeros((2, 128, 128), np.float32)
    person[100:118, 20:108] = 1
    cover[:118] = 1

    beyond = carried_on(person, cover, SHAPE, CANVAS)

    assert beyond[124:, 50:78].min() > 0.5
    assert np.array_equal(beyond[:118], person[:118])


def test_a_neck_that_was_not_photographed_fades_and_is_no_pillar():
    light = np.full((128, 128, 3), 0.5, np.float32)
    light[20:100, 40:88] = (0.6, 0.2, 0.2)
    cover = np.zeros((128, 128), np.float32)
    cover[20:100] = 1

    below = continued(light, cover, SHAPE, CANVAS)[:, 64]

    redness = below[:, 0] - below[:, 1]
    assert redness[102] > 0.2
    assert redness[124] < 0.5 * redness[102]
