"""The average of one face."""

from __future__ import annotations

import numpy as np
import pytest

from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import shown
from likeness.portrait.shape import eye_distance
from likeness.portrait.single import single
from tests.portrait.looks import CANVAS, drawn_look


def test_a_face_that_lies_right_is_not_touched() -> None:
    look = drawn_look(2, side=CANVAS.side)
    made = single(look, CANVAS)
    assert np.abs(shown(made.light).astype(int) - look.pixels).max() <= 1
    assert not made.difference.any()


@pytest.mark.parametrize("side", [128, 256, 512])
def test_its_eyes_are_where_those_of_averages_are(side: int) -> None:
    canvas = Canvas(side)
    made = single(drawn_look(2, side=320), canvas)
    assert eye_distance(made.shape) == pytest.approx(canvas.eye_distance)
    assert made.shape[36:48, 1].mean() == pytest.approx(canvas.eye_line, abs=0.01 * side)


def test_it_says_all_there_is_to_say() -> None:
    look = drawn_look(2, side=320)
    (voice,) = single(look, CANVAS).voices
    assert (voice.key, voice.voter, voice.weight, voice.agreement) == (look.key, look.voter, 1, 1)
    assert voice.sharpness > 0


def test_how_far_a_photo_is_blown_up_is_told() -> None:
    assert single(drawn_look(2, side=128), CANVAS).zoom == pytest.approx(0.5, rel=0.01)
    assert single(drawn_look(2, side=512), CANVAS).zoom == pytest.approx(2, rel=0.01)


def test_where_the_photo_ends_nothing_is_covered() -> None:
    look = drawn_look(2, side=CANVAS.side)
    top = CANVAS.side // 4
    object.__setattr__(look, "pixels", np.ascontiguousarray(look.pixels[top:]))
    object.__setattr__(look, "points", look.points - (0, top))
    made = single(look, CANVAS)
    assert made.cover[: top - 10].max() < 0.1
    assert made.cover[CANVAS.side // 2, CANVAS.side // 2] > 0.9
