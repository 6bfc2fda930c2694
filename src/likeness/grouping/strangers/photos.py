"""How probably each photo shows the person searched for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.strangers.calibration import Calibration
from likeness.grouping.strangers.known import NOBODY, SHORTLIST, Known, own_scores, rank
from likeness.grouping.strangers.odds import EVEN, PRIOR, features, probabilities, sigmoid

if TYPE_CHECKING:
    from numpy.typing import NDArray


# How sure it is, before looking, that a face belongs to the person that it was given to, and that
# a face of nobody belongs to anybody. Assumed, not measured.
MEMBER_PRIOR = 0.95
ALONE_PRIOR = 0.1


def photo_probabilities(
    known: Known,
    calibration: Calibration,
    chances: NDArray[np.float64],
    faces: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Return (n,) how probably each face of the library shows the person searched for.

    That is the probability of a candidate times that the face is one of theirs, for which the face
    itself is searched for in the library without it.

    Args:
        known: The library.
        calibration: Of it.
        chances: (P,) how probably each person of `known` is the one searched for.
        faces: (n,) rows of `Known.vectors`.
    """
    owners = known.owners[faces]
    ranked = rank(known, known.vectors[faces], without=owners)
    own = own_scores(known, faces)
    stays = _stays(calibration, ranked.scores[:, 0], own, known.sizes[owners] - 1)
    mine = np.where(np.isnan(own), 1.0, stays) * chances[owners]
    others = probabilities(calibration, ranked, prior=ALONE_PRIOR)
    theirs = (others * chances[ranked.people]).sum(axis=1)
    result: NDArray[np.float64] = np.where(known.named[owners], mine, theirs)
    return result


def outside_probabilities(
    known: Known,
    calibration: Calibration,
    chances: NDArray[np.float64],
    vectors: NDArray[np.float32],
    owners: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Return (n,) the same of more faces of people, which `known` holds only a sample of.

    Args:
        known: Of few people: no more than `SHORTLIST` are compared.
        calibration: Of the library.
        chances: (P,) how probably each person of `known` is the one searched for.
        vectors: (n, d) of faces that `known` does not hold.
        owners: (n,) whose they are.
    """
    ranked = rank(known, vectors, count=SHORTLIST)
    mine = ranked.people == owners[:, None]
    own = np.where(mine, ranked.scores, NOBODY).max(axis=1)
    rivals = np.where(mine, NOBODY, ranked.scores).max(axis=1)
    result: NDArray[np.float64] = (
        _stays(calibration, rivals, own, known.sizes[owners]) * chances[owners]
    )
    return result


def _stays(
    calibration: Calibration,
    rivals: NDArray[np.float64],
    own: NDArray[np.float64],
    sizes: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Return (n,) how probably faces belong to the people that they were given to.

    Args:
        calibration: Of the library.
        rivals: (n,) best score of anybody else.
        own: (n,) score of their own people without them; NaN: they have no other face.
        sizes: (n,) faces that these people have beside them.
    """
    scores = np.nan_to_num(own, nan=NOBODY)
    held = features(scores, scores - rivals, sizes, calibration.usual)
    lift = np.log(MEMBER_PRIOR / (1 - MEMBER_PRIOR) * (1 - PRIOR) / PRIOR)
    return sigmoid(held @ calibration.logits + lift)


def cut(chances: NDArray[np.float64]) -> int:
    """Return how many photos to show, best first, of those with these chances (n,), descending.

    From the first photo that is likelier wrong than right, more wrong ones come than right ones.
    """
    return int((chances >= EVEN).sum())
