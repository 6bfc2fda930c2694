"""Ways of grouping and searching that may take the place of today's: measured, not used yet.

They state what today's do not: groups at a strictness that suits the library, and for a search how
probable the answer is. What they still lack stands in docs/explanation/grouping.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.evaluation.openset import Answer, Gallery, Identified
from likeness.grouping.calibration import stretch, weights
from likeness.grouping.communities import communities
from likeness.grouping.constraints import same_photo
from likeness.grouping.linkage import Limits, Points
from likeness.grouping.strangers import Known, calibrate, decide, probabilities, rank
from likeness.types import GroupingFaces

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_GROUPED = 6_000  # faces: more take minutes and gigabytes
GROUPING = "overlap communities (candidate)"
SEARCH = "calibrated search (candidate)"


def candidate_groups(every: GroupingFaces) -> NDArray[np.intp] | None:
    """Return the group of each face (n,), alone: a group of one; None: there are too many faces."""
    count = len(every.ids)
    if count > MOST_GROUPED:
        return None
    pairs = same_photo(every.photos, every.vectors)
    taken = np.ones(count, np.bool_)
    points = Points(
        vectors=every.vectors,
        stretch=stretch(every.vectors, pairs.mean_distances(count), taken),
        weights=weights(every.quality),
    )
    limits = Limits(
        start=np.arange(count), fixed=np.zeros(count, np.bool_), apart=pairs.pairs, taken=taken
    )
    photos = np.unique(np.array(every.photos), return_inverse=True)[1]
    return communities(points, limits, photos.astype(np.intp)).root


class CalibratedSearcher:
    """Answers by what a stranger's best score looks like in this very gallery."""

    def identify(
        self, gallery: Gallery, vectors: NDArray[np.float32], quality: NDArray[np.float32]
    ) -> Identified:
        """Answer for m probes; see `Identifier`. A face too poor to tell counts as absent."""
        known = Known.of(gallery.vectors, gallery.quality, gallery.people)
        calibration = calibrate(known)
        ranked = rank(known, vectors)
        answers: list[Answer] = [
            "absent" if verdict.answer == "unrecognisable" else verdict.answer
            for verdict in decide(calibration, ranked, quality)
        ]
        return Identified(
            people=known.people[ranked.people[:, 0]],
            scores=ranked.scores[:, 0],
            answers=tuple(answers),
            probabilities=probabilities(calibration, ranked)[:, 0],
        )
