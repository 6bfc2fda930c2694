"""Bad templates are told apart, in sentences."""

from __future__ import annotations

import numpy as np
import pytest

from likeness.portrait.look import Look
from likeness.portrait.suitability import suitability
from tests.portrait.drawn import drawn_average
from tests.portrait.seen import looks_of


def scene(photos, name, number=0):
    return looks_of(photos / "scenes" / name)[number]


def sentences(look, level, average=None):
    return [found.sentence for found in suitability(look, average) if found.level == level]


def changed(look, **more):
    parts = ("key", "pixels", "points", "spread", "voter")
    return Look(**{**{part: getattr(look, part) for part in parts}, **more})


@pytest.mark.parametrize("name", ["002_A.jpg", "005_A.jpg", "006_A.jpg"])
def test_a_face_that_looks_into_the_camera_is_right(photos, name):
    assert suitability(scene(photos, name)) == ()


def test_a_profile_is_refused_with_a_sentence(photos):
    profile = scene(photos, "012_4.jpg", 3)

    assert any("turned to the side" in said for said in sentences(profile, "refuse"))


def test_glasses_are_a_warning(photos):
    assert any("glasses" in said for said in sentences(scene(photos, "009_C.jpg"), "warn"))


def test_a_face_that_the_border_cuts_is_refused(photos):
    look = scene(photos, "006_A.jpg")
    middle = int(look.points[30, 0])
    half = changed(look, pixels=np.ascontiguousarray(look.pixels[:, :middle]))

    assert any("cuts the face off" in said for said in sentences(half, "refuse"))


def test_a_tiny_face_is_refused_and_a_small_one_is_a_warning(photos):
    small = scene(photos, "015_6.jpg")
    tiny = changed(small, points=small.points / 2, pixels=small.pixels[::2, ::2].copy())

    assert any("too small" in said for said in sentences(tiny, "refuse"))
    assert any("small" in said for said in sentences(small, "warn"))


def test_a_dark_face_is_a_warning(photos):
    look = scene(photos, "006_A.jpg")
    dark = changed(look, pixels=(look.pixels * 0.12).astype(np.uint8))

    assert any("dark" in said for said in sentences(dark, "warn"))


def test_an_open_mouth_is_a_warning_where_the_averages_is_closed(photos):
    look = scene(photos, "006_A.jpg")
    points = look.points.copy()
    points[61:64, 1] -= 0.2 * look.eye_distance
    closed = drawn_average()
    closed.shape[61:64] = closed.shape[[67, 66, 65]]

    opened = changed(look, points=points)

    assert any("mouth is open" in said for said in sentences(opened, "warn", closed))


def test_doubtful_landmarks_are_refused(photos):
    doubtful = changed(scene(photos, "006_A.jpg"), spread=0.1)

    assert any("reliably" in said for said in sentences(doubtful, "refuse"))
