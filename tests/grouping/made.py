"""Made-up grouped libraries for the trust report."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from likeness.grouping.trust_groups import Grouped
from tests.grouping.crowd import centres, near

WIDE = 0.2  # distance of a face to its person's centre


def grouped(
    owners: Sequence[int],
    groups: Sequence[int],
    *,
    photos: Sequence[int] | None = None,
    pinned: Sequence[bool] | None = None,
) -> Grouped:
    """Return faces of people who look nothing alike, in these groups at every strictness."""
    people = centres(max(owners) + 1)
    vectors = np.stack([near(people[owner], WIDE, seed) for seed, owner in enumerate(owners)])
    labels = np.array(groups, np.intp)
    return Grouped(
        vectors=vectors,
        quality=np.full(len(owners), 0.8, np.float32),
        photos=np.array(photos if photos is not None else range(len(owners)), np.intp),
        groups=labels,
        rungs=np.stack([labels] * 3),
        ladder=np.array([0.9, 1.0, 1.1]),
        strictness=1.0,
        pinned=None if pinned is None else np.array(pinned),
    )
