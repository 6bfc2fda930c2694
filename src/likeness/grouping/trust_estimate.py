"""From doubts and answers to precision and recall, each with a 95 % interval.

1. Each doubt has a probability of being right (`trust_chances`), up to one number u of the library.
2. Answers tell about u, and settle the doubts that were asked. `DRAWS` possible truths are drawn
   from what stays open: their mean is what is lost, their spread comes from u and from the doubts.
3. The mean is the estimate, corrected by its spread and by what the other kind loses, all in the
   angle arcsin sqrt(loss), which makes errors of small and of large losses alike. The correction is
   held to none at all: what the libraries that it was fitted on do not clearly say stays as drawn.
4. Truths lie above and below by different amounts, because no library is better than perfect: each
   side of the interval is the predicted spread times its own quantile of held-out libraries.
   Source: Lei et al., "Distribution-free predictive inference for regression", 2018 (locally
   weighted split conformal intervals).

All constants: `trust_fit`, made by `benchmarks/trust.py --fit`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from likeness.grouping.trust_chances import SHIFTS, posterior

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from likeness.grouping.trust_chances import Chances
    from likeness.grouping.trust_doubts import Doubts

LEAST_SPREAD = 0.01  # of an angle: a library without any doubt is not beyond doubt
CHOICES = 8  # of a question at most: what fits on a screen
HOPELESS = -9.0  # log-odds: doubts that are right less than once in 8,000 cost time only
DRAWS = 300  # possible truths
AT_ONCE = 50
WIDER = 1.5  # intervals of libraries unlike those that the constants were fitted on
LEAST_RESIDUAL = 0.01  # of an angle: smaller ones count as that in the fit of spreads


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What is made of a raw sum, with so many questions answered."""

    slopes: tuple[float, ...]  # of the terms of `context`; their sum is added to the drawn angle
    low: tuple[float, ...]  # least of each term that was fitted on: less counts as that
    high: tuple[float, ...]  # and the most
    spread: tuple[float, ...]  # of the first of these, for the logarithm of the spread
    worse: float  # quantile of residuals by their predicted spread, of truths that lose more
    better: float  # and of those that lose less


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """What the doubts of one kind add up to."""

    loss: float  # [0, 1]
    spread: float  # standard deviation


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A share, with its 95 % interval."""

    value: float  # [0, 1]
    low: float
    high: float


def raw(chances: Chances, doubts: Doubts, answers: Mapping[int, bool], *, together: bool) -> Raw:
    """Return what the doubts of one kind add up to, mean and spread of `DRAWS` possible truths.

    Args:
        chances: The model of this kind.
        doubts: All doubts.
        answers: Number of a doubt among all of them, and whether it is right.
        together: The kind: True for precision, False for recall.
    """
    rows = np.flatnonzero(doubts.together == together)
    log_odds = chances.log_odds(doubts.features[rows])
    told = np.isin(rows, list(answers)) if answers else np.zeros(len(rows), np.bool_)
    worth = told | (log_odds > HOPELESS)
    rows, log_odds = rows[worth], log_odds[worth]
    if len(rows) == 0:
        return Raw(loss=0.0, spread=0.0)
    place = {row: at for at, row in enumerate(rows.tolist())}
    known = {place[row]: right for row, right in answers.items() if row in place}
    shares = posterior(chances, log_odds, known)
    rng = np.random.default_rng(0)  # the same library, the same answer
    even = (np.arange(DRAWS) + 0.5) / DRAWS
    shifts = chances.shift * np.interp(even, np.cumsum(shares) - shares / 2, SHIFTS)
    sizes = [
        csr_array((side, (np.arange(len(rows)), group)), shape=(len(rows), len(doubts.faces)))
        for side, group in _sides(doubts, rows, together=together)
    ]
    losses = np.empty(DRAWS)
    for start in range(0, DRAWS, AT_ONCE):
        part = slice(start, start + AT_ONCE)
        chance = 1 / (1 + np.exp(-log_odds - shifts[part, None]))
        right = rng.random(chance.shape) < chance
        right[:, list(known)] = list(known.values())
        one, other = (np.asarray(right.astype(np.float64) @ size) for size in sizes)
        lost = (
            _split(doubts.faces, one, other) if together else _scattered(doubts.faces, one + other)
        )
        losses[part] = lost @ doubts.share
    return Raw(loss=float(losses.mean()), spread=float(losses.std()))


def _sides(
    doubts: Doubts, rows: NDArray[np.intp], *, together: bool
) -> list[tuple[NDArray[np.float64], NDArray[np.intp]]]:
    """Return what each doubt, if right, adds to sums over which group."""
    groups, sizes = doubts.groups[rows], doubts.sizes[rows]
    if together:  # faces of the part that does not belong, and their square
        return [(sizes[:, 1], groups[:, 1]), (sizes[:, 1] ** 2, groups[:, 1])]
    return [(sizes[:, 1], groups[:, 0]), (sizes[:, 0], groups[:, 1])]


def _split(
    faces: NDArray[np.intp], parts: NDArray[np.float64], squares: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return 1 - precision of each group that parts of so many faces do not belong to."""
    rest = np.maximum(faces - parts, 0)
    return np.asarray(1 - (rest * rest + squares) / np.maximum(rest + parts, 1) ** 2)


def _scattered(faces: NDArray[np.intp], elsewhere: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 - recall of each group of whose people so many faces are elsewhere."""
    return np.asarray(elsewhere / (faces + elsewhere))


def angle(loss: float) -> float:
    """Return arcsin sqrt(loss), loss in [0, 1]."""
    return float(np.arcsin(np.sqrt(min(max(loss, 0.0), 1.0))))


def context(own: Raw, other: Raw) -> NDArray[np.float64]:
    """Return the terms that corrections are linear in.

    Args:
        own: Of the kind that is estimated.
        other: Of the other kind.
    """
    low, high = angle(own.loss - own.spread), angle(own.loss + own.spread)
    spread = np.log(max(high - low, LEAST_SPREAD))
    return np.array([1.0, spread, angle(own.loss), angle(other.loss)])


OWN = 2  # which term of `context` is the drawn angle


def corrected(correction: Correction, terms: NDArray[np.float64], *, wider: bool) -> Estimate:
    """Return the share that is *not* lost, with its interval.

    Args:
        correction: For as many questions as were answered.
        terms: The `context`.
        wider: Whether the library is unlike those that the correction was fitted on.
    """
    inside = terms.clip(correction.low, correction.high)
    middle = float(terms[OWN] + inside @ np.array(correction.slopes))
    unit = float(np.exp(inside[: len(correction.spread)] @ np.array(correction.spread)))
    unit *= WIDER if wider else 1.0
    best, most, least = (
        float(np.sin(min(max(value, 0.0), np.pi / 2)) ** 2)
        for value in (middle, middle + correction.worse * unit, middle - correction.better * unit)
    )
    return Estimate(value=1 - best, low=1 - most, high=1 - least)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question: a group, and parts of it or other groups that may be somebody else or not."""

    together: bool  # True: who of these parts is not this person? False: who of these groups is?
    group: int
    doubts: tuple[int, ...]  # numbers of the doubts that the answer settles, most telling first


def worth_asking(chances: Mapping[bool, Chances], doubts: Doubts, count: int) -> list[Asked]:
    """Return the questions whose answers take most variance away, most first.

    Neyman's allocation: a doubt varies by loss^2 p (1 - p); a group is asked about with its
    `CHOICES` most varying doubts, and no doubt is asked twice.
    """
    worth = np.zeros(len(doubts))
    for together in (True, False):
        rows = np.flatnonzero(doubts.together == together)
        if len(rows):
            chance = 1 / (1 + np.exp(-chances[together].log_odds(doubts.features[rows])))
            worth[rows] = doubts.loss[rows] ** 2 * chance * (1 - chance)
    # A group that was not sampled is not asked about, though it may be a choice for others.
    size = len(doubts.faces)
    kind = np.where(doubts.together, 0, size)
    found: list[Asked] = []
    for _ in range(count):
        total = np.bincount(kind + doubts.groups[:, 0], worth, minlength=2 * size)
        apart = np.where(doubts.together, 0, worth)
        total += np.bincount(size + doubts.groups[:, 1], apart, minlength=2 * size)
        total *= np.tile(doubts.share > 0, 2)
        best = int(np.argmax(total)) if len(total) else 0
        if not len(total) or total[best] <= 0:
            break
        together, group = best < size, best % size
        rows = np.flatnonzero(
            (doubts.together == together) & (doubts.groups == group).any(axis=1) & (worth > 0)
        )
        rows = rows[np.argsort(-worth[rows], kind="stable")][:CHOICES]
        found.append(Asked(together=together, group=group, doubts=tuple(rows.tolist())))
        worth[rows] = 0
    return found
