"""Several photos of one person become one face to search for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.calibration import COPY, cosine, weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Photos at twice the distance of copies of one picture count as photos of their own.
BURST = 2 * COPY


def template(vectors: NDArray[np.float32], quality: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean (d,) of the samples (m, d), at most one long.

    Weak samples count less, and the photos of a burst share the weight of one: ten photos of one
    moment say hardly more than one does. What is between a copy (`COPY`) and a photo of its own
    (`BURST`) shares in proportion.

    Args:
        vectors: (m, d), unit length, m at least 1.
        quality: (m,), [0, 1].
    """
    wide = vectors.astype(np.float64)
    least, most = cosine(BURST), cosine(COPY)
    alike = np.clip((wide @ wide.T - least) / (most - least), 0, 1)
    np.fill_diagonal(alike, 1)
    mean: NDArray[np.float64] = np.average(
        wide, axis=0, weights=weights(quality) / alike.sum(axis=1)
    )
    return mean.astype(np.float32)
