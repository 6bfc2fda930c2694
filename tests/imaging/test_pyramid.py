import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.imaging.pyramid import cut_squares, pyramid


def ramp(height, width):
    """Red is x, green is y, in pixels: a cut can be read off its colours."""
    image = np.zeros((height, width, 3), np.uint8)
    image[..., 0] = np.arange(width)
    image[..., 1] = np.arange(height)[:, None]
    return image


def cut(image, square, side, first=0.5):
    into = np.empty((1, side, side, 3), np.uint8)
    cut_squares(pyramid(image, first, 2), np.array([square], np.float32), side, into)
    return into[0].astype(float)


def sizes(levels):
    return [level.image.shape[:2] for level in levels]


def test_the_photo_comes_first_untouched():
    image = ramp(60, 80)

    np.testing.assert_array_equal(pyramid(image, 0.5, 12)[0].image, image)


def test_every_second_step_halves():
    assert sizes(pyramid(ramp(120, 160), 0.5, 12)) == [
        (120, 160),
        (60, 80),
        (42, 57),
        (30, 40),
        (21, 28),
        (15, 20),
    ]


@pytest.mark.parametrize("first", [1, 0.9, 0.6, 0.5, 0.3, 0.24])
def test_the_first_step_has_the_scale_that_was_asked_for(first):
    level = pyramid(ramp(200, 250), first, 2)[1]

    assert level.scale_x == pytest.approx(first, abs=0.01)
    assert level.scale_y == pytest.approx(first, abs=0.01)


@given(st.integers(1, 90), st.integers(1, 90), st.floats(0.01, 1), st.integers(2, 20))
def test_every_level_is_large_enough_and_fits_its_photo(height, width, first, least):
    photo, *levels = pyramid(np.zeros((height, width, 3), np.uint8), first, least)

    assert photo.image.shape == (height, width, 3)
    for level in levels:
        rows, columns = level.image.shape[:2]
        assert min(rows, columns) >= least
        # What halving drops is less than a pixel at each of its steps.
        assert -1e-6 <= width - columns / level.scale_x < 2 / level.scale_x
        assert -1e-6 <= height - rows / level.scale_y < 2 / level.scale_y


def test_a_photo_that_is_too_small_has_no_levels():
    assert sizes(pyramid(ramp(23, 500), 0.5, 12)) == [(23, 500)]


def test_shrinking_keeps_every_pixel_in_its_place():
    for level in pyramid(ramp(200, 250), 0.6, 12)[1:]:
        rows, columns = level.image.shape[:2]
        x = (np.arange(columns) + 0.5) / level.scale_x - 0.5
        y = (np.arange(rows) + 0.5) / level.scale_y - 0.5
        inner = slice(1, -1)
        red, green = level.image[..., 0].astype(float), level.image[..., 1].astype(float)
        np.testing.assert_allclose(red[0, inner], x[inner], atol=1.5)
        np.testing.assert_allclose(green[inner, 0], y[inner], atol=1.5)


def test_a_cut_at_full_size_is_a_copy():
    image = np.random.default_rng(0).integers(0, 256, (60, 80, 3), dtype=np.uint8)

    np.testing.assert_array_equal(cut(image, (10, 20, 34, 44), 24), image[20:44, 10:34])


@pytest.mark.parametrize("size", [8, 24, 30, 47, 60, 96, 150])
def test_a_cut_shows_what_its_square_covers(size):
    found = cut(ramp(200, 250), (40, 30, 40 + size, 30 + size), 24)

    centres = (np.arange(24) + 0.5) * size / 24 - 0.5
    # Averages of four bytes are rounded up, by half a step of colour at most, level by level.
    np.testing.assert_allclose(found[12, :, 0], 40 + centres, atol=2)
    np.testing.assert_allclose(found[:, 12, 1], 30 + centres, atol=2)


def test_what_lies_beyond_the_photo_is_black():
    white = np.full((40, 40, 3), 255, np.uint8)

    found = cut(white, (-20, 20, 20, 60), 40)

    assert (found[:20, 20:] == 255).all()
    assert (found[:, :19] == 0).all()
    assert (found[21:] == 0).all()


def test_shrinking_averages_where_it_could_skip():
    checks = np.indices((256, 256)).sum(axis=0) % 2 * 255
    image = np.repeat(checks[..., None], 3, axis=2).astype(np.uint8)

    found = cut(image, (0, 0, 256, 256), 24)

    np.testing.assert_allclose(found, 127.5, atol=1)
