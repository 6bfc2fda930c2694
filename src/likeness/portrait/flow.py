"""Groupwise registration: what landmarks leave is found by optical flow to the mean of all."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from likeness.portrait.canvas import Canvas
from likeness.portrait.colour import DARKEST, LUMINANCE, Image, linear
from likeness.portrait.crew import Crew
from likeness.portrait.filters import Plane, blur, sized
from likeness.portrait.mirror import Mirror
from likeness.portrait.regions import Regions
from likeness.portrait.warp import DRIFT_SIDE, Map, sampled, straight

SIDE = 256  # of the pictures on which flow is found
SMOOTH = (6.0, 4.0)  # sigma per round, pixels of those pictures
# Flow of this length is believed by half, pixels of those pictures. Cosine to the mean of the set:
# 65 men .959 instead of .952 with flow up to 3.5 in full, 118 women .962 (.959), pairs .951 (.948).
FAR = 2.5
FLAT = 12.0  # sigma of what counts as light and not as face, pixels of those pictures
WINDOW, LEVELS, ROUNDS, POLY, POLY_SIGMA = 25, 4, 3, 7, 1.5  # of Farneback 2003


def logs(pixels: Image) -> NDArray[np.float16]:
    """Return the log luminance of a render, (256, 256)."""
    small = linear(np.asarray(cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_AREA)))
    return np.asarray(np.log(np.maximum(small @ LUMINANCE, DARKEST)), np.float16)


def flat(log_light: Plane) -> Image:
    """Return what is left of a picture without its illumination, (h, w), grey levels."""
    off = log_light - blur(log_light, FLAT)
    scale = np.sqrt(np.maximum(blur(off * off, FLAT), 0)) + 0.08
    return np.clip(128 + 48 * off / scale, 0, 255).astype(np.uint8)


@dataclass(slots=True, eq=False)
class Flow:
    """The refinement of a set, round by round."""

    logs: NDArray[np.float16]  # (n, 256, 256), of the renders before any refinement
    shares: NDArray[np.float64]  # (n,)
    regions: Regions
    canvas: Canvas
    mirror: Mirror
    crew: Crew

    def refined(self, maps: list[Map]) -> tuple[list[Map], NDArray[np.uint8]]:
        """Return better maps, and the flat pictures, (n, 256, 256), that they lead to."""
        still = [straight(np.eye(2, 3), self.canvas)] * len(maps)
        flats = self._flats(still)
        for sigma in SMOOTH if len(maps) > 1 else ():
            drifts = self._drifts(flats, sigma)
            still = [one.refined(drift) for one, drift in zip(still, drifts, strict=True)]
            maps = [one.refined(drift) for one, drift in zip(maps, drifts, strict=True)]
            flats = self._flats(still)
        return maps, flats

    def _flats(self, still: list[Map]) -> NDArray[np.uint8]:
        """Return the set without illumination, (n, 256, 256)."""

        def work(number: int) -> Image:
            at = still[number](SIDE) * np.float32(SIDE / self.canvas.side)
            return flat(sampled(self.logs[number].astype(np.float32), at))

        return np.stack(list(self.crew.each("flattening", work, len(still))))

    def _drifts(self, flats: NDArray[np.uint8], sigma: float) -> list[NDArray[np.float32]]:
        """Return where each face has to move, (128, 128, 2), pixels of the canvas."""
        mean = _mean(flats, self.shares)
        reference = np.clip(self.mirror.even(mean), 0, 255).astype(np.uint8)
        fading = sized(blur(self.regions.soft, self.canvas.px(4)), DRIFT_SIDE)[..., None]
        fading = np.asarray(fading * np.float32(self.canvas.side / SIDE))

        def work(number: int) -> NDArray[np.float32]:
            return sized(_believed(_farneback(reference, flats[number]), sigma), DRIFT_SIDE)

        flows = list(self.crew.each("refining", work, len(flats)))
        common = _mean(np.stack(flows), self.shares)  # keeps the mean shape where it is
        turned = common[:, ::-1] * np.array((-1, 1), np.float32)
        common = np.asarray(
            (common + self.mirror.share * turned) / (1 + self.mirror.share), np.float32
        )
        return [np.asarray((one - common) * fading, np.float32) for one in flows]


def _mean(stack: NDArray[np.generic], shares: NDArray[np.float64]) -> Plane:
    """Return the weighted mean, summed in order so that it never differs."""
    total = np.zeros(stack.shape[1:], np.float32)
    for one, share in zip(stack, shares, strict=True):
        total += one * np.float32(share)
    return total


def _farneback(reference: Image, picture: Image) -> Plane:
    flow = np.zeros((*reference.shape, 2), np.float32)
    kind = cv2.OPTFLOW_FARNEBACK_GAUSSIAN
    found = cv2.calcOpticalFlowFarneback(
        reference, picture, flow, 0.5, LEVELS, WINDOW, ROUNDS, POLY, POLY_SIGMA, kind
    )
    return np.asarray(found, np.float32)


def _believed(flow: Plane, sigma: float) -> Plane:
    """Return flow, (h, w, 2), without what is longer than landmarks are wrong.

    Long flow leads to another feature: from a beard to a lip, from the lid of a turned face to its
    brow. It is believed less the longer it is, and not merely cut short.
    """
    smooth = blur(flow, sigma)
    length = np.linalg.norm(smooth, axis=2, keepdims=True)
    return np.asarray(smooth / (1 + (length / FAR) ** 2), np.float32)
