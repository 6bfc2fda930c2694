"""One person's average keeps the outline that photos show, before a background out of focus."""

from __future__ import annotations

import numpy as np
import pytest

from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import linear
from likeness.portrait.surroundings import defocused
from tests.portrait.test_matte import BUSY, CALM, CANVAS, PERSON, SHAPE

ALL = np.ones((256, 256), np.float32)


def roughness(light, where):
    return float(np.abs(np.diff(light, axis=1))[where[:, 1:]].mean())


@pytest.mark.parametrize("picture", [CALM, BUSY])
def test_the_person_stays_sharp(picture):
    light = linear(picture)

    found = defocused(light, ALL, SHAPE, CANVAS)

    inside = PERSON > 0
    inside[:, :3] = inside[:, -3:] = False
    assert np.percentile(np.abs(found - light)[inside], 95) < 0.02


def test_what_is_around_gets_soft():
    light = linear(BUSY)

    found = defocused(light, ALL, SHAPE, CANVAS)

    corner = np.zeros((256, 256), bool)
    corner[:40, :24] = True
    assert roughness(found, corner) < 0.6 * roughness(light, corner)


def test_no_colour_of_the_person_runs_into_a_calm_background():
    found = defocused(linear(CALM), ALL, SHAPE, CANVAS)

    far = np.abs(found[:30, :20] - linear(CALM)[:30, :20].mean(axis=(0, 1)))
    assert far.max() < 0.05


def test_points_outside_of_the_picture_break_nothing():
    canvas = Canvas(64)

    found = defocused(np.full((64, 64, 3), 0.3, np.float32), ALL[:64, :64], SHAPE + 500, canvas)

    assert np.isfinite(found).all()


def test_where_photos_end_no_line_stays():
    light, cover = linear(BUSY), ALL.copy()
    light[:, :30], cover[:, :30] = 0.3, 0

    found = defocused(light, cover, SHAPE, CANVAS)

    steps = [np.abs(np.diff(part[60:120, 27:34], axis=1)).max() for part in (light, found)]
    assert steps[1] < 0.5 * steps[0]


def test_hair_that_touches_the_upper_border_is_not_cut():
    picture = CALM.copy()
    picture[:60, 90:166] = (150, 100, 80)
    picture[:60:3, 90:166] = (120, 70, 50)

    found = defocused(linear(picture), ALL, SHAPE, CANVAS)

    assert np.abs(found - linear(picture))[7:13, 115:141].mean() < 0.01
