"""Averages of one person: what is around the person stays, a little out of focus."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.imaging.points68 import CHIN
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Light, shown
from likeness.portrait.filling import known, quiet
from likeness.portrait.filters import Plane, blur
from likeness.portrait.matte import agreement, mattes, plausible
from likeness.portrait.regions import CLOSE, head

Points = NDArray[np.float64]

# Sigma of a blur, and the distances from the person where it begins and has taken over, pixels of
# the usual canvas. Where the outline is not known for sure, hair may go beyond it: more is kept.
SURE = ((4.0, 0.0, 5.0), (8.0, 3.0, 14.0), (14.0, 10.0, 40.0))
UNSURE = ((4.0, 24.0, 70.0), (8.0, 50.0, 130.0))
GREYED = 0.2  # of a background's colourfulness that is taken away


def defocused(light: Light, shape: Points, canvas: Canvas) -> Light:
    """Return a picture of one person whose background is out of focus.

    Args:
        light: (s, s, 3), real hair and surroundings, such as one photo gave.
        shape: (68, 2), of an upright face, pixels of the canvas.
        canvas: Of both.
    """
    pixels = shown(light)
    first, second = mattes(pixels, shape, canvas)
    whole = agreement(pixels, first, second, shape, canvas).whole
    person = np.maximum(first, second) * plausible(shape, canvas)
    person = np.maximum(person, _guessed(shape, canvas, whole=whole))
    outside = (person < 0.5).astype(np.uint8)
    distance = np.asarray(cv2.distanceTransform(outside, cv2.DIST_L2, 5), np.float32)
    distance /= np.float32(canvas.px(1))
    result = light
    for sigma, start, end in SURE if whole else UNSURE:
        blurred, _ = known(light, 1 - person, canvas.px(sigma))
        share = np.clip((distance - start) / (end - start), 0, 1)[..., None]
        result = result * (1 - share) + blurred * share
    calm = blur(np.clip(distance / 8, 0, 1), canvas.px(2))[..., None]
    return np.asarray(result * (1 - calm) + quiet(result, GREYED) * calm, np.float32)


def _guessed(shape: Points, canvas: Canvas, *, whole: bool) -> Plane:
    """Return where a person must be: a usual head, and below the chin what borders on it."""
    if not whole:
        return head(shape, canvas)
    rows = np.arange(canvas.side)[:, None]
    return np.asarray(head(shape, canvas, grown=0.7, tall=CLOSE) * (rows < shape[CHIN, 1]), np.float32)
