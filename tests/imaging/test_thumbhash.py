from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.imaging.thumbhash import thumbhash
from tests.imaging.samples import scene

# Made with the reference, npm `thumbhash` 0.1.1, `rgbaToThumbHash` of the picture below.
REFERENCE = {
    (100, 75): "1f08060d847606664617a766676b7776ff3f8e9980",
    (60, 100): "1ff8051404584406688476685666af89fb2585",
    (100, 100): "1f08060f027728643607b056376e77687665f6ddc59a0908",
    (1, 1): "000802070000000000000000000000000000000000000000",
    (100, 10): "dc180a218852606874775888b89f0d8a88",
    (9, 64): "98b809210862705887928978ef796a07b8",
}


def picture(width: int, height: int) -> NDArray[np.uint8]:
    y, x = np.mgrid[:height, :width]
    channels = [(x * 5 + y * 2) % 256, (x * x + y * 7) % 256, (x * y) % 256]
    return np.stack(channels, axis=-1).astype(np.uint8)


@pytest.mark.parametrize("size", REFERENCE)
def test_agrees_with_the_reference_to_the_bit(size: tuple[int, int]) -> None:
    assert thumbhash(picture(*size)).hex() == REFERENCE[size]


def test_the_mean_colour_is_in_the_first_three_bytes() -> None:
    value = int.from_bytes(thumbhash(np.full((20, 30, 3), (255, 128, 0), np.uint8))[:3], "little")
    light, yellow, red = (
        (value & 63) / 63,
        (value >> 6 & 63) / 31.5 - 1,
        (value >> 12 & 63) / 31.5 - 1,
    )
    blue = light - 2 / 3 * yellow
    assert 255 * (3 * light - blue + red) / 2 == pytest.approx(255, abs=8)
    assert 255 * blue == pytest.approx(0, abs=8)


def test_a_large_picture_has_the_hash_of_its_small_copy_or_nearly() -> None:
    large, small = scene(800, 600, seed=3), scene(100, 75, seed=3)
    one, other = thumbhash(large), thumbhash(small)
    nibbles = [
        (byte >> shift) & 15 for pair in (one, other) for byte in pair[5:] for shift in (0, 4)
    ]
    half = len(nibbles) // 2
    assert max(abs(a - b) for a, b in zip(nibbles[:half], nibbles[half:], strict=True)) <= 2


@given(st.integers(1, 130), st.integers(1, 130), st.integers(0, 255))
def test_every_size_and_colour_fits_in_25_bytes(width: int, height: int, value: int) -> None:
    assert 11 <= len(thumbhash(np.full((height, width, 3), value, np.uint8))) <= 25
