"""How probable it is that two groups of faces are one person, and that a face is in its own group.

Faces of one person are not independent evidence: the log odds of many pairs must not be added up.
They are averaged, and what an average is worth was fitted.

Fitted by `benchmarks/calibrate_belonging.py` on 60 random libraries out of digiface 4000 to 4002,
singles, office and drama, grouped as `communities` does at the strictness that it chose, a little
stricter (for groups) and a little looser (for faces); a person of digiface was always predicted by
fits without that person. That is three rendered people and about 115 photographed faces, so take a
figure to be good to a tenth. On digiface 4003 to 4005 with scenes, looked at once, the expected
calibration error was .03 (3,107 pairs) and .02 (6,433 faces).

| of groups, said | .02 | .11 | .29 | .50 | .68 | .87 |  6,005 pairs of groups, 1,309 one person
|-----------------|-----|-----|-----|-----|-----|-----|
| true            | .08 | .08 | .25 | .44 | .67 | .94 |

| of a face, said | .11 | .31 | .50 | .71 | .86 | .93 | .97 | .99 | 1.00 |  15,007 faces
|-----------------|-----|-----|-----|-----|-----|-----|-----|-----|------|
| true            | .23 | .47 | .47 | .61 | .82 | .92 | .99 | 1.0 | 1.00 |
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.calibration import distances

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.grouping.evidence import Evidence

# Log odds that groups of a and b faces are one person, from the mean log odds z of the `NEAREST`
# nearest pairs: GROUPS[0] + GROUPS[1] z + GROUPS[2] ln(1 / a + 1 / b). Many faces have some pair
# that is near by chance. The mean over all pairs says less (mean log loss .37 instead of .30).
GROUPS = (-1.73, 1.5, 1.27)
NEAREST = 3

# Log odds that a face is the person it is with: FACE[0] + FACE[1] z, with z the log odds at its
# root mean square distance to all others there. The nearest of them say less (.24 instead of .13).
FACE = (2.32, 2.42)

CLIP = 8.0  # log odds of one pair beyond this were cut off while fitting
GRID = 401  # distances that are tried to find how far a probability reaches
FACES_A_SIDE = 32  # of a large group, the best ones: so many are compared at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """The faces of a library and what their distances say."""

    vectors: NDArray[np.float32]  # (n, d), unit length
    quality: NDArray[np.float32]  # (n,) [0, 1], NaN unknown
    stretch: NDArray[np.float64]  # (n,) see `calibration.stretch`
    evidence: Evidence

    def of_groups(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> float:
        """Return the probability that two groups of faces are one person.

        Args:
            one: Rows of faces, at least one.
            other: Rows of other faces, at least one.
        """
        one, other = self.best(one, FACES_A_SIDE), self.best(other, FACES_A_SIDE)
        odds = log_odds(self.probabilities(one, other)).ravel()
        near = odds if len(odds) <= NEAREST else np.partition(odds, -NEAREST)[-NEAREST:]
        base, slope, sizes = GROUPS
        few = float(np.log(1 / len(one) + 1 / len(other)))
        return logistic(base + slope * float(near.mean()) + sizes * few)

    def of_faces(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return (m,) the probability of each face that it is the person whom these are.

        Args:
            rows: All faces of one person, (m,).

        Returns:
            NaN for a face that is alone: there is nothing to compare it with.
        """
        if len(rows) < 2:
            return np.full(len(rows), np.nan)
        wide = self.vectors[rows].astype(np.float64)
        stretch = self.stretch[rows]
        # Sum over the others of s_i s_j (2 - 2 cosine), without a matrix of all pairs.
        total = 2 * stretch * (stretch.sum() - wide @ (stretch @ wide))
        apart = np.sqrt(np.maximum(total / (len(rows) - 1), 0))
        quality = self.quality[rows].astype(np.float64)
        usual = np.full(len(rows), quality.mean())
        odds = log_odds(self.evidence.probability(apart, quality, usual))
        return np.array([logistic(FACE[0] + FACE[1] * value) for value in odds.tolist()])

    def distances(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the euclidean distances, stretched, of faces (a,) to others (b,): (a, b)."""
        cosines = self.vectors[one].astype(np.float64) @ self.vectors[other].astype(np.float64).T
        stretch = np.sqrt(np.outer(self.stretch[one], self.stretch[other]))
        return np.asarray(distances(cosines) * stretch, np.float64)

    def probabilities(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the probability (a, b) that each pair of faces is one person, at even odds."""
        gaps = self.distances(one, other)
        left = np.broadcast_to(self.quality[one].astype(np.float64)[:, None], gaps.shape)
        right = np.broadcast_to(self.quality[other].astype(np.float64), gaps.shape)
        return self.evidence.probability(gaps, left, right)

    def reach(self, least: float) -> float:
        """Return the distance beyond which two usual faces are one person with less than this."""
        gaps = np.linspace(0, 2, GRID)
        known = self.quality[~np.isnan(self.quality)].astype(np.float64)
        usual = np.full(GRID, np.median(known) if len(known) else np.nan)
        near = np.flatnonzero(self.evidence.probability(gaps, usual, usual) >= least)
        return float(gaps[near[-1]]) if len(near) else 0.0

    def best(self, rows: NDArray[np.intp], most: int) -> NDArray[np.intp]:
        """Return at most so many rows, those of the best quality first, ties by row."""
        quality = np.nan_to_num(self.quality[rows], nan=-1.0)
        return rows[np.lexsort((rows, -quality))[:most]]


def log_odds(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ln(p / (1 - p)), in [-CLIP, CLIP]."""
    edge = 1 / (1 + np.exp(CLIP))
    inside = probability.clip(edge, 1 - edge)
    return np.asarray(np.log(inside / (1 - inside)), np.float64)


def logistic(odds: float) -> float:
    """Return the probability of some log odds."""
    return float(1 / (1 + np.exp(-min(max(odds, -50.0), 50.0))))
