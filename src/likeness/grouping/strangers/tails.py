"""How often a stranger scores as well: p-values, counted or extrapolated.

The share of votes at or above a score is a conformal p-value,

    p = (1 + votes at or above) / (votes + 1)

which is at most alpha for a stranger with probability alpha, if strangers are like the voters (Vovk
et al., Algorithmic learning in a random world, 2005), here within a class of quality (Mondrian,
section 4.5 there) where that has votes enough. Fewer than 1 / alpha - 1 votes can never say
"below alpha": there the tail is extrapolated, and said to be. It is exponential, its scale is known
only from a few votes, and both together are a generalised Pareto tail (Pickands, Statistical
inference using extreme order statistics, 1975): the posterior predictive of a gamma prior, heavier
the fewer the votes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.strangers.base import (
    ALPHA,
    BASE,
    BASE_EXCESSES,
    BASE_VOTES,
    TAIL,
    Base,
    base_level,
    base_share,
)
from likeness.grouping.strangers.votes import class_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.grouping.strangers.calibration import Calibration


# A class of its own must have so many times the votes that 1 / alpha asks for: with just enough, a
# single look-alike decides.
OF_CLASS = 3


def p_values(
    calibration: Calibration,
    scores: NDArray[np.float64],
    quality: NDArray[np.float32],
    *,
    alpha: float = ALPHA,
    base: Base = BASE,
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return how often a stranger's best score is at least this, and where that is extrapolated.

    Args:
        calibration: Of the library.
        scores: (m,) best score of each search.
        quality: (m,) of the probes: they are compared with votes of their class of quality where
            there are `OF_CLASS` / alpha - 1 or more, else with all.
        alpha: The smallest p-value that must be told from smaller ones, in (0, 1).
        base: What is assumed where there are too few votes.
    """
    result = np.empty(len(scores))
    extrapolated = np.zeros(len(scores), np.bool_)
    classes = class_of(quality)
    for each in np.unique(classes):
        here = classes == each
        votes = calibration.classes[each]
        if not enough(len(votes), alpha / OF_CLASS):
            votes = calibration.pooled
        if enough(len(votes), alpha):
            above = len(votes) - np.searchsorted(votes, scores[here], side="left")
            result[here] = (1 + above) / (len(votes) + 1)
        else:
            result[here] = tail(votes, scores[here], calibration.entries, alpha, base)
            extrapolated[here] = True
    return result, extrapolated


def enough(votes: int, alpha: float) -> bool:
    """Return whether so many votes can say "at most alpha"."""
    return (votes + 1) * alpha >= 1


def tail(
    votes: NDArray[np.float64],
    scores: NDArray[np.float64],
    entries: int,
    alpha: float,
    base: Base = BASE,
) -> NDArray[np.float64]:
    """Return p-values where there are too few votes to count.

    Args:
        votes: (n,) ascending, n at least 0.
        scores: (m,).
        entries: People in the library.
        alpha: Level; BASE counts for nothing once there are 1 / alpha - 1 votes.
        base: What is assumed.
    """
    n = len(votes)
    worth = BASE_VOTES * max(0.0, 1 - (n + 1) * alpha)
    level = base_level(base, entries)
    own = np.quantile(votes, 1 - TAIL) if n else level
    start = (n * own + worth * level) / (n + worth) if n + worth else level

    def share(at: NDArray[np.float64]) -> NDArray[np.float64]:
        above = n - np.searchsorted(votes, at, side="left")
        ours = above + worth * base_share(base, entries, at) + TAIL
        result: NDArray[np.float64] = np.minimum(1, ours / (n + worth + TAIL))
        return result

    excess = votes[votes > start] - start
    shape = BASE_EXCESSES + len(excess)
    rate = (BASE_EXCESSES - 1) * base.scale + excess.sum()
    beyond = (1 + np.maximum(scores - start, 0) / rate) ** -shape
    return np.where(scores < start, share(scores), share(np.array([start])) * beyond)
