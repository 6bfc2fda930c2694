"""A photo brought to a canvas, and what of the canvas it covers."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Image
from likeness.portrait.filters import Plane
from likeness.portrait.shape import moved
from likeness.portrait.warp import inside, sampled

Points = NDArray[np.float64]

SEAM = 14.0  # over which a photo that ends fades into its continuation, pixels of the usual canvas


def brought(pixels: Image, laid: Points, canvas: Canvas) -> tuple[Image, Plane]:
    """Return a photo on a canvas, resampled once, and which part of that was photographed.

    Args:
        pixels: (h, w, 3).
        laid: (2, 3), the similarity from the photo to the canvas.
        canvas: Where it goes.

    Returns:
        (s, s, 3), beyond the photo its reflection, and (s, s), [0, 1], soft.
    """
    scale = float(np.hypot(laid[0, 0], laid[0, 1]))
    height, width = pixels.shape[:2]
    small = (max(1, round(width * scale * 1.25)), max(1, round(height * scale * 1.25)))
    if scale < 0.8:
        pixels = np.asarray(cv2.resize(pixels, small, interpolation=cv2.INTER_AREA), np.uint8)
    zooms = np.array([pixels.shape[1] / width, pixels.shape[0] / height])
    steps = np.arange(canvas.side) + 0.5
    centres = np.stack(np.meshgrid(steps, steps), axis=2)
    back = np.asarray(cv2.invertAffineTransform(laid), np.float64)
    at = (moved(back, centres) * zooms).astype(np.float32)
    depth = inside(at, pixels.shape[1], pixels.shape[0]) * (scale / float(zooms.mean()))
    cover = np.clip(depth / canvas.px(SEAM), 0, 1)
    cover = cover * cover * (3 - 2 * cover)
    return np.asarray(sampled(pixels, at), np.uint8), np.asarray(cover, np.float32)
