"""Measure how often the 95 % intervals of evaluations hold the truth.

    python benchmarks/intervals.py [--sets N] [--people 6 10 20 50] [--workers N]

People are simulated: each has a mean embedding, a spread of their own (log-normal) and 2 to 20
photos, so that pairs of photos depend on each other as they do in life; all embeddings share an
offset, as strangers are not at right angles. The truth comes from 20,000 people of the same kind.
Of every data set each figure gets its interval the way the product computes it (`jackknife`), and
for comparison the percentiles of a bootstrap over people (`percentile`).

The mean of both worlds is kept in `likeness.evaluation.jackknife.COVERAGE`. At 50 people it must be
between 93 and 97 %; the exit status is 1 if it is not (with fewer than 500 data sets: if it is out
by more than chance explains).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from likeness.evaluation import tally
from likeness.evaluation.estimate import Estimate
from likeness.evaluation.jackknife import from_left_out, intervals
from likeness.evaluation.metrics import block
from likeness.evaluation.pairs import Pairs, every
from likeness.evaluation.roc import (
    Curve,
    accuracy_at,
    auc,
    best_threshold,
    equal_error_rate,
    roc,
    tar_at_far,
)

WIDTH = 24
DECAY = 0.8  # of the variance from one direction to the next: faces differ in few ways
PHOTOS = (2, 20)
PEOPLE = (6, 10, 20, 50)
TRUE_PEOPLE = 20_000
TRUE_STRANGERS = 10_000_000
REPLICATES = 200  # of the bootstrap
ASKED = (0.93, 0.97)
ASKED_PEOPLE = 50
FULL = 500  # data sets of each kind
FIGURES = (
    "AUC",
    "EER",
    "TAR at FAR 0.1",
    "TAR at FAR 0.01",
    "accuracy",
    "similarity, same",
    "similarity, different",
    "difference of AUC",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What the people of a simulation are like."""

    name: str
    noise: float  # spread of a person's photos, where 1 is the spread between people
    unequal: float  # standard deviation of the logarithm of that spread
    offset: float  # length of what all embeddings share


WORLDS = (
    World(name="hard", noise=0.7, unequal=0.35, offset=1.0),
    World(name="easy", noise=0.5, unequal=0.25, offset=1.0),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The figures of everybody in a world."""

    threshold: float  # at which the accuracy is taken
    values: tuple[float, ...]  # in the order of FIGURES


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How often the intervals of one figure held the truth."""

    world: str
    people: int
    figure: str
    truth: float
    jackknife: float  # share of the data sets
    above: float  # share in which the truth was above the interval
    percentile: float  # share, of the bootstrap
    width: float  # median, of the jackknife


def photos_of(
    world: World, people: int, rng: np.random.Generator, models: int = 1
) -> tuple[list[NDArray[np.float64]], NDArray[np.intp]]:
    """Return unit vectors (n, d) of simulated people, and whose they are.

    Several models see the same people and each photo with noise of its own: in truth they are
    equally good.
    """
    owners = np.repeat(np.arange(people), rng.integers(PHOTOS[0], PHOTOS[1] + 1, people))
    scales = np.sqrt(DECAY ** np.arange(WIDTH))
    scales /= np.sqrt((scales**2).sum())
    means = rng.standard_normal((people, WIDTH)) * scales
    means[:, WIDTH // 2] += world.offset
    spread = world.noise * np.exp(world.unequal * rng.standard_normal(people))
    views = []
    for _ in range(models):
        noise = rng.standard_normal((len(owners), WIDTH)) * scales
        vectors = means[owners] + noise * spread[owners][:, None]
        views.append(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    return views, owners


def find_truth(world: World, people: int = TRUE_PEOPLE, strangers: int = TRUE_STRANGERS) -> Truth:
    """Return the figures of so many people: all pairs of each, and some of different people."""
    rng = np.random.default_rng(99)
    (vectors,), owners = photos_of(world, people, rng)
    ends = np.searchsorted(owners, np.arange(people + 1))
    same = np.concatenate(
        [
            (own @ own.T)[np.triu_indices(len(own), 1)]
            for own in (vectors[ends[i] : ends[i + 1]] for i in range(people))
        ]
    )
    different = []
    for _ in range(max(strangers // 500_000, 1)):
        left, right = rng.integers(0, len(owners), (2, min(strangers, 500_000)))
        apart = owners[left] != owners[right]
        different.append(np.einsum("ij,ij->i", vectors[left[apart]], vectors[right[apart]]))
    others = np.concatenate(different)
    distances = 1 - np.concatenate([same, others])
    curve = roc(distances, np.arange(len(distances)) < len(same))
    threshold = best_threshold(curve)
    return Truth(
        threshold=threshold,
        values=(
            auc(curve),
            equal_error_rate(curve)[0],
            tar_at_far(curve, 0.1)[0],
            tar_at_far(curve, 0.01)[0],
            accuracy_at(curve, threshold),
            float(same.mean()),
            float(others.mean()),
            0.0,
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """What one model says about all pairs of a data set."""

    apart: NDArray[np.float64]  # (p,)
    full: Curve
    thresholds: NDArray[np.float64]  # of the grid
    without: tally.LeftOut


def curves_of(
    vectors: NDArray[np.float64], owners: NDArray[np.intp], pairs: Pairs, threshold: float
) -> Curves:
    """Return the curve of all pairs and those without each person, as the product does."""
    norms = np.ones(len(owners))
    apart = block("cosine", vectors, norms, vectors, norms)[pairs.left, pairs.right]
    curve = roc(apart, pairs.same)
    thresholds = tally.grid(curve, (threshold,))
    counted = tally.count(
        thresholds,
        apart,
        pairs.same,
        left=owners[pairs.left],
        right=owners[pairs.right],
        size=int(owners.max()) + 1,
    )
    return Curves(apart=apart, full=curve, thresholds=thresholds, without=tally.left_out(counted))


def measured(
    views: Sequence[NDArray[np.float64]], owners: NDArray[np.intp], threshold: float
) -> tuple[list[Estimate], list[tuple[float, float]]]:
    """Return the product's estimates of one data set, and the bootstrap's intervals."""
    people = int(owners.max()) + 1
    pairs = every(owners)
    left, right = owners[pairs.left], owners[pairs.right]
    first, second = (curves_of(vectors, owners, pairs, threshold) for vectors in views)
    apart, curve, without = first.apart, first.full, first.without
    rates = (
        (auc(curve), without.auc()),
        (equal_error_rate(curve)[0], without.equal_error_rate()),
        (tar_at_far(curve, 0.1)[0], without.tar_at_far(0.1)),
        (tar_at_far(curve, 0.01)[0], without.tar_at_far(0.01)),
        (accuracy_at(curve, threshold), without.accuracy_at(threshold)),
    )
    estimates = [from_left_out(value, left_out) for value, left_out in rates]
    sums = [np.zeros((people, people)) for _ in range(2)]
    np.add.at(sums[0], (left, right), 1.0)
    np.add.at(sums[1], (left, right), 1 - apart)
    kinds = [[np.diag(np.diag(part)) for part in sums], [np.triu(part, 1) for part in sums]]

    def mean(kind: int, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        pairs_of, total = kinds[kind]
        if kind == 0:
            return (weights @ np.diag(total)) / (weights @ np.diag(pairs_of))
        return _form(weights, total) / _form(weights, pairs_of)

    estimates += [intervals(partial(mean, kind), people, unit=False) for kind in (0, 1)]
    estimates.append(
        from_left_out(
            auc(curve) - auc(second.full),
            without.auc() - second.without.auc(),
            unit=False,
            symmetric=True,
        )
    )
    rng = np.random.default_rng(0)
    weights = rng.multinomial(people, np.full(people, 1 / people), REPLICATES).astype(np.float64)
    drawn, other = (
        _drawn(each.thresholds, each.apart, pairs.same, owners=(left, right), weights=weights)
        for each in (first, second)
    )
    values = [
        drawn.auc(),
        drawn.equal_error_rate(),
        drawn.tar_at_far(0.1),
        drawn.tar_at_far(0.01),
        drawn.accuracy_at(threshold),
        mean(0, weights),
        mean(1, weights),
        drawn.auc() - other.auc(),
    ]
    return estimates, [tuple(np.nanquantile(each, [0.025, 0.975]).tolist()) for each in values]


def _form(weights: NDArray[np.float64], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return w' M w of each row of weights."""
    result: NDArray[np.float64] = np.einsum("ri,ri->r", weights @ matrix, weights)
    return result


def _drawn(
    thresholds: NDArray[np.float64],
    apart: NDArray[np.float64],
    same: NDArray[np.bool_],
    *,
    owners: tuple[NDArray[np.intp], NDArray[np.intp]],
    weights: NDArray[np.float64],
) -> tally.LeftOut:
    """Return the curves of draws of people: w_a for the same person, w_a w_b for different ones."""
    from scipy.sparse import coo_matrix

    people = weights.shape[1]
    left, right = owners
    bins = np.searchsorted(thresholds, apart, "left")
    rates = []
    for kind, each in ((~same, weights[:, :, None] * weights[:, None, :]), (same, weights)):
        columns = left[kind] * people + right[kind] if each.ndim == 3 else left[kind]
        flat = each.reshape(len(weights), -1)
        shape = len(thresholds), flat.shape[1]
        counts = coo_matrix((np.ones(kind.sum()), (bins[kind], columns)), shape).tocsr()
        sums = np.cumsum(counts @ flat.T, axis=0).T
        totals = sums[:, -1:]
        share = np.divide(sums, totals, out=np.full_like(sums, np.nan), where=totals > 0)
        rates.append(np.concatenate([np.zeros((len(weights), 1)), share], axis=1))
    return tally.LeftOut(thresholds=thresholds, far=rates[0], tar=rates[1])


def one_set(task: tuple[World, int, int, Truth]) -> list[tuple[float, float, float, float]]:
    """Return both intervals of each figure of one data set: low and high of each way."""
    world, people, number, truth = task
    rng = np.random.default_rng([number, people])
    estimates, drawn = measured(*photos_of(world, people, rng, models=2), truth.threshold)
    return [
        (
            -np.inf if estimate.low is None else estimate.low,
            np.inf if estimate.high is None else estimate.high,
            *ends,
        )
        for estimate, ends in zip(estimates, drawn, strict=True)
    ]


def measure(
    sets: int,
    counts: Sequence[int] = PEOPLE,
    worlds: Sequence[World] = WORLDS,
    *,
    first: int = 0,
    workers: int = 1,
    true_people: int = TRUE_PEOPLE,
    strangers: int = TRUE_STRANGERS,
) -> Iterator[Outcome]:
    """Yield the coverage of each figure, by world and number of people."""
    for world in worlds:
        truth = find_truth(world, true_people, strangers)
        for people in counts:
            numbers = range(first, first + sets)
            tasks = [(world, people, number, truth) for number in numbers]
            if workers > 1:
                with ProcessPoolExecutor(workers) as pool:
                    found = np.array(list(pool.map(one_set, tasks, chunksize=8)))
            else:
                found = np.array([one_set(task) for task in tasks])
            for i, (figure, value) in enumerate(zip(FIGURES, truth.values, strict=True)):
                low, high, least, most = found[:, i].T
                yield Outcome(
                    world=world.name,
                    people=people,
                    figure=figure,
                    truth=value,
                    jackknife=float(np.mean((low <= value) & (value <= high))),
                    above=float(np.mean(value > high)),
                    percentile=float(np.mean((least <= value) & (value <= most))),
                    width=float(np.median(high - low)),
                )


def coverage(outcomes: Sequence[Outcome], people: int) -> dict[str, float]:
    """Return the mean coverage over all worlds of each figure that was measured."""
    shares: dict[str, list[float]] = {}
    for outcome in outcomes:
        if outcome.people == people:
            shares.setdefault(outcome.figure, []).append(outcome.jackknife)
    return {figure: sum(each) / len(each) for figure, each in shares.items()}


def main() -> None:
    """Measure, and print a table and a JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sets", type=int, default=500)
    parser.add_argument(
        "--first", type=int, default=0, help="number of the first set: from 500 on, fresh ones"
    )
    parser.add_argument("--people", type=int, nargs="+", default=list(PEOPLE))
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    started = time.perf_counter()
    print(f"{'world':8}{'people':>7}  {'figure':24}{'truth':>8}", end="")
    print(f"{'jackknife':>11}{'above':>8}{'percentile':>12}{'width':>8}")
    outcomes = []
    for outcome in measure(
        arguments.sets, arguments.people, first=arguments.first, workers=arguments.workers
    ):
        outcomes.append(outcome)
        print(
            f"{outcome.world:8}{outcome.people:7}  {outcome.figure:24}{outcome.truth:8.4f}"
            f"{outcome.jackknife:11.3f}{outcome.above:8.3f}{outcome.percentile:12.3f}"
            f"{outcome.width:8.3f}",
            flush=True,
        )
    print(
        json.dumps(
            {
                "benchmark": "intervals",
                "sets": arguments.sets,
                "seconds": round(time.perf_counter() - started, 1),
                "coverage": {count: coverage(outcomes, count) for count in arguments.people},
                "outcomes": [asdict(outcome) for outcome in outcomes],
            }
        )
    )
    slack = 0.0 if arguments.sets >= FULL else 3 * (0.05 * 0.95 / arguments.sets) ** 0.5
    wrong = [
        f"{figure} {share:.3f}"
        for figure, share in coverage(outcomes, ASKED_PEOPLE).items()
        if not ASKED[0] - slack <= share <= ASKED[1] + slack
    ]
    if wrong:
        sys.exit(f"Asked for a coverage of {ASKED[0]} to {ASKED[1]}, found: {', '.join(wrong)}.")


if __name__ == "__main__":
    main()
