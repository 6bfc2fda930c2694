"""Slices of a set: by sub-folder, by perceived age, by how far the head is turned.

A figure over all photos hides who it is bad for. Face embeddings confuse children and old people
more often than others (NIST IR 8280, Face Recognition Vendor Test Part 3: Demographic Effects,
2019), and profiles more often than frontal faces. The borders are plain choices of ours: ages as a
model perceives them err by several years, so finer bands would promise too much; at 45 degrees the
far eye starts to go out of sight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.evaluation.faces import LabelledFaces

Kind = Literal["subset", "age", "pose"]

AGES = (
    (13.0, "0 to 12"),
    (20.0, "13 to 19"),
    (40.0, "20 to 39"),
    (60.0, "40 to 59"),
    (np.inf, "60 and older"),
)
"""Years below which a perceived age is in the band."""

FRONTAL = 15.0  # degrees to either side; below it
PROFILE = 45.0  # beyond it

UNKNOWN = "unknown"
UNLABELLED = "no label"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Some faces of a set that have something in common."""

    kind: Kind
    label: str
    mask: NDArray[np.bool_]  # (n,) of the faces; at least one is true
    missed: NDArray[np.bool_] | None = None  # (m,) of the photos without a face; None: cannot say


def bands(faces: LabelledFaces) -> tuple[Band, ...]:
    """Return the slices of a set that hold at least one face.

    Sub-folders come first, by name, then ages, then poses. A set without sub-folders has no slices
    of that kind. Of a photo without a face only the sub-folder is known.

    Args:
        faces: The set.

    Raises:
        ValueError: An age or yaw is infinite.
    """
    if np.isinf(faces.ages).any() or np.isinf(faces.yaws).any():
        raise ValueError("ages and yaws must be finite, or NaN where they are not known.")
    return (*_subsets(faces), *_ages(faces.ages), *_poses(faces.yaws))


def without_faces(faces: LabelledFaces) -> tuple[str, ...]:
    """Return the sub-folders of which no photo has a face: they have no slice, but deserve a word.

    Args:
        faces: The set.
    """
    return tuple(sorted(set(faces.missed_subsets) - set(faces.subsets) - {""}))


def _subsets(faces: LabelledFaces) -> list[Band]:
    labels = sorted(set(faces.subsets))
    if not any((*labels, *faces.missed_subsets)):
        return []
    return [
        Band(
            kind="subset",
            label=label or UNLABELLED,
            mask=_equal(faces.subsets, label),
            missed=_equal(faces.missed_subsets, label),
        )
        for label in labels
    ]


def _ages(ages: NDArray[np.float32]) -> list[Band]:
    band = np.searchsorted([below for below, _ in AGES], ages, side="right")
    known = ~np.isnan(ages)
    parts = [(label, known & (band == i)) for i, (_, label) in enumerate(AGES)]
    return _filled("age", [*parts, (UNKNOWN, ~known)])


def _poses(yaws: NDArray[np.float32]) -> list[Band]:
    turn = np.abs(yaws)
    parts = [
        ("frontal", turn < FRONTAL),
        ("turned", (turn >= FRONTAL) & (turn <= PROFILE)),
        ("profile", turn > PROFILE),
        (UNKNOWN, np.isnan(yaws)),
    ]
    return _filled("pose", parts)


def _filled(kind: Kind, parts: Sequence[tuple[str, NDArray[np.bool_]]]) -> list[Band]:
    return [Band(kind=kind, label=label, mask=mask) for label, mask in parts if mask.any()]


def _equal(labels: Sequence[str], label: str) -> NDArray[np.bool_]:
    return np.array([other == label for other in labels], np.bool_)
