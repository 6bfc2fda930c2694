"""Pixels into picture files."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

QUALITY = 92  # of JPEG and WebP, out of 100
FORMATS: dict[str, tuple[str, dict[str, Any]]] = {
    ".jpg": ("JPEG", {"quality": QUALITY}),
    ".jpeg": ("JPEG", {"quality": QUALITY}),
    ".png": ("PNG", {}),
    ".webp": ("WEBP", {"quality": QUALITY}),
}
ENDINGS = tuple(FORMATS)


def encoded(pixels: NDArray[np.uint8], ending: str) -> bytes:
    """Return a picture file that holds nothing but *pixels*.

    Args:
        pixels: (h, w, 3) RGB.
        ending: One of `ENDINGS`; says the format.

    Raises:
        ValueError: The format cannot hold a picture that large, or *ending* is another.
    """
    if ending not in FORMATS:
        raise ValueError(f"ending must be one of {', '.join(ENDINGS)}, got {ending!r}")
    kind, options = FORMATS[ending]
    out = io.BytesIO()
    try:
        Image.fromarray(pixels).save(out, kind, **options)
    except (OSError, ValueError) as exc:
        height, width = pixels.shape[:2]
        raise ValueError(f"{ending} cannot hold {width} x {height} pixels") from exc
    return out.getvalue()
