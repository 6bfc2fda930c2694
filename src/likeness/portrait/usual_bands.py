"""What is usual in a set, per band of detail: a median is not moved by glasses and fringes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from likeness.portrait.canvas import Canvas
from likeness.portrait.filters import Plane, blur, sized
from likeness.portrait.mirror import Mirror
from likeness.portrait.rendering import COARSE
from likeness.portrait.speech import Weights
from likeness.portrait.survey import Finding

SMOOTH = 3  # sigma on the usual amplitude, pixels of the usual canvas


@dataclass(frozen=True, slots=True, eq=False)
class Usual:
    """The median of a band over a set."""

    band: Plane  # (s, s)
    loud: Plane  # (s, s) its amplitude


def usual_bands(
    findings: list[Finding], weights: Weights, canvas: Canvas, mirror: Mirror
) -> tuple[Usual, Usual] | None:
    """Return the median of the coarse and of the fine band, or None of too few faces to tell."""
    if mirror.voices(len(findings)) < 3:
        return None
    side = canvas.side

    def median(number: int) -> Usual:
        bands = np.stack([finding.bands[number] for finding in findings])
        loud = np.stack([finding.loud[number] for finding in findings])
        return Usual(
            sized(mirror.median(bands, weights), side),
            sized(blur(mirror.median(loud, weights), SMOOTH * COARSE / 512), side),
        )

    return median(0), median(1)
