"""How much each face of a set has to say: one vote per voter, more of it to the better photos."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from likeness.portrait.members import Members

TURNED = 0.22  # turn at which a face says 1 / e of what it says from the front
DOUBTFUL = 0.03  # spread of the landmarks at which a face says half; .019 is usual
GOOD = 0.3  # worth of the best photo from which on a voter has a whole vote


def worths(members: Members) -> NDArray[np.float64]:
    """Return what each photo is worth by itself, (n,), (0, 1]."""
    frontal = np.exp(-((members.turns / TURNED) ** 2))
    known = 1 / (1 + (members.spreads / DOUBTFUL) ** 4)
    return np.asarray(np.maximum(frontal * known * np.clip(members.qualities, 0.05, 1), 1e-9))


def votes(members: Members) -> NDArray[np.float64]:
    """Return the share of each face in the set, (n,); they add up to 1.

    A voter has one vote, less only if the best photo is poor or nobody says who it is; photos share
    it by their worth.
    """
    worth = worths(members)
    _, voter = np.unique(np.array(members.voters), return_inverse=True)
    summed = np.bincount(voter, worth)
    best = np.zeros(len(summed))
    np.maximum.at(best, voter, worth)
    shares = worth / summed[voter] * np.minimum(1, best / GOOD)[voter] * members.ballots
    return np.asarray(shares / shares.sum())
