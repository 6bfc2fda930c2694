"""Each known way of grouping, where it is at its best and where its authors put it.

The oracle knows the people and picks the threshold with the highest BCubed F over all photos of the
set, those without a face being alone. Nobody has an oracle: that figure is the most a method can
reach here by its threshold, not what it would have reached.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np

from likeness.errors import UsageError
from likeness.evaluation.baselines import dbscan
from likeness.evaluation.baselines.base import BASELINES, Baseline
from likeness.evaluation.baselines.distances import threshold_at, thresholds_for
from likeness.evaluation.baselines.published import Published, Space
from likeness.evaluation.contingency import bcubed_f
from likeness.evaluation.partition import with_alone

if TYPE_CHECKING:
    from numpy.typing import NDArray

Scalar = TypeVar("Scalar", bound=np.generic)

Rule = Literal["oracle", "published", "same false-match rate"]

NO_STRANGERS = "All faces are of one person, so there is no false-match rate to match."
NO_FACES = "No face was found, so there is nothing to group."
NO_EMBEDDING = "Its published threshold is for raw embeddings, and those are not at hand."


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A way of grouping at one threshold, or the reason why it was not run."""

    baseline: Baseline
    rule: Rule  # how the threshold was found
    space: Space  # metric of the threshold
    threshold: float | None
    groups: NDArray[np.intp] | None  # (n + m,) of each photo, those without a face last
    note: str = ""  # source of the threshold, or why there are no groups


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Who the photos show."""

    people: NDArray[np.intp]  # (n,) of the photos with a face
    missed_people: NDArray[np.intp]  # (m,) of the photos without
    # (n,) which of the faces that are grouped these are, where bystanders without a label are
    # grouped with them. None: there are no bystanders.
    rows: NDArray[np.intp] | None = None

    def labelled(self, faces: NDArray[Scalar]) -> NDArray[Scalar]:
        """Return what belongs to the labelled faces (n, ...), given it for all that are grouped."""
        return faces if self.rows is None else faces[self.rows]

    def photos(self, groups: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the groups (n + m,) of all labelled photos, given those of all faces."""
        return with_alone(self.labelled(groups), None, len(self.missed_people))

    def f(self, groups: NDArray[np.intp]) -> float:
        """Return the BCubed F over all labelled photos, given the groups of all faces.

        It is in [0, 1], and 0 without photos.
        """
        everybody = np.concatenate([self.people, self.missed_people])
        return bcubed_f(self.photos(groups), everybody) or 0.0


def oracle(
    baseline: Baseline,
    vectors: NDArray[np.float32],
    truth: Truth,
    *,
    thresholds: Sequence[float],
    seed: int,
) -> tuple[float, NDArray[np.intp]]:
    """Return the threshold with the highest BCubed F over all photos, and its groups.

    Args:
        baseline: The way of grouping.
        vectors: (N, d) of any length, of all faces that are grouped.
        truth: Who the photos show.
        thresholds: What there is to choose from, at least one. Of equally good ones the smallest is
            taken.
        seed: Of whatever is random.

    Returns:
        The threshold, and the group of each face (N,).

    Raises:
        ValueError: There is no threshold, or the vectors are no finite (n, d).
        UsageError: There are too many faces for this method.
    """
    if not thresholds:
        raise ValueError("thresholds must hold at least one distance, got none.")
    ascending = sorted(thresholds)
    found = baseline.sweep(vectors, ascending, seed)
    best = int(np.argmax([truth.f(groups) for groups in found]))
    return ascending[best], found[best]


def compare(
    spaces: Mapping[Space, NDArray[np.float32]],
    truth: Truth,
    *,
    published: Sequence[Published] = (),
    rate: float | None = None,
    thresholds: Sequence[float] | None = None,
    seed: int,
) -> tuple[Placed, ...]:
    """Run all ways of grouping.

    Each is run at the oracle's threshold; then where its authors put it, if they did for this
    embedding; else, with a *rate*, where as many pairs of strangers are within the threshold.

    Args:
        spaces: The vectors (N, d) of all faces that are grouped, by metric: "euclidean_l2" has unit
            vectors and must be there, "euclidean" has raw embeddings and serves published
            thresholds only.
        truth: Who the photos show.
        published: What was published for this embedding (`published.published_for`).
        rate: False-match rate to match, [0, 1], such as that of a threshold in use.
        thresholds: What the oracle may choose from. Default: `distances.thresholds_for`.
        seed: Of whatever is random.

    Returns:
        One or more for each way of grouping, in the order of `base.BASELINES`.

    Raises:
        ValueError: Vectors are no finite (n, d).
    """
    unit = spaces["euclidean_l2"]
    judged = truth.labelled(unit)
    if thresholds is None:
        thresholds = thresholds_for(judged, truth.people)
    cut = None if rate is None else threshold_at(judged, truth.people, rate)
    runs = _Runs(spaces=spaces, truth=truth, thresholds=thresholds, seed=seed)
    rows: list[Placed] = []
    for baseline in BASELINES.values():
        rows.append(runs.best(baseline))
        known = [entry for entry in published if entry.baseline == baseline.name]
        rows += [runs.published(baseline, entry) for entry in known]
        if rate is not None and not known:
            rows.append(runs.matched(baseline, cut))
    return tuple(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Runs:
    """What the runs of one comparison share."""

    spaces: Mapping[Space, NDArray[np.float32]]
    truth: Truth
    thresholds: Sequence[float]
    seed: int

    def best(self, baseline: Baseline) -> Placed:
        unit = self.spaces["euclidean_l2"]
        missing = partial(_missing, baseline, "oracle", "euclidean_l2")
        if len(self.truth.people) == 0:
            return missing(None, NO_FACES)
        try:
            cut, groups = oracle(
                baseline, unit, self.truth, thresholds=self.thresholds, seed=self.seed
            )
        except UsageError as error:
            return missing(None, str(error))
        return Placed(
            baseline=baseline,
            rule="oracle",
            space="euclidean_l2",
            threshold=cut,
            groups=self.truth.photos(groups),
        )

    def published(self, baseline: Baseline, entry: Published) -> Placed:
        return self._at(baseline, "published", entry.space, entry.threshold, entry)

    def matched(self, baseline: Baseline, cut: float | None) -> Placed:
        return self._at(baseline, "same false-match rate", "euclidean_l2", cut, None)

    def _at(
        self,
        baseline: Baseline,
        rule: Rule,
        space: Space,
        cut: float | None,
        entry: Published | None,
    ) -> Placed:
        missing = partial(_missing, baseline, rule, space, cut)
        vectors = self.spaces.get(space)
        if vectors is None:
            return missing(NO_EMBEDDING)
        if len(self.truth.people) == 0:
            return missing(NO_FACES)
        if cut is None:
            return missing(NO_STRANGERS)
        try:
            if entry is not None and entry.min_samples is not None:
                groups = dbscan.sweep(vectors, [cut], self.seed, entry.min_samples)[0]
            else:
                groups = baseline.run(vectors, cut, self.seed)
        except UsageError as error:
            return missing(str(error))
        return Placed(
            baseline=baseline,
            rule=rule,
            space=space,
            threshold=cut,
            groups=self.truth.photos(groups),
            note="" if entry is None else entry.source,
        )


def _missing(baseline: Baseline, rule: Rule, space: Space, cut: float | None, note: str) -> Placed:
    return Placed(baseline=baseline, rule=rule, space=space, threshold=cut, groups=None, note=note)
