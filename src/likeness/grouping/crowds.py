"""Groups of many faces: `communities` at the pace of a million.

The formulas and constants are those of `evidence` and `communities`; the neighbour graph is that of
`graph`, approximate in large libraries, and the loops are compiled (`overlaps`). Two things differ:

- Not all strictnesses are tried: beginning at one that is usual for so many faces, the search goes
  uphill until the score falls on both sides, and then to the top of the parabola through the best
  three. With more faces there are more chance likenesses, so what is usual gets stricter.
- The score. A silhouette in which lonely faces count 0 gains by every two strangers that are
  merged, as these are always a little nearer to each other than to the next face; a silhouette of
  the faces in groups alone gains by leaving out all but the surest. Of n faces, c of which are in
  groups and whose silhouettes sum up to s, the first is s / n and the second s / c: the score is
  the geometric mean of both. It has no number to be tuned. `benchmarks/grouping_scale.py` shows it
  beside the best strictness, on two generators.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.calibration import cosine
from likeness.grouping.communities import RUNGS, Communities
from likeness.grouping.evidence import least_for, reach
from likeness.grouping.graph import near_graph, neighbours_for
from likeness.grouping.overlaps import alike_of, linked
from likeness.grouping.silhouettes import JUDGES
from likeness.grouping.sureness import BESIDE, sureness_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from likeness.grouping.graph import Graph
    from likeness.grouping.points import Limits, Points

# Where the search begins: at strictness 1 up to so many faces, and stricter beyond.
# Source: research on grouping, section 5: -.027 of the distance for each tenfold, 8 % of .32.
# It only saves time: the search goes where the score leads, and stricter groupings are quicker.
USUAL_UP_TO = 500
STRICTER = 0.08

# A strictness is only tried if faces have fewer pairs within its reach, on average, than so many
# times what the graph keeps of each: beyond, lists are full of chance likenesses.
ROOM = 2
SAMPLE = 256  # faces that this is looked up for, against all

BLOCK_ELEMENTS = 8_000_000  # of a matrix of products: 32 MB of float32
LEAST_GAIN = 1e-9  # scores that differ less are the same: the usual strictness wins

# Shares of the time for `progress`: the graph, and then each strictness of about so many.
GRAPH_SHARE = 0.5
TRIES = 5


def communities_of_many(
    points: Points,
    limits: Limits,
    photos: NDArray[np.intp],
    *,
    strictness: float | None = None,
    strangers: NDArray[np.float64] | None = None,
    born: NDArray[np.float64] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Communities:
    """Group many faces; see `communities.communities`.

    Args:
        points: Vectors, stretches and weights.
        limits: Groups to begin with and people that never meet.
        photos: (n,) the photo of each face.
        strictness: Group at this one; None: choose.
        strangers: (n,) mean distance of each face to the others of its photo, NaN where alone; in
            place of the stretches of *points*. None: these.
        born: (n,) birth year that each face implies, NaN unknown; None: of all.
        progress: Called with the share that is done, 0 to 1, now and then.

    Returns:
        The groups; faces that are not taken keep the group they start in.
    """
    tell = progress or (lambda _: None)
    count = int(np.count_nonzero(limits.taken))
    least = least_for(count)
    last = last_step(points.vectors, limits.taken, least)
    begin = min(usual_step(count), last)
    graph = near_graph(
        points,
        photos,
        limits.taken,
        reach(strictness or RUNGS[last], least),
        strangers=strangers,
        born=born,
        progress=lambda share: tell(GRAPH_SHARE * share),
    )
    tries = 0

    def at(value: float) -> NDArray[np.intp]:
        nonlocal tries
        root = grouped_graph(points, limits, photos, graph, value, least=least)
        tries += 1
        tell(GRAPH_SHARE + (1 - GRAPH_SHARE) * tries / (tries + TRIES))
        return root

    if strictness is not None:
        return _one(at(strictness), strictness)
    found: dict[float, NDArray[np.intp]] = {}
    scores: dict[int, float] = {}

    def score_of(step: int) -> float:
        found[RUNGS[step]] = at(RUNGS[step])
        scores[step] = score(points.vectors, found[RUNGS[step]], limits.taken)
        return scores[step]

    best = uphill(score_of, begin, last)
    chosen = between(scores, best)
    if chosen not in found:
        found[chosen] = at(chosen)
    tell(1.0)
    rungs = sorted(found)
    steps = (step for step in range(best - BESIDE, best + BESIDE + 1) if step in scores)
    near = [found[RUNGS[step]] for step in steps if RUNGS[step] != chosen]
    return Communities(
        root=found[chosen],
        sureness=sureness_of(found[chosen], near),
        strictness=chosen,
        rungs=np.array(rungs),
        groups=np.stack([found[rung] for rung in rungs]).astype(np.int32),
        chosen=rungs.index(chosen),
    )


def between(scores: Mapping[int, float], best: int) -> float:
    """Return the strictness at the top of the parabola through the best step and its neighbours.

    Near its top the score is flat, and its maximum lies between the steps. At an end of what was
    tried, and where all three are equal, it is that of the step.

    Args:
        scores: By step of `communities.RUNGS`.
        best: The step with the largest.
    """
    middle = scores[best]
    left, right = scores.get(best - 1), scores.get(best + 1)
    if left is None or right is None or left + right - 2 * middle > -LEAST_GAIN:
        return RUNGS[best]
    away = 0.5 * (left - right) / (left + right - 2 * middle)
    beside = RUNGS[best + (1 if away > 0 else -1)]
    return round(float(RUNGS[best] * (beside / RUNGS[best]) ** abs(away)), 4)


def usual_step(faces: int) -> int:
    """Return the step of `communities.RUNGS` at which the search begins, for so many faces."""
    tenfold = np.log10(max(faces, USUAL_UP_TO) / USUAL_UP_TO)
    usual = 1 / (1 + STRICTER * tenfold)
    return int(np.argmin(np.abs(np.log(np.array(RUNGS) / usual))))


def last_step(vectors: NDArray[np.float32], taken: NDArray[np.bool_], least: float) -> int:
    """Return the widest step of `communities.RUNGS` that the graph has room for, at least 0."""
    rows = np.flatnonzero(taken)
    if len(rows) == 0:
        return 0
    pairs = ROOM * neighbours_for(len(rows)) * min(SAMPLE, len(rows))
    sample = rows[np.linspace(0, len(rows) - 1, min(SAMPLE, len(rows))).astype(int)]
    steps = range(len(RUNGS) - 1, 0, -1)
    counts = np.zeros(len(RUNGS), np.int64)
    part = max(1, BLOCK_ELEMENTS // len(sample))
    for start in range(0, len(rows), part):
        products = vectors[sample] @ vectors[rows[start : start + part]].T
        for step in steps:
            counts[step] += np.count_nonzero(products > cosine(reach(RUNGS[step], least)))
    return next((step for step in steps if counts[step] <= pairs), 0)


def uphill(score_of: Callable[[int], float], begin: int, last: int) -> int:
    """Return the step from 0 to *last* from which the score falls to both sides.

    Stricter ones are asked first, as they are quicker, and wider ones only where no stricter one is
    better. Both neighbours of the answer are asked for, as far as there are any.
    """
    scores: dict[int, float] = {}

    def better(step: int, than: int) -> bool:
        for each in (than, step):
            if 0 <= each <= last and each not in scores:
                scores[each] = score_of(each)
        return step in scores and scores[step] > scores[than] + LEAST_GAIN

    best = begin
    while True:
        if better(best - 1, best):
            best -= 1
        elif better(best + 1, best):
            best += 1
        else:
            return best


def grouped_graph(
    points: Points,
    limits: Limits,
    photos: NDArray[np.intp],
    graph: Graph,
    strictness: float,
    *,
    least: float,
) -> NDArray[np.intp]:
    """Return (n,) the smallest face of the group of each face; see `communities.grouped`."""
    alike = alike_of(graph, photos, points.weights, strictness, least)
    return linked(alike, limits, points.weights)


def score(
    vectors: NDArray[np.float32], groups: NDArray[np.intp], taken: NDArray[np.bool_]
) -> float:
    """Return how well the groups are parted, [-1, 1]: 0 where all faces are alone or together.

    Args:
        vectors: (n, d) unit length.
        groups: (n,) the smallest face of the group of each face.
        taken: (n,) faces that are asked.

    Returns:
        The mean silhouette of all faces times that of the faces in groups, its square root with
        the sign of both. From at most `silhouettes.JUDGES` faces, spread evenly.
    """
    asked = np.flatnonzero(taken)
    judges = asked[np.unique(np.linspace(0, len(asked) - 1, min(JUDGES, len(asked))).astype(int))]
    means, sizes, group = _means(vectors, groups)
    grouped = judges[sizes[group[judges]] > 1]
    if len(grouped) == 0 or len(sizes) < 2:
        return 0.0
    own = group[grouped]
    size = sizes[own]
    inside = np.einsum("ij,ij->i", means[own], vectors[grouped]).astype(np.float64) * size - 1
    near = np.sqrt(np.maximum(2 - 2 * inside / (size - 1), 0))
    best = np.empty(len(grouped))
    step = max(1, BLOCK_ELEMENTS // len(means))
    for start in range(0, len(grouped), step):
        part = slice(start, start + step)
        products = vectors[grouped[part]] @ means.T
        products[np.arange(len(products)), own[part]] = -np.inf
        best[part] = products.max(axis=1)
    far = np.sqrt(np.maximum(2 - 2 * best, 0))
    total = float(((far - near) / np.maximum(np.maximum(far, near), 1e-9)).sum())
    return float(total / np.sqrt(len(judges) * len(grouped)))


def _means(
    vectors: NDArray[np.float32], groups: NDArray[np.intp]
) -> tuple[NDArray[np.float32], NDArray[np.intp], NDArray[np.intp]]:
    """Return the mean (g, d) and size (g,) of each group, and the group (n,) of each face."""
    _, group, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    group = group.reshape(-1)
    order = np.argsort(group, kind="stable")
    starts = np.cumsum(sizes) - sizes
    means = np.empty((len(sizes), vectors.shape[1]), np.float32)
    # A dimension at a time: all at once would copy every vector.
    for column in range(vectors.shape[1]):
        means[:, column] = np.add.reduceat(vectors[:, column][order], starts) / sizes
    return means, sizes, group


def _one(root: NDArray[np.intp], strictness: float) -> Communities:
    """Return the groups at one strictness; with nothing to compare, every face is sure."""
    return Communities(
        root=root,
        sureness=sureness_of(root, []),
        strictness=strictness,
        rungs=np.array([strictness]),
        groups=root[None].astype(np.int32),
        chosen=0,
    )
