from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from likeness.errors import PhotoError
from likeness.imaging.decode import decode
from likeness.imaging.limits import Limits
from likeness.imaging.regions import regions
from tests.imaging.samples import exif_of, file_of, scene

LIMITS = Limits()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_region_is_the_same_part_of_the_upright_photo(kind: str, orientation: int) -> None:
    data = file_of(scene(200, 120), kind, exif=exif_of({0x0112: orientation}))
    whole = decode(data, long_side=1000, limits=LIMITS).pixels
    (region,) = regions(data, [(30, 40, 70, 100)], LIMITS)
    assert (region.x, region.y, region.scale) == (30, 40, 1)
    assert region.pixels.flags.c_contiguous
    assert np.array_equal(region.pixels, whole[40:100, 30:70])


@pytest.mark.parametrize(
    ("wanted", "given_scale"),
    [(1.0, 1.0), (0.6, 1.0), (0.5, 0.5), (0.3, 0.5), (0.25, 0.25), (0.01, 0.125), (5.0, 1.0)],
)
def test_a_jpeg_comes_at_the_smallest_scale_that_is_fine_enough(
    wanted: float, given_scale: float
) -> None:
    data = file_of(scene(800, 640))
    (region,) = regions(data, [(80, 160, 400, 480)], LIMITS, scale=wanted)
    assert region.scale == given_scale
    assert region.pixels.shape == (320 * given_scale, 320 * given_scale, 3)
    expected = scene(800, 640)[160:480, 80:400].mean((0, 1))
    assert np.abs(region.pixels.mean((0, 1)) - expected).max() < 3


def test_an_ink_photo_is_cut_small_too() -> None:
    data = file_of(Image.fromarray(scene(800, 640)).convert("CMYK"))
    (region,) = regions(data, [(80, 160, 400, 480)], LIMITS, scale=0.5)
    assert region.scale == 0.5
    assert region.pixels.shape == (160, 160, 3)


@settings(deadline=None)
@given(
    st.tuples(*[st.floats(-500, 500) for _ in range(4)]),
    st.sampled_from([1.0, 0.5, 0.2]),
    st.integers(1, 8),
)
def test_every_box_gives_a_region_that_covers_what_is_there_of_it(
    box: tuple[float, float, float, float], scale: float, orientation: int
) -> None:
    data = file_of(np.zeros((90, 150, 3), np.uint8), exif=exif_of({0x0112: orientation}))
    width, height = (90, 150) if orientation >= 5 else (150, 90)
    (region,) = regions(data, [box], LIMITS, scale=scale)
    h, w = region.pixels.shape[:2]
    assert min(h, w) >= 1
    assert region.x >= 0
    assert region.y >= 0
    assert region.x + w / region.scale <= width + 1 / region.scale
    assert region.y + h / region.scale <= height + 1 / region.scale
    if 0 <= box[0] < box[2] <= width:
        assert region.x <= box[0] + 1e-9
        assert region.x + w / region.scale >= box[2] - 1e-9 or w == 1


def test_several_boxes_come_in_their_order() -> None:
    boxes = [(0.0, 0.0, 10.0, 10.0), (100.0, 50.0, 110.0, 70.0), (0.0, 0.0, 10.0, 10.0)]
    found = regions(file_of(scene(200, 120), "PNG"), boxes, LIMITS)
    assert [(r.x, r.y) for r in found] == [(0, 0), (100, 50), (0, 0)]
    assert np.array_equal(found[0].pixels, found[2].pixels)


def test_a_region_does_not_keep_the_whole_photo_alive() -> None:
    (region,) = regions(file_of(scene(200, 120), "PNG"), [(0, 0, 10, 10)], LIMITS)
    assert region.pixels.base is None


def test_a_bad_photo_is_refused_as_always() -> None:
    with pytest.raises(PhotoError) as caught:
        regions(b"no photo", [(0, 0, 1, 1)], LIMITS)
    assert caught.value.reason == "not_an_image"
