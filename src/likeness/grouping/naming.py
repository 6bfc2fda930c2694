"""Which person each group is: those who stand keep their ids, new ones get theirs from a face."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from likeness.types import FaceId, Grouping, GroupingFaces, PersonId

if TYPE_CHECKING:
    from likeness.grouping.constraints import People

FOUNDING_PHOTOS = 2  # faces of so many photos make a person; fewer wait for the next


def named(faces: GroupingFaces, people: People, groups: Sequence[Sequence[int]]) -> Grouping:
    """Say whose each group is.

    A group with a face that stands for somebody is that person. The ids of people for whom no face
    stands go to the groups that hold most of their faces; what is left founds new people if it
    shows somebody on `FOUNDING_PHOTOS` photos, and is nobody's otherwise.

    Args:
        faces: The library, sorted by id.
        people: For whom faces stand; each of them is in one group at most.
        groups: Ascending rows of faces. Faces in none of them keep whom they have.

    Returns:
        The faces whose person changes, and the people that this founds.
    """
    owners = {int(rows[0]): person for person, rows in people.members.items()}
    owners |= _inherited(faces, people, groups)
    known = _known_people(faces)
    founded: list[PersonId] = []
    changes: dict[FaceId, PersonId | None] = {}
    for rows in groups:
        person = next((owners[i] for i in rows if i in owners), None)
        if person is None and _makes_a_person(faces, rows):
            person = _new_id([faces.ids[i] for i in rows], known)
            founded.append(person)
        changes |= {faces.ids[i]: person for i in rows if faces.persons[i] != person}
    return Grouping(assignments=changes, founded=tuple(founded))


def _inherited(
    faces: GroupingFaces, people: People, groups: Sequence[Sequence[int]]
) -> dict[int, PersonId]:
    """Give the ids of people for whom no face stands to the groups with most of their faces.

    A person some of whose faces are in no group keeps the id with these: nobody else gets it.

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
