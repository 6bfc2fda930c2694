"""Templates made of averages: one or two people before one background."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from likeness.imaging.points68 import eyes
from likeness.portrait.built_in import built_in_pair, built_in_single
from likeness.portrait.canvas import Canvas
from tests.portrait.drawn import drawn_average

WOMAN = drawn_average()
MAN = drawn_average(skin=(0.4, 0.25, 0.2), jaw=1.05)


@pytest.mark.parametrize(("side", "height"), [(64, 128), (128, 256), (1024, 1024)])
def test_a_picture_of_one_is_as_large_as_the_average_carries(side, height):
    single = built_in_single(drawn_average(side=side))

    assert single.pixels.shape == (height, height, 3)


def test_a_picture_of_two_is_half_as_wide_again():
    assert built_in_pair(WOMAN, MAN).pixels.shape == (512, 768, 3)


def test_the_eyes_are_where_the_points_say():
    single = built_in_single(WOMAN)

    for x, y in eyes(single.points[0]):
        dark = single.pixels[int(y), int(x)].mean()
        assert dark < single.pixels[int(y) + 40, int(x)].mean() - 40


def test_two_stand_side_by_side_with_their_eyes_on_one_line():
    left, right = built_in_pair(WOMAN, MAN).points

    lines = [np.mean(eyes(points), axis=0) for points in (left, right)]
    assert abs(lines[0][1] - lines[1][1]) < 0.5
    assert np.allclose((lines[0][0] + lines[1][0]) / 2, 384, atol=1)


def test_no_border_shows_between_two():
    pixels = built_in_pair(WOMAN, MAN).pixels.astype(int)

    assert np.abs(np.diff(pixels[:, 330:438], axis=1)).max() <= 6


def test_two_have_one_background():
    pixels = built_in_pair(WOMAN, drawn_average(skin=(0.2, 0.2, 0.2))).pixels.astype(int)

    assert np.abs(pixels[:40, :20].mean((0, 1)) - pixels[:40, -20:].mean((0, 1))).max() < 4


def wide(average):
    """The same face half as large in a wider picture."""
    canvas = Canvas(average.canvas.side, reach=2.0)
    half, side = average.canvas.side // 2, average.canvas.side
    left, top = half // 2, round(canvas.eye_line / 2)
    light = np.full_like(average.light, 0.2)
    light[top : top + half, left : left + half] = cv2.resize(
        average.light, (half, half), interpolation=cv2.INTER_AREA
    )
    shape = average.shape / 2 + (left, top)
    cover = np.ones((side, side), np.float32)
    return replace(average, light=light, shape=shape, canvas=canvas, cover=cover)


def test_with_a_wider_average_more_of_the_body_is_seen():
    alone, bust = built_in_single(WOMAN), built_in_single(WOMAN, wide(WOMAN))

    heights = [np.ptp(made.points[0][:, 1]) for made in (alone, bust)]
    assert bust.pixels.shape == alone.pixels.shape
    assert heights[1] < 0.75 * heights[0]


def test_the_face_is_that_of_the_average_and_not_of_the_wider_one():
    green = drawn_average(skin=(0.1, 0.5, 0.1))

    single = built_in_single(WOMAN, wide(green))

    x, y = single.points[0][30].astype(int)
    red, greenish, _ = single.pixels[y, x].astype(int)
    assert red > greenish


def test_a_picture_is_the_same_every_time():
    small = drawn_average(side=128)

    first, second = (built_in_single(small).pixels for _ in range(2))

    assert np.array_equal(first, second)


@pytest.mark.parametrize("keys", [("f1",), ("f1", "f2")])
def test_one_person_or_several_stand_before_a_calm_background(keys):
    noise = np.random.default_rng(5).uniform(0.5, 1.5, (128, 128, 1)).astype(np.float32)
    average = drawn_average(side=128, keys=keys)

    pixels = built_in_single(replace(average, light=average.light * noise)).pixels.astype(int)

    assert np.abs(np.diff(pixels[:60, :20], axis=1)).max() <= 4
