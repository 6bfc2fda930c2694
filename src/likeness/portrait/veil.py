"""Averages of several people: hair and shoulders fade out of focus, for they are nobody's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.points68 import CHIN
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Light
from likeness.portrait.distance import distance
from likeness.portrait.filling import fill, known, quiet
from likeness.portrait.filters import Plane, blur
from likeness.portrait.regions import NARROWEST, NASION, axis, filled, head, hull

Points = NDArray[np.float64]

# All pixels are those of the usual canvas. Chosen by eye on averages of 6 to 181 faces.
CORE = (1.18, 0.9)  # half axes of what stays sharp: in half widths and heights of the face
CORE_MIDDLE = 0.16  # how far its middle is above that of the eyes, in heights
# Of the blurs a picture passes through on its way out: sigma, where each begins and has taken over.
STEPS = ((3.0, 0.0, 12.0), (7.0, 8.0, 28.0), (14.0, 22.0, 54.0))
FAR = (40.0, 110.0)  # where the background's own wide colours begin, and have taken over
WIDE = 30.0  # sigma of these colours
GREYED = 0.7  # of the colourfulness of these colours that is taken away
RIM = 1.03  # of the hull that stays as it is: with its shadow a jaw stands out from the neck
PALE = (6.0, 50.0)  # where greying begins, and is in full
FRINGE = 6.0  # sigma of colours, not of light, outside the face: single photos leave fringes
# Below the chin, in heights of the lower face: sigma, where each begins and has taken over.
CHEST = ((3.0, 0.08, 0.25), (7.0, 0.2, 0.45), (14.0, 0.4, 0.9))
NECK = (0.68, 1.7)  # half width of the neck under the chin, and its growth per height
SHARP = 0.75  # half width of the part of it that the blurs beside it leave alone, of its own
SKIN = 0.4  # half width of the part of it from which its colour is taken, of its own
OWN = 0.35  # of its own colour that it keeps: hair of many lies over its sides
PAINTED = (-0.05, 0.16)  # below the chin, where its colour is taken over: not its shadow
CLOTHED = (0.3, 0.6)  # below the chin, where that ends
ROUND = 0.4  # how much darker its sides are


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
    face = filled(hull(shape), canvas.side, grown=RIM)
    kept = blur(face, canvas.px(5))
    light = _necked(_unfringed(light, kept, canvas), kept, shape, canvas)
    away = distance(np.maximum(_core(shape, canvas), face), canvas)
    around = _stepped(light, 1 - face, away, _below(shape, canvas), canvas)
    around = _calmed(around, light, away, shape, canvas)
    return np.asarray(light * kept[..., None] + around * (1 - kept[..., None]), np.float32)


def _calmed(around: Light, light: Light, away: Plane, shape: Points, canvas: Canvas) -> Light:
    """Return surroundings that grow grey, and pass into the wide colours of the background.

    Shoulders do not.
    """
    body = blur(_body(shape, canvas), canvas.px(20))
    pale, share = (_between(away, *ramp) * (1 - body) for ramp in (PALE, FAR))
    pale, share = (blur(plane, canvas.px(6))[..., None] for plane in (pale, share))
    taken = blur(np.maximum(head(shape, canvas, grown=0.95), body), canvas.px(6))
    far = quiet(blur(fill(light, taken, canvas), canvas.px(WIDE)), GREYED)
    around = around * (1 - pale) + quiet(around, GREYED) * pale
    return around * (1 - share) + far * share


def _core(shape: Points, canvas: Canvas) -> Plane:
    """Return where face, ears and the root of the hair are, (s, s), hard."""
    columns = np.arange(canvas.side, dtype=np.float32) + 0.5
    rows = columns[:, None]
    height, half = _sizes(shape)
    across, up = CORE
    middle = shape[NASION, 1] - CORE_MIDDLE * height
    off = ((columns - axis(shape)) / (across * half)) ** 2 + ((rows - middle) / (up * height)) ** 2
    neck = (_below(shape, canvas) > -0.3) & (_beside(shape, canvas) < SHARP)
    return np.asarray((off < 1) | neck, np.float32)


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


def _beside(shape: Points, canvas: Canvas) -> Plane:
    """Return how far each pixel is off the axis, (s, s), in half widths of the neck there."""
    columns = np.arange(canvas.side, dtype=np.float32) + 0.5
    start, growth = NECK
    grown = start + growth * np.clip(_below(shape, canvas) - 0.1, 0, None) ** 1.5
    return np.asarray(np.abs(columns - axis(shape)) / (_sizes(shape)[1] * grown), np.float32)


def _stepped(light: Light, usable: Plane, away: Plane, below: Plane, canvas: Canvas) -> Light:
    """Return the picture blurred more and more with the distance from the face, and downwards."""
    result = light
    for (sigma, near, far), (_, high, low) in zip(STEPS, CHEST, strict=True):
        blurred, _ = known(light, usable, canvas.px(sigma))
        aside = _between(away, near, far)
        down = _between(below, high, low)
        share = blur(np.maximum(down, aside), canvas.px(3))[..., None]
        result = result * (1 - share) + blurred * share
    return result


def _necked(light: Light, face: Plane, shape: Points, canvas: Canvas) -> Light:
    """Return a picture whose neck is as wide as a jaw, its colour that of its middle."""
    below, off = _below(shape, canvas), _beside(shape, canvas)
    inner = np.asarray((off < SKIN) * (1 - face) * (below > -0.1), np.float32)
    skin, weight = known(light, inner, canvas.px(8))
    rows = (skin * weight[..., None]).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-3)[:, None]
    shade = 1 - ROUND * np.clip(off, 0, 1) ** 2
    share = (1 - OWN) * blur(np.asarray((off < 1) & (below > -0.3), np.float32), canvas.px(12))
    painted = _between(below, *PAINTED) * (1 - _between(below, *CLOTHED))
    share = (share * (1 - face) * painted)[..., None]
    return np.asarray(light * (1 - share) + rows[:, None] * shade[..., None] * share, np.float32)


def _unfringed(light: Light, face: Plane, canvas: Canvas) -> Light:
    """Return a picture whose colours, not its light, are smooth outside the face."""
    bright = light.mean(axis=2, keepdims=True) + np.float32(1e-4)
    free = 1 - face
    smooth, _ = known(light, free, canvas.px(FRINGE))
    smooth = smooth * (bright / (smooth.mean(axis=2, keepdims=True) + np.float32(1e-4)))
    share = free[..., None]
    return np.asarray(light * (1 - share) + smooth * share, np.float32)


def _between(values: Plane, start: float, end: float) -> Plane:
    """Return how far values are on their way from *start* to *end*, [0, 1] (smoothstep)."""
    share = np.clip((values - start) / (end - start), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)
