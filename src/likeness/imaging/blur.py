"""Pictures that are revealed step by step: from a blur that shows nobody to the whole."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SHARES = (0.0, 1 / 96, 1 / 48, 1 / 24, 1 / 12, 1 / 6)
"""Standard deviation of the blur at each step, as a share of the shorter side: at the last one all
that is left of a face is its colour, since eyes are closer together than two of them."""

STEPS = len(SHARES) - 1


def blurred(pixels: NDArray[np.uint8], step: int) -> NDArray[np.uint8]:
    """Return uint8 (h, w, 3) pixels blurred by a Gaussian, as large as they were.

    Args:
        pixels: The picture.
        step: 0: as it is; `STEPS`: nobody is to be recognised.

    Raises:
        ValueError: There is no such step.
    """
    if not 0 <= step <= STEPS:
        raise ValueError(f"step must be 0 to {STEPS}, got {step}.")
    if step == 0:
        return pixels
    import cv2

    deviation = SHARES[step] * min(pixels.shape[:2])
    found = cv2.GaussianBlur(pixels, (0, 0), deviation, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(found, dtype=np.uint8)
