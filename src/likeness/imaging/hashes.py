"""The perceptual hash: photos that look the same have hashes that differ in few bits."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.imaging.resize import shrink

GREY = 32  # pixels per side that the transform sees
ENOUGH = 128  # pixels to start from: halving to there is ten times as fast as averaging to 32
LOW = 8  # lowest frequencies kept per axis: 8 x 8 = 64 bits


def perceptual_hash(pixels: NDArray[np.uint8]) -> int:
    """Return the 64-bit DCT hash of an upright RGB image.

    The image is averaged down to 32 x 32 grey values and transformed; each of the 8 x 8 lowest
    frequencies gives one bit: whether it is above their median. Row by row, first bit highest.
    This is the "pHash" of Zauner, "Implementation and benchmarking of perceptual image hash
    functions" (2010), in the form that the package `imagehash` made common.

    Args:
        pixels: uint8 (h, w, 3), RGB; 512 pixels on the long side are plenty.

    Returns:
        An unsigned number below 2**64.
    """
    grey = cv2.cvtColor(shrink(pixels, ENOUGH), cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (GREY, GREY), interpolation=cv2.INTER_AREA)
    low = cv2.dct(small.astype(np.float32))[:LOW, :LOW]
    bits = np.packbits(low > np.median(low))
    return int.from_bytes(bits.tobytes(), "big")


def hamming_distance(one: int, other: int) -> int:
    """Return in how many of 64 bits two hashes differ: 0 to 64."""
    return (one ^ other).bit_count()
