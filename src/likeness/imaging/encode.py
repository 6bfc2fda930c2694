"""Pixels into picture files."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
QUALITY = 92  # of JPEG and WebP, out of 100


def encoded(pixels: NDArray[np.uint8], ending: str) -> bytes:
    """Return a picture file that holds nothing but *pixels*.

    Args:
        pixels: (h, w, 3) RGB.
        ending: One of `ENDINGS`; says the format.

    Raises:
        ValueError: The format cannot hold a picture that large, or *ending* is another.
    """
    if ending not in ENDINGS:
        raise ValueError(f"ending must be one of {', '.join(ENDINGS)}, got {ending!r}")
    options = [cv2.IMWRITE_JPEG_QUALITY, QUALITY, cv2.IMWRITE_WEBP_QUALITY, QUALITY]
    try:
        _, data = cv2.imencode(ending, pixels[..., ::-1], options)
    except cv2.error as exc:
        height, width = pixels.shape[:2]
        raise ValueError(f"{ending} cannot hold {width} x {height} pixels") from exc
    return data.tobytes()
