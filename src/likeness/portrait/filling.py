"""Colours continued to where there are none."""

from __future__ import annotations

import cv2
import numpy as np

from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import LUMINANCE, Light
from likeness.portrait.filters import Plane, blur, sized

GREYED = 0.4  # of a background's colour that is taken away, so that it does not compete
FILL_SIDE = 256  # of the copy on which colours are continued: they are smooth
PUSHES = (60.0, 24.0, 10.0, 4.0)  # sigmas of the fill, coarse to fine, pixels of the usual canvas


def fill(light: Light, taken: Plane, canvas: Canvas) -> Light:
    """Return the background's colours continued to where there are none (push-pull).

    Args:
        light: (s, s, 3).
        taken: (s, s), where the colours are not the background's, [0, 1].
        canvas: Of both.
    """
    side = min(canvas.side, FILL_SIDE)
    free = sized(1 - np.clip(taken * 1.3, 0, 1), side)
    small = Canvas(side)
    colours = sized(light, side)
    filled = known(colours, free, small.px(2 * PUSHES[0]))[0]
    for sigma in PUSHES:
        pushed, weight = known(colours, free, small.px(sigma))
        share = np.clip(weight * 4, 0, 1)[..., None]
        filled = pushed * share + filled * (1 - share)
    return sized(filled, canvas.side)


def known(light: Light, weight: Plane, sigma: float) -> tuple[Light, Plane]:
    """Return a blur of what has a weight only, and how much weight there was."""
    found = np.maximum(blur(weight, sigma), 0)
    known = np.maximum(blur(light * weight[..., None], sigma), 0)
    mean = (light * weight[..., None]).sum((0, 1)) / max(float(weight.sum()), 1e-6)
    least = np.float32(1e-3)  # so that a far place takes the mean colour and not black
    return (known + least * mean) / (found + least)[..., None], found


def nearest(light: Light, cover: Plane) -> Light:
    """Return a picture in which what was not photographed has the colour nearest to it."""
    unseen = (cover < 0.5).astype(np.uint8)
    if unseen.all():
        return light
    _, labels = cv2.distanceTransformWithLabels(
        unseen, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    colours = np.zeros((int(labels.max()) + 1, 3), np.float32)
    colours[labels[unseen == 0]] = light[unseen == 0]
    return np.asarray(colours[labels])


def quiet(light: Light, grey: float = GREYED) -> Light:
    """Return colours some of whose colourfulness is taken away, [0, 1]."""
    bright = (light @ LUMINANCE)[..., None]
    return np.asarray((1 - grey) * light + grey * bright, np.float32)
