"""The same light on every face: exposure, colour of the light, and light from one side."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import LUMINANCE, Image, Light, linear, log_luminance
from likeness.portrait.filters import Plane, blur, middle, sized
from likeness.portrait.mirror import Mirror
from likeness.portrait.regions import Regions
from likeness.portrait.shoulder import shouldered

SMALL = 64  # side of the pictures on which light from the side is measured
FARTHEST = 1.6  # of the natural logarithm of a gain: a photo is made five times brighter at most
SIDE_FARTHEST = 0.8
EVENED = 0.6  # how much of the light from the side is taken away
SIDE_SIGMA = 36  # pixels of the usual canvas: finer shades are the face's own
MOST_SHADED = 0.5  # natural logarithm, of a mean by the mean logarithm: more is no skin
DARK = 0.003  # linear light of the skin below which nothing is learnt from it


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What one render says about its light."""

    tone: NDArray[np.float32]  # (3,) mean logarithm of the skin, per channel
    level: NDArray[np.float32]  # (3,) mean linear light of the skin
    small: Light  # (64, 64, 3)

    @classmethod
    def of(cls, pixels: Image, skin: NDArray[np.bool_]) -> Reading:
        """Read a render, (s, s, 3), whose skin is known, (s, s)."""
        light = linear(pixels)
        tone = np.log(np.clip(light[skin], DARK, 1)).mean(axis=0, dtype=np.float64)
        level = light[skin].mean(axis=0, dtype=np.float64)
        return cls(tone.astype(np.float32), level.astype(np.float32), sized(light, SMALL))


@dataclass(frozen=True, slots=True, eq=False)
class Lighting:
    """What makes the light of each render that of the set."""

    gains: NDArray[np.float32]  # (n, 3)
    sides: NDArray[np.float32]  # (n, 64, 64), natural logarithm of a gain

    @classmethod
    def of(
        cls,
        readings: list[Reading],
        shares: NDArray[np.float64],
        regions: Regions,
        canvas: Canvas,
        mirror: Mirror,
    ) -> Lighting:
        """Return the lighting of a set whose faces have these shares, (n,)."""
        tones = np.stack([reading.tone for reading in readings])
        target = _target(readings, shares)
        gains = np.exp(np.clip(target - tones, -FARTHEST, FARTHEST)).astype(np.float32)
        face = sized(regions.face, SMALL)
        sigma = canvas.px(SIDE_SIGMA) * SMALL / canvas.side
        within = blur(face, sigma) + 0.02
        low = np.stack(
            [
                blur(log_luminance(np.minimum(reading.small * gain, 1)) * face, sigma) / within
                for reading, gain in zip(readings, gains, strict=True)
            ]
        )
        mean = mirror.even(np.tensordot(shares, low, 1).astype(np.float32))
        soft = blur(face, 4 * SMALL / 128)
        sides = np.clip(EVENED * (mean - low) * soft, -SIDE_FARTHEST, SIDE_FARTHEST)
        return cls(gains, sides.astype(np.float32))

    def light(self, number: int, pixels: Image) -> Light:
        """Return a render, (s, s, 3), in the light of the set."""
        side: Plane = np.exp(self.sides[number])
        wide = cv2.resize(side, pixels.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        light = linear(pixels)
        light *= self.gains[number]
        light *= wide[..., None]
        return shouldered(light, float(self.gains[number].max() * side.max()))


def _target(readings: list[Reading], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the tone, (3,), that each face gets.

    Of the colour of the median skin, which some coloured lights do not move, and as bright as the
    mean: by the median, a set of which half is in the shade was half as bright as its plain mean.
    """
    levels = np.log(np.maximum(np.stack([reading.level for reading in readings]), DARK))
    tones = np.stack([reading.tone for reading in readings])
    # Skin with shades and highlights is brighter on average than its mean logarithm.
    shades = shares @ np.clip(levels - tones, 0, MOST_SHADED)
    bright = np.exp(levels) @ LUMINANCE
    colours = levels - np.log(bright)[:, None]
    colour = middle(colours, np.repeat(shares[:, None], 3, axis=1))
    brighter = np.log((shares @ bright) / (np.exp(colour) @ LUMINANCE))
    return np.asarray(colour + brighter - shades, np.float64)
