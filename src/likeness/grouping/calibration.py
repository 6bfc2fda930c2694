"""Numbers that several parts of grouping and searching decide by, with their sources.

Distances are euclidean between unit vectors: d = sqrt(2 - 2 cosine). They belong to the built-in
embedding (contract of `dlib`, mean of chip and mirror image).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.vectors.nearest import nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Closer faces of one photo are the same face twice: a mirror, a collage, a copy.
# Source: research on group shots; two different people of one photo were never closer.
COPY = 0.12

# A picture made of several: so many faces at least, which have another one of the picture this near
# (the median of the nearest). Pairs nearer than the second number are then nothing known, too.
# Source: contact sheets made of four and more photos of one person (pairs, scenes) have .17 to .21;
# of the 29 group shots of trip, drama, office and scenes the least is .265, a sheet of 16 actors.
COLLAGE_FACES = 4
COLLAGE = 0.22
COLLAGE_SAME = 0.27

# How far strangers are apart where the embedding works as published, and how strongly faces are
# moved apart where they are closer. Source: research, fitted to group shots that are not here.
STRANGERS = 0.527
STRETCH_POWER = 0.7
STRETCH_MOST = 1.6
STRETCH_PRIOR = 10.0  # so many faces say STRANGERS before any face is looked at
STRETCH_FACES = 15  # so many near faces are asked at most
# And none farther than this, which is `evidence.EVEN`: faces that may well be of the same people.
# With digiface 4000 to 4002, plain and degraded, among office, drama, singles and trip (54
# libraries) mean F is .025 short of the best baseline's best, with .42 .047, without stretching
# .023. Of trip alone the two people with portraits are a group each, and apart, at all strictnesses
# from .90 to 1.15; with .42 not at 1.04, and without stretching not from 1.09 on.
STRETCH_NEAR = 0.32

# A face below this quality may join a group, but hardly moves its mean: it cannot bridge groups.
# One face in eight of office, the crowded scenes, is below it, and none of the portraits.
WEAK_QUALITY = 0.4
WEAK_WEIGHT = 0.1


def cosine(distance: float) -> float:
    """Return the cosine of two unit vectors at this distance."""
    return 1 - distance * distance / 2


def distances(cosines: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the distances of unit vectors with these cosines."""
    return np.sqrt(np.maximum(2 - 2 * cosines.astype(np.float64), 0))


def weights(quality: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return how much each face counts in the mean of its group; unknown quality is good."""
    return np.where(quality < WEAK_QUALITY, WEAK_WEIGHT, 1.0)


def stretch(
    vectors: NDArray[np.float32], strangers: NDArray[np.float64], wanted: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return how much the distances around each face must be stretched, in [1, STRETCH_MOST].

    Two faces of one photo are strangers. Where the embedding sees little difference between the
    strangers of a photo (they look alike to it, or the picture is dim), it sees little difference
    between other photos of these people too, and a cut that holds elsewhere would merge them.

    Args:
        vectors: float32 (n, d), unit length.
        strangers: (n,) mean distance of each face to the others of its photo; NaN where alone.
        wanted: (n,) faces that it is computed for; 1 for the others.
    """
    result = np.ones(len(vectors))
    known = np.flatnonzero(~np.isnan(strangers))
    if len(known) == 0 or not wanted.any():
        return result
    rows, cosines = nearest(vectors[wanted], vectors[known], STRETCH_FACES)
    near = distances(cosines) < STRETCH_NEAR
    total = np.where(near, strangers[known][rows], 0).sum(axis=1)
    result[wanted] = stretch_of(total, near.sum(axis=1))
    return result


def stretch_of(total: NDArray[np.float64], count: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return how much distances are stretched around faces, in [1, STRETCH_MOST].

    Args:
        total: (n,) sum, over the near faces that know, of how far their strangers are.
        count: (n,) how many these are.
    """
    apart = np.where(count, total / np.maximum(count, 1), 1)
    logs = count * np.log(apart) + STRETCH_PRIOR * np.log(STRANGERS)
    usual = np.exp(logs / (count + STRETCH_PRIOR))
    stretched: NDArray[np.float64] = ((STRANGERS / usual) ** STRETCH_POWER).clip(1, STRETCH_MOST)
    return stretched
