"""How probably the best candidate is right: a logistic regression on the library's own searches.

Platt, Probabilistic outputs for support vector machines, 1999; linear calibration suffices:
Mandasari et al., Idiap-RR-01-2014. Fitted to the votes of strangers and to photos of people
searched for in a library without that very photo, and held to `BASE`, which is fitted to generated
libraries, where the library's own searches are few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.strangers.base import BASE, BASE_TRIALS, Base, Usual
from likeness.grouping.strangers.known import NOBODY, Ranked
from likeness.grouping.strangers.votes import Votes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.grouping.strangers.calibration import Calibration

NEWTON = 50  # steps at most
SETTLED = 1e-9  # the last step

MOST_SCALES = 10.0  # that a score is beyond the usual one: more says no more
MARGIN_MOST = 5.0  # of margins, likewise
SIZE_MOST = 8
EVEN = 0.5  # from here right is likelier than wrong
PRIOR = 0.5  # half of those who are searched for are in the library


def features(
    scores: NDArray[np.float64],
    margins: NDArray[np.float64],
    sizes: NDArray[np.intp],
    usual: Usual,
) -> NDArray[np.float64]:
    """Return (m, 4): 1, the score beyond a stranger's usual one, the margin, the faces' number."""
    return np.stack(
        [
            np.ones(len(scores)),
            np.clip((scores - usual.level) / usual.scale, -MOST_SCALES, MOST_SCALES),
            np.clip(margins / usual.scale, -MARGIN_MOST, MARGIN_MOST),
            np.log2(np.clip(sizes, 1, SIZE_MOST)),
        ],
        axis=1,
    )


def trials(
    votes: Votes, usable: NDArray[np.bool_] | None = None
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the searches that probabilities are fitted to, u in all.

    Args:
        votes: The library's own searches.
        usable: (t,) which votes count; None: all with anybody to name.

    Returns:
        (u, 3) score, margin and faces of the best candidate; (u,) whether it is right; (u,) whether
        the person searched for was there.
    """
    if usable is None:
        usable = votes.strangers[:, 0] > NOBODY
    best, second = votes.strangers[usable].T
    sizes, own_sizes, own = votes.sizes[usable], votes.own_sizes[usable], votes.own[usable]
    away = np.stack([best, best - second, sizes], axis=1)
    there = ~np.isnan(own)
    right = own[there] > best[there]
    runner_up = np.where(right, best[there], np.maximum(own[there], second[there]))
    top = np.maximum(own[there], best[there])
    present = np.stack(
        [top, top - runner_up, np.where(right, own_sizes[there], sizes[there])], axis=1
    )
    return (
        np.concatenate([away, present]),
        np.concatenate([np.zeros(len(away), np.bool_), right]),
        np.concatenate([np.zeros(len(away), np.bool_), np.ones(len(present), np.bool_)]),
    )


def fit_logits(
    searches: NDArray[np.float64],
    right: NDArray[np.bool_],
    present: NDArray[np.bool_],
    *,
    usual: Usual,
    base: Base = BASE,
) -> NDArray[np.float64]:
    """Return the coefficients (4,) of `features` that fit best, held to those of the base.

    Newton's method on the penalised likelihood: concave, so that it ends at the one maximum.
    """
    start = np.array(base.logits)
    here, away = int(present.sum()), int((~present).sum())
    if not here or not away:
        return start
    worth = 2 * min(here, away)
    counts = worth * np.where(present, PRIOR / here, (1 - PRIOR) / away)
    held = features(searches[:, 0], searches[:, 1], searches[:, 2].astype(np.intp), usual)
    penalty = BASE_TRIALS * np.eye(len(base.logits))
    logits = start.copy()
    for _ in range(NEWTON):
        stated = sigmoid(held @ logits)
        slope = held.T @ (counts * (right - stated)) - penalty @ (logits - start)
        curve = (held * (counts * stated * (1 - stated))[:, None]).T @ held + penalty
        step = np.linalg.solve(curve, slope)
        logits = logits + step * min(1.0, 2.0 / max(np.abs(step).max(), 1e-12))
        if np.abs(step).max() < SETTLED:
            break
    return logits


def sigmoid(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return probabilities of logits, without overflow."""
    result: NDArray[np.float64] = 0.5 * (1 + np.tanh(values / 2))
    return result


def probabilities(
    calibration: Calibration,
    ranked: Ranked,
    *,
    twins: NDArray[np.bool_] | None = None,
    prior: float = PRIOR,
) -> NDArray[np.float64]:
    """Return (m, k) how probably each candidate is the person searched for.

    At most 1 together, but for twins: as they are one person, each is as probable as the best.

    Args:
        calibration: Of the library.
        ranked: Of `rank`.
        twins: (m, k) candidates who are rather the best one once more, the best one too.
        prior: How many of those searched for are in the library, in (0, 1).
    """
    scores = ranked.scores
    same = np.zeros(scores.shape, np.bool_) if twins is None else twins.copy()
    same[:, :1] = True
    second = np.where(same, NOBODY, scores).max(axis=1, initial=NOBODY)
    odds = np.zeros(scores.shape)
    for at in range(scores.shape[1]):
        margin = np.where(same[:, at], scores[:, 0] - second, scores[:, at] - scores[:, 0])
        logits = features(scores[:, at], margin, ranked.sizes[:, at], calibration.usual)
        odds[:, at] = np.exp(np.clip(logits @ calibration.logits, -50, 50))
    odds *= prior / (1 - prior) * (1 - PRIOR) / PRIOR
    odds[scores <= NOBODY] = 0
    stated = odds[:, :1] / (1 + odds[:, :1])
    odds[same] = 0
    others = (1 - stated) * odds / (1 + odds.sum(axis=1, keepdims=True))
    result: NDArray[np.float64] = np.where(same, stated, np.minimum(others, stated))
    return result
