"""A map of faces: points in the plane that are near each other where their embeddings are.

t-SNE (van der Maaten and Hinton, Visualizing data using t-SNE, 2008) keeps neighbours; it keeps
neither distances between groups nor their sizes. `trustworthiness` says how far to believe it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Neighbours that a point effectively has: scikit-learn's default. Where there are few points, it is
# a third of the others, as t-SNE takes the 3 * perplexity nearest.
PERPLEXITY = 30.0

FEWEST = 4  # fewer points have no neighbourhoods to keep: their principal components are shown

# t-SNE begins with points this far apart (standard deviation of the first axis). Source: Kobak and
# Berens, The art of using t-SNE for single-cell transcriptomics, 2019.
START = 1e-4

NEIGHBOURS = 5  # of a point, that a trustworthy map keeps: scikit-learn's default
JUDGED = 3_000  # points at most: the score needs their full matrix


def embedding_map(
    vectors: NDArray[np.float32], *, seed: int, perplexity: float | None = None
) -> NDArray[np.float64]:
    """Return a place (n, 2) for each face; the axes have no unit and no meaning.

    Takes one thread, whatever the machine has: sums over threads can differ in their last digits,
    and t-SNE makes another picture of that.

    Args:
        vectors: (n, d), unit length.
        seed: The same seed gives the same map.
        perplexity: How many neighbours a point effectively has, at least 1 and below n; None: 30,
            or a third of the other points where there are few.

    Raises:
        ValueError: A vector is not a number, or the perplexity does not fit.
    """
    _check(vectors)
    n = len(vectors)
    start = _principal(vectors)
    if perplexity is None:
        perplexity = perplexity_of(n)
    elif not 1 <= perplexity < max(n, 2):
        raise ValueError(f"The perplexity is at least 1 and below {n}, not {perplexity}.")
    wide = float(start[:, 0].std()) if n else 0.0
    if n < FEWEST or wide == 0:
        return start
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    tsne = TSNE(
        init=(start / wide * START).astype(np.float32),
        perplexity=perplexity,
        random_state=seed,
        n_jobs=1,
    )
    # The gradient ignores n_jobs. The limit is one of the calling thread, not of the process.
    with threadpool_limits(1, user_api="openmp"):
        places: NDArray[np.float32] = tsne.fit_transform(vectors)
    return places.astype(np.float64)


def perplexity_of(n: int) -> float:
    """Return the perplexity that a map of so many faces is made with."""
    return min(PERPLEXITY, (n - 1) / 3)


def trustworthiness(
    vectors: NDArray[np.float32], places: NDArray[np.float64], *, seed: int
) -> float | None:
    """Return how far a map's neighbourhoods can be believed, in [0, 1].

    1: whoever is near on the map is near in truth; 0.5: as by chance (Venna and Kaski, Neighborhood
    preservation in nonlinear projection methods, 2001; here over the 5 nearest).

    Args:
        vectors: (n, d), unit length.
        places: (n, 2) of `embedding_map`.
        seed: Of the sample that more than 3,000 points are judged by.

    Returns:
        None for fewer than 3 points.

    Raises:
        ValueError: A vector or place is not a number.
    """
    _check(vectors)
    _check(places)
    if len(vectors) < 3:
        return None
    from sklearn.manifold import trustworthiness as score

    if len(vectors) > JUDGED:
        rows = np.random.default_rng(seed).choice(len(vectors), JUDGED, replace=False)
        vectors, places = vectors[rows], places[rows]
    # It takes fewer than half of the points.
    return float(score(vectors, places, n_neighbors=min(NEIGHBOURS, (len(vectors) - 1) // 2)))


def sample(people: NDArray[np.intp], most: int, *, seed: int) -> NDArray[np.intp]:
    """Return the rows of at most so many faces, in their order, from every person alike.

    As long as there is room everybody keeps at least one face, and each person about the same share
    of theirs.

    Args:
        people: (n,) person of each face.
        most: How many rows, at least 1.
        seed: The same seed draws the same faces.
    """
    n = len(people)
    if n <= most:
        return np.arange(n)
    rng = np.random.default_rng(seed)
    shuffled = rng.permutation(n)
    by_person = shuffled[np.argsort(people[shuffled], kind="stable")]
    _, starts, sizes = np.unique(people[by_person], return_index=True, return_counts=True)
    turn = np.arange(n) - np.repeat(starts, sizes)
    when = (turn + rng.random(n)) / np.repeat(sizes, sizes)
    when[turn == 0] -= 1  # the first face of everybody comes before all others
    return np.sort(by_person[np.argsort(when, kind="stable")[:most]])


def _principal(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the first two principal components (n, 2); zeros where there is no such direction."""
    n, d = vectors.shape
    places = np.zeros((n, 2))
    if n < 2:
        return places
    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    axes = np.linalg.eigh(centred.T @ centred)[1][:, ::-1][:, : min(2, d)]
    # The sign of an axis is arbitrary: its largest part is positive.
    axes *= np.sign(np.take_along_axis(axes, np.abs(axes).argmax(axis=0)[None], axis=0))
    places[:, : axes.shape[1]] = centred @ axes
    # What is left of equal vectors by rounding is no direction.
    return np.where(np.abs(places).max(axis=0) > 1e-7, places, 0)


def _check(values: NDArray[np.float32] | NDArray[np.float64]) -> None:
    if values.ndim != 2 or not np.isfinite(values).all():
        raise ValueError("A finite array (n, d) is needed; a value of it is not a number.")
