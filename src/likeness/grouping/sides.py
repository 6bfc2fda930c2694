"""Everybody whom a question can be about: people, and faces of nobody, as they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

import numpy as np

from likeness.grouping.calibration import COPY, distances
from likeness.types import GroupingFaces, PersonId

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Sides:
    """Who stands with which faces; told of every decision, so that nothing is read again.

    Sides are numbered. Attributes, each with an entry per side:
        keys: Id of the person, or of the face that belongs to nobody.
        rows: Rows of its faces, ascending.
        size, person, named, alive: How many faces; whether it is a person, has a name, and may
            still be asked about.
        means: (m, d) float32, the direction of its mean.
        first: The row of the face that founded it.
    """

    def __init__(
        self,
        faces: GroupingFaces,
        names: Mapping[PersonId, str | None],
        hidden: AbstractSet[PersonId],
    ) -> None:
        members = _members(faces)
        self.keys = sorted(members)
        self.number = {key: i for i, key in enumerate(self.keys)}
        self.rows = [np.array(members[key], np.intp) for key in self.keys]
        self.size = np.array([len(rows) for rows in self.rows], np.intp)
        self.person = np.array([key.startswith("p") for key in self.keys], np.bool_)
        self.named = np.array([bool(names.get(PersonId(key))) for key in self.keys], np.bool_)
        self.alive = np.array([key not in hidden for key in self.keys], np.bool_)
        self.first = np.array([rows[0] for rows in self.rows], np.intp)
        self._vectors = faces.vectors
        self._side = np.full(len(faces.ids), -1, np.intp)
        for i, rows in enumerate(self.rows):
            self._side[rows] = i
        self.means = _directions(faces.vectors, self.rows)
        strangers = _strangers(faces)
        self._together = strangers  # pairs of rows that one photo shows as different people
        self._apart = np.concatenate([strangers, self._rejected(faces)])
        self._codes: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.keys)

    def rows_of(self, key: str) -> NDArray[np.intp] | None:
        """Return the faces of a person or of a face alone as rows; None: it is not there."""
        number = self.number.get(key)
        return None if number is None or not self.alive[number] else self.rows[number]

    def size_of(self, key: str) -> int:
        """Return how many faces a side has."""
        return int(self.size[self.number[key]])

    def is_named(self, key: str) -> bool:
        """Return whether somebody said who that is."""
        return bool(self.named[self.number[key]])

    # ------------------------------------------------------------ who is somebody else

    def are_apart(self, one: str, other: str) -> bool:
        """Return whether both are known to be different people."""
        pair = np.array([self.number[one]]), np.array([self.number[other]])
        return bool(self.apart(*pair)[0])

    def code(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return one number for each pair of sides, whichever comes first."""
        low, high = np.minimum(first, second), np.maximum(first, second)
        return low.astype(np.int64) * len(self.keys) + high

    def apart(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Return which pairs of sides are known to be different people."""
        if self._codes is None:
            self._codes = self._codes_of(self._apart)
        return np.isin(self.code(first, second), self._codes)

    def photos_of_both(self, one: int) -> dict[int, int]:
        """Return in how many pairs of faces one photo shows this side and each other side."""
        first, second = self._side[self._together[:, 0]], self._side[self._together[:, 1]]
        others = np.concatenate([second[first == one], first[second == one]])
        found, count = np.unique(others[(others >= 0) & (others != one)], return_counts=True)
        return dict(zip(found.tolist(), count.tolist(), strict=True))

    # ------------------------------------------------------------ what was decided

    def join(self, into: int, gone: int) -> None:
        """Both are one person from now on, known by the first one's id."""
        rows = np.sort(np.concatenate([self.rows[into], self.rows[gone]]))
        self.rows[into], self.size[into] = rows, len(rows)
        self._side[rows] = into
        self.named[into] |= self.named[gone]
        self.means[into] = _directions(self._vectors, [rows])[0]
        self.alive[gone] = False
        self._codes = None

    def become(self, side: int, person: PersonId) -> None:
        """The faces are a person from now on."""
        del self.number[self.keys[side]]
        self.keys[side] = person
        self.number[person] = side
        self.person[side] = True

    def part(self, one: int, other: int) -> None:
        """Both are different people."""
        pair = np.array([[self.rows[one][0], self.rows[other][0]]], np.intp)
        self._apart = np.concatenate([self._apart, pair])
        self._codes = None

    def _codes_of(self, pairs: NDArray[np.intp]) -> NDArray[np.int64]:
        first, second = self._side[pairs[:, 0]], self._side[pairs[:, 1]]
        real = (first >= 0) & (second >= 0) & (first != second)
        return np.unique(self.code(first[real], second[real]))

    def _rejected(self, faces: GroupingFaces) -> NDArray[np.intp]:
        """Return (p, 2) faces and one of each person whom a human said they are not."""
        row = {face: i for i, face in enumerate(faces.ids)} if faces.rejections else {}
        pairs = [
            (row[face], int(self.first[self.number[person]]))
            for face, person in faces.rejections
            if face in row and person in self.number
        ]
        return np.array(sorted(pairs), np.intp).reshape(-1, 2)


def _members(faces: GroupingFaces) -> dict[str, list[int]]:
    """Return the rows of every person, and of every face of nobody that a human left open."""
    members: dict[str, list[int]] = {}
    columns = zip(faces.ids, faces.persons, faces.pinned, strict=True)
    for i, (face, person, pinned) in enumerate(columns):
        if person is not None:
            members.setdefault(person, []).append(i)
        elif not pinned:
            members[face] = [i]
    return members


def _strangers(faces: GroupingFaces) -> NDArray[np.intp]:
    """Return (p, 2) rows that one photo shows as different people: all but copies of one face.

    As `constraints.same_photo` does, without a step per photo: a second for 100,000 faces counts
    while somebody waits for a question.
    """
    _, photos = np.unique(np.array(faces.photos, dtype=np.str_), return_inverse=True)
    order = np.argsort(photos, kind="stable")
    photo = photos[order]
    found = [np.empty((0, 2), np.intp)]
    for step in range(1, len(order)):
        near = np.flatnonzero(photo[step:] == photo[:-step])
        if len(near) == 0:
            break
        found.append(np.stack([order[near], order[near + step]], axis=1))
    pairs = np.concatenate(found)
    left, right = faces.vectors[pairs[:, 0]], faces.vectors[pairs[:, 1]]
    return pairs[distances(np.einsum("ij,ij->i", left, right)) > COPY]


def _directions(
    vectors: NDArray[np.float32], groups: Sequence[NDArray[np.intp]]
) -> NDArray[np.float32]:
    """Return the mean (m, d) of each group as a unit vector; 0 where its faces cancel out."""
    if not groups:
        return np.zeros((0, vectors.shape[1]), np.float32)
    starts = np.cumsum([0, *(len(rows) for rows in groups[:-1])])
    sums = np.add.reduceat(vectors[np.concatenate(groups)], starts, axis=0, dtype=np.float64)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(lengths > 0, lengths, 1), np.float32)
