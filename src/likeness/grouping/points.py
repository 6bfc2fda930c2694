"""What is grouped, and what has to be respected: what every way of grouping here is handed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """What is grouped."""

    vectors: NDArray[np.float32]  # (n, d), unit length
    stretch: NDArray[np.float64]  # (n,)
    weights: NDArray[np.float64]  # (n,), positive: how much each counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What grouping has to respect."""

    start: NDArray[np.intp]  # (n,) smallest point of the group that each point starts in
    fixed: NDArray[np.bool_]  # (n,) true at the first point of groups that never meet each other
    apart: NDArray[np.intp]  # (p, 2) points that must not be in one group
    taken: NDArray[np.bool_]  # (n,) false at points that stay alone
