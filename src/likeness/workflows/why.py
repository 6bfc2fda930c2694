"""why: what is known for and against a face or person being who they are said to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from likeness.catalog.base import FaceFilter, PhotoFilter
from likeness.errors import UnknownFaceError, UnknownPersonError
from likeness.grouping import reasons
from likeness.grouping.questions import LEAST
from likeness.grouping.reasons import Near, Rival
from likeness.grouping.sides import Sides
from likeness.types import (
    DoubtfulFace,
    Edit,
    EditKind,
    Face,
    FaceId,
    FaceReasons,
    Likeness,
    PersonId,
    PersonLikeness,
    PersonReasons,
)
from likeness.workflows.compared import Compared, compared
from likeness.workflows.parts import Parts

WHOSE: tuple[EditKind, ...] = (
    "assign",
    "confirm",
    "merge",
    "split",
    "reject",
    "apart",
    "not_a_face",
    "ignore",
)
"""Kinds of edits by which a human says whose a face is."""
ABOUT: tuple[EditKind, ...] = (*WHOSE, "name", "hide", "opt_out", "feature", "born")
"""Kinds of edits by which a human says something about a person."""
DOUBTFUL = 10  # faces in doubt that are named


def why(parts: Parts, key: str) -> FaceReasons | PersonReasons:
    """Explain a face or person; see `Library.why`."""
    bare = key.removeprefix("face:")
    try:
        face = parts.catalog.face(bare)
    except UnknownFaceError:
        try:
            person = parts.catalog.person(key).person
        except UnknownPersonError as exc:
            raise UnknownPersonError(
                f"Neither a face nor a person is called {key!r}. Ids of faces stand in "
                "`likeness faces`, people in `likeness people`."
            ) from exc
        return Reasons(parts).of_person(person)
    return Reasons(parts).of_face(face)


@dataclass
class Reasons:
    """A library that is asked why."""

    parts: Parts
    known: Compared = field(init=False)
    sides: Sides = field(init=False)

    def __post_init__(self) -> None:
        self.known = compared(self.parts)
        names = {row.person: row.name for row in self.known.people.values()}
        self.sides = Sides(self.known.faces, names, frozenset())
        self._row = {face: i for i, face in enumerate(self.known.faces.ids)}
        labelings = self.parts.catalog.labelings(self.parts.contract)
        self._sureness: dict[FaceId, float] = {}
        if labelings is not None:
            self._sureness = dict(zip(labelings.faces, labelings.sureness.tolist(), strict=True))

    # ------------------------------------------------------------ a face

    def of_face(self, face: Face) -> FaceReasons:
        """Explain why a face is with whom it is."""
        row = self._row.get(face.face)
        own: float | None = None
        evidence: tuple[Likeness, ...] = ()
        others: tuple[PersonLikeness, ...] = ()
        if row is not None:
            own, evidence, others = self._compare(face, row)
        rejected = self._rejected(face.face)
        (photo,) = self.parts.catalog.photos(PhotoFilter(ids=(face.sha256,)))
        return FaceReasons(
            face=face.face,
            photo=face.photo,
            taken=photo.taken if photo.taken_from != "file" else None,
            quality=face.quality,
            person=face.person,
            name=face.name,
            decided_by=face.assigned_by or ("mark" if face.mark else "nobody"),
            edits=self._edits([face.face, *([face.person] if face.person else [])], WHOSE),
            probability=own,
            sureness=self._sure(face.face),
            evidence=evidence,
            others=others,
            rejected=rejected,
            reasons=tuple(self._reasons(face, own, others, rejected)),
            change=tuple(_changes(face)),
        )

    def _compare(
        self, face: Face, row: int
    ) -> tuple[float | None, tuple[Likeness, ...], tuple[PersonLikeness, ...]]:
        belonging, sides = self.known.belonging, self.sides
        own: float | None = None
        evidence: tuple[Near, ...] = ()
        if face.person is not None:
            mine = sides.rows[sides.number[face.person]]
            own = reasons.own_probability(belonging, row, mine)
            evidence = reasons.nearest_faces(belonging, row, mine)
        side = sides.number.get(face.person or face.face, -1)
        found = reasons.rivals_of_face(belonging, sides, row, own, side) if side >= 0 else []
        paths = self._paths([*evidence, *(near for rival in found for near in rival.near)])
        return (
            _rounded(own),
            self._likenesses(evidence, paths),
            tuple(self._rival(rival, side, paths) for rival in found),
        )

    def _reasons(
        self,
        face: Face,
        own: float | None,
        others: Sequence[PersonLikeness],
        rejected: Sequence[PersonId],
    ) -> list[str]:
        said = []
        whose = face.name or face.person
        if face.mark is not None:
            said.append(f"A human said that it is {face.mark.replace('_', ' ')}.")
        elif face.status != "ok":
            said.append(f"It takes no part in grouping: {face.status.replace('_', ' ')}.")
        elif face.assigned_by == "human":
            said.append(f"A human put it with {whose}: no run ever changes that.")
        elif face.person is not None:
            said.append(f"A run put it with {whose}, because it is nearest to them.")
        elif others and (others[0].probability or 0.0) >= LEAST:
            said.append("It looks like somebody, but not surely: runs leave such faces alone.")
        else:
            said.append("Nobody else here is near: a stranger, or the only photo of somebody.")
        said += [
            f"{whose or 'It'} and {other.name or other.person} are on one photo together, "
            "so they are two people."
            for other in others
            if other.reason == "same_photo"
        ]
        names = [self._name(person) or person for person in rejected]
        said += [f"It is not {name}: a human said so." for name in names]
        if own is not None and own < reasons.IN_DOUBT and face.assigned_by != "human":
            said.append("It is in doubt: it is far from most of the others.")
        return said

    # ------------------------------------------------------------ a person

    def of_person(self, person: PersonId) -> PersonReasons:
        """Explain how sure it is that a person is one human being, and all of their faces."""
        row = self.known.people.get(person) or self.parts.catalog.person(person)
        side = self.sides.number.get(person)
        if side is None:
            return PersonReasons(
                person=person,
                name=row.name,
                faces=row.faces,
                photos=row.photos,
                confirmed=0,
                purity=None,
                purity_from="none of their faces can be compared",
                doubtful=(),
                merges=(),
                apart=(),
                edits=self._edits([person], ABOUT),
            )
        rows = self.sides.rows[side]
        held = np.array([self.known.faces.pinned[i] for i in rows.tolist()], np.bool_)
        chances = np.where(held, 1.0, self.known.belonging.of_faces(rows))
        known = chances[~np.isnan(chances)]
        found = reasons.rivals_of_person(self.known.belonging, self.sides, side)
        shown = [self._rival(rival, side, {}) for rival in found]
        return PersonReasons(
            person=person,
            name=row.name,
            faces=row.faces,
            photos=row.photos,
            confirmed=int(held.sum()),
            purity=_rounded(float(known.mean())) if len(known) else None,
            purity_from=_purity_from(len(rows), int(held.sum())),
            doubtful=self._doubtful(rows, np.where(held, np.nan, chances)),
            merges=tuple(rival for rival in shown if rival.probability is not None),
            apart=tuple(rival for rival in shown if rival.probability is None),
            edits=self._edits([person], ABOUT),
        )

    def _doubtful(
        self,
        rows: np.ndarray[tuple[int], np.dtype[np.intp]],
        chances: np.ndarray[tuple[int], np.dtype[np.float64]],
    ) -> tuple[DoubtfulFace, ...]:
        order = np.lexsort((rows, chances))
        low = [i for i in order.tolist() if chances[i] < reasons.IN_DOUBT][:DOUBTFUL]
        ids = [self.known.faces.ids[rows[i]] for i in low]
        paths = self._photos(ids)
        return tuple(
            DoubtfulFace(
                face=face,
                photo=paths.get(face, ""),
                probability=round(float(chances[i]), 4),
                sureness=self._sure(face),
            )
            for i, face in zip(low, ids, strict=True)
        )

    # ------------------------------------------------------------ what both share

    def _rival(self, rival: Rival, side: int, paths: dict[FaceId, str]) -> PersonLikeness:
        key = PersonId(self.sides.keys[rival.side])
        both = self.sides.photos_of_both(side).get(rival.side, 0)
        return PersonLikeness(
            person=key,
            name=self._name(key),
            faces=self.sides.size_of(key),
            probability=_rounded(rival.probability),
            reason=(
                "alike"
                if rival.probability is not None
                else ("same_photo" if both else "told_apart")
            ),
            photos=both,
            evidence=self._likenesses(rival.near, paths),
        )

    def _likenesses(self, found: Iterable[Near], paths: dict[FaceId, str]) -> tuple[Likeness, ...]:
        return tuple(
            Likeness(
                face=self.known.faces.ids[near.row],
                photo=paths.get(self.known.faces.ids[near.row], ""),
                distance=round(near.distance, 4),
                probability=round(near.probability, 4),
            )
            for near in found
        )

    def _paths(self, found: Iterable[Near]) -> dict[FaceId, str]:
        return self._photos([self.known.faces.ids[near.row] for near in found])

    def _photos(self, faces: Sequence[FaceId]) -> dict[FaceId, str]:
        rows = self.parts.catalog.faces(FaceFilter(ids=tuple(faces), every=True))
        return {row.face: row.photo for row in rows}

    def _name(self, person: PersonId) -> str | None:
        row = self.known.people.get(person)
        return None if row is None else row.name

    def _sure(self, face: FaceId) -> float | None:
        return _rounded(self._sureness.get(face))

    def _rejected(self, face: FaceId) -> tuple[PersonId, ...]:
        return tuple(sorted(who for of, who in self.known.faces.rejections if of == face))

    def _edits(self, keys: Sequence[str], kinds: Sequence[EditKind]) -> tuple[Edit, ...]:
        """Return the standing decisions of humans that name one of these ids, newest first."""
        return tuple(
            edit
            for edit in self.parts.catalog.history()
            if not edit.undone and edit.kind in kinds and any(key in edit.what for key in keys)
        )


def _changes(face: Face) -> list[str]:
    """Say what would change it, as commands."""
    if face.mark is not None:
        return ["likeness history: find the edit that marked it, and undo it"]
    if face.person is None:
        return [f"likeness faces assign {face.face} --to PERSON, or --new NAME"]
    words = [f"likeness faces reject {face.face}"]
    if face.assigned_by != "human":
        words.append(f"likeness faces confirm {face.face}")
    return words


def _purity_from(faces: int, held: int) -> str:
    if faces < 2:
        return "a single face says nothing about itself"
    others = "" if not held else f"; {held} held by a human count as right"
    return f"how far each of the {faces} faces is from the others{others}"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
