"""The same light on every face: exposure, colour of the light, and light from one side."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Image, Light, linear, log_luminance
from likeness.portrait.filters import Plane, blur, middle, sized
from likeness.portrait.mirror import Mirror
from likeness.portrait.regions import Regions

SMALL = 64  # side of the pictures on which light from the side is measured
FARTHEST = 1.6  # of the natural logarithm of a gain: a photo is made five times brighter at most
SIDE_FARTHEST = 0.8
EVENED = 0.6  # how much of the light from the side is taken away
SIDE_SIGMA = 36  # pixels of the usual canvas: finer shades are the face's own
DARK = 0.003  # linear light of the skin below which nothing is learnt from it


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What one render says about its light."""

    tone: NDArray[np.float32]  # (3,) mean logarithm of the skin, per channel
    small: Light  # (64, 64, 3)

    @classmethod
    def of(cls, pixels: Image, skin: NDArray[np.bool_]) -> Reading:
        """Read a render, (s, s, 3), whose skin is known, (s, s)."""
        light = linear(pixels)
        tone = np.log(np.clip(light[skin], DARK, 1)).mean(axis=0, dtype=np.float64)
        return cls(tone.astype(np.float32), sized(light, SMALL))


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
        # Near the median: some photos at night do not make all of them dusk.
        target = middle(tones, np.repeat(shares[:, None], 3, axis=1))
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
        return np.minimum(light, 1, out=light)
