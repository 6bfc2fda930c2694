from __future__ import annotations

import io

import numpy as np
from PIL import Image

from likeness.imaging.webp import encode_webp
from tests.imaging.samples import scene


def test_a_picture_survives_as_webp() -> None:
    picture = scene(512, 384)
    data = encode_webp(picture)
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "WEBP"
        seen = np.asarray(image.convert("RGB"))
    assert seen.shape == picture.shape
    assert np.abs(seen.astype(int) - picture).mean() < 4
    assert len(data) < 30_000


def test_turned_pixels_keep_their_size_and_colour() -> None:
    image = np.full((40, 50, 3), (200, 30, 30), np.uint8)

    with Image.open(io.BytesIO(encode_webp(np.rot90(image)))) as read:
        assert (read.format, read.size) == ("WEBP", (40, 50))
        red, green, _ = np.asarray(read.convert("RGB"))[20, 20]
    assert red > 180
    assert green < 50


def test_equal_pixels_give_equal_bytes() -> None:
    image = np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)

    assert encode_webp(image) == encode_webp(image.copy())
