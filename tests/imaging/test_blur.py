"""A picture that is revealed step by step."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from likeness.imaging.blur import STEPS, blurred


@pytest.fixture
def face() -> NDArray[np.uint8]:
    """Light skin with two dark eyes, a third of the width apart."""
    pixels = np.full((240, 240, 3), 200, np.uint8)
    for across in (80, 160):
        pixels[90:110, across - 12 : across + 12] = 20
    return pixels


def contrast(pixels: NDArray[np.uint8]) -> float:
    """Return how much darker an eye is than the skin between the eyes, in levels."""
    return float(pixels[100, 120].mean()) - float(pixels[100, 80].mean())


def test_each_step_shows_less_until_there_are_no_eyes(face: NDArray[np.uint8]) -> None:
    seen = [contrast(blurred(face, step)) for step in range(STEPS + 1)]

    assert seen[0] == 180
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] < 1


def test_it_stays_as_large_and_the_sharp_one_is_the_picture_itself(
    face: NDArray[np.uint8],
) -> None:
    assert blurred(face, STEPS).shape == face.shape
    assert np.array_equal(blurred(face, 0), face)


@pytest.mark.parametrize("step", [-1, STEPS + 1])
def test_there_are_no_other_steps(face: NDArray[np.uint8], step: int) -> None:
    with pytest.raises(ValueError, match="step must be"):
        blurred(face, step)
