"""Photos brought onto the canvas: one resampling each."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.portrait.canvas import Canvas
from likeness.portrait.filters import blur
from likeness.portrait.look import Look
from likeness.portrait.warp import Map, inside, sampled

Image = NDArray[np.uint8]

COARSE = 128  # side of the grid on which weights are kept, whatever the canvas
# Cubic interpolation reaches over 4 pixels: a photo that holds more is averaged down first.
RICHEST = 1.25  # pixels of the photo per pixel of the canvas
TOO_RICH = RICHEST / 0.8  # from which on that is worth another step
RIM = 24  # pixels of the usual canvas over which a photo fades at its edge


def rendered(look: Look, onto: Map) -> Image:
    """Return a photo on the canvas, (s, s, 3); outside of the photo it is reflected.

    Raises:
        ValueError: The look has no pixels.
    """
    if not look.pixels.size:
        raise ValueError(
            f"The look of face {look.key} has no pixels, but shape {look.pixels.shape}; "
            "cut a part of the photo that holds the face."
        )
    pixels, at = look.pixels, onto(onto.canvas.side)
    zoom = onto.zoom()
    if zoom > TOO_RICH:
        height, width = pixels.shape[:2]
        size = (max(1, round(width * RICHEST / zoom)), max(1, round(height * RICHEST / zoom)))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
        at = np.asarray(at * np.array([size[0] / width, size[1] / height], np.float32))
    return np.asarray(sampled(pixels, at), np.uint8)


def covered(look: Look, onto: Map) -> NDArray[np.float32]:
    """Return where the canvas shows the photo and not its reflection, (128, 128), [0, 1], soft."""
    height, width = look.pixels.shape[:2]
    canvas: Canvas = onto.canvas
    reach: NDArray[Any] = inside(onto(COARSE), width, height) / (canvas.px(RIM) * onto.zoom())
    return np.clip(blur(np.clip(reach, 0, 1).astype(np.float32), 1.0), 0, 1)
