"""Maps from the canvas to photos."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.portrait.canvas import Canvas
from likeness.portrait.warp import Spline, sampled
from tests.portrait.drawn import drawn_shape

CANVAS = Canvas(256)
SHAPE = drawn_shape(CANVAS)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.3, 3), st.floats(-3, 3), st.floats(-200, 200), st.sampled_from([64, 128, 256]))
def test_a_face_of_the_same_shape_is_only_moved_turned_and_scaled(
    scale: float, turn: float, shift: float, side: int
) -> None:
    matrix = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    at = Spline(SHAPE, CANVAS).map_to(SHAPE @ matrix.T + shift)(side)
    steps = (np.arange(side) + 0.5) * (256 / side)
    straight = np.stack(np.meshgrid(steps, steps), axis=2) @ matrix.T + shift
    assert np.abs(at - straight).max() < 1e-3 * max(scale, 1)


def test_a_refined_map_looks_where_it_was_led() -> None:
    plain = Spline(SHAPE, CANVAS).map_to(SHAPE)
    led = plain.refined(np.full((128, 128, 2), 2, np.float32))
    assert led(256)[8:-8, 8:-8] == pytest.approx(plain(256)[10:-6, 10:-6], abs=1e-3)


@pytest.mark.parametrize("shape", [(0, 0, 3), (0, 40, 3), (40, 0, 3)])
def test_an_empty_picture_is_refused_and_not_searched_for_ever(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="no pixels"):
        sampled(np.zeros(shape, np.uint8), np.zeros((4, 4, 2), np.float32))
