"""Faces that belong to nobody: another photo of the one searched for may be among them.

In a library that was never grouped all faces are. Nobody knows whether two of them show one
person, so they cannot vote for each other; what strangers usually score for people says what they
score for such faces, among more of them. So this is always extrapolated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.strangers.base import BASE, TAIL, Base, Usual, base_level
from likeness.grouping.strangers.odds import features, sigmoid

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.grouping.strangers.calibration import Calibration


def usual_alone(calibration: Calibration, base: Base = BASE) -> Usual:
    """Return what strangers usually score among people and the faces of nobody together.

    Never less than is assumed everywhere: where there are two people and a hundred faces of
    nobody, what strangers score for these two says little.
    """
    usual, entries = calibration.usual, max(calibration.entries, 1)
    more = calibration.alone + entries
    level = usual.level + base.rise * np.log10(more / entries)
    return Usual(
        level=float(max(level, base_level(base, more))), scale=max(usual.scale, base.scale)
    )


def alone_p_value(calibration: Calibration, score: float, base: Base = BASE) -> float:
    """Return how often the nearest face of nobody is as near as *score* (cosine) to a stranger."""
    usual = usual_alone(calibration, base)
    return float(min(1.0, TAIL * np.exp(-(score - usual.level) / usual.scale)))


def alone_probabilities(
    calibration: Calibration, scores: NDArray[np.float64], rival: float
) -> NDArray[np.float64]:
    """Return (n,) how probably faces of nobody show the one searched for.

    Args:
        calibration: Of the library.
        scores: (n,) cosines of the faces to the samples.
        rival: Score of the best person: who is as near to somebody known is rather that person.
    """
    held = features(scores, scores - rival, np.ones(len(scores), np.intp), usual_alone(calibration))
    return sigmoid(held @ calibration.logits)
