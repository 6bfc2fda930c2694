"""Distances of all pairs, block by block, and the share of pairs of strangers that a cut takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

BLOCK_ELEMENTS = 1_000_000  # of a matrix of distances: 4 MB of float32

# Methods that hold all distances, or all near pairs, need 500 MB for so many faces.
MOST_FACES = 6_000

BINS = 1 << 20  # of the histogram in which quantiles are looked up: exact to 1e-6 of the largest


def checked(vectors: NDArray[np.float32], *, most: int | None = None) -> NDArray[np.float32]:
    """Return the vectors, if they are vectors and not too many.

    Args:
        vectors: (n, d) of any length, so that thresholds for raw embeddings can be tried too.
        most: So many faces at most.

    Raises:
        ValueError: They are not of shape (n, d), or hold NaN or infinite numbers.
        UsageError: They are more than *most*.
    """
    if vectors.ndim != 2:
        raise ValueError(f"vectors must be of shape (n, d), got {vectors.shape}.")
    if not np.isfinite(vectors).all():
        raise ValueError("vectors must be finite, got NaN or infinite numbers.")
    if most is not None and len(vectors) > most:
        raise UsageError(
            f"This method compares all pairs at once, which is done for at most {most:,} faces, "
            f"not for {len(vectors):,}: take fewer photos of each person."
        )
    return np.ascontiguousarray(vectors, np.float32)


def blocks(vectors: NDArray[np.float32]) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Yield the distances of some faces to themselves and to all after them.

    Args:
        vectors: float32 (n, d) of any length.

    Yields:
        The first row of the block, and euclidean distances (b, n - row) to the faces from it on.
        Those of a face to itself and to earlier ones of its block are among them.
    """
    squares = np.einsum("ij,ij->i", vectors, vectors)
    start = 0
    while start < len(vectors):
        stop = start + max(1, BLOCK_ELEMENTS // (len(vectors) - start))
        matrix = vectors[start:stop] @ vectors[start:].T
        matrix *= -2
        matrix += squares[start:stop, None]
        matrix += squares[start:]
        np.maximum(matrix, 0, out=matrix)
        yield start, np.sqrt(matrix, out=matrix)
        start = stop


def false_match_rate(
    vectors: NDArray[np.float32], people: NDArray[np.intp], threshold: float
) -> float | None:
    """Return the share of pairs of different people within a threshold, [0, 1].

    Args:
        vectors: (n, d) of any length.
        people: (n,) person of each face.
        threshold: Euclidean distance, inclusive.

    Returns:
        None where there is no such pair.

    Raises:
        ValueError: The vectors are no finite (n, d).
    """
    total = within = 0
    for distances in _of_strangers(checked(vectors), people):
        total += len(distances)
        within += int(np.count_nonzero(distances <= threshold))
    return within / total if total else None


def threshold_at(
    vectors: NDArray[np.float32], people: NDArray[np.intp], rate: float
) -> float | None:
    """Return the largest threshold whose false-match rate on this set is at most *rate*.

    It lies at most a millionth of the largest possible distance below the distance of the next pair
    of strangers.

    Args:
        vectors: (n, d) of any length.
        people: (n,) person of each face.
        rate: Share of pairs of different people, [0, 1].

    Returns:
        A euclidean distance, just below 0 where even equal vectors are too many; None where there
        is no pair of different people.

    Raises:
        ValueError: The vectors are no finite (n, d), or the rate is no share.
    """
    if not 0 <= rate <= 1:
        raise ValueError(f"rate must be a share between 0 and 1, not {rate}.")
    histogram, width = _histogram(vectors, people)
    if not histogram.any():
        return None
    # Who lies in a bin may lie on its lower edge. Distances are float32, so the step below it is.
    below = np.concatenate([[0], np.cumsum(histogram)])
    fitting = int(np.flatnonzero(below <= rate * below[-1])[-1])
    return float(np.nextafter(np.float32(fitting * width), np.float32(-1)))


def thresholds_for(
    vectors: NDArray[np.float32], people: NDArray[np.intp], steps: int = 91
) -> tuple[float, ...]:
    """Return thresholds for an oracle to choose from, whatever the scale of the embedding.

    After 0 they go from 0.4 to 1.5 times the median distance of different people: between unit
    vectors of the built-in embedding from about .20 to .75, which holds the best cuts of all sets
    of the research on grouping (.30 to .63; complete linkage needs the largest).

    Args:
        vectors: (n, d) of any length.
        people: (n,) person of each face.
        steps: How many, at least 2.

    Returns:
        Ascending euclidean distances. Where nobody differs from anybody, 0 and .25 to .70.

    Raises:
        ValueError: The vectors are no finite (n, d).
    """
    histogram, width = _histogram(vectors, people)
    middle = width * float(np.searchsorted(np.cumsum(histogram), histogram.sum() / 2))
    low, high = (0.4 * middle, 1.5 * middle) if middle else (0.25, 0.70)
    return (0.0, *(round(cut, 4) for cut in np.linspace(low, high, steps - 1).tolist()))


def _histogram(
    vectors: NDArray[np.float32], people: NDArray[np.intp]
) -> tuple[NDArray[np.intp], float]:
    """Count pairs of different people by distance; return the counts and the width of a bin."""
    vectors = checked(vectors)
    longest = 2 * float(np.sqrt(np.einsum("ij,ij->i", vectors, vectors).max(initial=0.25)))
    width = longest * (1 + 1e-5) / BINS
    histogram = np.zeros(BINS, np.intp)
    for distances in _of_strangers(vectors, people):
        bins = (distances.astype(np.float64) / width).astype(np.intp)
        histogram += np.bincount(bins, minlength=BINS)
    return histogram, width


def _of_strangers(
    vectors: NDArray[np.float32], people: NDArray[np.intp]
) -> Iterator[NDArray[np.float32]]:
    """Yield the distances of all pairs of different people, some at a time."""
    for start, matrix in blocks(vectors):
        rows, columns = np.arange(len(matrix)), np.arange(matrix.shape[1])
        different = people[start : start + len(matrix), None] != people[start:]
        different &= rows[:, None] < columns
        yield matrix[different]
