"""How sure it is that a face is in the right group: how far other strictnesses agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likeness.grouping.strictness import Cut

BESIDE = 2  # rungs on either side of the chosen one that are asked how sure a face is

# Looser rungs that are asked whether a lonely face stays alone: at stricter ones it always does.
# On digiface 4000 to 4002, plain and degraded, alone and mixed, of the faces with a sureness up to
# .3, .5, .7, .85, below 1 and of 1 these shares are right: .21, .60, .94, .99, 1.00 and .99; if
# lonely faces are asked as others are, .38, .64, .92, .98, 1.00 and .95, as wrong ones seem sure.
LOOSER = 4


def agreement(cut: Cut, groups: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return (n,) how far the strictnesses beside that of each face agree with its group.

    Of lonely faces: the share of looser strictnesses at which they stay alone.

    Args:
        cut: The groups, and which strictness each is of.
        groups: (r, n) the smallest face of the group of each face at each strictness, strictest
            first.
    """
    if len(cut.root) == 0:
        return np.ones(0)
    away = np.arange(len(groups))[:, None] - cut.rung
    beside = (np.abs(away) <= BESIDE) & (away != 0)
    looser = (away > 0) & (away <= LOOSER)
    shares = np.stack([_shares(cut.root, each) for each in groups])
    alone = np.stack([_lonely(each) for each in groups])
    of_groups = (shares * beside).sum(axis=0) / beside.sum(axis=0)
    of_lonely = (alone & looser).sum(axis=0) / np.maximum(looser.sum(axis=0), 1)
    return np.where(_lonely(cut.root), np.where(looser.any(axis=0), of_lonely, 1), of_groups)


def sureness_of(root: NDArray[np.intp], others: list[NDArray[np.intp]]) -> NDArray[np.float64]:
    """Return (n,) how far other groupings agree with the group of each face, [0, 1].

    The mean share of its group that it has in both; of lonely faces, the share of looser groupings
    (those of fewer groups) at which they stay alone. 1 where nothing can be compared.

    Args:
        root: (n,) the smallest face of the group of each face.
        others: The same at other strictnesses.
    """
    if not others or len(root) == 0:
        return np.ones(len(root))
    looser = [other for other in others if len(np.unique(other)) < len(np.unique(root))]
    of_groups = np.mean([_shares(root, other) for other in others], axis=0)
    of_lonely = np.mean([_lonely(other) for other in looser], axis=0) if looser else 1.0
    return np.where(_lonely(root), of_lonely, of_groups)


def _lonely(groups: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return (n,) the faces that are alone in their group."""
    return np.asarray(np.bincount(groups, minlength=len(groups))[groups] == 1)


def _shares(root: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return (n,) faces of both groups by faces of either (Jaccard) of each face's two groups."""
    size = np.bincount(root, minlength=len(root))[root]
    codes = root.astype(np.int64) * len(root) + other
    _, both, count = np.unique(codes, return_inverse=True, return_counts=True)
    meet = count[both]
    shares: NDArray[np.float64] = meet / (
        size + np.bincount(other, minlength=len(root))[other] - meet
    )
    return shares
