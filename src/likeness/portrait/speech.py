"""Where on the canvas each face speaks, and how loud: weights on a coarse grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from likeness.portrait.canvas import Canvas
from likeness.portrait.filters import Plane, blur, sized, weighted_median
from likeness.portrait.members import Members
from likeness.portrait.mirror import Mirror
from likeness.portrait.regions import Regions, head
from likeness.portrait.rendering import COARSE

Weights = NDArray[np.float32]
"""(n, 128, 128), not negative."""

MOUTH_WIDTH = 0.08  # lip gaps that differ by this much are different faces to make
EYE_SLACK, EYE_STEP = 0.05, 0.02  # how much narrower than the median an eye may be, and the fade
LEAST = 0.02  # what is left to a mouth or eyes that differ
NEAR_TURN, NEAR_WIDTH = 0.13, 40  # of the far half of a turned face; pixels of the usual canvas
SCALE_LEAST = 0.06  # of differences between faces, natural logarithm of light
BRIGHT = -0.6  # log luminance above which surroundings do not differ: walls, the sky
TURN_COST = 0.35  # of a turned head, where real hair is chosen
NOWHERE = 1e-4  # the weight of a photo where it does not reach, so that somebody speaks everywhere


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """The weights of a set."""

    members: Members
    shares: NDArray[np.float64]  # (n,), add up to 1
    covers: Weights  # where each photo reaches
    shape: NDArray[np.float64]  # (68, 2), pixels of the canvas
    regions: Regions
    canvas: Canvas
    mirror: Mirror

    @property
    def few(self) -> bool:
        """Whether there are too few faces to tell what is usual."""
        return self.mirror.voices(len(self.shares)) < 3

    def weights(self, coarse: Weights, hair: float) -> Weights:
        """Return weights that add up to about 1 everywhere, those of mirror images included.

        Args:
            coarse: (n, 128, 128), log luminance without its detail.
            hair: How strongly one photo gives the surroundings; 0: all do.
        """
        inside = self.mirror.normal(self._near(self._in_state()))
        if self.few:
            return self._reached(inside)
        inner = self._small(self.regions.inner)
        outside = self._around(coarse, hair)[:, None, None] * (1 - inner)
        outside = outside / (1 + self.mirror.loud(COARSE))
        weights = self._reached(inside * inner + outside.astype(np.float32))
        return self.mirror.normal(weights * self._usual(coarse, weights))

    def cover(self) -> Plane:
        """Return the share of votes whose photos reach each point, (128, 128), [0, 1]."""
        reached = np.tensordot(self.shares.astype(np.float32), self.covers, 1)
        return np.clip(self.mirror.even(reached), 0, 1)

    def _small(self, mask: Plane, sigma: float = 0.0) -> Plane:
        """Return a mask on the coarse grid, blurred by pixels of the usual canvas."""
        return sized(blur(mask, self.canvas.px(sigma)), COARSE)

    def _in_state(self) -> Weights:
        """Return weights that fade where mouth or eyes are not as most have them."""
        gaps, openings = self.members.lip_gaps(), self.members.eye_openings()
        mouths = np.exp(-(((gaps - weighted_median(gaps, self.shares)) / MOUTH_WIDTH) ** 2))
        least = weighted_median(openings, self.shares) - EYE_SLACK
        eyes = 1 / (1 + np.exp(np.clip((least - openings) / EYE_STEP, -50, 50)))
        mouth, eye = self._small(self.regions.mouth, 8), self._small(self.regions.eyes, 6)
        spoken = self.shares[:, None, None] * np.ones((1, COARSE, COARSE))
        spoken *= 1 - mouth * (1 - (LEAST + mouths)[:, None, None].clip(0, 1))
        spoken *= 1 - eye * (1 - (LEAST + (1 - LEAST) * eyes))[:, None, None]
        return spoken.astype(np.float32)

    def _near(self, weights: Weights) -> Weights:
        """Return weights without the far half of turned faces."""
        turns = self.members.turns[:, None]
        x = (np.arange(COARSE) + 0.5 - COARSE / 2) / (NEAR_WIDTH * COARSE / 512)
        far = 1 / (1 + np.exp(-np.sign(turns) * x))
        lost = (1 - np.exp(-((turns / NEAR_TURN) ** 2))) * far
        return np.asarray(weights * (1 - lost[:, None] * self._small(self.regions.soft, 6)))

    def _around(self, coarse: Weights, hair: float) -> NDArray[np.float64]:
        """Return the share of each face in what is around the faces, (n,)."""
        if not hair:
            return self.shares
        around = (1 - self._small(self.regions.face)) * sized(
            head(self.shape, self.canvas, grown=1.25), COARSE
        )
        coarse = np.minimum(coarse, BRIGHT)
        usual = self.mirror.median(coarse, self.covers * self.shares[:, None, None])
        off = np.abs(coarse - usual) * self.covers + 1.5 * (1 - self.covers)
        far = (off * around).sum(axis=(1, 2)) / around.sum()
        far += TURN_COST * np.abs(self.members.turns)
        far = (far - far.min()) / (np.median(far) - far.min() + 1e-6)
        chosen = self.shares * np.exp(-hair * far)
        return np.asarray(chosen / chosen.sum())

    def _reached(self, weights: Weights) -> Weights:
        return self.mirror.normal(weights * (self.covers + NOWHERE))

    def _usual(self, coarse: Weights, weights: Weights) -> Weights:
        """Return factors that fade what is far from the median (Tukey's redescending kind)."""
        off = np.abs(coarse - self.mirror.median(coarse, weights))
        usual = blur(self.mirror.median(off, weights), 8 * COARSE / 512)
        scale = 1.8 * np.maximum(1.5 * usual, SCALE_LEAST)
        smooth = np.stack([blur(one, 4 * COARSE / 512) for one in off])
        return np.asarray(1 / (1 + (smooth / scale) ** 4), np.float32)
