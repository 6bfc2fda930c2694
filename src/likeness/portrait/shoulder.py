"""Light that is too bright for a screen, and skin that shines: brought down, its hue kept.

Cutting off each channel by itself would turn bright skin yellow first and then white.
"""

from __future__ import annotations

import numpy as np

from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import LUMINANCE, Light
from likeness.portrait.filters import Plane, blur
from likeness.portrait.regions import Regions

KNEE = 0.6  # of the brightest channel, linear light: what is darker stays as it is
BRIGHT = 0.5  # linear luminance of skin that may shine: sRGB 188
SHINY = 1.15  # times the median of the skin, from which on it does: pale skin is no highlight
SOFTNESS = 0.35  # of the shine that is left at most, natural logarithm of light
COLOURED, FULL = 0.4, 0.25  # how much of the skin's colour shine gets, and the shine for that
SKIN_SIGMA = 6.0  # of the shine's outline, pixels of the usual canvas


def shouldered(light: Light, most: float) -> Light:
    """Return light no channel of which exceeds 1, all channels of a point scaled by one factor.

    Args:
        light: (h, w, 3), linear, not negative.
        most: The brightest there can be; it becomes 1. Up to 1: nothing is changed.
    """
    if most <= 1:
        return light
    peak = light.max(axis=2)
    over = np.clip((peak - KNEE) / (most - KNEE), 0, 1)
    steep = (most - KNEE) / (1 - KNEE)  # at the knee the curve leaves with slope 1
    low = np.minimum(peak, KNEE) + (1 - KNEE) * over * steep / (1 + (steep - 1) * over)
    factor = np.where(peak > KNEE, low / np.maximum(peak, KNEE), 1)
    return np.asarray(light * factor[..., None], np.float32)


def without_shine(base: Plane, regions: Regions, canvas: Canvas) -> Plane:
    """Return the base of an average with the highlights of its skin calmed, and in its colour.

    Args:
        base: (s, s, 3), natural logarithm of light.
        regions: Of the mean face.
        canvas: Of the base.
    """
    light = np.exp(base)
    bright = np.asarray(np.log(np.maximum(light @ LUMINANCE, 1e-6)), np.float32)
    skin = regions.skin > 0.5
    usual = float(np.median(bright[skin]))
    excess = np.maximum(bright - max(np.log(BRIGHT), usual + np.log(SHINY)), 0)
    excess = np.asarray(excess * blur(regions.soft, canvas.px(SKIN_SIGMA)), np.float32)
    colour = base - bright[..., None]
    wanted = np.median(colour[skin & (excess <= 0)], axis=0) if (excess[skin] <= 0).any() else 0
    share = COLOURED * np.clip(excess / FULL, 0, 1)[..., None]
    kept = bright - excess * (1 - 1 / (1 + excess / SOFTNESS))
    return np.asarray(kept[..., None] + colour + share * (wanted - colour), np.float32)
