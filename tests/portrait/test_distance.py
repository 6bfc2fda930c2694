"""Distances from a part of a picture count in pixels of the usual canvas."""

from __future__ import annotations

import numpy as np
import pytest

from likeness.portrait.canvas import Canvas
from likeness.portrait.distance import distance


def left_half(side):
    part = np.zeros((side, side), np.float32)
    part[:, : side // 2] = 1
    return part


@pytest.mark.parametrize(("side", "reach"), [(128, 1.0), (256, 1.0), (256, 2.0), (256, 0.6)])
def test_the_same_face_gives_the_same_distance_on_any_canvas(side, reach):
    found = distance(left_half(side), Canvas(side, reach=reach))

    pixels = side / 2
    assert found[side // 2, -1] == pytest.approx(pixels * reach * 512 / side, rel=0.02)
    assert not found[:, : side // 2].any()


def test_where_there_is_no_such_part_everything_is_far():
    found = distance(np.zeros((64, 64), np.float32), Canvas(64))

    assert np.isfinite(found).all()
    assert found.min() > 1000
