"""A profile: the numbers of chosen embeddings, side by side, and their mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The first k numbers of m embeddings; unit vectors give numbers in [-1, 1]."""

    values: NDArray[np.float64]  # (m, k)
    mean: NDArray[np.float64]  # (k,) of each number over the embeddings
    spread: NDArray[np.float64]  # (k,) standard deviation over the m embeddings themselves


def profile(vectors: NDArray[np.float32], numbers: int | None = 50) -> Profile:
    """Return the first numbers of the embeddings, their mean and their spread.

    A single number of an embedding has no meaning by itself; what can be seen is whether the
    embeddings of one person rise and fall together.

    Args:
        vectors: (m, d), m and d at least 1.
        numbers: How many of the d numbers; None or more than d: all.

    Raises:
        ValueError: There is no embedding, one holds a value that is not a number, or *numbers* is
            below 1.
    """
    if vectors.ndim != 2 or 0 in vectors.shape:
        raise ValueError(f"Embeddings of shape (m, d) are needed, not {vectors.shape}.")
    if numbers is not None and numbers < 1:
        raise ValueError(f"At least one number of each embedding is shown, not {numbers}.")
    if not np.isfinite(vectors).all():
        raise ValueError("The vectors hold a value that is not a number.")
    values = vectors[:, :numbers].astype(np.float64)
    return Profile(values=values, mean=values.mean(axis=0), spread=values.std(axis=0))
