"""Made-up faces for the tests of this folder."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def crowd(
    seed: int, n: int, people: int = 5, spread: float = 0.4, d: int = 6
) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Return unit vectors (n, d) of some people, and who they show (n,)."""
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((people, d))
    shown = rng.integers(0, people, n)
    vectors = centres[shown] + spread * rng.standard_normal((n, d))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32), shown


def same(one: NDArray[np.intp], other: NDArray[np.intp]) -> bool:
    """Tell whether two labellings say the same, whatever the numbers."""
    pairs = set(zip(one.tolist(), other.tolist(), strict=True))
    return len(pairs) == len(set(one.tolist())) == len(set(other.tolist()))


def alone(labels: NDArray[np.intp]) -> NDArray[np.intp]:
    """Give everybody with scikit-learn's -1 (noise) a label of their own."""
    noise = labels < 0
    return np.where(noise, labels.max(initial=0) + 1 + np.cumsum(noise), labels)


def gaps(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return all distances (n, n)."""
    wide = vectors.astype(np.float64)
    return np.linalg.norm(wide[:, None] - wide, axis=2)
