"""From how alike on two count as alike in a library, where nothing was measured before."""

from __future__ import annotations

from itertools import combinations, groupby
from typing import TYPE_CHECKING

import numpy as np

from likeness.catalog.base import Catalog
from likeness.types import Contract, GroupingFaces, SimilarityScale

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_PAIRS = 50_000  # of which one of a hundred says enough
MOST_OF_A_PHOTO = 20  # faces: a crowd must not outvote all other photos


def similarity_scale(catalog: Catalog, contract: Contract) -> SimilarityScale:
    """Return from where on two are joined, measured among strangers of the library if need be."""
    from likeness.network.scale import is_known, scale_of

    if is_known(contract):
        return scale_of(contract)
    return scale_of(contract, strangers=strangers(catalog.grouping_faces(contract)))


def strangers(faces: GroupingFaces) -> NDArray[np.float64]:
    """Return cosines of pairs of different people, (n,): of two faces on one photo.

    Two faces of one person on a photo, as in mirrors and collages, are none.
    """
    rows = sorted(range(len(faces.ids)), key=lambda row: (faces.photos[row], faces.ids[row]))
    pairs: list[tuple[int, int]] = []
    for _, group in groupby(rows, key=lambda row: faces.photos[row]):
        some = list(group)[:MOST_OF_A_PHOTO]
        pairs += [pair for pair in combinations(some, 2) if _differ(faces, *pair)]
        if len(pairs) >= MOST_PAIRS:
            break
    one, other = np.array(pairs[:MOST_PAIRS], np.intp).reshape(-1, 2).T
    products = faces.vectors[one].astype(np.float64) * faces.vectors[other]
    return np.asarray(products.sum(axis=1), np.float64)


def _differ(faces: GroupingFaces, one: int, other: int) -> bool:
    return faces.persons[one] is None or faces.persons[one] != faces.persons[other]
