import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.imaging.crops import SIDE, crop, crop_box, quarters


def test_a_face_in_the_middle_gets_a_square_with_margin():
    assert crop_box((100, 100, 140, 180), 1000, 1000) == (60, 80, 180, 200)


def test_a_square_at_the_edge_is_moved_onto_the_photo():
    assert crop_box((0, 0, 40, 40), 1000, 1000) == (0, 0, 60, 60)
    assert crop_box((980, 960, 1000, 1000), 1000, 1000) == (940, 940, 1000, 1000)


@given(st.floats(0, 990), st.floats(0, 490), st.floats(0.5, 1000), st.floats(0.5, 500))
def test_a_square_never_leaves_the_photo_and_holds_the_face_if_it_can(x, y, width, height):
    face = (x, y, min(x + width, 1000), min(y + height, 500))

    x1, y1, x2, y2 = crop_box(face, 1000, 500)

    assert -1e-9 <= x1 < x2 <= 1000 + 1e-9
    assert -1e-9 <= y1 < y2 <= 500 + 1e-9
    assert x2 - x1 == pytest.approx(y2 - y1)
    if 1.5 * max(face[2] - face[0], face[3] - face[1]) <= 500:
        assert x1 <= face[0] + 1e-6
        assert x2 >= face[2] - 1e-6


def test_a_large_face_is_shrunk():
    image = np.zeros((2000, 1000, 3), np.uint8)

    assert crop(image, (100, 100, 900, 900)).shape == (SIDE, SIDE, 3)


def test_a_small_face_is_not_blown_up():
    image = np.arange(300, dtype=np.uint8).repeat(300).reshape(300, 100, 3)

    found = crop(image, (10, 20, 50, 60))

    assert np.array_equal(found, image[20:60, 10:50])


def test_a_face_that_lies_on_its_side_is_put_upright():
    image = np.zeros((10, 10, 3), np.uint8)
    image[:, -1] = 255  # the top of the head points right: a clockwise quarter

    found = crop(image, (0, 0, 10, 10), 1)

    assert (found[0] == 255).all()
    assert (found[1:] == 0).all()


@pytest.mark.parametrize(
    "box", [(-5, -5, 3, 3), (8, 8, 30, 30), (4, 4, 4, 4), (9.9, 9.9, 9.9, 9.9), (50, 50, 60, 60)]
)
def test_at_least_a_pixel_remains(box):
    height, width, _ = crop(np.zeros((10, 10, 3), np.uint8), box).shape

    assert height >= 1
    assert width >= 1


@pytest.mark.parametrize(
    ("degrees", "turns"), [(0, 0), (44, 0), (46, 1), (90, 1), (180, 2), (-90, -1), (-44, 0)]
)
def test_a_face_is_brought_upright_to_the_nearest_quarter_turn(degrees: float, turns: int):
    assert quarters(np.radians(degrees)) == turns
