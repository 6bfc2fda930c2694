"""How probable it is that a doubt is right: a monotone additive logistic model.

Distances count as multiples of what is usual in the same library, so that what was fitted on some
people holds for others who lie nearer together or farther apart. Every sign bends at most twice
(at one standard deviation from its mean), and those in `MONOTONE` never turn: parts that are
farther from the rest of their group are never less probably strangers, in whatever library.
Libraries differ by more than that: all log-odds of a kind may be off by one number u, normally
distributed, about which answers tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.trust_doubts import FEATURES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

SHIFTS = np.linspace(-3, 3, 61)  # of u, in standard deviations
FAR = 16.0  # signs farther than so many standard deviations count as that far
LEAST_DISTANCE = 0.02  # copies: nearer is not more alike

# Whether a doubt that two people are together is more (1) or less (-1) probably right, the more
# there is of the sign; 0: either. Doubts that one person is in two are the other way round.
MONOTONE = {
    "distance": 1,  # of both sides, as a multiple of the strictness
    "to spread": 1,  # logarithm of the distance, as a multiple of the usual one in a group
    "to inner": 1,  # and of that of the larger side
    "to next": 1,  # and of that to the nearest third group
    "nearest": 1,  # logarithm of the least distance, as a multiple of the usual one in a group
    "agree": -1,  # share of the strictnesses at which both sides are together
    "smaller": 0,  # logarithm of the faces of the smaller side
    "larger": 0,  # and of the larger one
    "quality": 0,  # of the poorer side
}
PIECES = 3  # of the line that each sign counts with


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """The model of one kind of doubt."""

    centre: tuple[float, ...]  # (s,) of each sign, where it is fitted
    scale: tuple[float, ...]  # (s,)
    slopes: tuple[float, ...]  # (3 s,) of the `pieces`
    offset: float
    shift: float  # standard deviation of u

    def log_odds(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (e,) of the doubts being right, before anything is known of u.

        Args:
            features: (e, f) see `trust_doubts.FEATURES`.
        """
        values = (relative(features) - self.centre) / self.scale
        return np.asarray(pieces(values) @ np.array(self.slopes) + self.offset)


def relative(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (e, s) the signs in `MONOTONE`."""
    columns = dict(zip(FEATURES, np.maximum(features.T, 0), strict=True))

    def log(name: str) -> NDArray[np.float64]:
        return np.asarray(np.log(np.maximum(columns[name], LEAST_DISTANCE)))

    distance = log("distance")
    signs = [
        columns["distance"],
        distance - log("spread"),
        distance - log("inner"),
        distance - log("next"),
        log("nearest") - log("spread"),
        columns["agree"],
        columns["smaller"],
        columns["larger"],
        columns["quality"],
    ]
    return np.stack(signs, axis=1)


def pieces(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (e, 3 s): what of each value is below -1, between, and above 1."""
    low = np.minimum(values.clip(-FAR, FAR) + 1, 0)
    high = np.maximum(values.clip(-FAR, FAR) - 1, 0)
    return np.concatenate([low, values.clip(-1, 1), high], axis=1)


def posterior(
    chances: Chances, log_odds: NDArray[np.float64], answers: Mapping[int, bool]
) -> NDArray[np.float64]:
    """Return the probability of each of `SHIFTS`, given which doubts proved right.

    Args:
        chances: The model.
        log_odds: (e,) of all doubts of the kind.
        answers: Number of a doubt, and whether it is right.
    """
    logs = -0.5 * SHIFTS**2
    if answers:
        rows = np.array(sorted(answers))
        right = np.array([answers[row] for row in rows.tolist()])
        moved = log_odds[rows][:, None] + chances.shift * SHIFTS
        logs = logs - np.logaddexp(0, np.where(right[:, None], -moved, moved)).sum(axis=0)
    shares = np.exp(logs - logs.max())
    return np.asarray(shares / shares.sum())
