"""Who takes part in a round, on which boards, and with which face."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from likeness.catalog.base import FaceFilter
from likeness.catalog.round_store import KeptParticipant, KeptPlace, KeptRound
from likeness.errors import UnknownCollectionError
from likeness.types import Contract, FaceId, Member, MemberFilter, Perceived, PersonId, PhotoId
from likeness.workflows.parts import Parts
from likeness.workflows.rounds.ranking import ALL, MEN, WOMEN, Entry, weight_of

EVEN = 0.5
"""Probability from which a gender is taken to be perceived, as in averages."""

MOST = 20_000
"""Entries of a round: beyond, the best pictures of those who did not join by themselves."""

LEAST_QUALITY = 0.3
"""Of a face that takes part without having joined. Small blurred faces resemble each other, and so
the average: of 92 faces on photos of an office and a television series the two below 0.2 came first
and second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Who takes part, by board."""

    boards: Mapping[str, Sequence[Entry]]
    missing: int  # participants of whom nothing can be ranked
    left_out: int  # beyond `MOST`


@dataclass(frozen=True, slots=True)
class Standin:
    """An entry before it is put on boards."""

    entry: str
    member: Member  # the face that stands for it

    @property
    def order(self) -> tuple[float, str]:
        """What the better ones of two come first by."""
        return -weight_of(self.member.quality), self.entry


def gathered(parts: Parts, kept: KeptRound, joined: Sequence[KeptParticipant]) -> Gathered:
    """Find out who takes part in a round as the library stands now.

    Each participant has the largest face of the photo that they joined with. With `everyone` there
    are also the people on the photos of the collection, each with the best face, and faces of
    nobody, unless the face is blurred; people who are among the participants only as such.
    Whoever is hidden or opted out takes no part, nor does anybody on a photo that was brought to
    this or another round, except who brought it.
    """
    own = _participants(parts, joined)
    people = {row.member.person for row in own}
    others = [row for row in _everyone(parts, kept) if row.member.person not in people - {None}]
    others.sort(key=lambda row: row.order)
    room = max(MOST - len(own), 0)
    everybody = [*own, *others[:room]]
    return Gathered(
        boards=_boards(parts, kept, everybody),
        missing=len(joined) - len(own),
        left_out=max(len(others) - room, 0),
    )


def face_of(parts: Parts, photo: PhotoId) -> FaceId | None:
    """Return the face that stands for whoever joined with a photo: the largest that counts."""
    faces = list(parts.catalog.faces(FaceFilter(photo=photo)))
    if not faces:
        return None
    return min(faces, key=lambda row: (-_area(row.box), row.face)).face


def pinned(parts: Parts, places: Iterable[KeptPlace], contract: Contract) -> dict[str, list[Entry]]:
    """Return who was ranked on which board, without those who may not be any more.

    With the very faces and weights of then, so that the outcome is that of then without them.
    """
    rows = [row for row in places if row.member]
    wanted = tuple(sorted({row.face for row in rows}))
    there = {
        member.face: member.vector
        for member in parts.catalog.members(contract, MemberFilter(faces=wanted))
    }
    boards: dict[str, list[Entry]] = {}
    for row in rows:
        some = boards.setdefault(row.board, [])
        if row.face in there:
            vector = there[row.face]
            some.append(Entry(entry=row.entry, face=row.face, weight=row.weight, vector=vector))
    return boards


# ---------------------------------------------------------------- within


def _participants(parts: Parts, joined: Sequence[KeptParticipant]) -> list[Standin]:
    faces = {row.participant: face_of(parts, row.photo) for row in joined}
    wanted = tuple(sorted({face for face in faces.values() if face is not None}))
    allowed = {
        member.face: member
        for member in parts.catalog.members(parts.contract, MemberFilter(faces=wanted))
    }
    found = []
    for participant, face in faces.items():
        if face is not None and face in allowed:
            found.append(Standin(participant, allowed[face]))
    return found


def _everyone(parts: Parts, kept: KeptRound) -> list[Standin]:
    """Return the people on the photos of a round's collection, and the faces of nobody."""
    if not kept.everyone:
        return []
    brought = parts.catalog.rounds.brought()
    best: dict[str, Standin] = {}
    for member in _members_in(parts, kept.collection):
        if member.photo in brought or _is_blurred(member):
            continue
        key = member.person or member.face
        row = Standin(key, member)
        if key not in best or _is_better(member, best[key].member):
            best[key] = row
    return list(best.values())


def _is_blurred(member: Member) -> bool:
    return member.quality is not None and member.quality < LEAST_QUALITY


def _is_better(one: Member, other: Member) -> bool:
    return (-weight_of(one.quality), one.face) < (-weight_of(other.quality), other.face)


def _boards(parts: Parts, kept: KeptRound, everybody: Sequence[Standin]) -> dict[str, list[Entry]]:
    votes = parts.catalog.perceived(
        {row.member.person for row in everybody if row.member.person is not None}
    )
    boards: dict[str, list[Entry]] = {ALL: [], WOMEN: [], MEN: []}
    groups = {name: _inside(parts, name) for name in kept.groups}
    boards |= {name: [] for name in groups}
    for row in everybody:
        entry = Entry(
            entry=row.entry,
            face=row.member.face,
            weight=weight_of(row.member.quality),
            vector=row.member.vector,
        )
        boards[ALL].append(entry)
        male = _male(row.member, votes)
        if male is not None:
            boards[MEN if male >= EVEN else WOMEN].append(entry)
        for name, inside in groups.items():
            if row.member.photo in inside or row.member.person in inside:
                boards[name].append(entry)
    return boards


def _male(member: Member, votes: Mapping[PersonId, Perceived]) -> float | None:
    """Return how a face is perceived: by the vote of its person, if it has one."""
    if member.person is None:
        return member.male
    voted = votes[member.person].male
    return member.male if voted is None else voted


def _inside(parts: Parts, collection: str) -> set[str]:
    """Return the photos of a collection and the people on them."""
    found: set[str] = set()
    for member in _members_in(parts, collection):
        found.add(member.photo)
        if member.person is not None:
            found.add(member.person)
    return found


def _members_in(parts: Parts, collection: str | None) -> Iterator[Member]:
    """Yield the faces of a collection; none if it was deleted since the round was opened."""
    try:
        yield from parts.catalog.members(parts.contract, MemberFilter(collection=collection))
    except UnknownCollectionError:
        return


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
