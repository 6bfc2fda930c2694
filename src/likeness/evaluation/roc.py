"""Receiver operating characteristic on distances: how many mistakes of which kind, at which cut.

Smaller is more alike: a pair is accepted as the same person where its distance is at most the
threshold. FAR (false acceptance rate) is the share of pairs of different people that is accepted,
TAR (true acceptance rate) the share of pairs of the same person. With scores = -distance these are
the false and true positive rates of `sklearn.metrics.roc_curve`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

# Rates are sums of weights: a FAR of one in a thousand must not fail for the last digit of a sum.
ROUNDING = 1e-12

# The rule "mean + sigma" of S. I. Serengil, "Fine tuning the threshold in face recognition" (2020),
# and of the scripts that follow it: 1 and 2 are both in use. Two standard deviations accept 97.7 %
# of the pairs of the same person if distances are normally distributed, one only 84 %.
SIGMA = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """FAR and TAR at every threshold that makes a difference.

    The first point accepts nothing (threshold -inf), the last one everything.
    """

    thresholds: NDArray[np.float64]  # (t,) ascending
    far: NDArray[np.float64]  # (t,) ascending, from 0 to 1
    tar: NDArray[np.float64]  # (t,) ascending, from 0 to 1


def roc(distances: ArrayLike, same: ArrayLike, weights: ArrayLike | None = None) -> Curve:
    """Return the curve of pairs with these distances.

    Args:
        distances: (p,) of each pair.
        same: bool (p,), whether both faces are of one person.
        weights: (p,) how often each pair counts, at least 0; default: once.

    Raises:
        ValueError: A distance is NaN or infinite, a weight is not a number from 0 up, shapes
            differ, or there are no pairs of the same person, or none of different people.
    """
    values = np.asarray(distances, np.float64)
    kind = np.asarray(same, np.bool_)
    heavy = np.ones(len(values)) if weights is None else np.asarray(weights, np.float64)
    if not values.shape == kind.shape == heavy.shape or values.ndim != 1:
        raise ValueError(f"Shapes differ: {values.shape}, {kind.shape} and {heavy.shape}.")
    if not np.isfinite(values).all():
        raise ValueError("There is a NaN or an infinite number among the distances.")
    if not (np.isfinite(heavy).all() and (heavy >= 0).all()):
        raise ValueError("Weights must be numbers from 0 up.")
    thresholds, rows = np.unique(values, return_inverse=True)
    own, others = (
        np.bincount(rows[part], heavy[part], len(thresholds)).astype(np.float64)
        for part in (kind, ~kind)
    )
    return from_counts(thresholds, own, others)


def from_counts(
    values: NDArray[np.float64], same: NDArray[np.float64], different: NDArray[np.float64]
) -> Curve:
    """Return the curve of pairs that were counted by distance.

    Args:
        values: (t,) distances, ascending.
        same: (t,) how many pairs of the same person have this distance, or their weight.
        different: (t,) of different people.

    Raises:
        ValueError: There are none of the same person, or none of different people.
    """
    rates = []
    for counts, name in ((different, "different people"), (same, "the same person")):
        sums = np.cumsum(counts, dtype=np.float64)
        if not len(sums) or sums[-1] <= 0:
            raise ValueError(f"There are no pairs of {name}.")
        rates.append(np.concatenate([[0.0], sums / sums[-1]]))
    return Curve(thresholds=np.concatenate([[-np.inf], values]), far=rates[0], tar=rates[1])


def auc(curve: Curve) -> float:
    """Return the area under the curve, [0, 1].

    It is the chance that a pair of the same person is closer than a pair of different people,
    ties counting one half (trapezoids).
    """
    return float(np.trapezoid(curve.tar, curve.far))


def equal_error_rate(curve: Curve) -> tuple[float, float]:
    """Return the rate at which FAR and 1 - TAR are equal, [0, 1], and its threshold.

    Between two neighbouring points of the curve both are interpolated linearly, as is the
    threshold: the crossing of the ROC polygon with the falling diagonal.
    """
    gap = curve.far + curve.tar - 1  # ascending, from -1 to 1
    after = int(np.searchsorted(gap, 0, "left"))
    before = after - 1
    share = -gap[before] / (gap[after] - gap[before])
    rate = curve.far[before] + share * (curve.far[after] - curve.far[before])
    high = float(curve.thresholds[after])
    low = float(curve.thresholds[before]) if before else high
    return float(rate), low + float(share) * (high - low)


def tar_at_far(curve: Curve, far: float) -> tuple[float, float | None]:
    """Return the TAR at the largest threshold whose FAR is at most *far*, and that threshold.

    Nothing is interpolated, so the FAR is kept. The threshold is None where the closest pair is of
    different people and accepting it is too much: the TAR is 0 then.
    """
    row = int(np.searchsorted(curve.far, far * (1 + ROUNDING), "right")) - 1
    return float(curve.tar[row]), float(curve.thresholds[row]) if row else None


def rates_at(curve: Curve, threshold: float) -> tuple[float, float]:
    """Return FAR and TAR at a threshold."""
    row = int(np.searchsorted(curve.thresholds, threshold, "right")) - 1
    return float(curve.far[row]), float(curve.tar[row])


def accuracy_at(curve: Curve, threshold: float) -> float:
    """Return the balanced accuracy at a threshold, [0, 1]: the mean of TAR and 1 - FAR.

    Balanced, because all pairs of a set are nearly all of different people, and saying
    "different" to every one of them would be right 99 times out of 100.
    """
    far, tar = rates_at(curve, threshold)
    return (tar + 1 - far) / 2


def best_threshold(curve: Curve) -> float:
    """Return the threshold of the best balanced accuracy (Youden 1950: TAR - FAR is largest).

    Of several the one with the smallest FAR. It lies half-way to the next distance, which changes
    nothing on these pairs, and favours no side on others.
    """
    row = int(np.argmax(np.round(curve.tar - curve.far, 12)))
    if row == 0:
        return float(np.nextafter(curve.thresholds[1], -np.inf))
    here = float(curve.thresholds[row])
    following = float(curve.thresholds[min(row + 1, len(curve.thresholds) - 1)])
    middle = here + (following - here) / 2
    return middle if middle < following else here


def sigma_rule(distances: ArrayLike, same: ArrayLike, sigma: float = SIGMA) -> float:
    """Return mean + sigma * standard deviation of the distances of the same person.

    The rule of DeepFace's tutorials, for comparison: it looks at one side only, so it knows nothing
    about how many strangers it accepts. The standard deviation is the sample's (n - 1); of a
    single pair it is 0.

    Raises:
        ValueError: A distance is NaN or infinite, or there are no pairs of the same person.
    """
    own = np.asarray(distances, np.float64)[np.asarray(same, np.bool_)]
    if not np.isfinite(own).all():
        raise ValueError("There is a NaN or an infinite number among the distances.")
    if not len(own):
        raise ValueError("There are no pairs of the same person.")
    return float(own.mean() + sigma * (own.std(ddof=1) if len(own) > 1 else 0.0))
