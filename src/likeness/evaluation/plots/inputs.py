"""Inputs of plots: refused with a reason before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def numbers(what: str, values: ArrayLike, *, dimensions: int = 1) -> Floats:
    """Return *values* as float64.

    Raises:
        ValueError: There are none, they have another number of dimensions, or one is not finite.
    """
    found = np.asarray(values, dtype=np.float64)
    if found.ndim != dimensions:
        raise ValueError(f"{what}: expected {dimensions} dimension(s), got {found.ndim}.")
    if not found.size:
        raise ValueError(f"{what}: there is nothing to draw.")
    if not np.isfinite(found).all():
        raise ValueError(f"{what}: every number must be finite.")
    return found


def alike(**parts: NDArray[np.generic] | Sequence[object]) -> None:
    """Refuse parts of different lengths.

    Raises:
        ValueError: The lengths differ.
    """
    lengths = {name: len(part) for name, part in parts.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise ValueError(f"Expected equal lengths, got {told}.")
