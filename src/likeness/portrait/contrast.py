"""What averaging takes from detail, and how much of it is given back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from likeness.portrait.bands import LUMA, loudness
from likeness.portrait.blend import Part
from likeness.portrait.canvas import Canvas
from likeness.portrait.filters import Plane, blur
from likeness.portrait.mirror import Mirror
from likeness.portrait.regions import Regions
from likeness.portrait.survey import WINDOWS

FEATURES, SKIN = 0.7, 0.25  # powers of the loss: 1 would give all of it back
MOST = 2.2  # times


@dataclass(frozen=True, slots=True, eq=False)
class Contrast:
    """What averaging took from a band, given back: more at the features than on the skin."""

    regions: Regions
    canvas: Canvas
    mirror: Mirror

    def band(self, part: Part, number: int) -> tuple[Plane, Plane]:
        """Return a band of the average, (s, s, 3), and the gain that it deserves, (s, s)."""
        weight = np.maximum(self.mirror.total(part.weight), 1e-12)
        band = np.asarray(self.mirror.total(part.band) / weight[..., None], np.float32)
        power = np.asarray(self.mirror.total(part.power) / weight, np.float32)
        sigma = self.canvas.px(WINDOWS[number]) * 1.5
        mine = loudness(np.asarray(band @ LUMA, np.float32), sigma) + 1e-4
        theirs = np.sqrt(np.maximum(blur(power, sigma), 0)) + 1e-4
        left = np.clip(mine / theirs, 1e-3, 1)
        features = self.regions.features
        gain = left ** -(FEATURES * features + SKIN * (1 - features))
        sure = np.clip((left - 0.15) / 0.3, 0, 1) * self.regions.fine
        return band, np.asarray(1 + (np.minimum(gain, MOST) - 1) * sure, np.float32)
