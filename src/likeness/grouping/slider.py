"""Other strictnesses of the last run: the groups are known, whose they are is worked out here.

The answer depends on the last run, on the strictness and on what humans decided, never on the
strictnesses that were tried on the way: everybody is put from where they are at home.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.constraints import People
from likeness.grouping.naming import named
from likeness.types import FaceId, Grouping, GroupingFaces, Labelings, PersonId

if TYPE_CHECKING:
    from numpy.typing import NDArray

Homes = Mapping[FaceId, PersonId | None]
Persons = list[PersonId | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """How many there are at one strictness."""

    people: int
    unassigned: int  # faces of nobody


def slid(faces: GroupingFaces, labelings: Labelings, rung: int, homes: Homes) -> Grouping:
    """Put faces as another strictness of the last run has them.

    What humans decided holds: pinned faces stay, rejected ones stay away, and a group that holds
    several people about whom somebody decided is taken apart as the next stricter rungs have it.
    People keep their id with most of their faces. Faces that came after the run stay where they
    are, and no other face of their photo comes to that person.

    Args:
        faces: All faces of the contract as they stand, sorted by id; vectors are not looked at.
        labelings: The groups that the last run left.
        rung: Which of its strictnesses; that which it chose gives back what the run decided.
        homes: The people of the faces that other strictnesses moved, as the run left them.

    Returns:
        The faces whose person changes, and the people who do not exist now.
    """
    shelves = _Shelves(faces, labelings, homes)
    persons = shelves.persons_at(rung)
    changes = {
        face: now
        for face, now, before in zip(faces.ids, persons, faces.persons, strict=True)
        if now != before
    }
    founded = {person for person in changes.values() if person is not None}
    return Grouping(assignments=changes, founded=tuple(sorted(founded - set(faces.persons))))


def overview(faces: GroupingFaces, labelings: Labelings, homes: Homes) -> list[Shelf]:
    """Return how many people there would be at each strictness; see `slid`."""
    shelves = _Shelves(faces, labelings, homes)
    return [_counted(shelves.persons_at(rung)) for rung in range(len(labelings.strictness))]


def counted(faces: GroupingFaces, grouping: Grouping) -> Shelf:
    """Return how many people there are once *grouping* holds."""
    return _counted(
        grouping.assignments.get(face, before)
        for face, before in zip(faces.ids, faces.persons, strict=True)
    )


def _counted(persons: Iterable[PersonId | None]) -> Shelf:
    counts = Counter(persons)
    unassigned = counts.pop(None, 0)
    return Shelf(people=len(counts), unassigned=unassigned)


class _Shelves:
    """One library, with the groups of its faces at every strictness."""

    def __init__(self, faces: GroupingFaces, labelings: Labelings, homes: Homes) -> None:
        self._labelings = labelings
        columns = {face: column for column, face in enumerate(labelings.faces)}
        self._column = np.array([columns.get(face, -1) for face in faces.ids], np.intp)
        self._faces = replace(faces, persons=tuple(_at_home(faces, self._column, homes)))
        self._fixed = self._outside_their_groups()

    def persons_at(self, rung: int) -> Persons:
        """Return the person of every face at this strictness."""
        home = self._faces
        persons = list(home.persons)
        if rung != self._labelings.chosen:
            pieces = self._pieces(rung)
            members, groups = _claimed(home, pieces)
            found = named(
                self._without_fixed(), People(members=members, aside=frozenset()), groups
            ).assignments
            persons = [found.get(*pair) for pair in zip(home.ids, persons, strict=True)]
        return self._as_photos_allow(persons)

    def _outside_their_groups(self) -> NDArray[np.bool_]:
        """Return (n,) the faces that no strictness moves.

        Those came after the run, or a human took them out of the group that they were in: alone
        they do not speak for the rest of it.
        """
        fixed = self._column < 0
        groups = self._labelings.groups[self._labelings.chosen]
        pinned = [i for i, pin in enumerate(self._faces.pinned) if pin and not fixed[i]]
        wanted = {int(groups[self._column[i]]) for i in pinned}
        if not wanted:
            return fixed
        persons = self._faces.persons
        counts: dict[int, Counter[PersonId]] = defaultdict(Counter)
        for i in np.flatnonzero(~fixed).tolist():
            group, person = int(groups[self._column[i]]), persons[i]
            if group in wanted and person is not None:
                counts[group][person] += 1
        for i in pinned:
            person, among = persons[i], counts[int(groups[self._column[i]])]
            fixed[i] = person is None or among[person] < max(among.values())
        return fixed

    def _without_fixed(self) -> GroupingFaces:
        """Return the faces such that those that stay have no say in whose the groups are."""
        persons = zip(self._faces.persons, self._fixed.tolist(), strict=True)
        return replace(
            self._faces, persons=tuple(None if fixed else person for person, fixed in persons)
        )

    # -- groups

    def _pieces(self, rung: int) -> list[list[int]]:
        """Return the groups at *rung*, so that none holds people who are held to be different."""
        pieces: list[list[int]] = []
        for rows in self._split(np.flatnonzero(~self._fixed), rung):
            pieces += self._allowed(rows, rung)
        return sorted(pieces)

    def _split(self, rows: NDArray[np.intp], rung: int) -> list[NDArray[np.intp]]:
        """Return *rows* by their groups at *rung*."""
        groups = self._labelings.groups[rung][self._column[rows]]
        order = np.argsort(groups, kind="stable")
        borders = np.flatnonzero(np.diff(groups[order])) + 1
        return np.split(rows[order], borders) if len(rows) else []

    def _allowed(self, rows: NDArray[np.intp], rung: int) -> list[list[int]]:
        members = rows.tolist()
        decided = {self._faces.persons[i] for i in members} & self._faces.decided
        if len(decided) > 1 and rung > 0:
            parts = self._split(rows, rung - 1)
            return [piece for part in parts for piece in self._allowed(part, rung - 1)]
        if len(decided) > 1:
            return self._by_person(members)
        for person in decided:
            refused = [i for i in members if (self._faces.ids[i], person) in self._faces.rejections]
            if refused:
                kept = sorted(set(members).difference(refused))
                return [piece for piece in (kept, *self._by_person(refused)) if piece]
        return [members]

    def _by_person(self, rows: Sequence[int]) -> list[list[int]]:
        """Return *rows* by where they are at home; those of nobody alone."""
        found: dict[object, list[int]] = {}
        for i in rows:
            found.setdefault(self._faces.persons[i] or i, []).append(i)
        return list(found.values())

    # -- photos

    def _as_photos_allow(self, persons: Persons) -> Persons:
        """Bring no face to a person who has another one of its photo for good.

        Unless that person is where it is at home, or the run held both to be copies of one face.
        """
        faces = self._faces
        beside: dict[tuple[PersonId, str], list[int]] = defaultdict(list)
        for i in np.flatnonzero(self._fixed | np.array(faces.pinned, np.bool_)).tolist():
            if (person := persons[i]) is not None:
                beside[person, faces.photos[i]].append(i)
        if not beside:
            return persons
        allowed = list(persons)
        for i in np.flatnonzero(~self._fixed).tolist():
            person = persons[i]
            if person is None or faces.pinned[i] or faces.persons[i] == person:
                continue
            others = beside.get((person, faces.photos[i]), ())
            if not all(self._were_one_group(i, other) for other in others):
                allowed[i] = None
        return allowed

    def _were_one_group(self, one: int, other: int) -> bool:
        """Return whether the run held two faces to be one person's, as copies on one photo are."""
        columns = self._column[[one, other]]
        groups = self._labelings.groups[self._labelings.chosen][columns]
        return bool((columns >= 0).all() and groups[0] == groups[1])


def _at_home(faces: GroupingFaces, column: NDArray[np.intp], homes: Homes) -> Persons:
    """Return the person of each face without any slide, as far as decisions allow."""
    rows = zip(faces.ids, faces.persons, faces.pinned, (column >= 0).tolist(), strict=True)
    persons = [
        homes.get(face, person) if labelled and not pin else person
        for face, person, pin, labelled in rows
    ]
    return [
        None if not pin and (face, person) in faces.rejections else person
        for face, person, pin in zip(faces.ids, persons, faces.pinned, strict=True)
    ]


def _claimed(
    faces: GroupingFaces, pieces: Sequence[list[int]]
) -> tuple[dict[PersonId, NDArray[np.intp]], list[list[int]]]:
    """Give people about whom somebody decided the groups with their pins, else the largest share.

    Returns:
        For each of them the rows of that group, and all groups: those of one person joined.
    """
    pinned: dict[PersonId, list[int]] = defaultdict(list)
    shares: dict[PersonId, list[tuple[int, int]]] = defaultdict(list)
    for number, rows in enumerate(pieces):
        counts = Counter(faces.persons[i] for i in rows)
        for person in _among(counts, faces.decided):
            shares[person].append((-counts[person], number))
            if any(faces.pinned[i] and faces.persons[i] == person for i in rows):
                pinned[person].append(number)
    taken: dict[PersonId, list[int]] = {
        person: pinned.get(person) or [min(found)[1]] for person, found in shares.items()
    }
    joined = {number for numbers in taken.values() for number in numbers}
    groups = [rows for number, rows in enumerate(pieces) if number not in joined]
    members: dict[PersonId, NDArray[np.intp]] = {}
    for person, numbers in sorted(taken.items()):
        rows, others = _joined(faces, [pieces[number] for number in numbers])
        members[person] = np.array(rows, np.intp)
        groups += [rows, *([other] for other in others)]
    return members, sorted(groups)


def _joined(faces: GroupingFaces, pieces: Sequence[list[int]]) -> tuple[list[int], list[int]]:
    """Return the rows of all *pieces*, and those that cannot join: on a photo with another one."""
    rows = list(pieces[0])
    others: list[int] = []
    for piece in pieces[1:]:
        photos = {faces.photos[i] for i in rows}
        for i in piece:
            fits = faces.pinned[i] or faces.photos[i] not in photos
            (rows if fits else others).append(i)
    return sorted(rows), others


def _among(counts: Mapping[PersonId | None, int], decided: Collection[PersonId]) -> list[PersonId]:
    return [person for person in counts if person is not None and person in decided]
