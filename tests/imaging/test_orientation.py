from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.imaging.orientation import stored_box, turned, upright_size
from tests.imaging.samples import quarters

R, G, B, W = "RGBW"

# How red, green, blue and white quarters, stored in this order, have to be seen.
UPRIGHT = {
    1: (R, G, B, W),
    2: (G, R, W, B),
    3: (W, B, G, R),
    4: (B, W, R, G),
    5: (R, B, G, W),
    6: (B, R, W, G),
    7: (W, G, B, R),
    8: (G, W, R, B),
}
NAMES: dict[tuple[int, ...], str] = {
    (255, 0, 0): R,
    (0, 255, 0): G,
    (0, 0, 255): B,
    (255, 255, 255): W,
}


@pytest.mark.parametrize("orientation", UPRIGHT)
def test_every_orientation_is_turned_upright(orientation: int) -> None:
    upright = turned(quarters(64, 48), orientation)
    h, w = upright.shape[:2]
    assert (w, h) == upright_size((64, 48), orientation)
    assert upright.flags.c_contiguous
    corners = [upright[y, x] for y in (0, -1) for x in (0, -1)]
    assert tuple(NAMES[tuple(map(int, corner))] for corner in corners) == UPRIGHT[orientation]


@given(st.integers(1, 8), st.integers(1, 9), st.integers(1, 9), st.data())
def test_a_box_is_found_again_on_the_stored_picture(
    orientation: int, width: int, height: int, data: st.DataObject
) -> None:
    stored = np.arange(width * height * 3, dtype=np.uint8).reshape(height, width, 3)
    upright = turned(stored, orientation)
    h, w = upright.shape[:2]
    x1, y1 = data.draw(st.integers(0, w - 1)), data.draw(st.integers(0, h - 1))
    x2, y2 = data.draw(st.integers(x1 + 1, w)), data.draw(st.integers(y1 + 1, h))
    left, top, right, bottom = map(int, stored_box((x1, y1, x2, y2), orientation, (w, h)))
    cut = turned(stored[top:bottom, left:right], orientation)
    assert np.array_equal(cut, upright[y1:y2, x1:x2])
