from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from likeness.imaging.resize import fitted, shrink
from tests.imaging.samples import scene


def test_a_small_picture_comes_back_as_it_is() -> None:
    picture = scene(100, 80)
    assert shrink(picture, 100) is picture


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 120))
def test_the_long_side_is_exact_and_the_shape_is_kept(width: int, height: int, side: int) -> None:
    small = shrink(np.zeros((height, width, 3), np.uint8), side)
    assert small.dtype == np.uint8
    assert max(small.shape[:2]) == min(side, max(width, height))
    short = side * min(width, height) / max(width, height)
    if max(width, height) > side:
        assert min(small.shape[:2]) == pytest.approx(short, abs=1 + 0.02 * side)


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(1, 2000))
def test_a_size_is_fitted_to_the_nearest_pixel(width: int, height: int, side: int) -> None:
    w, h = fitted((width, height), side)
    scale = min(1, side / max(width, height))
    assert max(w, h) == min(side, max(width, height))
    assert min(w, h) >= 1
    assert abs(w - width * scale) <= max(0.5, 1 - width * scale) + 1e-9
    assert abs(h - height * scale) <= max(0.5, 1 - height * scale) + 1e-9


@given(st.integers(0, 255), st.integers(2, 90))
def test_a_plain_picture_stays_plain(value: int, side: int) -> None:
    assert (shrink(np.full((70, 91, 3), value, np.uint8), side) == value).all()


@pytest.mark.parametrize("side", [250, 200, 160, 100, 61])
def test_the_result_is_near_to_that_of_a_careful_filter(side: int) -> None:
    picture = scene(320, 240)
    small = shrink(picture, side)
    size = (small.shape[1], small.shape[0])
    careful = np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))
    assert np.abs(small.astype(int) - careful).mean() < 1


def test_fine_stripes_do_not_turn_into_coarse_ones() -> None:
    stripes = np.zeros((64, 1024, 3), np.uint8)
    stripes[:, ::2] = 255
    for side in (512, 400, 256, 100):
        small = shrink(stripes, side).astype(int)
        assert small.max() - small.min() <= 2
