"""How probably two faces are one person, when nothing else is known of either."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from likeness.errors import UsageError
from likeness.grouping.calibration import distances
from likeness.grouping.evidence import BASE_EVEN, BASE_SOFTNESS, Evidence

if TYPE_CHECKING:
    from numpy.typing import NDArray


def pair_probabilities(
    one: NDArray[np.float32], others: Sequence[NDArray[np.float32]]
) -> list[float]:
    """Return for each of *others* how probably it is the same person; see `Library.alike`."""
    if any(other.shape != one.shape for other in others):
        raise UsageError(
            f"These embeddings cannot be compared: all must have {one.shape[0]} numbers."
        )
    if not others:
        return []
    matrix = np.stack([_unit(other) for other in others])
    gaps = distances(matrix @ _unit(one))
    unknown = np.full(len(others), np.nan)
    chances = Evidence(even=BASE_EVEN, softness=BASE_SOFTNESS).probability(gaps, unknown, unknown)
    return [round(chance, 4) for chance in chances.tolist()]


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float64]:
    length = float(np.linalg.norm(vector.astype(np.float64)))
    if not np.isfinite(length) or length == 0:
        raise UsageError("An embedding is a list of finite numbers that are not all zero.")
    return vector.astype(np.float64) / length
