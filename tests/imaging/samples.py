"""Small pictures and files for the tests, made from nothing."""

from __future__ import annotations

import io
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image


def scene(width: int = 320, height: int = 240, seed: int = 0) -> NDArray[np.uint8]:
    """Return a soft, colourful picture without symmetry, uint8 (height, width, 3) RGB."""
    rng = np.random.default_rng(seed)
    seeds = rng.integers(0, 256, (6, 8, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(seeds, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def quarters(width: int = 64, height: int = 48) -> NDArray[np.uint8]:
    """Return red, green, blue and white quarters (left to right, top to bottom)."""
    pixels = np.zeros((height, width, 3), np.uint8)
    h, w = height // 2, width // 2
    pixels[:h, :w], pixels[:h, w:] = (255, 0, 0), (0, 255, 0)
    pixels[h:, :w], pixels[h:, w:] = (0, 0, 255), (255, 255, 255)
    return pixels


def file_of(picture: NDArray[np.uint8] | Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """Return a picture as the bytes of a file."""
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif_of(tags: dict[int, Any], inner: dict[int, Any] | None = None) -> bytes:
    """Return an EXIF block with *tags* in its first and *inner* in its EXIF directory."""
    exif = Image.Exif()
    exif.update(tags)
    if inner:
        exif.get_ifd(0x8769).update(inner)
    return exif.tobytes()
