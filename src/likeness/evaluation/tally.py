"""Pairs counted by distance and by person: what every figure is computed from without a person.

Counts of the pairs in which a person takes part are enough to leave that person out exactly, for
any number of figures, without looking at a pair again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.evaluation.roc import Curve

# Points of the grid on which pairs are counted by person. Only differences between the curve and
# the curve without a person are taken on it; the figures themselves come from the full curve.
TAIL = 384  # on each tail, at ratios of ranks: TAR at FAR 1e-5 is resolved as well as at 1e-1
BODY = 128  # of each kind, at equal shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many pairs are accepted at each threshold of a grid, in all and of each group of people.

    A group is a person, or several people who are left out together (`jackknife.groups`).
    """

    thresholds: NDArray[np.float64]  # (t,) ascending; all pairs are within the last
    same: NDArray[np.float64]  # (t,) accepted pairs of the same person
    different: NDArray[np.float64]  # (t,) of different people
    own: NDArray[np.float64]  # (g, t) of the same person, in each group
    others: NDArray[np.float64]  # (g, t) of different people, of whom at least one is in the group


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """FAR and TAR without each group; NaN where no pair of the kind is left."""

    thresholds: NDArray[np.float64]  # (t,)
    far: NDArray[np.float64]  # (g, t + 1), beginning with 0
    tar: NDArray[np.float64]  # (g, t + 1), beginning with 0

    def auc(self) -> NDArray[np.float64]:
        """Return (g,) the area under the curve without each group."""
        steps = np.diff(self.far, axis=1)
        result: NDArray[np.float64] = ((self.tar[:, 1:] + self.tar[:, :-1]) / 2 * steps).sum(axis=1)
        return result

    def equal_error_rate(self) -> NDArray[np.float64]:
        """Return (g,) as `roc.equal_error_rate`."""
        gap = self.far + self.tar - 1
        after = np.maximum(np.argmax(gap >= 0, axis=1), 1)
        return _between(gap, self.far, after, np.zeros(len(gap)))

    def tar_at_far(self, far: float) -> NDArray[np.float64]:
        """Return (g,) TAR, interpolated linearly, as steps of a single pair would be rough."""
        after = np.minimum((self.far <= far).sum(axis=1), self.far.shape[1] - 1)
        return _between(self.far, self.tar, np.maximum(after, 1), np.full(len(after), far))

    def accuracy_at(self, threshold: float) -> NDArray[np.float64]:
        """Return (g,) balanced accuracy, as `roc.accuracy_at`."""
        row = int(np.searchsorted(self.thresholds, threshold, "right"))
        result: NDArray[np.float64] = (self.tar[:, row] + 1 - self.far[:, row]) / 2
        return result


def left_out(tally: Tally) -> LeftOut:
    """Return the curves without each group."""
    return LeftOut(
        thresholds=tally.thresholds,
        far=_rates(tally.different - tally.others),
        tar=_rates(tally.same - tally.own),
    )


def grid(curve: Curve, extra: tuple[float, ...] = ()) -> NDArray[np.float64]:
    """Return thresholds of the curve at which to count by person: dense where errors begin.

    Args:
        curve: Of all pairs.
        extra: Thresholds that must be among them.
    """
    ranks = np.geomspace(1e-9, 1, TAIL)
    even = np.linspace(0, 1, BODY)
    rows = np.concatenate(
        [
            np.searchsorted(curve.far, ranks, "left"),
            np.searchsorted(curve.tar, 1 - ranks, "right"),
            np.searchsorted(curve.tar, even, "left"),
            np.searchsorted(curve.far, even, "left"),
        ]
    )
    last = len(curve.thresholds) - 1
    chosen = curve.thresholds[np.unique(np.concatenate([rows.clip(1, last), [last]]))]
    wanted = np.array([value for value in extra if value < chosen[-1]], np.float64)
    return np.unique(np.concatenate([chosen, wanted]))


def accumulate(
    thresholds: NDArray[np.float64],
    own: NDArray[np.float64],
    others: NDArray[np.float64],
    within: NDArray[np.float64],
) -> Tally:
    """Return the tally of counts that are not yet accumulated over the thresholds.

    Args:
        thresholds: (t,).
        own: (g, t) pairs of the same person in each group with a distance up to this threshold
            and above the one before.
        others: (g, t) pairs of different people with at least one in the group.
        within: (t,) those of them that have both in one group, and so were counted once only.
    """
    own, others = np.cumsum(own, axis=1), np.cumsum(others, axis=1)
    return Tally(
        thresholds=thresholds,
        same=own.sum(axis=0),
        different=(others.sum(axis=0) + np.cumsum(within)) / 2,
        own=own,
        others=others,
    )


def count(
    thresholds: NDArray[np.float64],
    distances: NDArray[np.float64],
    same: NDArray[np.bool_],
    *,
    left: NDArray[np.intp],
    right: NDArray[np.intp],
    size: int,
) -> Tally:
    """Return the tally of listed pairs.

    Args:
        thresholds: (t,) as of `grid`.
        distances: (p,).
        same: (p,).
        left: (p,) group of the person.
        right: (p,) of the other one.
        size: g, how many groups there are.
    """
    width = len(thresholds)
    bins = np.searchsorted(thresholds, distances, "left").clip(0, width - 1)
    apart, mixed = ~same, ~same & (left != right)
    inside = apart & (left == right)

    def counted(groups: NDArray[np.intp], chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
        flat = np.bincount(groups[chosen] * width + bins[chosen], minlength=size * width)
        return flat.reshape(size, width).astype(np.float64)

    return accumulate(
        thresholds,
        counted(left, same),
        counted(left, apart) + counted(right, mixed),
        np.bincount(bins[inside], minlength=width).astype(np.float64),
    )


def _rates(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    totals = counts[:, -1:]
    rates = np.divide(counts, totals, out=np.full_like(counts, np.nan), where=totals > 0)
    return np.concatenate([np.zeros((len(counts), 1)), rates], axis=1)


def _between(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    after: NDArray[np.intp],
    wanted: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Interpolate y at x = wanted in each row, between column after - 1 and column after."""
    rows = np.arange(len(x))
    x0, x1 = x[rows, after - 1], x[rows, after]
    y0, y1 = y[rows, after - 1], y[rows, after]
    span = np.where(x1 > x0, x1 - x0, 1.0)
    result = y0 + (wanted - x0) / span * (y1 - y0)
    return np.where(np.isnan(x1) | np.isnan(y1), np.nan, result)
