"""Features about as sharp as those of the typical photo of a set, never sharper."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Light, log_luminance, shown
from likeness.portrait.filters import Plane, blur
from likeness.portrait.regions import Regions
from likeness.portrait.survey import sharpness

SIGMA = 1.8  # pixels of the usual canvas
MOST = 2.2  # times the detail is added at most
SOFTEST = -0.9  # where the sharpest faces gave more than is typical
STEEPEST = 0.25  # of the detail that is added, logarithm of light
REACH = 2  # pixels of the usual canvas around a point whose extremes it should not leave
OVERSHOOT = 0.3  # how much of what leaves them stays: the whole is a pale rim around the lips
ENOUGH = 0.85  # of the typical sharpness: no average is sharpened beyond it
ALMOST = 1.03  # times the typical sharpness that are as good as it
STEPS = 7  # halvings of the strength: a hundredth is not seen


@dataclass(frozen=True, slots=True, eq=False)
class Crisp:
    """The sharpening of eyes and of the mouth, each up to a measured sharpness."""

    regions: Regions
    canvas: Canvas

    def sharpened(self, light: Light, eyes: float, mouth: float) -> Light:
        """Return an average whose features are not sharper than typical, and near to it.

        Args:
            light: (s, s, 3).
            eyes: The typical sharpness of the eyes, see `survey.sharpness`.
            mouth: That of the mouth.
        """
        near = np.clip(blur(self.regions.mouth, self.canvas.px(8)) * 1.5, 0, 1)
        for mask, part, typical in (
            (self.regions.eyes, 1 - near, eyes),
            (self.regions.mouth, near, mouth),
        ):
            where = np.clip(0.35 + self.regions.features, 0, 1) * self.regions.fine * part
            light = self._up_to(light, np.asarray(where, np.float32), mask, typical)
            if sharpness(shown(light), mask) > ALMOST * typical:  # steep lashes need it twice
                light = self._up_to(light, np.asarray(where, np.float32), mask, typical)
        return light

    def _up_to(self, light: Light, where: Plane, mask: Plane, typical: float) -> Light:
        """Return a picture whose sharpness in a mask is near the typical one, by halving."""
        now = sharpness(shown(light), mask)
        if ENOUGH * typical <= now <= typical:
            return light
        target = ENOUGH * typical if now < typical else typical
        step = _Step.of(light, where, self.canvas)
        low, high = (0.0, MOST) if now < typical else (SOFTEST, 0.0)
        for _ in range(STEPS):
            middle = (low + high) / 2
            if sharpness(shown(light * step.factor(middle)), mask) < target:
                low = middle
            else:
                high = middle
        return np.asarray(light * step.factor(low), np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """Everything about one sharpening but its strength: log luminance, (s, s) each."""

    bright: Plane
    detail: Plane
    darkest: Plane  # around each point
    brightest: Plane

    @classmethod
    def of(cls, light: Light, where: Plane, canvas: Canvas) -> _Step:
        bright = log_luminance(light)
        detail = np.clip(bright - blur(bright, canvas.px(SIGMA)), -STEEPEST, STEEPEST) * where
        around = np.ones((2 * max(1, round(canvas.px(REACH))) + 1,) * 2, np.uint8)
        darkest = np.asarray(cv2.erode(bright, around), np.float32)
        brightest = np.asarray(cv2.dilate(bright, around), np.float32)
        return cls(bright, detail, darkest, brightest)

    def factor(self, strength: float) -> Plane:
        """Return what to multiply light with, (s, s, 1)."""
        sharper = self.bright + np.float32(strength) * self.detail
        kept = np.clip(sharper, self.darkest, self.brightest)
        moved = kept + np.float32(OVERSHOOT) * (sharper - kept) - self.bright
        return np.asarray(np.exp(moved)[..., None], np.float32)
