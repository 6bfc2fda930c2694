"""The searches of a library for its own faces: what strangers score here, and what people do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.calibration import WEAK_QUALITY
from likeness.grouping.strangers.doubles import shortfalls_of
from likeness.grouping.strangers.known import NOBODY, Known, own_scores, rank

if TYPE_CHECKING:
    from numpy.typing import NDArray


# Classes of quality that strangers are compared within.
QUALITY_EDGES = (WEAK_QUALITY, 0.7)
CLASSES = len(QUALITY_EDGES) + 1

# Votes, and photos searched for, at most: at 2,000 the share of strangers that is let through at
# a stated 1 % is known to .2 %.
VOTES = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """Searches in the library for its own faces, t in all, at most one of a person in a class."""

    faces: NDArray[np.intp]  # (t,) rows of the library that they were taken from
    classes: NDArray[np.intp]  # (t,) of quality
    first: NDArray[np.bool_]  # (t,) the person's vote where classes are pooled
    strangers: NDArray[np.float64]  # (t, 2) best and second-best score without the person itself
    sizes: NDArray[np.intp]  # (t,) faces of who scored best
    own: NDArray[np.float64]  # (t,) score of the person without this face; NaN if it has no other
    own_sizes: NDArray[np.intp]  # (t,) these others
    shortfalls: NDArray[np.float64]  # (t,) to who scored best, see `doubles`; NaN: not looked at

    def __len__(self) -> int:
        return len(self.faces)


def class_of(quality: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return the class of quality of each face, 0 for the weakest."""
    classes: NDArray[np.intp] = np.searchsorted(QUALITY_EDGES, quality, side="right")
    return classes


def voters(known: Known, most: int = VOTES) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the faces that vote and which of them do where classes are pooled.

    The first face of a person in a class votes in it, the first of all where classes are pooled;
    of more than *most* people every so many-th.
    """
    step = max(1, -(-len(known) // most))
    faces = np.flatnonzero(known.owners % step == 0)
    key = known.owners[faces] * (len(QUALITY_EDGES) + 1) + class_of(known.quality[faces])
    _, at = np.unique(key, return_index=True)
    chosen = np.sort(faces[at])
    return chosen, chosen == known.starts[known.owners[chosen]]


def take_votes(known: Known, most: int = VOTES) -> Votes:
    """Search for one face of everybody, without and with that person's other faces."""
    faces, first = voters(known, most)
    owners = known.owners[faces]
    ranked = rank(known, known.vectors[faces], without=owners, count=2)
    missing = 2 - ranked.scores.shape[1]  # a library of one person
    rivals = np.pad(ranked.people, ((0, 0), (0, missing)), constant_values=0)
    strangers = np.pad(ranked.scores, ((0, 0), (0, missing)), constant_values=NOBODY)
    pairs = np.stack([owners, rivals[:, 0]], axis=1)
    return Votes(
        faces=faces,
        classes=class_of(known.quality[faces]),
        first=first,
        strangers=strangers,
        sizes=known.sizes[rivals[:, 0]],
        own=own_scores(known, faces),
        own_sizes=known.sizes[owners] - 1,
        shortfalls=shortfalls_of(known, pairs, strangers[:, 0]),
    )
