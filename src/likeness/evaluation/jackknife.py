"""How sure a figure is: intervals by resampling people, never pairs or faces.

Photos of one person resemble each other, and each face is in many pairs, so pairs are no
independent draws: only people are. A figure is computed again with each person left out once (the
jackknife: Tukey 1958; Efron and Stein 1981), and how much each person moves it gives its standard
error. That is taken on the logit scale for figures in [0, 1], so that intervals stay inside and are
lopsided near the ends, and multiplied by a quantile of Student's t.

The degrees of freedom are P / (1 + 2 skewness^2), of the P people's influences: what a studentised
mean covers depends on its squared skewness, hardly on its kurtosis (Hall, The Bootstrap and
Edgeworth Expansion, 1992). Where a few people cause most mistakes, the standard error
is itself unsure, and the interval widens. The 2 was found by experiment, between 1 and 3: the
skewness of a small sample falls short of the true one. In the difference of two figures over the
same people skewness mostly cancels out; there they are P - 1. No interval of a rate is wider than
if each person were one trial (Clopper and Pearson 1934).

Why no percentiles of a bootstrap? They were measured (`benchmarks/intervals.py`): drawing people
with replacement and weighting pairs of different people by the product of both weights, the usual
percentile interval that says 95 held the truth 86 to 95 times out of 100 at 50 people, and 72 to 95
at six; it sits too low, as a figure near 1 falls more easily than it rises. The product of weights
also counts the spread between pairs of people thrice (Owen, The pigeonhole bootstrap, 2007);
leaving people out counts it twice, which shows in mean similarities of strangers only. What is
used here held the truth 93 to 97 times out of 100 at 50 people (`COVERAGE`), in each simulated
world by itself, and has no randomness up to `replicates` people.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from likeness.evaluation.estimate import Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

# (r, P) weights of people, at least 0, to (r,) values. A person of weight w counts w times: a pair
# of the same person w times, a pair of two people the product of their weights. NaN: not defined
# for these weights. `intervals` hands over weights 1, and 0 for who is left out.
Statistic = Callable[["NDArray[np.float64]"], "NDArray[np.float64]"]

LEVEL = 0.95
LEAST_PEOPLE = 2
SKEWNESS_WEIGHT = 2.0  # see above
ROUNDING = 1e-9
CHUNK = 64  # rows of weights that a statistic gets at once: bounded memory

ALONE = "An interval needs at least two people."
RESTS_ON_ONE = "No interval: without one of the people there is no such figure."
NO_SPREAD = "No interval: leaving out people does not change the figure."
PERFECT = "Nobody shows a mistake; the interval is the exact one if each person is one trial."

# Measured by benchmarks/intervals.py: which share of 95 % intervals holds the truth, by the number
# of people in the data set. Means over two simulated worlds of 500 data sets each (AUC .925 and
# .983), so each figure here is sure to about 1.5 points.
COVERAGE: Mapping[str, Mapping[int, float]] = MappingProxyType(
    {
        "AUC": MappingProxyType({6: 0.950, 10: 0.951, 20: 0.938, 50: 0.941}),
        "EER": MappingProxyType({6: 0.962, 10: 0.956, 20: 0.943, 50: 0.953}),
        "TAR at FAR 0.1": MappingProxyType({6: 0.979, 10: 0.969, 20: 0.964, 50: 0.953}),
        "TAR at FAR 0.01": MappingProxyType({6: 0.961, 10: 0.977, 20: 0.972, 50: 0.957}),
        "accuracy": MappingProxyType({6: 0.962, 10: 0.973, 20: 0.943, 50: 0.943}),
        "similarity, same": MappingProxyType({6: 0.928, 10: 0.932, 20: 0.939, 50: 0.940}),
        "similarity, different": MappingProxyType({6: 0.983, 10: 0.973, 20: 0.969, 50: 0.966}),
        "difference of AUC": MappingProxyType({6: 0.991, 10: 0.991, 20: 0.975, 50: 0.968}),
    }
)


def help_text(*, verification: bool = True) -> str:
    """Return what an interval says, and how often intervals held the truth when it was measured.

    Args:
        verification: Whether the figures are those that were measured; others, of groupings and
            searches, have intervals of the same making.
    """
    parts = []
    for people in sorted({count for shares in COVERAGE.values() for count in shares}):
        shares = [each[people] for each in COVERAGE.values()]
        parts.append(f"{min(shares):.0%} to {max(shares):.0%} with {people} people")
    measured = ", ".join(parts)
    meaning = (
        "A 95 % interval says where the figure would lie for other people of the same kind. It "
        "comes from leaving out one person after the other (jackknife). "
    )
    if verification:
        return (
            f"{meaning}In simulations with a known truth such intervals held it {measured}, "
            "depending on the figure."
        )
    return (
        f"{meaning}How often such intervals hold the truth was measured for verification: "
        f"{measured}; for these figures they are made the same way."
    )


def intervals(
    statistic: Statistic,
    people: int,
    replicates: int = 1000,
    seed: int = 0,
    *,
    value: float | None = None,
    unit: bool = True,
    trials: int | None = None,
    symmetric: bool = False,
) -> Estimate:
    """Return a figure with its 95 % interval.

    Args:
        statistic: Weights of people to values, see `Statistic`.
        people: How many people there are.
        replicates: How often the statistic is computed at most. Of more people, several are left
            out at a time, in as many groups, drawn at random.
        seed: Of those groups; without effect up to *replicates* people.
        value: The figure, where it is known more exactly than the statistic gives it.
        unit: Whether it lies in [0, 1], such as a rate; otherwise there are no bounds.
        trials: How many of the people could have shown a mistake (default: all): who has a single
            photo cannot be refused, say. They bound the interval, and make that of 0 or 1.
        symmetric: Whether it is a difference, to which people add as often as they take away.

    Returns:
        The figure; without interval (and with a note) under two people, or where the figure rests
        on one of them.
    """
    ones = np.ones((1, max(people, 0)))
    exact = float(statistic(ones)[0]) if value is None else float(value)
    if people < LEAST_PEOPLE:
        return _without(exact, ALONE)
    left_out = np.concatenate(
        [statistic(weights) for weights in _weights(people, replicates, seed)]
    )
    return from_left_out(exact, left_out, unit=unit, trials=trials or people, symmetric=symmetric)


def paired(
    one: Statistic, other: Statistic, people: int, replicates: int = 1000, seed: int = 0
) -> Estimate:
    """Return by how much *one* exceeds *other* over the same people, with its 95 % interval.

    What both share (hard people, hard photos) cancels out, so the interval of the difference is
    far narrower than two intervals that overlap suggest. Above 0 as a whole: *one* is better.
    """

    def difference(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        return one(weights) - other(weights)

    return intervals(difference, people, replicates, seed, unit=False, symmetric=True)


def groups(people: int, replicates: int = 1000, seed: int = 0) -> NDArray[np.intp]:
    """Return (P,) the group that each person is left out with: their own, up to *replicates*."""
    if people <= replicates:
        return np.arange(people)
    shuffled = np.random.default_rng(seed).permutation(people)
    return shuffled % max(replicates, LEAST_PEOPLE)


def from_left_out(
    value: float,
    left_out: NDArray[np.float64],
    *,
    unit: bool = True,
    trials: int | None = None,
    symmetric: bool = False,
) -> Estimate:
    """Return a figure with its interval, given what it is without each person.

    Args:
        value: The figure over all; NaN: there is none.
        left_out: float64 (P,) the figure without each of the people (or groups of equal size).
        unit: Whether it lies in [0, 1].
        trials: As in `intervals`; default: P.
        symmetric: As in `intervals`.
    """
    if np.isnan(value):
        return _without(value, "")
    if len(left_out) < LEAST_PEOPLE:
        return _without(value, ALONE)
    if np.isnan(left_out).any():
        return _without(value, RESTS_ON_ONE)
    if unit:
        value = _snapped(value)
    low, high = limits(
        np.array([value]), left_out[:, None], unit=unit, trials=trials, symmetric=symmetric
    )
    if np.isnan(low[0]):
        return _without(value, NO_SPREAD)
    note = PERFECT if unit and value in {0.0, 1.0} else ""
    return Estimate(value=value, low=float(low[0]), high=float(high[0]), note=note)


def limits(
    values: NDArray[np.float64],
    left_out: NDArray[np.float64],
    *,
    unit: bool = True,
    trials: int | None = None,
    symmetric: bool = False,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return both ends of the intervals of many figures at once; NaN where there is none.

    Args:
        values: float64 (k,).
        left_out: float64 (P, k) the figures without each of the people, P at least 2.
        unit: Whether they lie in [0, 1].
        trials: As in `intervals`; default: P.
        symmetric: As in `intervals`.

    Returns:
        Two float64 (k,).
    """
    from scipy.special import expit, logit, stdtrit

    count = len(left_out)
    influence = (count - 1) * (left_out.mean(axis=0) - left_out)
    variance = np.mean(influence**2, axis=0)
    usable = variance > (1e-12 * np.maximum(1.0, np.abs(values))) ** 2  # False for NaN, too
    if unit:
        usable &= (values > 0) & (values < 1)
    variance = np.where(usable, variance, np.nan)
    skewness = np.mean(influence**3, axis=0) / variance**1.5
    freedom = np.full(len(values), count - 1.0)
    if not symmetric:
        freedom = np.clip(count / (1 + SKEWNESS_WEIGHT * skewness**2), 1, count - 1)
    reach = stdtrit(freedom, (1 + LEVEL) / 2) * np.sqrt(variance / (count - 1))
    if not unit:
        return values - reach, values + reach
    inside = np.where(usable, values, 0.5)
    reach = reach / (inside * (1 - inside))  # the slope of the logit: the delta method
    low, high = _all_or_nothing(values, trials or count)
    perfect = (values == 0) | (values == 1)
    return (
        np.where(perfect, low, np.maximum(expit(logit(inside) - reach), low)),
        np.where(perfect, high, np.minimum(expit(logit(inside) + reach), high)),
    )


def _all_or_nothing(
    values: NDArray[np.float64], trials: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the interval of Clopper and Pearson (1934), as if each person were one trial.

    Of all people whose shares of mistakes average to the same figure, those who are always right
    or always wrong differ most. So no interval need be wider, and this one is left where nobody
    shows a mistake.
    """
    from scipy.special import betaincinv

    right, wrong = values * trials, (1 - values) * trials
    tail = (1 - LEVEL) / 2
    low = np.where(right > 0, betaincinv(np.maximum(right, 1e-9), wrong + 1, tail), 0.0)
    high = np.where(wrong > 0, betaincinv(right + 1, np.maximum(wrong, 1e-9), 1 - tail), 1.0)
    return low, high


def _snapped(value: float) -> float:
    """Return 0 or 1 for what is that but for rounding: the sum of a million trapezoids, say."""
    return float(round(value)) if abs(value - round(value)) < ROUNDING else value


def _without(value: float, note: str) -> Estimate:
    if np.isnan(value):
        return Estimate.missing(note or "There is nothing to compute it from.")
    return Estimate(value=value, note=note)


def _weights(people: int, replicates: int, seed: int) -> Sequence[NDArray[np.float64]]:
    """Return chunks of (r, P) weights that leave out each group once."""
    group = groups(people, replicates, seed)
    count = int(group.max()) + 1
    return [
        (np.arange(start, min(start + CHUNK, count))[:, None] != group).astype(np.float64)
        for start in range(0, count, CHUNK)
    ]
