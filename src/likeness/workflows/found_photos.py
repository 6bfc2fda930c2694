"""The photos of an answer: the near faces, how probably each shows the person, and their paths."""

from __future__ import annotations

from collections.abc import Collection as AnyOf
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.catalog.base import Catalog, ComparedFace
from likeness.grouping.calibration import cosine
from likeness.grouping.strangers import Calibration
from likeness.grouping.strangers.alone import alone_p_value, alone_probabilities
from likeness.grouping.strangers.odds import EVEN
from likeness.grouping.strangers.photos import cut, outside_probabilities, photo_probabilities
from likeness.types import FaceId, FoundPhoto, PersonId, PhotoId
from likeness.workflows.near import Near, vectors_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Farther faces are nobody's photo of the person, even when everything is asked for: of the pairs of
# strangers on the photos of office, 45 % are nearer than this euclidean distance.
FLOOR = cosine(0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A face of the library that may show the person of the samples."""

    row: ComparedFace
    similarity: float  # cosine to the samples' mean
    probability: float | None  # None: of somebody who is none of the candidates


def matched(
    near: Near,
    calibration: Calibration,
    template: NDArray[np.float32],
    chances: Mapping[PersonId, float],
    *,
    least: float = EVEN,
) -> list[Match]:
    """Say of the faces of the candidates and of nobody how probably they are the one wanted.

    Args:
        near: The faces.
        calibration: Of the library.
        template: (d,) of the samples.
        chances: How probably each candidate is it.
        least: Only faces of nobody, and of candidates who are it at least this probably.
    """
    named = stated_chances(near, chances)
    asked = ~near.known.named | (named >= least)
    rows = np.flatnonzero(asked[near.known.owners])
    stated = photo_probabilities(near.known, calibration, named, rows)
    return matches([near.faces[row] for row in rows.tolist()], template, stated)


def matched_outside(
    near: Near,
    rows: Sequence[ComparedFace],
    calibration: Calibration,
    template: NDArray[np.float32],
    chances: Mapping[PersonId, float],
) -> list[Match]:
    """Say the same of more faces of candidates, which `near` does not hold."""
    numbers = {near.person(row): row for row in range(len(near.known)) if near.known.named[row]}
    more = [row for row in rows if row.person in numbers]
    if not more:
        return []
    owners = np.array([numbers[row.person] for row in more if row.person is not None], np.intp)
    named = stated_chances(near, chances)
    stated = outside_probabilities(near.known, calibration, named, vectors_of(more), owners)
    return matches(more, template, stated)


def stated_chances(near: Near, chances: Mapping[PersonId, float]) -> NDArray[np.float64]:
    """Return how probably each person of `near.known` is the one searched for."""
    known = near.known
    each = range(len(known))
    return np.array([chances.get(near.person(n), 0.0) if known.named[n] else 0.0 for n in each])


def matches(
    rows: Sequence[ComparedFace],
    template: NDArray[np.float32],
    stated: NDArray[np.float64] | None = None,
) -> list[Match]:
    """Return faces as matches with these probabilities; None: nothing is said of these."""
    if not rows:
        return []
    similar = (vectors_of(rows).astype(np.float64) @ template).tolist()
    chances: list[float | None] = [None] * len(rows) if stated is None else [*stated.tolist()]
    return [
        Match(row=row, similarity=value, probability=chance)
        for row, value, chance in zip(rows, similar, chances, strict=True)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strays:
    """The near faces of nobody, as if each were a person."""

    matches: list[Match]
    p_value: float  # of the nearest
    probability: float  # that it is the one wanted


def strays(
    near: Near, calibration: Calibration, template: NDArray[np.float32], *, rival: float
) -> Strays:
    """Return what the near faces of nobody say; *rival*: score of the best person."""
    rows = np.flatnonzero(~near.known.named[near.known.owners])
    scores = near.known.vectors[rows].astype(np.float64) @ template
    stated = alone_probabilities(calibration, scores, rival)
    return Strays(
        matches=matches([near.faces[row] for row in rows.tolist()], template, stated),
        p_value=alone_p_value(calibration, float(scores.max())) if len(rows) else 1.0,
        probability=float(stated.max(initial=0.0)),
    )


def listed(found: Iterable[Match], *, everything: bool) -> list[Match]:
    """Return each photo once, by its likeliest face, likeliest first, ties by similarity and id.

    Unless all are asked for they end where the next is likelier wrong than right.
    """

    def order(match: Match) -> tuple[float, float, FaceId]:
        return -(match.probability or 0.0), -match.similarity, match.row.face

    best: dict[PhotoId, Match] = {}
    for match in sorted(found, key=order):
        best.setdefault(match.row.photo, match)
    each = list(best.values())
    shown = cut(np.array([match.probability or 0.0 for match in each]))
    far = [match for match in each[shown:] if match.similarity >= FLOOR] if everything else []
    return each[:shown] + far


def photos_of(catalog: Catalog, found: Sequence[Match]) -> tuple[FoundPhoto, ...]:
    """Return matches as the photos that they are on, by their first paths."""
    paths = first_paths(catalog, {match.row.photo for match in found})
    return tuple(
        FoundPhoto(
            photo=paths.get(match.row.photo, match.row.photo),
            face=match.row.face,
            similarity=round(match.similarity, 4),
            probability=None if match.probability is None else round(match.probability, 4),
        )
        for match in found
    )


def first_paths(catalog: Catalog, photos: AnyOf[PhotoId]) -> dict[PhotoId, str]:
    """Return the first path of each photo that lies anywhere, as `Photo.photo` has it."""
    roots = {source.id: source.uri for source in catalog.sources(counted=False)}
    first: dict[PhotoId, str] = {}
    for photo, places in catalog.locations_of(photos).items():
        there = [(roots[source], path) for source, path in places if source in roots]
        if there:
            root, path = min(there)
            first[photo] = f"{root.rstrip('/')}/{path}"
    return first
