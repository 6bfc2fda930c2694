"""People out of faces: who is the same person, given what humans decided and what stands.

Pure: arrays in, decisions out. The same faces give the same answer in whatever order they come.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.calibration import stretch, weights
from likeness.grouping.communities import USUAL, Communities, communities
from likeness.grouping.constraints import (
    People,
    people_anchored,
    people_kept,
    photo_numbers,
    rejected_pairs,
    same_photo,
)
from likeness.grouping.crowds import communities_of_many
from likeness.grouping.evidence import EVEN, MANY
from likeness.grouping.generations import parted
from likeness.grouping.naming import named
from likeness.grouping.points import Limits, Points
from likeness.grouping.region import Region, around, everything
from likeness.grouping.selection import by_id, selected
from likeness.types import Grouping, GroupingFaces, Labelings

if TYPE_CHECKING:
    from numpy.typing import NDArray


def group(faces: GroupingFaces, *, again: bool = False) -> Grouping:
    """Work out who is the same person.

    People are groups of at least two faces from two photos; other faces stay unassigned until
    more of their kind come or a human names them. Faces of one photo are different people, except
    copies of one face. What humans decided holds: pinned faces stay, rejected ones stay away,
    different people are never merged by a run.

    Args:
        faces: All faces of one contract that may be grouped, and how they stand.
        again: False: new faces are worked out together with everybody whom they may concern (see
            `region`); people that they do not touch keep faces and id, people that humans decided
            about keep all their faces. True: all faces are grouped as if they came together;
            people that humans decided about keep their id through the faces that anchor them. Ids
            of other people go to the groups that hold most of their faces.

    Returns:
        The faces whose person changes, the people that this founds, and the groups at every
        strictness if the run saw all faces.
    """
    faces = by_id(faces)
    if again:
        return _worked_out(faces, people_anchored(faces), everything(len(faces.ids)))
    standing = people_kept(faces)
    near = (faces.strictness or USUAL) * EVEN
    region = around(faces.vectors, _new(faces), standing, near)
    return _worked_out(faces, _held(faces, standing, region), region)


def _new(faces: GroupingFaces) -> NDArray[np.bool_]:
    """Return (n,) the faces of nobody that are new, and those that were rejected where they are."""
    return np.array(
        [
            (person is None and bool(new)) or (face, person) in faces.rejections
            for face, person, new in zip(faces.ids, faces.persons, faces.fresh, strict=True)
        ],
        np.bool_,
    )


def _held(faces: GroupingFaces, standing: People, region: Region) -> People:
    """Return the people of the region whose faces stay together: decided and untouched ones."""
    looked_at = np.zeros(len(faces.ids), np.bool_)
    looked_at[region.rows] = True
    held = {
        person: rows
        for person, rows in standing.members.items()
        if looked_at[rows[0]] and (person in faces.decided or not region.touched[rows[0]])
    }
    return replace(standing, members=held)


def _worked_out(faces: GroupingFaces, people: People, region: Region) -> Grouping:
    """Group what is in the region and say whose each group is.

    The strictness is chosen where all faces can be compared. A small region is grouped at the one
    that was chosen then: it says too little by itself.
    """
    rows = region.rows
    if not len(rows):
        return Grouping(assignments={})
    if region.whole:
        found = _communities(faces, people, None)
        grouping = named(faces, people, _groups(found.root, rows, people))
        return replace(grouping, labelings=_labelings(faces, found))
    strictness = faces.strictness or USUAL
    found = _communities(selected(faces, rows), people.among(rows), strictness)
    return named(faces, people, _groups(found.root, rows, people))


def _communities(faces: GroupingFaces, people: People, strictness: float | None) -> Communities:
    n = len(faces.ids)
    pairs = same_photo(faces.photos, faces.vectors)
    strangers = pairs.mean_distances(n)
    taken = np.ones(n, np.bool_)
    taken[list(people.aside)] = False
    start, fixed = _start(faces, people)
    apart = np.concatenate([pairs.pairs, rejected_pairs(faces, people)])
    limits = Limits(start=start, fixed=fixed, apart=apart, taken=taken)
    photos = photo_numbers(faces.photos, pairs)
    born = _birth_years(faces, people)
    weight = weights(faces.quality)
    if np.count_nonzero(taken) > MANY:
        points = Points(vectors=faces.vectors, stretch=np.ones(n), weights=weight)
        found = communities_of_many(
            points, limits, photos, strictness=strictness, strangers=strangers, born=born
        )
    else:
        around = stretch(faces.vectors, strangers, taken)
        points = Points(vectors=faces.vectors, stretch=around, weights=weight)
        found = communities(points, limits, photos, strictness=strictness, born=born)
    held = fixed[start]
    groups = np.stack([parted(each, faces.vectors, born, held) for each in found.groups])
    return replace(
        found, root=parted(found.root, faces.vectors, born, held), groups=groups.astype(np.int32)
    )


def _birth_years(faces: GroupingFaces, people: People) -> NDArray[np.float64]:
    """Return (n,) when each face was born: as told of its person, else as it looks; NaN unknown."""
    born = faces.taken - faces.age
    for person, year in faces.born.items():
        if person in people.members:
            born[people.members[person]] = year
    return born


def _start(faces: GroupingFaces, people: People) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the groups to begin with, and which of them are people.

    Equal vectors of nobody begin together, as they would meet first.
    """
    n = len(faces.ids)
    start, fixed = np.arange(n), np.zeros(n, np.bool_)
    free = np.ones(n, np.bool_)
    free[list(people.aside)] = False
    for rows in people.members.values():
        start[rows] = rows[0]
        fixed[rows[0]] = True
        free[rows] = False
    rejected = {face for face, _ in faces.rejections}
    if rejected:
        free &= np.array([face not in rejected for face in faces.ids], np.bool_)
    loose = np.flatnonzero(free)
    start[loose] = loose[first_equal(faces.vectors[loose])]
    return start, fixed


def first_equal(vectors: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return (n,) the first row that equals each row of (n, d)."""
    digests = np.array([hash(row.tobytes()) for row in vectors], np.int64)
    _, first, which = np.unique(digests, return_index=True, return_inverse=True)
    same = first[which]
    # Digests may meet by chance: whoever is not equal after all stands for itself.
    differs = (vectors != vectors[same]).any(axis=1)
    same[differs] = np.flatnonzero(differs)
    return same


def _groups(roots: NDArray[np.intp], rows: NDArray[np.intp], people: People) -> list[list[int]]:
    """Return the groups as ascending rows, ordered by their first; without what is set aside."""
    groups: dict[int, list[int]] = {}
    for row, root in zip(rows.tolist(), roots.tolist(), strict=True):
        if row not in people.aside:
            groups.setdefault(root, []).append(row)
    return list(groups.values())


def _labelings(faces: GroupingFaces, found: Communities) -> Labelings:
    return Labelings(
        faces=faces.ids,
        strictness=found.rungs,
        groups=found.groups,
        chosen=found.chosen,
        sureness=found.sureness.astype(np.float32),
    )
