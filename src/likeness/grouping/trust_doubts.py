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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

NEAREST = 24  # groups that each group is compared with
NOWHERE = 1.2  # a distance that says: there is nobody near
USUAL_SPREAD = 0.3  # of the faces of a person
WITNESSES = 16  # faces of a side at most that distances are taken of, spread evenly
BIGGEST = 160  # faces of a group at most that are taken apart, spread evenly
JUDGES = 1_000  # faces at most whose groups are looked at, spread evenly
MANY_GROUPS = 4_000
BLOCK_ELEMENTS = 8_000_000  # of a matrix of products

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
class Grouped:
    """A library as it is grouped now."""

    vectors: NDArray[np.float32]  # (n, d) unit length
    quality: NDArray[np.float32]  # (n,) [0, 1]
    photos: NDArray[np.intp]  # (n,) number of the photo of each face
    groups: NDArray[np.intp]  # (n,) any number for each group; alone: a group of one
    rungs: NDArray[np.intp]  # (r, n) the same at every strictness; r may be 0
    ladder: NDArray[np.float64]  # (r,) those strictnesses
    strictness: float  # that the groups were made with
    pinned: NDArray[np.bool_] | None = None  # (n,) faces that a human put where they are


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
    index = _Index(grouped)
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


class _Index:
    """The groups of a library, and what all their doubts need. Distances are euclidean."""

    def __init__(self, grouped: Grouped) -> None:
        self.library = grouped
        n = len(grouped.vectors)
        _, self.group, self.sizes = np.unique(
            grouped.groups, return_inverse=True, return_counts=True
        )
        self.order = np.argsort(self.group, kind="stable")
        self.begin = np.cumsum(self.sizes) - self.sizes
        self.members = np.split(self.order, self.begin[1:]) if n else []
        sums = np.zeros((len(self.sizes), grouped.vectors.shape[1]), np.float32)
        np.add.at(sums, self.group, grouped.vectors)
        scale = (1 / np.maximum(self.sizes, 1)).astype(np.float32)
        self.means: NDArray[np.float32] = sums * scale[:, None]
        self.qualities = np.bincount(self.group, grouped.quality) / np.maximum(self.sizes, 1)
        judges = sampled(n)
        counts = np.bincount(self.group[judges], minlength=len(self.sizes))
        self.share = counts / max(len(judges), 1)  # (g,) of the sampled faces
        self.sampled = np.flatnonzero(counts)
        self.place = np.full(len(self.sizes), -1, np.intp)
        self.place[self.sampled] = np.arange(len(self.sampled))
        self.near, self.near_distance = self.nearest(
            self.means[self.sampled], self.sampled, NEAREST + 1
        )
        many = self.sizes > 1
        squared = np.einsum("ij,ij->i", sums, sums)[many].astype(np.float64)
        pairs = self.sizes[many] * (self.sizes[many] - 1)
        inner = np.full(len(self.sizes), np.nan)
        inner[many] = distances((squared - self.sizes[many]) / pairs)
        # Of a library where everybody is alone: distances within people are usual ones.
        self.spread = float(np.median(inner[many])) if many.any() else USUAL_SPREAD
        self.inner = np.where(many, inner, self.spread)
        first = self.near_distance[:, 0] if self.near_distance.shape[1] else np.empty(0)
        self.crowd = float(np.median(first)) if len(first) else NOWHERE

    def nearest(
        self, means: NDArray[np.float32], own: NDArray[np.intp], count: int
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the nearest groups beside its own of each mean, and their distances."""
        keep = max(min(count, len(self.sizes) - 1), 0)
        found = np.empty((len(means), keep), np.intp)
        apart = np.empty(found.shape)
        step = max(1, BLOCK_ELEMENTS // max(len(self.sizes), 1))
        for start in range(0, len(means) if keep else 0, step):
            part = slice(start, start + step)
            cosines = means[part] @ self.means.T
            cosines[np.arange(len(cosines)), own[part]] = -np.inf
            best = np.argpartition(-cosines, keep - 1, axis=1)[:, :keep]
            values = np.take_along_axis(cosines, best, axis=1)
            order = np.lexsort((best, -values), axis=1)
            found[part] = np.take_along_axis(best, order, axis=1)
            apart[part] = distances(np.take_along_axis(values, order, axis=1))
        return found, apart

    def third(self, means: NDArray[np.float32], own: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return how far each part of a group is from the nearest other group.

        Where there are more than `MANY_GROUPS`, only those near its own group are looked at.
        """
        if not self.near.shape[1]:
            return np.full(len(own), NOWHERE)
        if len(self.sizes) <= MANY_GROUPS:
            return self.nearest(means, own, 1)[1][:, 0]
        best = np.empty(len(own), np.float32)
        for group, rows in _runs(own):
            others = self.means[self.near[self.place[group]]]
            best[rows] = (means[rows] @ others.T).max(axis=1)
        return distances(best)

    def following(self, small: NDArray[np.intp], large: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return how far the smaller group of each pair (else the larger) is from a third one."""
        sampled_side = self.place[small] >= 0
        side, partner = np.where(sampled_side, (small, large), (large, small))
        if self.near.shape[1] < 2:
            return np.full(len(small), NOWHERE)
        at = self.place[side]
        is_first = self.near[at, 0] == partner
        return np.asarray(np.where(is_first, self.near_distance[at, 1], self.near_distance[at, 0]))

    def least(self, small: NDArray[np.intp], large: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the distance of the nearest faces of each pair of groups."""
        best = np.full(len(small), -1.0, np.float32)
        size = self.sizes[small] * self.sizes[large]
        vectors = self.library.vectors
        for at in np.flatnonzero(size > 1).tolist():
            sides = self.members[small[at]], self.members[large[at]]
            left, right = (some(side) for side in sides)
            best[at] = (vectors[left] @ vectors[right].T).max()
        single = np.flatnonzero(size <= 1)
        ends = self.begin[small[single]], self.begin[large[single]]
        left, right = (vectors[self.order[end]] for end in ends)
        best[single] = np.einsum("ij,ij->i", left, right)
        return distances(best)

    def agree(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the share of strictnesses at which faces of both groups are together, mean."""
        from scipy.sparse import csr_array

        result = np.zeros(len(one))
        for labels in self.library.rungs:
            _, label, count = np.unique(labels, return_inverse=True, return_counts=True)
            share = 1 / self.sizes[self.group]
            table = csr_array((share, (self.group, label)), shape=(len(self.sizes), len(count)))
            result += np.asarray(table[one].multiply(table[other]).sum(axis=1)).ravel()
        return result / len(self.library.rungs) if len(self.library.rungs) else result + 0.5

    def meet(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Return whether both groups are on one photo: then they are two people."""
        from scipy.sparse import csr_array

        _, photo = np.unique(self.library.photos, return_inverse=True)
        ones = np.ones(len(photo))
        shape = (len(self.sizes), int(photo.max(initial=0)) + 1)
        table = csr_array((ones, (self.group, photo)), shape=shape)
        return np.asarray(table[one].multiply(table[other]).sum(axis=1)).ravel() > 0

    def poorer(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the mean quality of the poorer group of each pair."""
        return np.asarray(np.minimum(self.qualities[one], self.qualities[other]))

    def features(
        self, *, distance: NDArray[np.float64], least: NDArray[np.float64],
        inner: NDArray[np.float64], following: NDArray[np.float64], agree: NDArray[np.float64],
        smaller: NDArray[np.float64], larger: NDArray[np.float64], quality: NDArray[np.float64],
    ) -> NDArray[np.float64]:  # fmt: skip
        """Return (e, f) the `FEATURES` of doubts."""
        strictness, n = self.library.strictness, len(self.library.vectors)
        gaps = [
            np.minimum(gap, NOWHERE) / strictness for gap in (distance, least, inner, following)
        ]
        sizes = [np.log(np.maximum(size, 1)) for size in (smaller, larger)]
        gap = self.crowd / strictness, self.spread / strictness
        library = [np.full(len(agree), value) for value in (np.log(max(n, 1)), *gap, strictness)]
        return np.stack([*gaps, agree, *sizes, quality, *library], axis=1)


def _runs(numbers: NDArray[np.intp]) -> Iterator[tuple[int, slice]]:
    """Yield each number of a sorted array and where it stands."""
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    for start, stop in zip(starts.tolist(), [*starts[1:].tolist(), len(numbers)], strict=True):
        yield int(numbers[start]), slice(start, stop)


def sampled(faces: int) -> NDArray[np.intp]:
    """Return the rows of the faces that stand for a library: `JUDGES` at most, evenly spread."""
    return np.unique(np.linspace(0, max(faces - 1, 0), min(JUDGES, faces)).astype(np.intp))


def some(rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return `WITNESSES` of these rows at most, evenly spread."""
    if len(rows) <= WITNESSES:
        return rows
    return rows[np.linspace(0, len(rows) - 1, WITNESSES).astype(np.intp)]


def _between(index: _Index) -> _Part:
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
    features = index.features(
        distance=distance, least=least, inner=index.inner[large],
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


def _within(index: _Index) -> _Part:
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
    features = index.features(
        distance=found[:, 0], least=found[:, 1], inner=index.inner[own],
        following=third,
        agree=found[:, 2], smaller=a * scale, larger=b * scale, quality=found[:, 3],
    )  # fmt: skip
    return _Part(
        together=True, larger=larger, smaller=smaller, groups=np.stack([own, own], axis=1),
        sizes=np.stack([b * scale, a * scale], axis=1),
        loss=index.share[own] * 2 * part * (1 - part), features=features,
    )  # fmt: skip
