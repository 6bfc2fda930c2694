from __future__ import annotations

import numpy as np
import pytest

from likeness.errors import PhotoError
from likeness.imaging.jpeg import decode_jpeg, denominator
from tests.imaging.samples import file_of, scene


@pytest.mark.parametrize(
    ("side", "wanted", "n"),
    [
        (1280, 1280, 1),
        (2559, 1280, 2),  # 2559 / 2 is rounded up
        (2558, 1280, 1),
        (2560, 1280, 2),
        (5120, 1280, 4),
        (10240, 1280, 8),
        (100_000, 1280, 8),
        (640, 1280, 1),
        (4000, 4000 * 0.3, 2),
    ],
)
def test_the_scale_is_the_smallest_that_is_wide_enough(side: int, wanted: float, n: int) -> None:
    assert denominator(side, wanted) == n


@pytest.mark.parametrize("n", [1, 2, 4, 8])
@pytest.mark.parametrize("size", [(320, 240), (321, 243)])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_scaled_picture_shows_the_same(n: int, size: tuple[int, int], progressive: bool) -> None:
    width, height = size
    data = file_of(scene(width, height), quality=95, progressive=progressive)
    pixels, partial = decode_jpeg(data, n)
    assert pixels.shape == (-(-height // n), -(-width // n), 3)
    assert not partial
    means = scene(width, height).mean(axis=(0, 1))
    assert np.abs(pixels.mean(axis=(0, 1)) - means).max() < 3


@pytest.mark.parametrize("n", [1, 2, 4, 8])
def test_a_picture_smaller_than_a_block_keeps_a_pixel(n: int) -> None:
    pixels, partial = decode_jpeg(file_of(scene(7, 3)), n)
    assert pixels.shape == (-(-3 // n), -(-7 // n), 3)
    assert not partial


def test_grey_comes_as_rgb() -> None:
    grey = scene(64, 48)[:, :, 0]
    pixels, _ = decode_jpeg(file_of(grey, quality=95), 1)
    assert pixels.shape == (48, 64, 3)
    assert (pixels[:, :, 0] == pixels[:, :, 2]).all()
    assert np.abs(pixels[:, :, 0].astype(int) - grey).mean() < 2


def test_channels_come_in_the_order_red_green_blue() -> None:
    red = np.full((16, 16, 3), (250, 10, 20), np.uint8)
    assert decode_jpeg(file_of(red, quality=95), 1)[0][5, 5].tolist() == pytest.approx(
        [250, 10, 20], abs=6
    )


@pytest.mark.parametrize("tenth", range(1, 10))
@pytest.mark.parametrize("n", [1, 2])
def test_what_there_is_of_a_cut_file_is_read(tenth: int, n: int) -> None:
    data = file_of(scene(640, 480, seed=2), quality=90)
    whole, _ = decode_jpeg(data, n)
    pixels, partial = decode_jpeg(data[: len(data) * tenth // 10], n)
    assert partial
    assert pixels.shape == whole.shape
    same_rows = (pixels == whole).all(axis=(1, 2)).sum()
    assert same_rows >= (tenth - 1.7) / 10 * len(whole)


def test_more_of_a_progressive_file_means_a_sharper_picture() -> None:
    data = file_of(scene(640, 480, seed=2), quality=90, progressive=True)
    whole = decode_jpeg(data, 1)[0].astype(int)
    errors = []
    for tenth in (3, 6, 9):
        pixels, partial = decode_jpeg(data[: len(data) * tenth // 10], 1)
        assert partial
        errors.append(np.abs(pixels - whole).mean())
    assert errors == sorted(errors, reverse=True)


def test_a_file_cut_just_before_its_end_marker_is_partial() -> None:
    data = file_of(scene(64, 48))
    whole, _ = decode_jpeg(data, 1)
    pixels, partial = decode_jpeg(data[:-2], 1)
    assert partial
    assert np.array_equal(pixels, whole)


def test_a_file_without_a_single_line_of_pixels_is_damaged() -> None:
    data = file_of(scene(640, 480))
    start_of_scan = data.index(b"\xff\xda")
    with pytest.raises(PhotoError) as caught:
        decode_jpeg(data[: start_of_scan + 14], 1)
    assert caught.value.reason == "damaged"


def test_what_follows_the_end_marker_is_ignored() -> None:
    data = file_of(scene(64, 48))
    pixels, partial = decode_jpeg(data + b"PK\x03\x04" + bytes(1000), 1)
    assert not partial
    assert np.array_equal(pixels, decode_jpeg(data, 1)[0])
