"""Libraries whose truth is known, drawn for `trust.py`: generated ones and albums of real faces.

A generated library has 50 to 1,000 faces of a world of `open_set_world.py` (both variances, mean
quality and its spread drawn anew), a long tail of photos, strangers who appear once, and a share of
its faces on photos with others. A varied one, only fitted on, is of a world between both or beyond
them, or of people far clearer, with up to eight people or hundreds. An album is a sample of
labelled photos, at most so many of each person, with strangers between them who are known to be
different people: one photo's faces. Groups are the product's own, or, only to fit on, those of a
strictness or two beside it, or heaps of several groups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from open_set_world import (
    LEAST_QUALITY,
    MOST_QUALITY,
    PHOTOGRAPHS,
    RENDERS,
    World,
    draw_faces,
    draw_people,
    draw_spreads,
)

from likeness.grouping.calibration import stretch, weights
from likeness.grouping.communities import communities
from likeness.grouping.constraints import same_photo
from likeness.grouping.points import Limits, Points
from likeness.grouping.trust_groups import Grouped
from likeness.types import PhotoId

FEWEST, MOST = 50, 1_000  # faces of a generated library
TAIL = (1.1, 2.2)  # exponent of the number of photos of a person: smaller is longer
OF_ONE_PERSON = 0.25  # of all faces at most
STRANGERS = (0.0, 0.4)  # share of faces of people who appear once
TOGETHER = (0.0, 0.7)  # share of faces on photos with others
IN_COMPANY = 5  # faces at most of one photo
QUALITY_OF_LIBRARIES = (0.45, 0.85)
QUALITY_SPREADS = (0.04, 0.15)
SPREAD_OF_LIBRARIES = 0.1  # of the logarithms of both variances, as in `open_set.py`
WORLDS = (PHOTOGRAPHS, RENDERS)
VARIED = "varied"
HEAPS = "heaps"
HEAPED = (2, 9)  # groups that are put in one
# Of varied libraries: where they lie from PHOTOGRAPHS (0) to RENDERS (1), how far their variances
# are off, how often they are of few people, how often of clear ones, and how many times clearer.
BETWEEN_WORLDS = (-0.3, 1.0)
SPREAD_OF_VARIED = 0.25
FEW_PEOPLE = 0.35
MOST_FEW = 8
CLEAR = 0.25
CLEARER = (1.0, 6.0)
BESIDE = 2  # strictnesses at most that groups are off by


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A library and whose its faces are."""

    kind: str
    vectors: NDArray[np.float32]  # (n, 128)
    quality: NDArray[np.float32]  # (n,)
    photos: NDArray[np.intp]  # (n,)
    owners: NDArray[np.intp]  # (n,)


def generated(world: World, rng: np.random.Generator) -> Known:
    """Return a library of this world."""
    size = round(float(np.exp(rng.uniform(np.log(FEWEST), np.log(MOST)))))
    return _of(_beside(world, SPREAD_OF_LIBRARIES, rng), _long_tail(size, rng), rng)


def varied(rng: np.random.Generator) -> Known:
    """Return a library of a world that is like no other, with few people or many."""
    at = rng.uniform(*BETWEEN_WORLDS)

    def between(one: float, other: float) -> float:
        return float(np.exp((1 - at) * np.log(one) + at * np.log(other)))

    world = replace(
        PHOTOGRAPHS,
        name=VARIED,
        between=between(PHOTOGRAPHS.between, RENDERS.between),
        within=between(PHOTOGRAPHS.within, RENDERS.within),
    )
    world = _beside(world, SPREAD_OF_VARIED, rng)
    if rng.random() < CLEAR:
        clearer = float(np.exp(rng.uniform(*np.log(CLEARER))))
        world = replace(world, between=world.between * clearer, within=world.within / clearer)
    size = round(float(np.exp(rng.uniform(np.log(FEWEST), np.log(MOST)))))
    few = rng.random() < FEW_PEOPLE
    owners = _few(min(size, 200), rng) if few else _long_tail(size, rng)
    return _of(world, owners, rng)


def _beside(world: World, spread: float, rng: np.random.Generator) -> World:
    factors = np.exp(spread * rng.standard_normal(2))
    return replace(
        world, between=world.between * float(factors[0]), within=world.within * float(factors[1])
    )


def _of(world: World, owners: NDArray[np.intp], rng: np.random.Generator) -> Known:
    """Return faces of this world, of these owners."""
    size = len(owners)
    people = draw_people(world, int(owners.max()) + 1, rng)
    for one in np.flatnonzero(rng.random(len(people)) < world.looks).tolist():
        other = int(rng.integers(len(people)))
        if other != one:
            part = world.likeness
            people[one] = part * people[other] + np.sqrt(1 - part * part) * people[one]
    spreads = draw_spreads(world, len(people), rng)
    mean, spread = rng.uniform(*QUALITY_OF_LIBRARIES), rng.uniform(*QUALITY_SPREADS)
    quality = (mean + spread * rng.standard_normal(size)).clip(LEAST_QUALITY, MOST_QUALITY)
    return Known(
        kind=world.name,
        vectors=draw_faces(world, people[owners], spreads[owners], quality, rng),
        quality=quality.astype(np.float32),
        photos=_photos(owners, rng.uniform(*TOGETHER), rng),
        owners=owners,
    )


def _few(size: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Return (size,) whose each face is: one to `MOST_FEW` people, and perhaps strangers."""
    people = int(rng.integers(1, MOST_FEW + 1))
    lonely = round(size * rng.uniform(*STRANGERS)) if rng.random() < 0.5 else 0
    owners = rng.choice(people, size, p=rng.dirichlet(np.full(people, 3.0)))
    owners[:lonely] = people + np.arange(lonely)
    return rng.permutation(np.unique(owners, return_inverse=True)[1]).astype(np.intp)


def _long_tail(size: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Return (size,) whose each face is, in random order."""
    lonely = round(size * rng.uniform(*STRANGERS))
    tail = rng.uniform(*TAIL)
    counts: list[int] = []
    while (left := size - lonely - sum(counts)) > 0:
        drawn = int(2 * (1 - rng.random()) ** (-1 / tail))
        counts.append(min(drawn, left, max(2, int(OF_ONE_PERSON * size))))
    counts += [1] * lonely
    owners = np.repeat(np.arange(len(counts)), counts)
    return rng.permutation(owners).astype(np.intp)


def _photos(
    owners: NDArray[np.intp], together: float, rng: np.random.Generator
) -> NDArray[np.intp]:
    """Return (n,) the photo of each face: some show several people, nobody twice."""
    photos = np.arange(len(owners), dtype=np.intp)
    company = np.flatnonzero(rng.random(len(owners)) < together).tolist()
    while company:
        wanted = int(rng.integers(2, IN_COMPANY + 1))
        group: list[int] = []
        for face in company[: 3 * wanted]:
            if len(group) < wanted and owners[face] not in owners[group]:
                group.append(face)
        photos[group] = group[0]
        company = [face for face in company if face not in set(group)]
    return photos


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Real faces to draw albums from."""

    name: str
    people: Mapping[str, tuple[NDArray[np.float32], NDArray[np.float32]]]  # vectors, quality
    crowds: Sequence[tuple[NDArray[np.float32], NDArray[np.float32]]]  # each of one photo


def album(shelf: Shelf, rng: np.random.Generator) -> Known:
    """Return a random album of real faces: each once, or degraded a little by noise drawn anew."""
    names = sorted(shelf.people)
    chosen = rng.permutation(len(names))[: int(rng.integers(1, len(names) + 1))]
    parts: list[tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.intp]]] = []
    for owner, at in enumerate(chosen.tolist()):
        vectors, quality = shelf.people[names[at]]
        most = min(len(vectors), 72)
        count = int(rng.integers(min(2, most), most + 1)) if most > 1 else 1
        rows = rng.choice(len(vectors), count, replace=False)
        parts.append((vectors[rows], quality[rows], np.full(count, owner, np.intp)))
    # One crowd only: nobody knows whether two of them show the same people.
    if shelf.crowds and rng.random() < 0.7:
        vectors, quality = shelf.crowds[int(rng.integers(len(shelf.crowds)))]
        parts.append((vectors, quality, len(parts) + np.arange(len(vectors), dtype=np.intp)))
    owners = np.concatenate([part[2] for part in parts])
    photos = np.arange(len(owners), dtype=np.intp)
    if len(parts) > len(chosen) and rng.random() < 0.5:  # else as if each had a photo of its own
        crowd = len(owners) - len(parts[-1][0])
        photos[crowd:] = crowd
    return Known(
        kind=shelf.name,
        vectors=np.concatenate([part[0] for part in parts]).astype(np.float32),
        quality=np.concatenate([part[1] for part in parts]).astype(np.float32),
        photos=photos,
        owners=owners,
    )


def grouped(known: Known, off: int = 0) -> Grouped:
    """Return the library as the product groups it: a person needs faces of two photos.

    Args:
        known: The library.
        off: How many strictnesses looser (stricter: less than 0) the groups are than chosen ones.
    """
    n = len(known.vectors)
    pairs = same_photo(tuple(PhotoId(f"{photo}") for photo in known.photos.tolist()), known.vectors)
    points = Points(
        vectors=known.vectors,
        stretch=stretch(known.vectors, pairs.mean_distances(n), np.ones(n, np.bool_)),
        weights=weights(known.quality),
    )
    limits = Limits(
        start=np.arange(n),
        fixed=np.zeros(n, np.bool_),
        apart=pairs.pairs,
        taken=np.ones(n, np.bool_),
    )
    found = communities(points, limits, known.photos)
    root, strictness = found.root, found.strictness
    if off:
        chosen = int(np.argmin(np.abs(found.rungs - strictness)))
        other = min(max(chosen + off, 0), len(found.rungs) - 1)
        root, strictness = found.groups[other].astype(np.intp), float(found.rungs[other])
    groups = root.copy()
    for group in np.unique(root).tolist():
        rows = np.flatnonzero(root == group)
        if len(np.unique(known.photos[rows])) < 2:
            groups[rows] = rows
    return Grouped(
        vectors=known.vectors,
        quality=known.quality,
        photos=known.photos,
        groups=groups,
        rungs=found.groups.astype(np.intp),
        ladder=found.rungs,
        strictness=strictness,
    )


def heaped(library: Grouped, rng: np.random.Generator) -> Grouped:
    """Return groups of which some are one heap, as no run makes them but a hand may.

    In half of the libraries every strictness says so, too.
    """
    names, group = np.unique(library.groups, return_inverse=True)
    heap = group // int(rng.integers(*HEAPED))
    if rng.random() < 0.3:
        heap = np.zeros_like(heap)
    heap = np.where(rng.random(len(names))[group] < 0.5, heap, len(names) + group)
    rungs = library.rungs
    if rng.random() < 0.5:
        rungs = np.repeat(heap[None], len(rungs), axis=0)
    return replace(library, groups=heap, rungs=rungs)
