"""The answer to a search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from likeness.grouping.strangers.base import ALPHA
from likeness.grouping.strangers.calibration import Calibration
from likeness.grouping.strangers.doubles import SHARE, shortfall
from likeness.grouping.strangers.known import NOBODY, Known, Ranked
from likeness.grouping.strangers.odds import EVEN, PRIOR, probabilities
from likeness.grouping.strangers.tails import p_values
from likeness.grouping.strangers.votes import class_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

Answer = Literal["found", "unsure", "absent", "unrecognisable"]
Method = Literal["conformal", "extrapolated"]

# Where fewer of the photos of known people are recognised, "absent" says nothing. Below that
# quality it is assumed, where a library has too few searches of a class to tell: the weakest face
# of office, the crowded scenes, has .21, and nothing could be measured below.
RECOGNISED_LEAST = 0.1
RECOGNISED_FROM = 20  # searches
UNRECOGNISABLE = 0.2

# Two candidates whose scores differ by less cannot be told apart: the standard deviation of a
# person's score from sample to sample is .008 to .011 on digiface 4000 to 4002.
DOUBT = 0.008

# Halves of one person may have templates of different quality: who scores less by more than this
# is not looked at.
TWIN_REACH = 4 * DOUBT


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may be the person searched for."""

    person: int  # row of `Known.templates`
    score: float
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one search says."""

    answer: Answer
    probability: float  # that the best candidate is right
    p_value: float  # of a stranger with a score as good as the best
    method: Method
    alpha: float
    candidates: tuple[Candidate, ...]  # best first
    likely: tuple[int, ...]  # of those whose photos belong to the answer; near ties: all
    twins: tuple[int, ...]  # of `likely`, who are rather one person than two


def decide(
    known: Known,
    calibration: Calibration,
    ranked: Ranked,
    quality: NDArray[np.float32],
    *,
    alpha: float = ALPHA,
    prior: float = PRIOR,
) -> list[Verdict]:
    """Answer m searches.

    "found" says that a stranger would score as well with a probability of at most *alpha*, and that
    nobody else is as good, unless that is rather the same person once more. "unsure" says that
    several are, or that somebody is likely whom the p-value does not admit.

    Args:
        known: The library.
        calibration: Of it.
        ranked: Of `rank`.
        quality: (m,) of the samples, the best of each search.
        alpha: Share of strangers that may be taken for somebody, in (0, 1).
        prior: How many of those searched for are in the library, in (0, 1).

    Raises:
        ValueError: *alpha* or *prior* is not between 0 and 1.
    """
    if not (0 < alpha < 1 and 0 < prior < 1):
        raise ValueError("A level and a prior lie between 0 and 1.")
    best = ranked.scores[:, 0]
    chances, extrapolated = p_values(calibration, best, quality, alpha=alpha)
    admitted = (chances <= alpha) & (best > NOBODY)
    twins = twins_of(known, calibration, ranked)
    stated = probabilities(calibration, ranked, twins=twins, prior=prior)
    near = (ranked.scores > best[:, None] - DOUBT) & (ranked.scores > NOBODY)
    blind = unrecognisable(calibration, quality, alpha=alpha)
    verdicts = []
    for row in range(len(ranked)):
        answer: Answer
        if admitted[row]:
            answer = "unsure" if (near[row] & ~twins[row])[1:].any() else "found"
        elif blind[row]:
            answer = "unrecognisable"
        else:
            answer = "unsure" if stated[row, 0] >= EVEN else "absent"
        same = ranked.people[row, twins[row]].tolist()
        columns = zip(ranked.people[row], ranked.scores[row], stated[row], strict=True)
        verdicts.append(
            Verdict(
                answer=answer,
                probability=float(stated[row, 0]) if best[row] > NOBODY else 0.0,
                p_value=float(chances[row]),
                method="extrapolated" if extrapolated[row] else "conformal",
                alpha=alpha,
                candidates=tuple(
                    Candidate(person=int(who), score=float(value), probability=float(chance))
                    for who, value, chance in columns
                    if value > NOBODY
                ),
                likely=tuple(ranked.people[row, near[row] | twins[row]].tolist()),
                twins=tuple(same) if len(same) > 1 else (),
            )
        )
    return verdicts


def twins_of(known: Known, calibration: Calibration, ranked: Ranked) -> NDArray[np.bool_]:
    """Return (m, k) which candidates are rather the best one once more; the best one always is."""
    close = ranked.scores > ranked.scores[:, :1] - TWIN_REACH
    close &= ranked.scores > NOBODY
    result = np.zeros(close.shape, np.bool_)
    result[:, 0] = True
    found: dict[tuple[int, int], bool] = {}
    for row, at in np.argwhere(close[:, 1:]).tolist():
        one, other = int(ranked.people[row, 0]), int(ranked.people[row, at + 1])
        pair = (min(one, other), max(one, other))
        if pair not in found:
            found[pair] = shortfall(known, *pair) < SHARE * calibration.shortfall
        result[row, at + 1] = found[pair]
    return result


def unrecognisable(
    calibration: Calibration, quality: NDArray[np.float32], *, alpha: float = ALPHA
) -> NDArray[np.bool_]:
    """Return (m,) whether people are hardly ever recognised on photos of this quality (m,)."""
    blind: NDArray[np.bool_] = quality < UNRECOGNISABLE
    classes = class_of(quality)
    for each in np.unique(classes):
        own = calibration.own[each]
        if len(own) >= RECOGNISED_FROM:
            middle = quality[classes == each][:1].repeat(len(own))
            chances, _ = p_values(calibration, own, middle, alpha=alpha)
            blind[classes == each] = (chances <= alpha).mean() < RECOGNISED_LEAST
    return blind
