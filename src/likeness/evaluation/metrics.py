"""How far apart two embeddings are, in each of the four customary ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Metric = Literal["cosine", "euclidean", "euclidean_l2", "angular"]
Real = TypeVar("Real", np.float32, np.float64)
METRICS: tuple[Metric, ...] = get_args(Metric)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How the axis of a metric is labelled, and where it begins and ends."""

    label: str
    unit: str
    low: float
    high: float | None  # None: no bound


_SCALES: dict[Metric, Scale] = {
    "cosine": Scale(label="Cosine distance", unit="1 - cosine", low=0.0, high=2.0),
    "euclidean": Scale(
        label="Euclidean distance", unit="length of the raw embedding", low=0.0, high=None
    ),
    "euclidean_l2": Scale(
        label="Euclidean distance of unit vectors", unit="unit length", low=0.0, high=2.0
    ),
    "angular": Scale(label="Angular distance", unit="half turns", low=0.0, high=1.0),
}


def scale(metric: Metric) -> Scale:
    """Return label, unit and range of a metric."""
    return _SCALES[metric]


def axis_label(metric: Metric) -> str:
    """Return what stands beside an axis: the metric's name and unit."""
    known = _SCALES[metric]
    return f"{known.label} ({known.unit})"


def distances(
    metric: Metric,
    left: NDArray[np.float32],
    left_norms: NDArray[np.float32],
    right: NDArray[np.float32],
    right_norms: NDArray[np.float32],
) -> NDArray[np.float64]:
    """Return the distance of each row of *left* to the same row of *right*.

    Args:
        metric: cosine = 1 - cos; euclidean between the embeddings as the model gave them;
            euclidean_l2 between unit vectors, sqrt(2 - 2 cos); angular = arccos(cos) / pi.
        left: float32 (m, d), unit length.
        left_norms: float32 (m,), length before it was made a unit vector.
        right: float32 (m, d), unit length.
        right_norms: float32 (m,).

    Returns:
        float64 (m,), in the range of `scale`.

    Raises:
        ValueError: There is a NaN or an infinite number, or the shapes differ.
    """
    _check(left, left_norms)
    _check(right, right_norms)
    if left.shape != right.shape:
        raise ValueError(f"left and right differ in shape: {left.shape} and {right.shape}.")
    wide, other = left.astype(np.float64), right.astype(np.float64)
    if metric in {"euclidean", "euclidean_l2"}:
        if metric == "euclidean":
            wide *= left_norms.astype(np.float64)[:, None]
            other *= right_norms.astype(np.float64)[:, None]
        wide -= other
        squares: NDArray[np.float64] = np.einsum("ij,ij->i", wide, wide)
        return np.sqrt(squares)
    cosines: NDArray[np.float64] = np.einsum("ij,ij->i", wide, other).clip(-1, 1)
    return 1 - cosines if metric == "cosine" else np.arccos(cosines) / np.pi


def block(
    metric: Metric,
    left: NDArray[Real],
    left_norms: NDArray[Real],
    right: NDArray[Real],
    right_norms: NDArray[Real],
) -> NDArray[Real]:
    """Return the distance of each row of *left* to each row of *right*.

    In float32 it agrees with `distances` to about 1e-6 (cosine); where two unit vectors are all but
    equal, the other metrics only to about 1e-3, as the square root enlarges rounding.

    Args:
        metric: As in `distances`.
        left: (m, d), unit length, float32 or float64.
        left_norms: (m,), of the same type.
        right: (k, d), unit length.
        right_norms: (k,).

    Returns:
        (m, k), of the same type.

    Raises:
        ValueError: There is a NaN or an infinite number.
    """
    _check(left, left_norms)
    _check(right, right_norms)
    result = left @ right.T
    if metric in {"cosine", "angular"}:
        np.clip(result, -1, 1, out=result)
        if metric == "cosine":
            np.subtract(1, result, out=result)
            return result
        np.arccos(result, out=result)
        result /= np.pi
        return result
    # |a|^2 + |b|^2 - 2 a b, with the lengths as they are: unit vectors are so in float32 only.
    squares, other_squares = np.einsum("ij,ij->i", left, left), np.einsum("ij,ij->i", right, right)
    result *= -2
    if metric == "euclidean":
        squares, other_squares = squares * left_norms**2, other_squares * right_norms**2
        result *= left_norms[:, None]
        result *= right_norms
    result += squares[:, None]
    result += other_squares
    np.maximum(result, 0, out=result)
    np.sqrt(result, out=result)
    return result


def _check(vectors: NDArray[Real], norms: NDArray[Real]) -> None:
    if vectors.ndim != 2 or norms.shape != (len(vectors),):
        raise ValueError(f"Expected (m, d) and (m,), got {vectors.shape} and {norms.shape}.")
    if not (np.isfinite(vectors).all() and np.isfinite(norms).all()):
        raise ValueError("There is a NaN or an infinite number among the embeddings.")
