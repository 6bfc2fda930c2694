"""A picture as the sum of its coarse part and two bands of detail, in logarithms.

What is added in logarithms is shading: it holds in the light as in the shade. The base is there too
and not in linear light, or a blurred edge would be brighter than its parts: a pale rim at the lips.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Light
from likeness.portrait.filters import Plane, blur

TOE = 0.01  # of linear light: below it the logarithm flattens, or noise in the dark would be detail
LUMA = np.array([0.3, 0.5, 0.2], np.float32)  # of the detail's three channels
COARSE, FINE = 6.0, 2.0  # sigma of the cuts, pixels of the usual canvas


def to_log(light: Light) -> Plane:
    """Return the logarithm of light, with a toe."""
    return np.asarray(np.log(light + np.float32(TOE)), np.float32)


def to_light(logarithm: Plane) -> Light:
    """Undo `to_log`."""
    return np.maximum(np.exp(logarithm) - np.float32(TOE), 0)


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where the bands of a set part, sigma in pixels of the canvas."""

    coarse: float
    fine: float

    @classmethod
    def of(cls, canvas: Canvas, zoom: float) -> Cuts:
        """Return cuts for photos with *zoom* pixels per pixel: they move to what photos hold."""
        grown = np.sqrt(max(1.0, 1 / zoom))
        return cls(float(canvas.px(COARSE) * grown), float(canvas.px(FINE) * grown))

    def split(self, logarithm: Plane) -> tuple[Plane, tuple[Plane, Plane]]:
        """Return the base, and the coarse and the fine band; their sum is the picture."""
        middle = blur(logarithm, self.fine)
        base = blur(logarithm, self.coarse)
        return base, (middle - base, logarithm - middle)


def loudness(band: Plane, sigma: float) -> NDArray[np.float32]:
    """Return the amplitude of a band around each point, (h, w)."""
    return np.asarray(np.sqrt(np.maximum(blur(band * band, sigma), 0)), np.float32)
