"""Portraits have their eyes on one line and one size, whoever and wherever it was."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.imaging.points68 import eyes
from likeness.portrait.canvas import Canvas
from likeness.portrait.id_portrait import EYE_LINE, carried, placement, portrait
from likeness.portrait.look import Look
from likeness.portrait.shape import moved
from likeness.portrait.usual import SHAPE, points_of, size
from tests.portrait.seen import looks_in, looks_of

CANVAS = Canvas(256)
SIZE = 0.9 * 112 / 512  # of the side
LINE = 236 / 512 + EYE_LINE / 512
FRONTAL = ("007_B.jpg", "009_C.jpg")
TURNED = ("011_3.jpg", "012_4.jpg")
TINY = "016_8.jpg"


def all_looks(photos, names):
    return [look for name in names for look in looks_of(photos / "scenes" / name)]


def made(shift=(0.0, 0.0), scale=60.0, degrees=0.0):
    """A usual face somewhere, without a photo."""
    turn = np.radians(degrees)
    turned = np.array([(np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))])
    return SHAPE @ turned * scale + shift


def grey_look(points, **more):
    pixels = np.full((200, 200, 3), 128, np.uint8)
    return Look(key="a", pixels=pixels, points=points, voter="a", **{"spread": 0.01, **more})


@pytest.mark.parametrize("name", [*FRONTAL, *TURNED])
def test_eye_line_and_size_are_those_of_every_other_portrait(photos, name):
    for look in all_looks(photos, [name]):
        made = portrait(look, Canvas(128))

        side = len(made.pixels)
        line = np.mean(eyes(made.shape), axis=0)[1]
        assert abs(line / side - LINE) < 0.02
        assert abs(size(made.shape) / side / SIZE - 1) < 0.02


@pytest.mark.parametrize("folder", ["pairs", "scenes"])
def test_a_detector_that_looks_at_the_portrait_sees_the_eyes_there(photos, folder):
    paths = sorted((photos / folder).glob("*.jpg"))[::12]
    looks = [look for path in paths for look in looks_of(path)]
    frontal = [look for look in looks if abs(look.turn) < 0.2 and look.eye_distance > 30]

    lines = []
    for look in frontal:
        made = portrait(look, CANVAS)
        again = [seen for seen in looks_in(made.pixels) if abs(seen.points[30, 0] - 128) < 40]
        lines += [np.mean(eyes(seen.points), axis=0)[1] / 256 for seen in again[:1]]
    assert len(lines) >= 0.9 * len(frontal) > 0
    assert np.abs(np.array(lines) - LINE).max() < 0.02


def test_the_eyes_of_a_frontal_face_are_level(photos):
    for look in all_looks(photos, FRONTAL):
        right, left = eyes(portrait(look, CANVAS).shape)

        assert abs(right[1] - left[1]) < 0.5


@given(st.tuples(st.floats(-50, 900), st.floats(-50, 900)), st.floats(8, 400), st.floats(-180, 180))
def test_where_a_face_was_how_large_and_how_tilted_does_not_matter(shift, scale, degrees):
    points = made(shift, scale, degrees)

    laid = moved(placement(points, CANVAS), points)

    assert np.allclose(laid, moved(placement(SHAPE, CANVAS), SHAPE), atol=0.01)


def test_the_same_face_gives_the_same_bytes(photos):
    (look,) = looks_of(photos / "scenes" / "009_C.jpg")

    first, second = portrait(look, CANVAS), portrait(look, CANVAS)

    assert first.kind == second.kind
    assert np.array_equal(first.pixels, second.pixels)


def test_tiny_faces_give_small_portraits_and_are_not_blown_up(photos):
    looks = all_looks(photos, [TINY])

    sides = [len(portrait(look, CANVAS).pixels) for look in looks]

    assert len(sides) > 3
    assert set(sides) == {128}


@given(st.floats(1, 400), st.sampled_from([64, 128, 256, 512, 1024]))
def test_a_portrait_is_never_larger_than_asked(scale, side):
    found = carried(made(scale=scale), Canvas(side)).side

    assert found in {side, side // 2, side // 4, side // 8}
    assert found >= min(side, 128)


def test_doubtful_landmarks_give_way_to_the_five_points():
    five = np.array([(60, 80), (120, 80), (90, 115), (64, 142), (116, 142)], np.float64)
    broken = np.full((68, 2), 50.0)

    points = points_of(grey_look(broken, spread=0.2, five=five))

    assert np.abs(np.array(eyes(points)) - five[:2]).max() < 4
    assert np.array_equal(points_of(grey_look(broken, spread=0.02, five=five)), broken)


@pytest.mark.parametrize("points", [np.full((68, 2), 50.0), made((-300, -300)), made((100, 5), 90)])
def test_no_points_are_so_wrong_that_nothing_comes_out(points):
    made = portrait(grey_look(points), Canvas(128))

    assert made.pixels.shape == (128, 128, 3)


def test_what_the_photo_does_not_show_goes_on_softly(photos):
    (look,) = looks_of(photos / "scenes" / "009_C.jpg")
    middle = look.points.mean(axis=0)
    across = look.eye_distance
    left, top = np.maximum(middle - across * 1.5, 0).astype(int)
    right, bottom = (middle + across * 1.5).astype(int)
    tight = Look(
        key="a",
        pixels=np.ascontiguousarray(look.pixels[top:bottom, left:right]),
        points=look.points - (left, top),
        spread=look.spread,
        voter="a",
    )

    rim = portrait(tight, CANVAS).pixels[:, [0, 1, 2, -3, -2, -1]].astype(float)

    assert np.abs(np.diff(rim[:200], axis=0)).max() < 12
