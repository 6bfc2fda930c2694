"""Votes of a large library: some are drawn and searched for through the index, as samples are.

Reading everybody takes minutes and gigabytes at a million faces. Who is drawn is searched for in
the same way as a sample: the nearest faces of others, the first people who have them, a sample of
their faces. So what these few miss is missed by votes and searches alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from typing import TYPE_CHECKING

import numpy as np

from likeness.catalog.base import Catalog, ComparedFace
from likeness.grouping.strangers import rank
from likeness.grouping.strangers.doubles import shortfall
from likeness.grouping.strangers.known import NOBODY, own_scores
from likeness.grouping.strangers.votes import Votes, class_of
from likeness.index.base import Index
from likeness.types import Contract, FaceId, PersonId
from likeness.workflows.near import (
    CLOSE,
    FACES,
    FAR,
    PEOPLE,
    around,
    nearest,
    people_of,
    vectors_of,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Drawn at most. The index searches a million faces in 24 ms (2 cores), and there is a search for
# each face of nobody and one to three for each person. The share of strangers that is let through
# at a stated 1 % is known to .29 % by so many.
DRAWN = 1_200

TOGETHER = 50  # drawn, searched for at a time: bounds the memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Who is searched for, of how many."""

    people: tuple[PersonId, ...]
    alone: tuple[FaceId, ...]
    entries: int  # people in the library
    unassigned: int  # faces of nobody in it


@dataclass(frozen=True, slots=True)
class Vote:
    """One search; see `Votes`."""

    place: tuple[bool, FaceId, FaceId]  # people first, by their first face, as `Known` has them
    quality: float
    first: bool
    best: float
    second: float
    size: int
    own: float
    own_size: int
    shortfall: float


def draw(entries: Iterable[str], most: int = DRAWN) -> Drawn:
    """Draw people and faces of nobody by a hash of their ids: mostly the same ones next time.

    By the ids themselves it would not be fair: that of a person is the smallest of their faces'.
    """
    people = alone = 0

    def counted() -> Iterable[str]:
        nonlocal people, alone
        for each in entries:
            is_person = each.startswith("p")
            people, alone = people + is_person, alone + (not is_person)
            yield each

    chosen = nsmallest(most, counted(), key=lambda each: blake2b(each.encode()).digest())
    return Drawn(
        people=tuple(PersonId(each) for each in chosen if each.startswith("p")),
        alone=tuple(FaceId(each) for each in chosen if not each.startswith("p")),
        entries=people,
        unassigned=alone,
    )


def votes_of(
    catalog: Catalog,
    contract: Contract,
    index: Index,
    drawn: Drawn,
    progress: Callable[[int, int], None] | None = None,
) -> Votes:
    """Search for one face of each who was drawn, and of people one in each class of quality.

    Args:
        catalog: The library.
        contract: Of its embeddings.
        index: Level with it.
        drawn: Who is searched for.
        progress: Told how many are done, of how many.
    """
    votes: list[Vote] = []
    if not drawn.entries:  # there is nobody to be taken for
        return together(votes)
    who: list[PersonId | FaceId] = [*drawn.people, *drawn.alone]
    people = frozenset(drawn.people)
    for start in range(0, len(who), TOGETHER):
        part = who[start : start + TOGETHER]
        rows = catalog.compared_faces(
            contract,
            faces=[FaceId(each) for each in part if each not in people],
            people=[PersonId(each) for each in part if each in people],
            most=FACES,
        )
        votes += Booth(catalog, contract, index).votes(rows)
        if progress is not None:
            progress(min(start + TOGETHER, len(who)), len(who))
    return together(votes)


class Booth:
    """Some who vote, and what was read of the people near them.

    Args:
        catalog: The library.
        contract: Of its embeddings.
        index: Level with it.
    """

    def __init__(self, catalog: Catalog, contract: Contract, index: Index) -> None:
        self._catalog = catalog
        self._contract = contract
        self._index = index
        self._theirs: dict[PersonId, list[ComparedFace]] = {}

    def votes(self, rows: Sequence[ComparedFace]) -> list[Vote]:
        """Return the votes of the people of these faces (a sample of each) and of nobody's."""
        self._theirs = {person: [] for person in people_of(rows)}
        for row in rows:
            if row.person is not None:
                self._theirs[row.person].append(row)
        voters = [row for row in rows if row.person is None]
        for theirs in self._theirs.values():
            voters += voting(theirs)
        near = self._near(voters)
        pairs = zip(voters, near, strict=True)
        self._read({person for voter, hits in pairs for person in rivals(hits, voter)})
        firsts: dict[PersonId, FaceId] = {}
        result = []
        for voter, hits in zip(voters, near, strict=True):
            first = voter.face
            if voter.person is not None:
                first = firsts.setdefault(voter.person, voter.face)
            result.append(self._vote(voter, hits, first))
        return result

    def _near(self, voters: Sequence[ComparedFace]) -> list[list[ComparedFace]]:
        """Return the nearest faces of each voter, as many as a search for it would read."""
        if not voters:
            return []
        # One more: the face itself is the nearest.
        count = min(CLOSE + 1, len(self._index))
        found = self._index.search(vectors_of(voters), count)
        ids = sorted({face for hits in found for face in hits.ids})
        rows = {row.face: row for row in self._catalog.compared_faces(self._contract, faces=ids)}
        near = []
        for voter, hits in zip(voters, found, strict=True):
            close = [rows[face] for face in hits.ids if face in rows and face != voter.face]
            enough = len(rivals(close, voter)) >= PEOPLE or count == len(self._index)
            near.append(close if enough else self._farther(voter))
        return near

    def _farther(self, voter: ComparedFace) -> list[ComparedFace]:
        """Return more of the nearest faces: most of the first ones are of one person."""
        (hits,) = self._index.search(voter.vector[None], min(FAR + 1, len(self._index)))
        others = [face for face in hits.ids if face != voter.face]
        return nearest(self._catalog, self._contract, others, people=PEOPLE + 1)

    def _read(self, people: set[PersonId]) -> None:
        """Read a sample of the faces of everybody near."""
        more = sorted(people - self._theirs.keys())
        self._theirs |= {person: [] for person in more}
        for row in self._catalog.compared_faces(self._contract, people=more, most=FACES):
            if row.person in self._theirs:
                self._theirs[row.person].append(row)

    def _vote(self, voter: ComparedFace, hits: Sequence[ComparedFace], first: FaceId) -> Vote:
        """Return the score of the others for one face, and of its own person without it."""
        mine = [] if voter.person is None else [voter.person]
        people = rivals(hits, voter) + mine
        samples = (row for person in people for row in self._theirs[person])
        named = [row for row in hits if row.person is not None]
        near = around([voter, *named, *samples], people)
        assert near is not None  # noqa: S101 - it holds the voter
        known = near.known
        row = next(at for at, face in enumerate(near.faces) if face.face == voter.face)
        owner = known.owners[row : row + 1]
        ranked = rank(known, known.vectors[row : row + 1], without=owner, count=2)
        scores: list[float] = ranked.scores[0].tolist()
        best, second = [*scores, NOBODY][:2]
        rival = int(ranked.people[0, 0])
        return Vote(
            place=(voter.person is None, first, voter.face),
            quality=float(known.quality[row]),
            first=voter.face == first,
            best=best,
            second=second,
            size=int(ranked.sizes[0, 0]),
            own=float(own_scores(known, np.array([row]))[0]),
            own_size=int(known.sizes[owner[0]]) - 1,
            shortfall=shortfall(known, int(owner[0]), rival) if best > NOBODY else np.nan,
        )


def voting(rows: Sequence[ComparedFace]) -> list[ComparedFace]:
    """Return the first face of a person by id, and the first in each other class of quality."""
    found: dict[int, ComparedFace] = {}
    for row in sorted(rows, key=lambda row: row.face):
        (quality,) = class_of(np.array([row.quality or 0.0], np.float32)).tolist()
        found.setdefault(quality, row)
    return sorted(found.values(), key=lambda row: row.face)


def rivals(rows: Iterable[ComparedFace], voter: ComparedFace) -> list[PersonId]:
    """Return the nearest people who are not the voter's own."""
    return [each for each in people_of(rows) if each != voter.person][:PEOPLE]


def together(votes: Sequence[Vote]) -> Votes:
    """Return single votes as columns, in the order of `take_votes`."""
    votes = sorted(votes, key=lambda vote: vote.place)

    def column(values: Iterable[float]) -> NDArray[np.float64]:
        return np.array(list(values), np.float64)

    quality = column(vote.quality for vote in votes).astype(np.float32)
    return Votes(
        faces=np.arange(len(votes)),
        classes=class_of(quality),
        first=np.array([vote.first for vote in votes], np.bool_),
        strangers=column(x for vote in votes for x in (vote.best, vote.second)).reshape(-1, 2),
        sizes=np.array([vote.size for vote in votes], np.intp),
        own=column(vote.own for vote in votes),
        own_sizes=np.array([vote.own_size for vote in votes], np.intp),
        shortfalls=column(vote.shortfall for vote in votes),
    )
