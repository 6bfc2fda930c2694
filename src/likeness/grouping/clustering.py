"""People out of faces: who is the same person, given what humans decided and what stands.

Pure: arrays in, decisions out. The same faces give the same answer in whatever order they come.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.calibration import CUT, cosine, cut_for, stretch, weights
from likeness.grouping.constraints import (
    People,
    people_anchored,
    people_kept,
    rejected_pairs,
    same_photo,
)
from likeness.grouping.linkage import Limits, Points, agglomerate
from likeness.grouping.neighbours import nearest
from likeness.types import FaceId, Grouping, GroupingFaces, PersonId

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDING = 1e-5  # of a cosine in float32, with room

FOUNDING_PHOTOS = 2  # faces of so many photos make a person; fewer wait for the next


def group(faces: GroupingFaces, *, cut: float = CUT, again: bool = False) -> Grouping:
    """Work out who is the same person.

    People are groups of at least two faces from two photos; other faces stay unassigned until
    more of their kind come or a human names them. Faces of one photo are different people, except
    copies of one face. What humans decided holds: pinned faces stay, rejected ones stay away,
    different people are never merged by a run.

    Args:
        faces: All faces of one contract that may be grouped, and how they stand.
        cut: Mean distance within which groups are one person (see `calibration.CUT`), for small
            libraries; `calibration.cut_for` adapts it to larger ones.
        again: False: everybody keeps their faces and id; unassigned faces join them or found new
            people. True: all faces are grouped as if they came together; people that humans
            decided about keep their id through the faces that anchor them, other people's ids go
            to the groups that hold most of their faces.

    Returns:
        The faces whose person changes, and the people that this founds.
    """
    faces = _sorted(faces)
    people = people_anchored(faces) if again else people_kept(faces)
    groups = _groups(faces, people, cut_for(len(faces.ids), cut))
    persons, founded = _named(faces, people, groups, again=again)
    changes = {
        face: now
        for face, now, before in zip(faces.ids, persons, faces.persons, strict=True)
        if now != before
    }
    return Grouping(assignments=changes, founded=founded)


def _groups(faces: GroupingFaces, people: People, cut: float) -> list[list[int]]:
    """Return the groups as ascending rows, ordered by their first.

    Faces that cannot change are in none: those set aside, and those of people who are out of reach
    of everybody who could join them.
    """
    weight = weights(faces.quality)
    taken = _within_reach(faces, people, weight, cut)
    pairs = same_photo(faces.photos, faces.vectors)
    strangers = pairs.mean_distances(len(faces.ids))
    points = Points(
        vectors=faces.vectors, stretch=stretch(faces.vectors, strangers, taken), weights=weight
    )
    start, fixed = _start(faces, people)
    apart = np.concatenate([pairs.pairs, rejected_pairs(faces, people)])
    limits = Limits(start=start, fixed=fixed, apart=apart, taken=taken)
    roots = agglomerate(points, limits, cut)
    groups: dict[int, list[int]] = {}
    for i in np.flatnonzero(taken).tolist():
        groups.setdefault(int(roots[i]), []).append(i)
    return list(groups.values())


def _within_reach(
    faces: GroupingFaces, people: People, weight: NDArray[np.float64], cut: float
) -> NDArray[np.bool_]:
    """Return which faces a run has to look at: those of nobody, and those of people near them.

    Stretching only moves faces apart, and a group is never nearer to a person than its nearest
    face. So a person whose mean is beyond the cut of every such face is out of reach, and adding a
    few photos to a large library is quick.
    """
    taken = np.ones(len(faces.ids), np.bool_)
    for rows in people.members.values():
        taken[rows] = False
    taken[list(people.aside)] = False
    if not taken.any() or not people.members:
        return taken
    means = np.stack(
        [
            np.average(faces.vectors[rows], axis=0, weights=weight[rows])
            for rows in people.members.values()
        ]
    )
    _, best = nearest(means.astype(np.float32), faces.vectors[taken], 1)
    for rows, cosine_with_best in zip(people.members.values(), best[:, 0], strict=True):
        taken[rows] = cosine_with_best >= cosine(cut) - ROUNDING
    return taken


def _start(faces: GroupingFaces, people: People) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the groups to begin with, and which of them are people.

    Equal vectors of nobody begin together, as they would meet first. Left to linkage, thousands of
    copies of one picture would all have the same nearest neighbour and meet one by one.
    """
    start, fixed = np.arange(len(faces.ids)), np.zeros(len(faces.ids), np.bool_)
    for rows in people.members.values():
        start[rows] = rows[0]
        fixed[rows[0]] = True
    members = {i for rows in people.members.values() for i in rows.tolist()}
    rejected = {face for face, _ in faces.rejections}
    first: dict[bytes, int] = {}
    for i, face in enumerate(faces.ids):
        if i not in members and i not in people.aside and face not in rejected:
            start[i] = first.setdefault(faces.vectors[i].tobytes(), i)
    return start, fixed


def _named(
    faces: GroupingFaces, people: People, groups: Sequence[list[int]], *, again: bool
) -> tuple[list[PersonId | None], tuple[PersonId, ...]]:
    """Return the person of each face, and the people that are new."""
    owners = {int(rows[0]): person for person, rows in people.members.items()}
    if again:
        owners |= _inherited(faces, people, groups)
    known = _known_people(faces)
    founded: list[PersonId] = []
    persons = list(faces.persons)
    for rows in groups:
        person = next((owners[i] for i in rows if i in owners), None)
        if person is None and _makes_a_person(faces, rows):
            person = _new_id([faces.ids[i] for i in rows], known)
            founded.append(person)
        for i in rows:
            persons[i] = person
    return persons, tuple(founded)


def _inherited(
    faces: GroupingFaces, people: People, groups: Sequence[list[int]]
) -> dict[int, PersonId]:
    """Give the ids of people whom no human decided about to the groups with most of their faces.

    Returns:
        The person by the first row of its group.
    """
    anchors = {int(rows[0]) for rows in people.members.values()}
    rejected: dict[FaceId, list[PersonId]] = {}
    for face, person in faces.rejections:
        rejected.setdefault(face, []).append(person)
    shares: list[tuple[int, PersonId, int]] = []
    for rows in groups:
        if not anchors.isdisjoint(rows) or not _makes_a_person(faces, rows):
            continue
        counts = Counter(faces.persons[i] for i in rows)
        refused = {person for i in rows for person in rejected.get(faces.ids[i], ())}
        shares += [
            (-count, person, rows[0])
            for person, count in counts.items()
            if person is not None and person not in refused and person not in people.members
        ]
    names: dict[int, PersonId] = {}
    given: set[PersonId] = set()
    for _, person, first in sorted(shares):
        if person not in given and first not in names:
            names[first] = person
            given.add(person)
    return names


def _makes_a_person(faces: GroupingFaces, rows: Sequence[int]) -> bool:
    return len({faces.photos[i] for i in rows}) >= FOUNDING_PHOTOS


def _known_people(faces: GroupingFaces) -> set[PersonId]:
    """Return all people whose ids are taken."""
    standing = {person for person in faces.persons if person is not None}
    return standing | faces.decided | {person for _, person in faces.rejections}


def _new_id(founders: Sequence[FaceId], taken: set[PersonId]) -> PersonId:
    """Return the id of the smallest founder that founded nobody yet."""
    return next(person for person in _possible_ids(founders) if person not in taken)


def _possible_ids(founders: Sequence[FaceId]) -> Iterator[PersonId]:
    for face in founders:
        yield PersonId(f"p{face[1:]}")
    # All of them founded people once, whom they had to leave since: digest until one is free.
    digits = founders[0][1:]
    while True:
        digits = hashlib.sha256(digits.encode()).hexdigest()[:16]
        yield PersonId(f"p{digits}")


def _sorted(faces: GroupingFaces) -> GroupingFaces:
    """Return the same faces with rows sorted by id."""
    order = sorted(range(len(faces.ids)), key=faces.ids.__getitem__)
    if order == list(range(len(order))):
        return faces
    return replace(
        faces,
        ids=tuple(faces.ids[i] for i in order),
        photos=tuple(faces.photos[i] for i in order),
        vectors=faces.vectors[order],
        boxes=faces.boxes[order],
        quality=faces.quality[order],
        persons=tuple(faces.persons[i] for i in order),
        pinned=tuple(faces.pinned[i] for i in order),
    )
