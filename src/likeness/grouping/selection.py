"""Some faces of a library, in a chosen order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from likeness.types import FaceId, GroupingFaces, PhotoId

if TYPE_CHECKING:
    from numpy.typing import NDArray


def undecided(
    *,
    ids: Sequence[FaceId],
    photos: Sequence[PhotoId],
    vectors: NDArray[np.float32],
    boxes: NDArray[np.float32],
    quality: NDArray[np.float32],
    mirror: NDArray[np.float32] | None = None,
    taken: NDArray[np.float64] | None = None,
    age: NDArray[np.float32] | None = None,
) -> GroupingFaces:
    """Return faces that are new and that nobody decided anything about.

    The arguments are those of `GroupingFaces`; what is None is not known of any face.
    """
    n = len(ids)
    return GroupingFaces(
        ids=tuple(ids),
        photos=tuple(photos),
        vectors=vectors,
        boxes=boxes,
        quality=quality,
        persons=(None,) * n,
        pinned=(False,) * n,
        rejections=frozenset(),
        decided=frozenset(),
        mirror=np.full(n, np.nan, np.float32) if mirror is None else mirror,
        taken=np.full(n, np.nan) if taken is None else taken,
        age=np.full(n, np.nan, np.float32) if age is None else age,
        born={},
        fresh=np.ones(n, np.bool_),
        strictness=None,
    )


def selected(faces: GroupingFaces, rows: NDArray[np.intp]) -> GroupingFaces:
    """Return these rows (m,) of a library, with all that is known of its people."""
    order = rows.tolist()
    return replace(
        faces,
        ids=tuple(faces.ids[i] for i in order),
        photos=tuple(faces.photos[i] for i in order),
        vectors=faces.vectors[rows],
        boxes=faces.boxes[rows],
        quality=faces.quality[rows],
        persons=tuple(faces.persons[i] for i in order),
        pinned=tuple(faces.pinned[i] for i in order),
        mirror=faces.mirror[rows],
        taken=faces.taken[rows],
        age=faces.age[rows],
        fresh=faces.fresh[rows],
    )


def by_id(faces: GroupingFaces) -> GroupingFaces:
    """Return all faces, sorted by id: the same whatever order they came in."""
    order = sorted(range(len(faces.ids)), key=faces.ids.__getitem__)
    if order == list(range(len(order))):
        return faces
    return selected(faces, np.array(order, np.intp))
