"""Signs of how good a grouping is that need no label.

- Faces of one photo are different people: how many of them would pass for one is how many strangers
  elsewhere do.
- Copies (nearer than `calibration.COPY`, on different photos) are one person: are they together?
- A library that is sorted well falls apart little when it is sorted a bit more strictly, and grows
  together little when it is sorted a bit less so.
- The embedding is the mean of two views, the face and its mirror image, and their distance is
  known: how many faces would land elsewhere, had only one of them been taken?
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.calibration import COPY, distances
from likeness.grouping.constraints import same_photo
from likeness.grouping.evidence import EVEN
from likeness.grouping.trust_doubts import FEATURES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.grouping.trust_doubts import Doubts
    from likeness.grouping.trust_groups import Grouped

STEP = 0.1  # how much stricter and looser agreement is measured with, as nearly as there is one
ROOM = 80  # directions that the embedding uses. Source: research on grouping, section 1
BLOCK_ELEMENTS = 8_000_000


TERMS = (
    "faces",  # logarithm, 300 is 0
    "alone",  # share of the faces
    "in pairs",  # likewise
    "largest",  # logarithm of the share of the largest group
    "leaks",  # share of the pairs of faces of one photo that would pass for one person
    "known strangers",  # how many such pairs there are, logarithm
    "quality",  # mean
    "quality spread",
    "stricter",  # angle of what a stricter grouping would call wrong
    "looser",  # angle of what a looser one would call missing
    "strictness",
    "spread",
    "crowd",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """So many of so many."""

    count: float
    of: int

    @property
    def share(self) -> float | None:
        """The share, None of nothing."""
        return self.count / self.of if self.of else None


def leaks(grouped: Grouped) -> Count:
    """Return how many pairs of faces of one photo are so near that they would pass for one person.

    Copies are left out: mirrors and collages do show one person twice.
    """
    known = np.char.mod("%d", grouped.photos)
    pairs = same_photo(tuple(known.tolist()), grouped.vectors)
    near = pairs.distances < EVEN * grouped.strictness
    return Count(count=int(near.sum()), of=len(near))


def copies(grouped: Grouped, rows: NDArray[np.intp]) -> Count:
    """Return how many of the copies of these faces on other photos are in the same group."""
    found = together = 0
    step = max(1, BLOCK_ELEMENTS // max(len(grouped.vectors), 1))
    for start in range(0, len(rows), step):
        part = rows[start : start + step]
        gaps = distances(grouped.vectors[part] @ grouped.vectors.T)
        line, other = np.nonzero(gaps < COPY)
        differs = grouped.photos[part[line]] != grouped.photos[other]
        line, other = part[line[differs]], other[differs]
        found += len(line)
        together += int((grouped.groups[line] == grouped.groups[other]).sum())
    return Count(count=together, of=found)


def agreement(grouped: Grouped) -> tuple[float, float]:
    """Return BCubed precision by a stricter grouping's measure, and recall by a looser one's.

    Both are 1 where no such grouping is known.
    """
    if len(grouped.rungs) < 2:
        return 1.0, 1.0
    ratios = grouped.ladder / grouped.strictness
    strict = grouped.rungs[int(np.argmin(np.abs(ratios - (1 - STEP))))]
    loose = grouped.rungs[int(np.argmin(np.abs(ratios - (1 + STEP))))]
    precision = float(shared(grouped.groups, strict).mean())
    return precision, float(shared(loose, grouped.groups).mean())


def shared(groups: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return (n,) what share of the group of each face is in its group of the other grouping."""
    size = np.unique(groups, return_inverse=True, return_counts=True)
    codes = size[1].astype(np.int64) * (int(other.max(initial=0)) + 1) + other
    _, both, meet = np.unique(codes, return_inverse=True, return_counts=True)
    return np.asarray(meet[both] / size[2][size[1]])


def terms(grouped: Grouped, doubts: Doubts) -> NDArray[np.float64]:
    """Return (t,) what is known of a library as a whole, see `TERMS`."""
    faces, n = doubts.faces, len(grouped.vectors)
    leak = leaks(grouped)
    precision, recall = agreement(grouped)
    first = doubts.features[0] if len(doubts) else np.zeros(len(FEATURES))
    return np.array(
        [
            np.log(max(n, 1) / 300),
            float(faces[faces == 1].sum() / max(n, 1)),
            float(faces[faces == 2].sum() / max(n, 1)),
            np.log(faces.max(initial=1) / max(n, 1)),
            leak.count / (leak.of + 20),
            np.log1p(leak.of) / 5,
            float(grouped.quality.mean()) if n else 1.0,
            float(grouped.quality.std()) if n else 0.0,
            np.arcsin(np.sqrt(max(1 - precision, 0.0))),
            np.arcsin(np.sqrt(max(1 - recall, 0.0))),
            grouped.strictness,
            first[FEATURES.index("spread")],
            first[FEATURES.index("crowd")],
        ]
    )


def mirrored(grouped: Grouped, mirror: NDArray[np.float32], rows: NDArray[np.intp]) -> Count:
    """Return how many of these faces would stay in their group, seen by one view only (expected).

    A view lies half the mirror distance away from the embedding, in a direction that is not kept:
    among `ROOM` directions it is taken as random, so that the gap between the own group's mean and
    the next one's changes by a normally distributed amount.

    Args:
        grouped: The library.
        mirror: (n,) distance of a face to its mirror image; NaN: unknown.
        rows: Faces that are looked at; those alone, or without a known mirror image, are left out.
    """
    from scipy.special import ndtr

    _, group, sizes = np.unique(grouped.groups, return_inverse=True, return_counts=True)
    rows = rows[(sizes[group[rows]] > 1) & ~np.isnan(mirror[rows])]
    if len(rows) == 0 or len(sizes) < 2:
        return Count(count=len(rows), of=len(rows))
    sums = np.zeros((len(sizes), grouped.vectors.shape[1]), np.float32)
    np.add.at(sums, group, grouped.vectors)
    means = sums / sizes[:, None].astype(np.float32)
    stay = 0.0
    step = max(1, BLOCK_ELEMENTS // len(sizes))
    for start in range(0, len(rows), step):
        part = rows[start : start + step]
        own = group[part]
        vectors = grouped.vectors[part]
        size = sizes[own][:, None]
        # Without the face itself, which would vouch for itself.
        home = (sums[own] - vectors) / (size - 1).astype(np.float32)
        cosines = vectors @ means.T
        cosines[np.arange(len(part)), own] = -np.inf
        best = cosines.argmax(axis=1)
        gap = np.einsum("ij,ij->i", vectors, home) - cosines[np.arange(len(part)), best]
        apart = np.linalg.norm(home - means[best], axis=1)
        noise = np.maximum(mirror[part] / 2 * apart / np.sqrt(ROOM), 1e-6)
        stay += float(ndtr(gap / noise).sum())
    return Count(count=stay, of=len(rows))
