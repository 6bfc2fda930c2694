"""Light and what screens show of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Light = NDArray[np.float32]
"""Linear light, (h, w, 3), RGB with the primaries of sRGB, 0 black to 1 white."""
Image = NDArray[np.uint8]

LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)  # of linear sRGB, IEC 61966-2-1
DARKEST = 0.004  # of luminance, where its logarithm is taken: below one step of 8 bits


def _linear(share: Floats) -> Floats:
    """Undo the transfer function of sRGB (IEC 61966-2-1)."""
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


LINEAR = _linear(np.arange(256) / 255).astype(np.float32)


def linear(pixels: Image) -> Light:
    """Return 8-bit sRGB pixels, (h, w, 3), as linear light."""
    return np.asarray(LINEAR[pixels], np.float32)


def shown(light: Light) -> Image:
    """Return linear light as 8-bit sRGB pixels, rounded, what is too bright or dark cut off."""
    share = np.clip(light, 0, 1)
    curved = np.where(share <= 0.0031308, 12.92 * share, 1.055 * share ** (1 / 2.4) - 0.055)
    return (curved * 255 + 0.5).astype(np.uint8)


def luminance(light: Light) -> Light:
    """Return how bright each point is, (h, w)."""
    return np.asarray(light @ LUMINANCE, np.float32)


def log_luminance(light: Light) -> Light:
    """Return the natural logarithm of how bright each point is, (h, w)."""
    return np.asarray(np.log(np.maximum(light @ LUMINANCE, DARKEST)), np.float32)
