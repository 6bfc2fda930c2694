"""Whom do the samples show? Pure: vectors and hits in, one answer out.

    sample = template(vectors, quality)
    scores = {person: score(sample, faces_of[person]) for person in people_near}
    verdict = decide(scores, best_alone, faces=len(library))
    matches = select(near, verdict, faces=len(library))

Similarities are products with the samples' mean, which is not a unit vector: they are the mean
cosines between a face and all samples, and compare with a cut as the means of grouping do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from likeness.grouping.calibration import cosine, cut_for, weights
from likeness.types import FaceId, PersonId

if TYPE_CHECKING:
    from numpy.typing import NDArray

BEST_FACES = 3  # of a person, that count as much as all of them together

# Two people whose scores differ by less cannot be told apart, and a score that differs from the cut
# by less is on neither side. Cosine: the standard deviation of a person's score from sample to
# sample is .008 to .011 on digiface 4000 to 4002.
DOUBT = 0.008

# Farther faces are nobody's photo of the person, even when everything is asked for: of the pairs of
# strangers on the photos of office, 45 % are nearer. Euclidean distance.
FLOOR = 0.5

CANDIDATES = 5  # people named in an answer at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the scores of all people say."""

    answer: Literal["found", "absent", "unsure"]
    candidates: tuple[tuple[PersonId, float], ...]  # best first, with their scores
    likely: frozenset[PersonId]  # those whose photos belong to the answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A face of the library and how similar it is to the samples."""

    face: FaceId
    photo: str
    person: PersonId | None
    similarity: float


def template(vectors: NDArray[np.float32], quality: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean (d,) of the samples (m, d), at most one long; weak samples count less."""
    mean: NDArray[np.float64] = np.average(vectors, axis=0, weights=weights(quality))
    return mean.astype(np.float32)


def score(sample: NDArray[np.float32], faces: NDArray[np.float32]) -> float:
    """Return how similar one person is to the samples: the mean over faces and over the best.

    The best faces find people who look different from photo to photo, all faces keep a single
    look-alike photo from deciding.

    Args:
        sample: (d,) of `template`.
        faces: (n, d), unit length, n at least 1: all faces of the person.
    """
    similarities = np.sort(faces.astype(np.float64) @ sample.astype(np.float64))
    return float((similarities.mean() + similarities[-BEST_FACES:].mean()) / 2)


def decide(scores: Mapping[PersonId, float], alone: float | None, *, faces: int) -> Verdict:
    """Answer whether somebody of the library is shown, and who.

    Args:
        scores: `score` of everybody who could be meant, at least of the nearest people.
        alone: The highest similarity of a face that belongs to nobody; None without any.
        faces: How many faces the library has: the cut depends on it.
    """
    least = cosine(cut_for(faces))
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    best = max([value for _, value in ranked[:1]] + [-1.0 if alone is None else alone])
    likely = frozenset(person for person, value in ranked if value >= max(best, least) - DOUBT)
    answer: Literal["found", "absent", "unsure"] = "found"
    if best < least - DOUBT:
        answer = "absent"
    elif best < least + DOUBT or len(likely) > 1:
        answer = "unsure"
    shown = [item for item in ranked if item[1] >= cosine(FLOOR)][:CANDIDATES]
    return Verdict(answer=answer, candidates=tuple(shown), likely=likely)


def select(
    near: Iterable[Match], verdict: Verdict, *, faces: int, everything: bool = False
) -> list[Match]:
    """Choose the photos that answer the search.

    These are the photos of the likely people, and of faces within the cut that belong to nobody.
    A face of somebody else is left out even within the cut: its person was compared as a whole.

    Args:
        near: Faces with their similarities; may hold several of one photo.
        verdict: Of `decide`.
        faces: How many faces the library has.
        everything: Add all faces down to `FLOOR`, whoever they are held to be.

    Returns:
        One match for each photo, its most similar face, most similar first, ties by face.
    """
    cut, floor = cosine(cut_for(faces)), cosine(FLOOR)
    chosen: dict[str, Match] = {}
    for match in sorted(near, key=lambda match: (-match.similarity, match.face)):
        mine = match.person in verdict.likely or (match.person is None and match.similarity >= cut)
        if mine or (everything and match.similarity >= floor):
            chosen.setdefault(match.photo, match)
    return list(chosen.values())
