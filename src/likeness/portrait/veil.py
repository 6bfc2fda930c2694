"""Averages of several people: hair and shoulders fade out of focus, for they are nobody's."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.imaging.points68 import CHIN
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Light
from likeness.portrait.filling import fill, known, quiet
from likeness.portrait.filters import Plane, blur
from likeness.portrait.regions import NARROWEST, NASION, axis, filled, head, hull

Points = NDArray[np.float64]

# All pixels are those of the usual canvas. Chosen by eye on averages of 6 to 181 faces.
CORE = (1.13, 0.86)  # half axes of what stays sharp: in half widths and heights of the face
CORE_MIDDLE = 0.16  # how far its middle is above that of the eyes, in heights
# Of the blurs a picture passes through on its way out: sigma, where each begins and has taken over.
STEPS = ((3.0, 0.0, 10.0), (7.0, 6.0, 24.0), (14.0, 18.0, 46.0))
FAR = (30.0, 90.0)  # where the background's own wide colours begin, and have taken over
WIDE = 30.0  # sigma of these colours
GREYED = 0.7  # of the colourfulness of these colours that is taken away
FRINGE = 6.0  # sigma of colours, not of light, outside the face: single photos leave fringes
# Below the chin, in heights of the lower face: sigma, where each begins and has taken over.
CHEST = ((3.0, 0.0, 0.15), (7.0, 0.1, 0.3), (14.0, 0.3, 0.8))
NECK = (0.66, 0.9)  # half width of the neck under the chin, and its growth per height
SKIN = 0.4  # half width of the part of it from which its colour is taken, of its own
OWN = 0.45  # of its own colour that it keeps: hair of many lies over its sides
ROUND = 0.3  # how much darker its sides are


def veiled(light: Light, shape: Points, canvas: Canvas) -> Light:
    """Return a picture that is sharp in the face and ever softer around it.

    Nothing is cut out, for the mean of several people has no outline: hair fades into the
    background, neck and shoulders stay as mean colours down to the lower border.

    Args:
        light: (s, s, 3).
        shape: (68, 2), of an upright face, pixels of the canvas.
        canvas: Of both.

    Returns:
        (s, s, 3).
    """
    face = filled(hull(shape), canvas.side, grown=0.97)
    soft = blur(face, canvas.px(6))
    light = _unfringed(light, soft, canvas)
    light = _necked(light, soft, shape, canvas)
    distance = _distance(np.maximum(_core(shape, canvas), face))
    result = _stepped(light, 1 - face, distance, _below(shape, canvas), canvas)
    start, end = FAR
    body = blur(_body(shape, canvas), canvas.px(20))
    share = _smooth((distance / canvas.px(1) - start) / (end - start)) * (1 - body)
    share = blur(share, canvas.px(6))[..., None]
    taken = blur(np.maximum(head(shape, canvas, grown=0.95), body), canvas.px(6))
    far = quiet(blur(fill(light, taken, canvas), canvas.px(WIDE)), GREYED)
    result = result * (1 - share) + far * share
    kept = soft[..., None]
    return np.asarray(light * kept + result * (1 - kept), np.float32)


def _core(shape: Points, canvas: Canvas) -> Plane:
    """Return where face, ears and the root of the hair are, (s, s), hard."""
    columns = np.arange(canvas.side, dtype=np.float32) + 0.5
    rows = columns[:, None]
    height, half = _sizes(shape)
    across, up = CORE
    middle = shape[NASION, 1] - CORE_MIDDLE * height
    off = ((columns - axis(shape)) / (across * half)) ** 2 + ((rows - middle) / (up * height)) ** 2
    return np.asarray(off < 1, np.float32)


def _body(shape: Points, canvas: Canvas) -> Plane:
    """Return where shoulders may be, (s, s), hard."""
    rows = np.arange(canvas.side)[:, None]
    return np.asarray(head(shape, canvas) * (rows > shape[CHIN, 1]), np.float32)


def _sizes(shape: Points) -> tuple[float, float]:
    """Return the height of the lower face and half the width of the face, pixels."""
    height = max(float(shape[CHIN, 1] - shape[NASION, 1]), 1.0)
    return height, max(float(shape[16, 0] - shape[0, 0]) / 2, NARROWEST * height)


def _below(shape: Points, canvas: Canvas) -> Plane:
    """Return how far each row is below the chin, (s, 1), in heights of the lower face."""
    rows = np.arange(canvas.side, dtype=np.float32)[:, None] + 0.5
    return np.asarray((rows - shape[CHIN, 1]) / _sizes(shape)[0], np.float32)


def _distance(core: Plane) -> Plane:
    outside = (core < 0.5).astype(np.uint8)
    return np.asarray(cv2.distanceTransform(outside, cv2.DIST_L2, 5), np.float32)


def _stepped(light: Light, usable: Plane, distance: Plane, below: Plane, canvas: Canvas) -> Light:
    """Return the picture blurred more and more with the distance from the face, and downwards."""
    result = light
    for (sigma, near, far), (_, high, low) in zip(STEPS, CHEST, strict=True):
        blurred, _ = known(light, usable, canvas.px(sigma))
        aside = _smooth((distance / canvas.px(1) - near) / (far - near))
        down = _smooth((below - high) / (low - high))
        share = np.where(below > -0.1, np.maximum(down, aside * _smooth(1 + below)), aside)
        share = blur(np.asarray(share, np.float32), canvas.px(3))[..., None]
        result = result * (1 - share) + blurred * share
    return result


def _necked(light: Light, face: Plane, shape: Points, canvas: Canvas) -> Light:
    """Return a picture whose neck is as wide as a jaw, its colour that of its middle."""
    columns = np.arange(canvas.side, dtype=np.float32) + 0.5
    below = _below(shape, canvas)
    start, growth = NECK
    width = _sizes(shape)[1] * (start + growth * np.clip(below - 0.1, 0, None) ** 1.5)
    off = np.abs(columns - axis(shape)) / width
    inner = np.asarray((off < SKIN) * (1 - face) * (below > -0.1), np.float32)
    skin, weight = known(light, inner, canvas.px(8))
    rows = (skin * weight[..., None]).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-3)[:, None]
    shade = 1 - ROUND * np.clip(off, 0, 1) ** 2
    share = (1 - OWN) * blur(np.asarray((off < 1) & (below > -0.3), np.float32), canvas.px(12))
    share = (share * (1 - face))[..., None]
    return np.asarray(light * (1 - share) + rows[:, None] * shade[..., None] * share, np.float32)


def _unfringed(light: Light, face: Plane, canvas: Canvas) -> Light:
    """Return a picture whose colours, not its light, are smooth outside the face."""
    bright = light.mean(axis=2, keepdims=True) + np.float32(1e-4)
    free = 1 - face
    smooth, _ = known(light, free, canvas.px(FRINGE))
    smooth = smooth * (bright / (smooth.mean(axis=2, keepdims=True) + np.float32(1e-4)))
    share = free[..., None]
    return np.asarray(light * (1 - share) + smooth * share, np.float32)


def _smooth(share: Plane) -> Plane:
    """Return a share that begins and ends gently, [0, 1] (smoothstep)."""
    share = np.clip(share, 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)
