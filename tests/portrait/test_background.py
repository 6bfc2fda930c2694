"""Soft backgrounds grow soft with the distance from the head, and bleed nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from likeness.portrait.background import finished, mostly, several, soft_background
from likeness.portrait.canvas import Canvas
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


@pytest.mark.parametrize("side", [128, 256, 512])
def test_an_average_becomes_a_picture_of_its_own_size(side):
    picture = finished(drawn_average(side=side))

    assert picture.shape == (side, side, 3)
    assert picture.dtype == np.uint8


def test_an_average_of_one_person_keeps_more_of_what_is_around_the_head():
    noise = np.random.default_rng(4).uniform(0.5, 1.5, (256, 256, 1)).astype(np.float32)
    people = [drawn_average(keys=keys) for keys in (("f1",), ("f1", "f2"))]
    people = [replace(average, light=average.light * noise) for average in people]

    beside = [finished(average)[60:200, 20:50].astype(float) for average in people]
    one, two = (np.abs(np.diff(part, axis=1)).mean() for part in beside)

    assert [several(average) for average in people] == [False, True]
    assert one > 1.5 * two


def test_what_most_photos_show_passes_softly_into_what_they_do_not():
    cover = np.full((128, 128), 0.9, np.float32)
    cover[:40] = 0.1

    believed = mostly(cover, CANVAS)

    assert not believed[:40].any()
    assert believed[60:].min() == 1
    assert np.abs(np.diff(believed, axis=0)).max() < 0.3


def test_a_picture_of_photos_that_end_has_no_straight_edge():
    average = drawn_average()
    cover = np.ones((256, 256), np.float32)
    cover[:40], cover[230:] = 0, 0
    light = np.where(cover[..., None] > 0, average.light, 0).astype(np.float32)

    for keys in (("f1",), ("f1", "f2")):
        people = drawn_average(keys=keys)
        picture = finished(replace(people, light=light, cover=cover)).astype(float)
        assert np.abs(np.diff(picture[[36, 37, 38, 39, 40, 41, 42]], axis=0)).max() < 12
        assert picture.min() > 20
