"""What might be wrong with a grouping: parts of groups that are strangers, groups that are one.

Every group is taken apart as average linkage would have built it; each step is one doubt: did it
join two people? Every group is compared with the groups nearest to it; each pair is another: is
this one person in two? If a doubt is right, a known share of the BCubed precision, or recall, is
lost:

    a part of b faces that does not belong to its group of g:   2 b (g - b) / g   faces' worth
    groups of a and b faces that are one person:                2 a b / (a + b)   faces' worth

(each face of the part loses (g - b) / g, each other one b / g; likewise for two groups). Losses are
added up, which is exact where a group has one fault, and too much where it has several: what is
estimated from them is corrected by `trust_fit`.

Pure: no labels, no files; the same rows give the same doubts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.calibration import distances
from likeness.grouping.trust_groups import NEAREST, NOWHERE, Groups

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.grouping.trust_groups import Grouped

BIGGEST = 160  # faces of a group at most that are taken apart, spread evenly

FEATURES = (
    "distance",  # of both sides, root mean square, as multiples of the strictness
    "nearest",  # of the nearest faces of both sides, likewise
    "inner",  # of the faces of the larger side among each other
    "next",  # from the smaller side to the nearest third group
    "agree",  # share of the strictnesses at which both sides are together
    "smaller",  # logarithm of the faces of the smaller side
    "larger",  # and of the larger one
    "quality",  # of the poorer side, mean
    "faces",  # logarithm of those of the library
    "crowd",  # median distance of a group to its nearest one, in this library
    "spread",  # median distance of the faces of a group, in this library
    "strictness",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubts:
    """e pairs of sides, each perhaps wrongly together or wrongly apart, about g sampled groups."""

    together: NDArray[np.bool_]  # (e,) whether both sides are in one group now
    larger: tuple[NDArray[np.intp], ...]  # (e) rows of the larger side
    smaller: tuple[NDArray[np.intp], ...]  # (e) rows of the smaller one
    groups: NDArray[np.intp]  # (e, 2) numbers of the groups of both sides
    sizes: NDArray[np.float64]  # (e, 2) faces of both sides
    loss: NDArray[np.float64]  # (e,) share of precision (together) or recall (apart) at stake
    features: NDArray[np.float64]  # (e, f) see `FEATURES`
    share: NDArray[np.float64]  # (g,) of the sampled faces that are in each group, sum 1
    faces: NDArray[np.intp]  # (g,) of each group

    def __len__(self) -> int:
        return len(self.loss)


def doubts(grouped: Grouped) -> Doubts:
    """Return the doubts about a grouping, of sampled groups where there are many faces.

    A group is sampled as often as its faces are, so that means over the sampled faces are means
    over the library.
    """
    index = Groups(grouped)
    within, between = _within(index), _between(index)
    count = [len(within.loss), len(between.loss)]
    return Doubts(
        together=np.repeat([True, False], count),
        larger=(*within.larger, *between.larger),
        smaller=(*within.smaller, *between.smaller),
        groups=np.concatenate([within.groups, between.groups]),
        sizes=np.concatenate([within.sizes, between.sizes]),
        loss=np.concatenate([within.loss, between.loss]),
        features=np.concatenate([within.features, between.features]),
        share=index.share,
        faces=index.sizes,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The doubts of one kind, as in `Doubts`."""

    together: bool
    larger: list[NDArray[np.intp]]
    smaller: list[NDArray[np.intp]]
    groups: NDArray[np.intp]
    sizes: NDArray[np.float64]
    loss: NDArray[np.float64]
    features: NDArray[np.float64]


def _between(index: Groups) -> _Part:
    """Return each sampled group with the groups nearest to it, each pair once."""
    near = index.near[:, :NEAREST]
    one = np.repeat(index.sampled, near.shape[1])
    codes = np.unique(
        np.minimum(one, near.ravel()) * len(index.sizes) + np.maximum(one, near.ravel())
    )
    one, other = np.divmod(codes, len(index.sizes))
    apart = ~index.meet(one, other)
    one, other = one[apart], other[apart]
    swapped = index.sizes[one] > index.sizes[other]
    small, large = np.where(swapped, other, one), np.where(swapped, one, other)
    a, b = index.sizes[small], index.sizes[large]
    distance = distances(np.einsum("ij,ij->i", index.means[small], index.means[large]))
    least = index.least(small, large)
    features = _features(
        index, distance=distance, least=least, inner=index.inner[large],
        following=index.following(small, large), agree=index.agree(small, large),
        smaller=a.astype(np.float64), larger=b.astype(np.float64),
        quality=index.poorer(small, large),
    )  # fmt: skip
    return _Part(
        together=False,
        larger=[index.members[group] for group in large.tolist()],
        smaller=[index.members[group] for group in small.tolist()],
        groups=np.stack([large, small], axis=1),
        sizes=np.stack([b, a], axis=1).astype(np.float64),
        loss=(index.share[small] * b + index.share[large] * a) / np.maximum(a + b, 1),
        features=features,
    )


def _within(index: Groups) -> _Part:
    """Return every step in which average linkage would build the sampled groups."""
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    library = index.library
    groups: list[int] = []
    larger: list[NDArray[np.intp]] = []
    smaller: list[NDArray[np.intp]] = []
    parts_of: list[float] = []
    means: list[NDArray[np.float32]] = []
    values: list[tuple[float, float, float, float]] = []
    for group in index.sampled.tolist():
        rows = index.members[group]
        if len(rows) < 2:
            continue
        if len(rows) > BIGGEST:
            rows = rows[np.linspace(0, len(rows) - 1, BIGGEST).astype(np.intp)]
        gaps = distances(library.vectors[rows] @ library.vectors[rows].T)
        np.fill_diagonal(gaps, 0)
        squares, least = gaps * gaps, gaps.copy()
        labels = library.rungs[:, rows]
        agree = np.full(gaps.shape, 0.5)
        if len(labels):
            agree = (labels[:, :, None] == labels[:, None, :]).mean(axis=0)
        sums, quality = library.vectors[rows].copy(), library.quality[rows].astype(np.float64)
        # Sums over pairs of parts are kept up to date in the row of the first face of each part.
        parts = [np.array([i]) for i in range(len(rows))]
        for first, second, _, _ in linkage(squareform(gaps, checks=False), "average").tolist():
            small, large = sorted((parts[int(first)], parts[int(second)]), key=len)
            parts.append(np.concatenate([large, small]))
            at, into = int(small[0]), int(large[0])
            if library.pinned is None or not library.pinned[rows[parts[-1]]].all():
                pairs = len(small) * len(large)
                groups.append(group)
                larger.append(rows[large])
                smaller.append(rows[small])
                parts_of.append(len(small) / len(rows))
                means.append(sums[at] / np.float32(len(small)))
                values.append(
                    (
                        float(np.sqrt(squares[at, into] / pairs)),
                        float(least[at, into]),
                        float(agree[at, into] / pairs),
                        float(min(quality[at] / len(small), quality[into] / len(large))),
                    )
                )
            for table in (squares, agree):
                table[into] += table[at]
                table[:, into] += table[:, at]
            least[into] = np.minimum(least[into], least[at])
            least[:, into] = np.minimum(least[:, into], least[:, at])
            sums[into] += sums[at]
            quality[into] += quality[at]
    own = np.array(groups, np.intp)
    part = np.array(parts_of)
    found = np.array(values).reshape(-1, 4)
    width = library.vectors.shape[1]
    centres = np.array(means, np.float32).reshape(-1, width)
    third = index.third(centres, own)
    a, b = (np.array([len(rows) for rows in side], np.float64) for side in (smaller, larger))
    scale = index.sizes[own] * part / np.maximum(a, 1)  # of large groups only some are taken apart
    features = _features(
        index, distance=found[:, 0], least=found[:, 1], inner=index.inner[own],
        following=third,
        agree=found[:, 2], smaller=a * scale, larger=b * scale, quality=found[:, 3],
    )  # fmt: skip
    return _Part(
        together=True, larger=larger, smaller=smaller, groups=np.stack([own, own], axis=1),
        sizes=np.stack([b * scale, a * scale], axis=1),
        loss=index.share[own] * 2 * part * (1 - part), features=features,
    )  # fmt: skip


def _features(
    groups: Groups, *, distance: NDArray[np.float64], least: NDArray[np.float64],
    inner: NDArray[np.float64], following: NDArray[np.float64], agree: NDArray[np.float64],
    smaller: NDArray[np.float64], larger: NDArray[np.float64], quality: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    """Return (e, f) the `FEATURES` of doubts."""
    strictness, n = groups.library.strictness, len(groups.library.vectors)
    gaps = [np.minimum(gap, NOWHERE) / strictness for gap in (distance, least, inner, following)]
    sizes = [np.log(np.maximum(size, 1)) for size in (smaller, larger)]
    gap = groups.crowd / strictness, groups.spread / strictness
    library = [np.full(len(agree), value) for value in (np.log(max(n, 1)), *gap, strictness)]
    return np.stack([*gaps, agree, *sizes, quality, *library], axis=1)
