"""How much nearer faces are to their own group than to the next one: how good groups are.

Source: Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster
analysis", 1987, with distances that are root mean squares over the faces of a group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

JUDGES = 4_000  # faces at most that a mean silhouette is of

# How far the next group is at most, in half of what a face is worth: that other photos are in
# another part of the space altogether says nothing about the people of this one, and the only
# person of a library has somebody to be compared with. The other half is the plain silhouette: by
# the first alone all people of a library who look alike become one. Of .45, .475 and .5 the best on
# the libraries of `communities.DOUBT`: .0428, .0415 and .0441 short of the best baseline's best
# (with DOUBT_APART .1). With the first half alone people of digiface who are drawn closer together
# are .35 short, with the second alone libraries of one person .12, with both .18 and .07.
FAR = 0.475


def silhouette(vectors: NDArray[np.float32], groups: NDArray[np.intp]) -> float:
    """Return the mean silhouette of at most `JUDGES` faces, spread evenly, [-1, 1].

    Args:
        vectors: (n, d) unit length.
        groups: (n,).
    """
    count = len(groups)
    judges = np.unique(np.linspace(0, max(count - 1, 0), min(JUDGES, count)).astype(np.intp))
    return float(silhouettes(vectors, groups, judges).mean()) if count else 0.0


def silhouettes(
    vectors: NDArray[np.float32],
    groups: NDArray[np.intp],
    judges: NDArray[np.intp] | None = None,
    *,
    far: float = np.inf,
) -> NDArray[np.float64]:
    """Return how much nearer faces are to their own group than to the next one.

    Distances are root mean squares over the faces of a group. Lonely faces count 0, and so do all
    faces of a single group if nothing says how far the next one is.

    Args:
        vectors: (n, d) unit length.
        groups: (n,).
        judges: (m,) rows that it is computed for; None: all.
        far: The next group is at most so far away, also where there is none.

    Returns:
        (m,) [-1, 1].
    """
    _, group, count = np.unique(groups, return_inverse=True, return_counts=True)
    asked = np.arange(len(group)) if judges is None else judges
    values = np.zeros(len(asked))
    among = np.flatnonzero(count[group[asked]] > 1)
    if len(among) == 0 or (len(count) < 2 and far == np.inf):
        return values
    sums = np.zeros((len(count), vectors.shape[1]))
    np.add.at(sums, group, vectors)
    rows = asked[among]
    means = (sums / count[:, None]).astype(np.float32)
    own = group[rows]
    inside = np.einsum("ij,ij->i", sums[own], vectors[rows].astype(np.float64)) - 1
    near = np.sqrt(np.maximum(2 - 2 * inside / (count[own] - 1), 0))
    best = np.empty(len(rows))
    for start in range(0, len(rows), 256):
        part = slice(start, start + 256)
        cosines = vectors[rows[part]] @ means.T
        cosines[np.arange(len(cosines)), own[part]] = -np.inf
        best[part] = cosines.max(axis=1)
    away = np.minimum(np.sqrt(np.maximum(2 - 2 * best, 0)), far)
    # Rounded, so that the order of faces makes no difference.
    values[among] = np.round((away - near) / np.maximum(np.maximum(away, near), 1e-9), 6)
    return values


def worth(vectors: NDArray[np.float32], groups: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return how well off each face is in its group: half its silhouette, half that up to `FAR`.

    Args:
        vectors: (n, d) unit length.
        groups: (n,).

    Returns:
        (n,) [-1, 1]; 0 for lonely faces.
    """
    return (silhouettes(vectors, groups) + silhouettes(vectors, groups, far=FAR)) / 2


def smoothed(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values (r, n) at successive strictnesses, averaged with their neighbours (1 : 2 : 1).

    Between two strictnesses only some faces move, and where these are few, chance decides.
    """
    wide = np.concatenate([values[:1], values, values[-1:]])
    return np.asarray((wide[:-2] + 2 * wide[1:-1] + wide[2:]) / 4)
