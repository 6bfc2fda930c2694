"""Drawings become files that hold the picture and nothing else."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from likeness.imaging.encode import ENDINGS, encoded

PICTURE = np.zeros((20, 30, 3), np.uint8)
PICTURE[:, 15:] = (250, 120, 10)


@pytest.mark.parametrize("ending", ENDINGS)
def test_colours_and_sides_stay_where_they_are(ending: str) -> None:
    image = Image.open(io.BytesIO(encoded(PICTURE, ending)))

    assert image.size == (30, 20)
    assert np.abs(np.asarray(image.convert("RGB"), np.int16) - PICTURE)[:, [5, 25]].max() < 12


def test_png_keeps_every_pixel() -> None:
    image = Image.open(io.BytesIO(encoded(PICTURE, ".png")))

    assert (np.asarray(image) == PICTURE).all()


def test_another_ending_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"\.jpg, \.jpeg, \.png, \.webp, got '\.gif'"):
        encoded(PICTURE, ".gif")


@pytest.mark.parametrize(("ending", "width"), [(".webp", 20_000), (".jpg", 70_000)])
def test_a_picture_too_large_for_its_format_is_refused_by_size(ending: str, width: int) -> None:
    with pytest.raises(ValueError, match=f"{width} x 1 pixels"):
        encoded(np.zeros((1, width, 3), np.uint8), ending)
