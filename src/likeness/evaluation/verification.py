"""Verification: are two faces one person? All figures of a set of labelled faces.

Point figures come from all pairs; intervals from leaving out each person once (`jackknife`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, Literal

import numpy as np

from likeness.errors import UsageError
from likeness.evaluation import jackknife, streamed, tally
from likeness.evaluation.densities import Densities, densities
from likeness.evaluation.estimate import Estimate
from likeness.evaluation.folds import (
    LEAST_PEOPLE,
    TOO_FEW,
    FoldedAccuracy,
    Judged,
    deals,
    fitted_thresholds,
    folded,
    listed_thresholds,
    unfitted,
)
from likeness.evaluation.metrics import Metric, block, distances
from likeness.evaluation.mistakes import Mistake, Worst
from likeness.evaluation.pairs import Pairs, every, total
from likeness.evaluation.roc import (
    SIGMA,
    Curve,
    accuracy_at,
    auc,
    best_threshold,
    equal_error_rate,
    from_counts,
    tar_at_far,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.evaluation.faces import LabelledFaces

FARS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5)

# A FAR is stated only where so many pairs of different people are expected to be accepted: with
# ten, their number is unsure by about a third (a Poisson count), with one it could as well be none.
EXPECTED_AT_FAR = 10

# Up to so many pairs are held with their exact distances; more are counted as they come.
EXACT_PAIRS = 2_000_000

PLOTTED = 1000  # points of the curve
ROUNDING = 1e-6  # of distances, as a share of their range
CHUNK = 16_384  # pairs whose vectors are gathered at a time
STRIP = 256  # rows of all pairs that are computed at a time

NO_SAME = "There are no pairs of the same person: that takes two faces of somebody."
NO_DIFFERENT = "There are no pairs of different people: that takes two people."
NO_FACES = (
    "There is no face to compare; expected photos on which a face is found. Check the folder."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TarAtFar:
    """Which share of the same person is accepted where so few different people are."""

    far: float
    tar: Estimate
    threshold: float | None  # None: no figure, or nothing can be accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class SigmaRule:
    """The rule of thumb of the tutorials, for comparison: see `roc.sigma_rule`."""

    threshold: float
    accuracy: Estimate  # balanced
    sigma: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The curve, thinned for drawing, with the band that holds it, point by point."""

    thresholds: NDArray[np.float64]  # (k,), the first is -inf
    far: NDArray[np.float64]  # (k,) ascending
    tar: NDArray[np.float64]  # (k,) ascending
    low: NDArray[np.float64]  # (k,) of the TAR at this FAR; NaN without interval
    high: NDArray[np.float64]  # (k,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """All figures of verification with one metric."""

    metric: Metric
    faces: int  # that are compared
    people: int  # whose they are
    same: int  # pairs of the same person
    different: int  # pairs of different people
    auc: Estimate
    eer: Estimate
    eer_threshold: float | None
    tar: tuple[TarAtFar, ...]
    accuracy: FoldedAccuracy
    sigma: SigmaRule | None
    threshold: float | None  # to draw and to recommend
    curve: Drawn | None
    densities: Densities | None
    closest_different: tuple[Mistake, ...]
    farthest_same: tuple[Mistake, ...]
    resolution: float  # how far thresholds may be off, in the metric; 0: exact


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cast:
    """Who takes part, and in which fold and group."""

    people: NDArray[np.intp]  # (n,) of each face
    deals: tuple[NDArray[np.intp], ...]  # (n,) folds, of each deal
    groups: NDArray[np.intp]  # (n,) whom the person is left out with
    faces: int  # that take part
    count: int  # of people who take part
    trials: int  # see `jackknife.intervals`


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What is known about the pairs, however many they are."""

    values: NDArray[np.float64]  # (t,) distances that occur, ascending
    same: NDArray[np.float64]  # (t,) how often, among the same person
    different: NDArray[np.float64]  # (t,) among different people
    resolution: float
    thresholds: tuple[float | None, ...]  # of the folds of all deals
    deals: int
    # Thresholds to count at -> counts by group, decisions within folds, mistakes of both kinds.
    look: Callable[[NDArray[np.float64]], _Look]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    tally: tally.Tally
    judged: Judged
    tested: int  # pairs within a fold of any deal
    closest_different: tuple[Mistake, ...]
    farthest_same: tuple[Mistake, ...]


def verify(
    faces: LabelledFaces,
    *,
    metric: Metric,
    pairs: Pairs | None = None,
    seed: int = 0,
    replicates: int = 1000,
    sigma: float = SIGMA,
) -> Verification:
    """Return how well a metric tells the same person from different people.

    Args:
        faces: n labelled faces.
        metric: Of the distance.
        pairs: Which faces are compared; default: all with all. Up to `EXACT_PAIRS` pairs everything
            is exact. More (only of all with all) are counted in fine bins, see `streamed`.
        seed: Of the folds, and of the groups that are left out where there are more people than
            *replicates*.
        replicates: How often people are left out at most, for the intervals.
        sigma: Of the rule "mean + sigma".

    Returns:
        What can be computed; the rest are estimates without value that say why.

    Raises:
        UsageError: There is no face.
        ValueError: There is a NaN or an infinite number among the embeddings.
    """
    if not len(faces):
        raise UsageError(NO_FACES)
    cast = _cast(faces.people, pairs, seed, replicates)
    if pairs is None and sum(total(faces.people)) > EXACT_PAIRS:
        seen = _streamed(faces, metric, cast)
    else:
        listed = every(faces.people) if pairs is None else pairs
        apart = _all(faces, metric) if pairs is None else _distances(faces, metric, pairs)
        seen = _listed(listed, apart, cast)
    return _summed_up(metric, seen, cast, sigma)


def _cast(people: NDArray[np.intp], pairs: Pairs | None, seed: int, replicates: int) -> _Cast:
    """Deal the people into folds and groups.

    Of listed pairs only those who are in one: others would take places in folds for nothing.
    """
    rows = np.arange(len(people))
    if pairs is not None:
        rows = np.unique(np.concatenate([pairs.left, pairs.right]))
    names, rank = np.unique(people[rows], return_inverse=True)
    groups = np.zeros(len(people), np.intp)
    dealt = []
    for deal in deals(people[rows], seed):
        dealt.append(np.zeros(len(people), np.intp))
        dealt[-1][rows] = deal
    groups[rows] = jackknife.groups(len(names), replicates, seed)[rank]
    return _Cast(
        people=people,
        deals=tuple(dealt),
        groups=groups,
        faces=len(rows),
        count=len(names),
        trials=_trials(people, pairs),
    )


def _distances(faces: LabelledFaces, metric: Metric, pairs: Pairs) -> NDArray[np.float64]:
    result = np.empty(len(pairs))
    for start in range(0, len(pairs), CHUNK):
        left, right = pairs.left[start : start + CHUNK], pairs.right[start : start + CHUNK]
        result[start : start + CHUNK] = distances(
            metric, faces.vectors[left], faces.norms[left], faces.vectors[right], faces.norms[right]
        )
    return result


def _all(faces: LabelledFaces, metric: Metric) -> NDArray[np.float64]:
    """Return the distances of `pairs.every`, a strip of rows at a time."""
    vectors, norms = faces.vectors.astype(np.float64), faces.norms.astype(np.float64)
    count = len(vectors)
    parts = [np.empty(0)]
    for start in range(0, count, STRIP):
        rows = np.arange(start, min(start + STRIP, count))
        strip = block(metric, vectors[rows], norms[rows], vectors[start:], norms[start:])
        parts.append(strip[rows[:, None] < np.arange(start, count)])
    return np.concatenate(parts)


def _trials(people: NDArray[np.intp], pairs: Pairs | None) -> int:
    """Return how many people have pairs of their own, and so could be refused."""
    if pairs is None:
        return int((np.unique(people, return_counts=True)[1] > 1).sum())
    return len(np.unique(people[pairs.left[pairs.same]]))


def _listed(pairs: Pairs, apart: NDArray[np.float64], cast: _Cast) -> _Seen:
    """Return what there is to know about listed pairs."""
    values, rows = np.unique(apart, return_inverse=True)
    dealt = [(deal[pairs.left], deal[pairs.right]) for deal in cast.deals]
    thresholds = [
        listed_thresholds(apart, pairs.same, *both, int(deal.max()) + 1)
        for deal, both in zip(cast.deals, dealt, strict=True)
    ]
    size = int(cast.groups.max()) + 1

    def look(wanted: NDArray[np.float64]) -> _Look:
        both = cast.groups[pairs.left], cast.groups[pairs.right]
        parts = [
            _judged(apart, pairs.same, dealt=folds, groups=both, thresholds=limits, size=size)
            for folds, limits in zip(dealt, thresholds, strict=True)
        ]
        return _Look(
            tally=tally.count(wanted, apart, pairs.same, left=both[0], right=both[1], size=size),
            judged=reduce(Judged.and_also, parts),
            tested=_tested(dealt, thresholds),
            closest_different=_worst(cast.people, pairs, apart, same=False),
            farthest_same=_worst(cast.people, pairs, apart, same=True),
        )

    return _Seen(
        values=values,
        same=np.bincount(rows[pairs.same], minlength=len(values)).astype(np.float64),
        different=np.bincount(rows[~pairs.same], minlength=len(values)).astype(np.float64),
        resolution=0.0,
        thresholds=tuple(limit for limits in thresholds for limit in limits),
        deals=len(cast.deals),
        look=look,
    )


def _worst(
    people: NDArray[np.intp], pairs: Pairs, apart: NDArray[np.float64], *, same: bool
) -> tuple[Mistake, ...]:
    worst = Worst(people, farthest=same)
    rows = np.flatnonzero(pairs.same == same)
    worst.add(pairs.left[rows], pairs.right[rows], apart[rows])
    return worst.mistakes()


def _tested(
    dealt: Sequence[tuple[NDArray[np.intp], NDArray[np.intp]]],
    thresholds: Sequence[tuple[float | None, ...]],
) -> int:
    """Return how many pairs lie within a fold that has a threshold, in any deal."""
    tested = np.zeros(len(dealt[0][0]), np.bool_)
    for (left, right), limits in zip(dealt, thresholds, strict=True):
        fitted = np.array([limit is not None for limit in limits])
        tested |= (left == right) & fitted[left]
    return int(tested.sum())


def _judged(
    apart: NDArray[np.float64],
    same: NDArray[np.bool_],
    *,
    dealt: tuple[NDArray[np.intp], NDArray[np.intp]],
    groups: tuple[NDArray[np.intp], NDArray[np.intp]],
    thresholds: tuple[float | None, ...],
    size: int,
) -> Judged:
    """Return the decisions on pairs within a fold that has a threshold."""
    limits = np.array([np.nan if value is None else value for value in thresholds])
    limit = np.where(dealt[0] == dealt[1], limits[dealt[0]], np.nan)
    judged = ~np.isnan(limit)
    accepted = judged & (apart <= limit)
    mixed = groups[0] != groups[1]

    def by_group(kind: NDArray[np.bool_]) -> NDArray[np.float64]:
        columns = []
        for chosen in (accepted & kind, judged & kind):
            counts = np.bincount(groups[0][chosen], minlength=size)
            counts += np.bincount(groups[1][chosen & mixed], minlength=size)
            columns.append(counts)
        return np.stack(columns, axis=1).astype(np.float64)

    def totals(kind: NDArray[np.bool_]) -> NDArray[np.float64]:
        return np.array([(accepted & kind).sum(), (judged & kind).sum()], np.float64)

    return Judged(
        same=totals(same), different=totals(~same), own=by_group(same), others=by_group(~same)
    )


def _streamed(faces: LabelledFaces, metric: Metric, cast: _Cast) -> _Seen:
    """Return what there is to know about all pairs, by looking at them twice."""
    crowd = streamed.crowd(
        metric, faces.vectors, faces.norms, cast.people, folds=cast.deals[0], groups=cast.groups
    )
    histogram = streamed.histogram(crowd)
    thresholds = fitted_thresholds(histogram.training())

    def look(wanted: NDArray[np.float64]) -> _Look:
        counted = streamed.count(crowd, wanted, thresholds)
        return _Look(
            tally=counted.tally,
            judged=counted.judged,
            tested=int(counted.judged.same[1] + counted.judged.different[1]),
            closest_different=counted.closest_different.mistakes(crowd.rows),
            farthest_same=counted.farthest_same.mistakes(crowd.rows),
        )

    used = (histogram.same + histogram.different) > 0
    return _Seen(
        values=histogram.values[used],
        same=histogram.same[used],
        different=histogram.different[used],
        resolution=crowd.width,
        thresholds=thresholds,
        deals=1,
        look=look,
    )


# ---------------------------------------------------------------- figures


def _summed_up(metric: Metric, seen: _Seen, cast: _Cast, sigma: float) -> Verification:
    same, different = int(seen.same.sum()), int(seen.different.sum())
    if not same or not different:
        return _one_sided(metric, seen, cast)
    curve = from_counts(seen.values, seen.same, seen.different)
    rate, rate_threshold = equal_error_rate(curve)
    rule = _sigma_threshold(seen, sigma)
    look = seen.look(tally.grid(curve, (rule,)))
    without = tally.left_out(look.tally)

    def estimate(value: float, left_out: NDArray[np.float64]) -> Estimate:
        return jackknife.from_left_out(value, left_out, trials=cast.trials)

    accuracy = folded(
        seen.thresholds,
        look.judged,
        tested=look.tested,
        deals=seen.deals,
        pairs=same + different,
        people=cast.count,
        trials=cast.trials,
    )
    return Verification(
        metric=metric,
        faces=cast.faces,
        people=cast.count,
        same=same,
        different=different,
        auc=estimate(auc(curve), without.auc()),
        eer=estimate(rate, without.equal_error_rate()),
        eer_threshold=rate_threshold,
        tar=_rising(_tar_at_far(curve, without, far, different, estimate) for far in FARS),
        accuracy=accuracy,
        sigma=SigmaRule(
            threshold=rule,
            accuracy=estimate(accuracy_at(curve, rule), without.accuracy_at(rule)),
            sigma=sigma,
        ),
        threshold=best_threshold(curve) if accuracy.threshold is None else accuracy.threshold,
        curve=_drawn(curve, without),
        densities=densities(seen.values, seen.same, seen.different, cast.faces),
        closest_different=look.closest_different,
        farthest_same=look.farthest_same,
        resolution=seen.resolution,
    )


def _one_sided(metric: Metric, seen: _Seen, cast: _Cast) -> Verification:
    """Return what is left where there are no pairs of one kind."""
    note = NO_DIFFERENT if seen.same.sum() else NO_SAME
    if not len(seen.values):
        note = NO_SAME if cast.count > 1 else f"{NO_SAME} {NO_DIFFERENT}"
    missing = Estimate.missing(note)
    look = seen.look(seen.values[-1:]) if len(seen.values) else None
    pairs = int(seen.same.sum() + seen.different.sum())
    few = TOO_FEW.format(people=cast.count)
    return Verification(
        metric=metric,
        faces=cast.faces,
        people=cast.count,
        same=int(seen.same.sum()),
        different=int(seen.different.sum()),
        auc=missing,
        eer=missing,
        eer_threshold=None,
        tar=tuple(TarAtFar(far=far, tar=missing, threshold=None) for far in FARS),
        accuracy=unfitted(few if cast.count < LEAST_PEOPLE else note, pairs),
        sigma=None,
        threshold=None,
        curve=None,
        densities=densities(seen.values, seen.same, seen.different, cast.faces),
        closest_different=look.closest_different if look else (),
        farthest_same=look.farthest_same if look else (),
        resolution=seen.resolution,
    )


def _sigma_threshold(seen: _Seen, sigma: float) -> float:
    """Return the threshold of `roc.sigma_rule`, of distances that were counted."""
    values, weights = seen.values - seen.resolution / 2, seen.same
    count = weights.sum()
    mean = float(weights @ values / count)
    spread = float(weights @ (values - mean) ** 2 / max(count - 1, 1))
    return mean + sigma * float(np.sqrt(spread))


def _tar_at_far(
    curve: Curve,
    without: tally.LeftOut,
    far: float,
    different: int,
    estimate: Callable[[float, NDArray[np.float64]], Estimate],
) -> TarAtFar:
    least = round(EXPECTED_AT_FAR / far)
    if different < least:
        note = (
            f"Too few pairs for this FAR: {different:,} of different people, "
            f"at least {least:,} are needed."
        )
        return TarAtFar(far=far, tar=Estimate.missing(note), threshold=None)
    value, threshold = tar_at_far(curve, far)
    return TarAtFar(far=far, tar=estimate(value, without.tar_at_far(far)), threshold=threshold)


def _rising(rates: Iterable[TarAtFar]) -> tuple[TarAtFar, ...]:
    """Return the same, with lower ends that never fall as the FAR rises.

    The TAR rises with the FAR, so what bounds it from below at a small FAR does so at a larger one.
    It matters where nobody of a few people shows a mistake any more.
    """
    low, risen = 0.0, []
    for rate in reversed(tuple(rates)):
        if rate.tar.low is None:
            risen.append(rate)
            continue
        if rate.tar.low < low:
            risen.append(replace(rate, tar=replace(rate.tar, low=low, note="")))
            continue
        low = rate.tar.low
        risen.append(rate)
    return tuple(reversed(risen))


def _drawn(curve: Curve, without: tally.LeftOut) -> Drawn:
    """Return at most PLOTTED points: those of a grid, as even as the curve allows."""
    last = len(curve.thresholds) - 1
    rows = np.arange(last + 1)
    if last >= PLOTTED:
        ranks, even = np.geomspace(1e-9, 1, PLOTTED // 4), np.linspace(0, 1, PLOTTED // 4 - 1)
        rows = np.unique(
            np.concatenate(
                [
                    [0, last],
                    np.searchsorted(curve.far, ranks, "right") - 1,
                    np.searchsorted(curve.tar, 1 - ranks, "left"),
                    np.searchsorted(curve.tar, even, "left"),
                    np.searchsorted(curve.far, even, "left"),
                ]
            ).clip(0, last)
        )
    far, tar = curve.far[rows], curve.tar[rows]
    low, high = _band(far, tar, without)
    return Drawn(thresholds=curve.thresholds[rows], far=far, tar=tar, low=low, high=high)


def _band(
    far: NDArray[np.float64], tar: NDArray[np.float64], without: tally.LeftOut
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the band of the TAR at each FAR; NaN where people cannot be left out."""
    levels, places = np.unique(far, return_inverse=True)
    top = np.zeros(len(levels))
    np.maximum.at(top, places, tar)  # of a vertical piece the upper end is the TAR at that FAR
    if len(without.far) < jackknife.LEAST_PEOPLE:
        return np.full(len(far), np.nan), np.full(len(far), np.nan)
    left_out = np.stack([without.tar_at_far(float(level)) for level in levels], axis=1)
    low, high = jackknife.limits(top, left_out)
    if np.isnan(low).all():
        return np.full(len(far), np.nan), np.full(len(far), np.nan)
    # TAR rises with FAR: what bounds it from below here does so further right, too, and what
    # bounds it from above does so further left.
    low = np.minimum(np.maximum.accumulate(np.nan_to_num(low, nan=0.0)), top)
    high = np.minimum.accumulate(np.nan_to_num(high, nan=1.0)[::-1])[::-1]
    return low[places], np.maximum(high, top)[places]


# ---------------------------------------------------------------- comparing


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One of several ways to measure the same pairs."""

    name: str
    figure: Estimate
    difference: Estimate  # by how much it falls behind the best one; 0 for that
    best: bool  # whether it is the best, and surely so


def compare(
    people: NDArray[np.intp],
    pairs: Pairs,
    measured: Mapping[str, NDArray[np.float64]],
    *,
    figure: Literal["accuracy", "auc"] = "accuracy",
    seed: int = 0,
    replicates: int = 1000,
) -> tuple[Compared, ...]:
    """Return how several models or metrics do on the same pairs, and which is surely the best.

    Args:
        people: (n,) the person of each face.
        pairs: p pairs of these faces.
        measured: (p,) distances by name.
        figure: What to compare by: the balanced accuracy at thresholds fitted on other people, or
            the AUC.
        seed: As of `verify`.
        replicates: As of `verify`.

    Returns:
        In the order of *measured*. One is marked as the best if the interval of its difference to
        each of the others (over the same people: `jackknife.paired`) lies above 0. Those that
        order all pairs as it does, such as another metric of the same model, are the best with it.

    Raises:
        ValueError: There is a NaN among the distances.
    """
    if not all(np.isfinite(apart).all() for apart in measured.values()):
        raise ValueError("There is a NaN or an infinite number among the distances.")
    if not pairs.same.any() or pairs.same.all():
        missing = Estimate.missing(NO_DIFFERENT if pairs.same.any() else NO_SAME)
        return tuple(
            Compared(name=name, figure=missing, difference=missing, best=False) for name in measured
        )
    cast = _cast(people, pairs, seed, replicates)
    results = {
        name: _figure(_listed(pairs, apart, cast), figure) for name, apart in measured.items()
    }
    top = max(results, key=lambda name: results[name][0])
    behind = {
        name: _clipped(
            jackknife.from_left_out(value - results[top][0], left_out - results[top][1], unit=False)
        )
        for name, (value, left_out) in results.items()
    }
    twins = {name for name in results if _order_alike(measured[name], measured[top])}
    others = [each for name, each in behind.items() if name not in twins]
    surely = bool(others) and all(each.high is not None and each.high < 0 for each in others)
    return tuple(
        Compared(
            name=name,
            figure=jackknife.from_left_out(value, left_out, trials=cast.trials),
            difference=behind[name],
            best=surely and name in twins,
        )
        for name, (value, left_out) in results.items()
    )


def _order_alike(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Return whether two kinds of distance order all pairs alike, but for rounding.

    Then they make the same decisions at their own thresholds: cosine and angular, for example.
    """
    sorted_by_other = one[np.argsort(other, kind="stable")]
    falls = np.diff(sorted_by_other).min(initial=0)
    return bool(falls >= -ROUNDING * np.ptp(one))


def _clipped(difference: Estimate) -> Estimate:
    """Return the difference of two rates with an interval in [-1, 1]."""
    if difference.low is None or difference.high is None:
        return difference
    return replace(difference, low=max(difference.low, -1.0), high=min(difference.high, 1.0))


def _figure(seen: _Seen, figure: str) -> tuple[float, NDArray[np.float64]]:
    """Return a figure, and what it is without each group."""
    curve = from_counts(seen.values, seen.same, seen.different)
    look = seen.look(tally.grid(curve))
    if figure == "auc":
        return auc(curve), tally.left_out(look.tally).auc()
    return look.judged.accuracy(), look.judged.left_out()
