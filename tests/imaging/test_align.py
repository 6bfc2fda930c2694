import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.imaging.align import (
    DLIB_CHIP,
    applied_back,
    corners,
    cut,
    rescaled,
    similarities,
    squares,
    zooms,
)

TEMPLATE = np.array(DLIB_CHIP.template)
turns = st.floats(-np.pi, np.pi)
sizes = st.floats(0.01, 100)
shifts = st.floats(-5000, 5000)


def similarity(angle, zoom, x, y):
    cos, sin = zoom * np.cos(angle), zoom * np.sin(angle)
    return np.array([[cos, -sin, x], [sin, cos, y]])


def applied(transform, points):
    return points @ transform[:, :2].T + transform[:, 2]


def colour_ramp(height, width):
    """A picture whose pixels say where their centres lie: red is x, green is y."""
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([x, y, np.zeros_like(x)], axis=-1).astype(np.uint8)


@given(turns, sizes, shifts, shifts)
def test_a_similarity_is_recovered_from_the_points_it_moved(angle, zoom, x, y):
    there = similarity(angle, zoom, x, y)
    points = applied_back(there[None], TEMPLATE[None])

    (found,) = similarities(points, TEMPLATE)

    assert np.allclose(applied(found, points[0]), TEMPLATE, atol=1e-6)
    assert np.allclose(found[:, :2], there[:, :2], rtol=1e-6, atol=1e-9)


def test_no_other_similarity_fits_points_better():
    rng = np.random.default_rng(5)
    points = TEMPLATE + rng.normal(0, 6, TEMPLATE.shape)
    (best,) = similarities(points[None], TEMPLATE)

    def error(transform):
        return ((applied(transform, points) - TEMPLATE) ** 2).sum()

    for change in rng.normal(0, 1e-3, (50, 4)):
        a, b, x, y = change
        other = best + np.array([[a, -b, 100 * x], [b, a, 100 * y]])
        assert error(best) <= error(other)


def test_mirrored_points_are_not_mirrored_back():
    mirrored = TEMPLATE * [-1, 1]

    (found,) = similarities(mirrored[None], TEMPLATE)

    assert np.linalg.det(found[:, :2]) >= 0


def test_points_that_coincide_give_no_zoom_and_no_nan():
    (found,) = similarities(np.full((1, 5, 2), 7.0), TEMPLATE)

    assert zooms(found[None]) == 0
    assert np.isfinite(found).all()


def test_no_faces_give_no_transforms():
    assert DLIB_CHIP.transforms(np.empty((0, 5, 2))).shape == (0, 2, 3)


def test_the_eyes_of_the_chip_are_as_far_apart_as_its_template_says():
    assert DLIB_CHIP.eye_distance == pytest.approx(np.linalg.norm(TEMPLATE[1] - TEMPLATE[0]))


@given(turns, sizes, shifts, shifts)
def test_the_corners_of_a_square_are_where_it_was_asked_for(angle, side, x, y):
    transform = squares(np.array([[x, y]]), np.array([side]), np.array([angle]), 112)

    assert zooms(transform) == pytest.approx(112 / side)
    middle = applied(transform[0], np.array([x, y]))
    right = applied(
        transform[0], np.array([x, y]) + side / 2 * np.array([np.cos(angle), np.sin(angle)])
    )
    assert np.allclose(middle, [56, 56], atol=1e-6 * max(1, 112 / side) * 5000)
    assert np.allclose(right - middle, [56, 0], atol=1e-6 * max(1, 112 / side) * 5000)


@given(turns, st.floats(0.1, 10), shifts, shifts)
def test_a_piece_goes_back_to_where_it_came_from(angle, zoom, x, y):
    transform = similarity(angle, zoom, x, y)[None]
    points = np.array([[(0.0, 0.0), (10.0, 150.0), (75.0, 3.0)]])

    assert np.allclose(applied(transform[0], applied_back(transform, points)[0]), points[0])


def test_corners_hold_everything_that_a_turned_piece_shows():
    transform = squares(np.array([[100.0, 50.0]]), np.array([20.0]), np.array([np.pi / 4]), 40)

    half = 10 * np.sqrt(2)
    assert np.allclose(corners(transform, 40), [[100 - half, 50 - half, 100 + half, 50 + half]])


def test_an_aligned_cut_without_zoom_copies_pixels():
    image = colour_ramp(40, 60)
    out = np.empty((10, 10, 3), np.uint8)

    cut(image, similarity(0, 1, -20, -7), out)

    assert np.array_equal(out, image[7:17, 20:30])


def test_what_lies_beyond_the_picture_is_black():
    out = np.full((4, 4, 3), 9, np.uint8)

    cut(np.full((10, 10, 3), 200, np.uint8), similarity(0, 1, 2, 0), out)

    assert (out[:, :2] == 0).all()
    assert (out[:, 2:] == 200).all()


@pytest.mark.parametrize("zoom", [2.0, 1.0, 0.7, 0.5, 0.34, 0.2, 0.11])
@pytest.mark.parametrize("angle", [0.0, 0.4, -2.5])
def test_a_pixel_shows_its_own_place_at_every_zoom_and_turn(zoom, angle):
    image = colour_ramp(250, 250)
    centre = np.array([120.0, 130.0])
    size = 16
    transform = squares(centre[None], np.array([size / zoom]), np.array([angle]), size)
    out = np.empty((size, size, 3), np.uint8)

    cut(image, transform[0], out)

    cells = np.stack(np.meshgrid(np.arange(size), np.arange(size)), axis=-1) + 0.5
    places = applied_back(transform, cells.reshape(1, -1, 2)).reshape(size, size, 2)
    inside = (np.abs(places - 125) < 115).all(axis=-1)
    assert np.abs(out[..., :2] + 0.5 - places)[inside].max() < 1.0


def test_a_fine_pattern_is_averaged_not_sampled():
    stripes = np.zeros((400, 400, 3), np.uint8)
    stripes[:, ::2] = 200
    out = np.empty((20, 20, 3), np.uint8)

    cut(stripes, similarity(0, 0.1, -10, -10), out)

    assert out.min() >= 90
    assert out.max() <= 110


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 300, 3), (3, 2, 3)])
def test_the_smallest_pictures_can_be_cut(shape):
    out = np.empty((8, 8, 3), np.uint8)

    for zoom in (1e-6, 0.01, 0.3, 1, 50):
        cut(np.full(shape, 50, np.uint8), similarity(0.3, zoom, 1, 1), out)
        assert out.max() <= 50


def test_a_piece_is_the_same_from_a_part_at_another_scale():
    image = np.zeros((200, 200, 3), np.uint8)
    image[80:120, 70:130] = 180
    transform = squares(np.array([[100.0, 100.0]]), np.array([100.0]), np.array([0.2]), 50)
    whole, part = np.empty((2, 50, 50, 3), np.uint8)

    cut(image, transform[0], whole)
    halved = image[20:180, 10:190].reshape(80, 2, 90, 2, 3).mean(axis=(1, 3)).astype(np.uint8)
    cut(halved, rescaled(transform, (0.5, 0.5), (10, 20))[0], part)

    assert np.abs(whole.astype(int) - part).mean() < 2
