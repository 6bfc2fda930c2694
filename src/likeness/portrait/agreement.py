"""How far each face looks like the others: glasses, hands and wrong landmarks do not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from likeness.portrait.filters import sized
from likeness.portrait.mirror import Mirror
from likeness.portrait.regions import Regions

SIDE = 128
LEAST, MOST = 0.15, 1.3  # of the agreement by that of the median face, before it is squared
ROUNDS = 2


def agreements(
    flats: NDArray[np.uint8],
    shares: NDArray[np.float64],
    voters: Sequence[str],
    *,
    regions: Regions,
    mirror: Mirror,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how each face correlates with the mean of other voters, and shares that heed it.

    Args:
        flats: (n, s, s), the faces without illumination, grey levels.
        shares: (n,), add up to 1.
        voters: (n,); of one voter only, the others are all other faces.
        regions: Of the mean face.
        mirror: Whether mirror images speak.

    Returns:
        (n,), [-1, 1], and (n,), which add up to 1. Fewer than three faces keep their shares.
    """
    inside = sized(regions.face, SIDE) > 0.5
    faces = [sized(flat.astype(np.float32) - 128, SIDE) for flat in flats]
    own = np.stack([face[inside] for face in faces])
    even = np.stack([mirror.even(face)[inside] for face in faces])
    now = shares
    agreement = np.ones(len(shares))
    for _ in range(ROUNDS):
        others = now @ even - _own(even * now[:, None], voters)
        scale = np.sqrt((own * own).sum(axis=1) * (others * others).sum(axis=1) + 1e-9)
        agreement = (own * others).sum(axis=1) / scale
        if len(shares) < 3:  # either is as far from the other
            break
        usual = max(float(np.median(agreement)), 0.05)
        now = shares * np.clip(agreement / usual, LEAST, MOST) ** 2
        now /= now.sum()
    return np.clip(agreement, -1, 1), now


def _own(faces: NDArray[np.float64], voters: Sequence[str]) -> NDArray[np.float64]:
    """Return what the voter of each face says in all, (n, m)."""
    names, voter = np.unique(list(voters), return_inverse=True)
    if len(names) == 1:
        return faces
    summed = np.zeros((len(names), faces.shape[1]))
    np.add.at(summed, voter, faces)
    return np.asarray(summed[voter])
