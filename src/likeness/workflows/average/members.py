"""Which faces an average is of: everybody who was asked for and lets it be, counted and voted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from likeness.errors import InterruptedRunError, UsageError
from likeness.portrait.copies import copies
from likeness.portrait.profile import Summary, profile
from likeness.portrait.selection import Selection, chosen
from likeness.types import (
    AverageOf,
    FaceId,
    Gender,
    Member,
    MemberFilter,
    Perceived,
    PersonId,
    PhotoId,
    Progress,
)
from likeness.workflows import find as finding
from likeness.workflows.parts import Parts
from likeness.workflows.people import face_id, person_id

if TYPE_CHECKING:
    from numpy.typing import NDArray

EVERY = 2_000  # faces between two reports
COMPARED = 200_000  # faces whose place in the set is worked out: ids are hashes, a fair draw
SHOWN = 10  # nearest and farthest faces that are named
EVEN = 0.5  # probability from which a gender is taken to be perceived

OnProgress = Callable[[Progress], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """A set of faces, and those of them that shape its average."""

    chosen: tuple[Member, ...]  # best first, everybody's best before anybody's second
    faces: int
    photos: int
    people: int  # a face of nobody counts as somebody of its own
    mean: NDArray[np.float32]  # (d,) unit: of the people's means, each weighted by quality
    summary: Summary  # of how near the faces are to their mean; see `COMPARED`


def resolved(parts: Parts, of: AverageOf) -> AverageOf:
    """Return the same set with ids for names, and the faces that its samples find.

    Raises:
        UnknownPersonError, UnknownFaceError, UnknownCollectionError: No such thing here.
        UsageError: The samples find nobody.
    """
    people = tuple(sorted({person_id(parts, key) for key in of.people}))
    faces = {face_id(parts, key) for key in of.faces}
    if of.near:
        found = found_faces(parts, of.near)
        if not found:
            raise UsageError(
                f"Nobody like {' and '.join(of.near)} is in this library: there is no average."
            )
        faces |= found
    if of.collection is not None:
        finding.photos_in(parts, of.collection)
    return replace(of, people=people, faces=tuple(sorted(faces)), near=())


def found_faces(parts: Parts, samples: tuple[str, ...]) -> set[FaceId]:
    """Return the faces of the photos that a search finds."""
    looked = [finding.look(parts, sample) for sample in samples]
    answer = finding.find(parts, looked)
    if answer.answer not in {"found", "unsure"}:
        return set()
    return {photo.face for photo in answer.photos}


def members_of(
    parts: Parts,
    of: AverageOf,
    *,
    most: int,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> Members:
    """Read a set of faces once, count it, and choose those that shape its average.

    Memory does not grow with the set, but for one id of each photo and one mean of each person.

    Args:
        parts: The open library.
        of: The set, as `resolved` returns it.
        most: So many faces shape the picture at most.
        progress: Told how many faces were read.
        stop: Asked now and then; True ends it.

    Raises:
        UsageError: There is nobody in the set.
        InterruptedRunError: *stop* said so.
    """
    selection, photos, tally = Selection(most), set[PhotoId](), Tally()
    compared: list[Member] = []
    for count, member in enumerate(admitted(parts, of), 1):
        selection.add(member)
        photos.add(member.photo)
        tally.add(member)
        if count <= COMPARED:
            compared.append(member)
        if count % EVERY == 0:
            progress(Progress(stage="choose", done=count, total=None))
            require_going_on(stop)
    picked = chosen(_originals(parts, _members(parts, selection.candidates())), most)
    if not picked:
        raise UsageError(nobody(of))
    return Members(
        chosen=tuple(picked),
        faces=tally.faces,
        photos=len(photos),
        people=tally.people,
        mean=tally.mean(),
        summary=_summary(compared),
    )


def admitted(parts: Parts, of: AverageOf) -> Iterator[Member]:
    """Yield the faces of a set, sorted by id; of people who opted out or are hidden none."""
    votes = _votes(parts) if of.gender is not None or of.ages is not None else {}
    for member in parts.catalog.members(parts.contract, _where(of)):
        if _fits(member, votes, of.gender, of.ages):
            yield member


def require_going_on(stop: Stop) -> None:
    """Raise `InterruptedRunError` if somebody asked to stop."""
    if stop():
        raise InterruptedRunError("Stopped: nothing was made, nothing was changed.")


def nobody(of: AverageOf) -> str:
    """Return why there is no average of an empty set, and what to do."""
    if of == AverageOf():
        return "There is no face in this library yet: `likeness add PHOTOS` finds some."
    return (
        "Nobody is left of whom an average could be made: no face fits all that was asked for, or "
        "they are of people who are hidden or opted out. Ask for less."
    )


class Tally:
    """Counts faces and people, and sums up the mean of their embeddings: one vote each person."""

    def __init__(self) -> None:
        self.faces = 0
        self._alone = 0
        self._alone_sum: NDArray[np.float64] | float = 0.0
        self._sums: dict[PersonId, NDArray[np.float32]] = {}

    @property
    def people(self) -> int:
        """How many people there are; a face of nobody is somebody of its own."""
        return len(self._sums) + self._alone

    def add(self, member: Member) -> None:
        """Count a face."""
        self.faces += 1
        vector = np.asarray(member.vector, np.float32)
        if member.person is None:
            self._alone += 1
            self._alone_sum = self._alone_sum + vector.astype(np.float64)
        else:
            weighted = vector * np.float32(max(member.quality or 0.0, 1e-3))
            before = self._sums.get(member.person)
            self._sums[member.person] = weighted if before is None else before + weighted

    def mean(self) -> NDArray[np.float32]:
        """Return the direction of the mean, (d,), unit length."""
        total = np.asarray(self._alone_sum)
        for person in sorted(self._sums):
            total = total + self._sums[person] / np.linalg.norm(self._sums[person])
        return np.asarray(total / max(float(np.linalg.norm(total)), 1e-12), np.float32)


def _where(of: AverageOf) -> MemberFilter:
    return MemberFilter(
        people=tuple(PersonId(person) for person in of.people),
        collection=of.collection,
        faces=tuple(FaceId(face) for face in of.faces) or None,
        since=of.since,
        before=of.before,
    )


def _votes(parts: Parts) -> Mapping[PersonId, Perceived]:
    return parts.catalog.perceived([person.person for person in parts.catalog.people()])


def _fits(
    member: Member,
    votes: Mapping[PersonId, Perceived],
    gender: Gender | None,
    ages: tuple[float, float] | None,
) -> bool:
    """Whether a face is perceived as asked for: by the vote of its person, if it has one."""
    said = Perceived(age=member.age, male=member.male)
    if member.person is not None:
        said = votes.get(member.person, said)
    return _is_perceived(said.male, gender) and _is_aged(said.age, ages)


def _is_perceived(male: float | None, gender: Gender | None) -> bool:
    return gender is None or (male is not None and (male >= EVEN) == (gender == "male"))


def _is_aged(age: float | None, ages: tuple[float, float] | None) -> bool:
    """Whether somebody is that old; who is 29.6 is 29."""
    return ages is None or (age is not None and ages[0] <= age < ages[1] + 1)


def _summary(members: list[Member]) -> Summary:
    vectors = np.stack([member.vector for member in members])
    return profile([member.face for member in members], vectors, named=SHOWN)


def _originals(parts: Parts, people: list[list[Member]]) -> list[list[Member]]:
    """Return the faces of each person without those on copies of other photos.

    Who is a person by a face and its copy only is nobody, as without the copy.
    """
    prints = parts.catalog.photo_prints({face.photo for faces in people for face in faces})
    there = prints.keys() - copies(prints)  # without photos that somebody forgot just now
    originals = []
    for faces in people:
        kept = [face for face in faces if face.photo in there]
        only_copies = len(kept) == 1 < len(faces)
        originals.append([face._replace(person=None) for face in kept] if only_copies else kept)
    return originals


def _members(parts: Parts, people: list[list[FaceId]]) -> list[list[Member]]:
    """Return the faces of each person, with vectors."""
    wanted = tuple(face for faces in people for face in faces)
    found = {
        member.face: member
        for member in parts.catalog.members(parts.contract, MemberFilter(faces=wanted))
    }
    return [[found[face] for face in faces if face in found] for faces in people]
