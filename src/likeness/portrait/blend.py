"""Detail that agrees: every face speaks in each band of each place as far as it fits the others."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.portrait.bands import LUMA, Cuts, loudness, to_log
from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import Light, log_luminance
from likeness.portrait.filters import Plane, blur, correlation
from likeness.portrait.regions import Regions
from likeness.portrait.survey import WINDOWS
from likeness.portrait.usual_bands import Usual

AGREED = 5.0  # a face that fits the median counts e^5 times one that has nothing of it
LOUD, LOUD_FEATURES = 1.3, 2.5  # times the usual amplitude: nobody speaks louder than that
LOUD_COST = 4  # power: who has to be held back counts less, too; paint and hair are loud
SILENT = 1e-3  # amplitude that is always allowed
UNSHARP = 0.004  # what is left of the finest band of faces that are not among the sharpest


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What some faces add to one band; parts are added up."""

    weight: Plane  # (s, s)
    band: Plane  # (s, s, 3) weighted
    power: Plane  # (s, s) weighted squares of the luminance

    def __add__(self, other: Part) -> Part:
        return Part(self.weight + other.weight, self.band + other.band, self.power + other.power)


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """What some faces add to the average."""

    weight: Plane  # (s, s)
    base: Plane  # (s, s, 3) weighted logarithm
    parts: tuple[Part, Part]
    bright: Plane  # (s, s, 3): votes, voted log luminance and its square

    def __add__(self, other: Sum) -> Sum:
        one, two = (a + b for a, b in zip(self.parts, other.parts, strict=True))
        weight, base = self.weight + other.weight, self.base + other.base
        return Sum(weight, base, (one, two), self.bright + other.bright)


@dataclass(frozen=True, slots=True, eq=False)
class Blend:
    """How the faces of one set are added up."""

    cuts: Cuts
    usual: tuple[Usual, Usual] | None  # None: too few faces to tell
    regions: Regions
    canvas: Canvas

    def said(self, light: Light, weight: Plane, *, votes: Plane, sharp: bool) -> Sum:
        """Return what one face adds.

        Args:
            light: (s, s, 3), in the light of the set.
            weight: (128, 128), of this face.
            votes: (128, 128), its share where its photo reaches.
            sharp: Whether it is among the sharpest.
        """
        side = self.canvas.side
        wide = _wide(weight, side)
        base, bands = self.cuts.split(to_log(light))
        parts = tuple(
            self._part(band, wide, number, sharp=sharp) for number, band in enumerate(bands)
        )
        bright = log_luminance(light)
        vote = _wide(votes, side)
        told = np.stack([vote, vote * bright, vote * bright * bright], axis=2)
        return Sum(wide, base * wide[..., None], (parts[0], parts[1]), told)

    def _part(self, band: Plane, weight: Plane, number: int, *, sharp: bool) -> Part:
        plane = np.asarray(band @ LUMA, np.float32)
        if self.usual is not None:
            sigma = self.canvas.px(WINDOWS[number])
            usual = self.usual[number]
            limit = self._limit(plane, usual, sigma)
            band, plane = band * limit[..., None], plane * limit
            weight = (
                weight * limit**LOUD_COST * np.exp(AGREED * self._fit(plane, usual.band, sigma))
            )
        if number == 1 and not sharp:
            weight = weight * (1 - (1 - UNSHARP) * self.regions.fine)
        return Part(weight, band * weight[..., None], plane * plane * weight)

    def _limit(self, plane: Plane, usual: Usual, sigma: float) -> Plane:
        """Return the factor that keeps a face from speaking much louder than is usual."""
        allowed = LOUD + (LOUD_FEATURES - LOUD) * self.regions.features
        usually = allowed * (usual.loud + SILENT)
        return np.asarray(np.minimum(1, usually / (loudness(plane, sigma) + 1e-4)), np.float32)

    def _fit(self, plane: Plane, usual: Plane, sigma: float) -> Plane:
        """Return how a band fits the median around each point; one number for both eyes.

        If each eye came from other photos, they would look in different directions.
        """
        fit = correlation(plane, usual, sigma)
        eyes = self.regions.eyes
        both = np.float32(fit[eyes > 0].mean(dtype=np.float64))
        return np.asarray(fit + (both - fit) * blur(eyes, self.canvas.px(4)), np.float32)


def _wide(plane: Plane, side: int) -> NDArray[np.float32]:
    """Return a coarse plane at the size of the canvas; what adds up to 1 still does."""
    wide = cv2.resize(plane, (side, side), interpolation=cv2.INTER_LINEAR)
    return np.asarray(wide, np.float32)
