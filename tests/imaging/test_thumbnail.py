from __future__ import annotations

import io

import numpy as np
from PIL import Image

from likeness.imaging.thumbnail import encode_webp
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
