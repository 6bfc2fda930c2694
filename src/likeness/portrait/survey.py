"""What is measured on every face before any are blended: what is usual, and who is sharp."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.portrait.bands import LUMA, Cuts, loudness, to_log
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Light
from likeness.portrait.filters import blur, sized
from likeness.portrait.regions import Regions
from likeness.portrait.rendering import COARSE

WINDOWS = (7.0, 4.0)  # sigma around a point in which a band is compared, pixels of the usual canvas
HALF = 2  # pixels of the canvas per pixel of a kept band, on the usual canvas
SHARP_SIGMA = 1.5  # pixels of the usual canvas


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """What one face contributes to what is usual."""

    coarse: NDArray[np.float32]  # (128, 128) log luminance without detail
    bands: tuple[NDArray[np.float16], NDArray[np.float16]]  # (m, m) each, luminance
    loud: tuple[NDArray[np.float16], NDArray[np.float16]]  # (128, 128) each
    sharp: float  # amplitude of the finest detail at the eyes, logarithm of light


def kept_side(canvas: Canvas) -> int:
    """Return the side of the bands that are kept for medians."""
    return min(canvas.side // HALF, 2 * COARSE)


def surveyed(light: Light, cuts: Cuts, regions: Regions, canvas: Canvas) -> Finding:
    """Return what is measured on one face in the light of the set."""
    plane = np.asarray(to_log(light) @ LUMA, np.float32)
    _, bands = cuts.split(plane)
    side = kept_side(canvas)
    finest = plane - blur(plane, canvas.px(SHARP_SIGMA))
    first, second = (
        sized(loudness(band, canvas.px(window)), COARSE).astype(np.float16)
        for band, window in zip(bands, WINDOWS, strict=True)
    )
    return Finding(
        coarse=sized(blur(plane, cuts.coarse / 2), COARSE),
        bands=(sized(bands[0], side).astype(np.float16), sized(bands[1], side).astype(np.float16)),
        loud=(first, second),
        sharp=float(np.sqrt((finest[regions.eyes > 0] ** 2).mean(dtype=np.float64))),
    )


def sharpness(picture: NDArray[np.uint8], mask: NDArray[np.float32]) -> float:
    """Return the variance of the Laplacian of the grey levels inside a mask."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return float(cv2.Laplacian(grey, cv2.CV_32F)[mask > 0].var(dtype=np.float64))
