"""review: the question whose answer settles most faces, and what becomes of an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from likeness.catalog.base import FaceFilter, PhotoFilter
from likeness.errors import EditRefusedError, UsageError
from likeness.grouping.questions import Questions
from likeness.types import (
    Answered,
    EditId,
    FaceId,
    PersonId,
    Question,
    QuestionKind,
    Reply,
    ReviewState,
    ShownFace,
    Side,
)
from likeness.workflows.answers import Standing
from likeness.workflows.compared import compared
from likeness.workflows.parts import Parts
from likeness.workflows.question_ids import Parsed, parse, question_id

if TYPE_CHECKING:
    from likeness.grouping.questions import Proposal

REPLIES: dict[QuestionKind, tuple[Reply, ...]] = {
    "same": ("yes", "no", "unsure", "skip", "not_a_face", "ignore", "name"),
    "who": ("unsure", "skip", "not_a_face", "ignore", "name"),
    "face": ("yes", "no", "unsure", "skip", "not_a_face", "ignore", "name"),
}
"""What can be answered to each kind of question."""

NEXT = "Ask for the next ones: likeness review --json"


class Review:
    """The questions of one library. Reads it once, and again when somebody else changed it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._read: Standing | None = None
        self._seen = (-1, -1)  # newest edit and revision of what was read
        self._skipped: set[tuple[str, str]] = set()

    def questions(self, limit: int) -> list[Question]:
        """Return at most so many questions, the one that settles most faces first."""
        standing = self._standing()
        found = standing.questions.ranked(limit)
        keys = {key for row in found for key in (row.one, row.other) if key is not None}
        best = {key: standing.best(key) for key in keys}
        shown = shown_faces(self._parts, [face for faces in best.values() for face in faces])
        sides = {
            key: Side(
                id=key,
                name=standing.names.get(PersonId(key)),
                faces=standing.questions.sides.size_of(key),
                best=tuple(shown[face] for face in best[key]),
            )
            for key in keys
        }
        return [question_of(row, sides) for row in found]

    def state(self, until: float) -> ReviewState:
        """Say how far the library is named and how much is left; see `Library.review_state`."""
        if not 0 <= until <= 1:
            raise UsageError(f"The share to reach must be from 0 to 1, got {until}.")
        questions = self._standing().questions
        named, counted = questions.share()
        return ReviewState(
            named=named,
            counted=counted,
            alone=questions.alone(),
            questions=questions.count(),
            until=until,
            left=questions.left(until),
        )

    def answer(self, question: str, reply: Reply, *, name: str | None, who: str) -> Answered:
        """Carry out an answer; see `Library.answer`."""
        asked = parse(question)
        if reply not in REPLIES[asked.kind]:
            raise UsageError(
                f"This question cannot be answered with {reply!r}. "
                f"Answer {', '.join(REPLIES[asked.kind])}."
            )
        if (reply == "name") != (name is not None):
            raise UsageError("A name belongs to the answer `name`, and to no other.")
        with self._parts.catalog.writing("review"):
            standing = self._standing()
            require_open(standing, question, asked)
            before = self._newest()
            try:
                what = standing.decide(asked, reply, name, who)
            except Exception:
                self._read = None  # whatever was done by then is read again
                raise
            if reply in {"skip", "unsure", "yes"}:
                self._skipped.add((asked.keys[0], (*asked.keys, asked.kind)[1]))
            edits = tuple(EditId(number) for number in range(before + 1, self._newest() + 1))
            self._seen = self._state()
        return Answered(question=question, reply=reply, what=what, edits=edits)

    def _standing(self) -> Standing:
        """Return the library as it stands, read again if somebody else changed something."""
        now = self._state()
        if self._read is None or now != self._seen:
            self._read, self._seen = self._fresh(), now
        return self._read

    def _fresh(self) -> Standing:
        known = compared(self._parts)
        names = {row.person: row.name for row in known.people.values()}
        asked = self._parts.catalog.asked_pairs()
        owner = dict(zip(known.faces.ids, known.faces.persons, strict=True))
        # A person and a face of it: somebody was not sure who that is.
        whose = {(one, "who") for pair in asked for one in pair if owner.get(_face(pair)) == one}
        questions = Questions(
            known.faces,
            known.belonging,
            names=names,
            hidden={row.person for row in known.people.values() if row.hidden},
            asked=asked | whose | self._skipped,
        )
        return Standing(catalog=self._parts.catalog, known=known, questions=questions, names=names)

    def _state(self) -> tuple[int, int]:
        return self._newest(), self._parts.catalog.revision(self._parts.contract)

    def _newest(self) -> int:
        return max((row.edit for row in self._parts.catalog.history(1)), default=0)


def require_open(standing: Standing, question: str, asked: Parsed) -> None:
    """Raise `EditRefusedError` unless the question still holds."""
    sides, ids = standing.questions.sides, standing.known.faces.ids
    for key, witness in zip(asked.keys, asked.witnesses, strict=True):
        rows = sides.rows_of(key)
        if rows is None or not any(ids[i].startswith(f"f{witness}") for i in rows.tolist()):
            raise EditRefusedError(
                f"The question {question} no longer holds: {key} is not what it was. {NEXT}"
            )
    settled = ""
    if asked.kind == "same":
        if sides.are_apart(*asked.keys):
            settled = "both are different people"
        elif all(sides.is_named(key) for key in asked.keys):
            settled = "both have names of their own"
    elif asked.kind == "who" and sides.is_named(asked.keys[0]):
        settled = f"it is {standing.names.get(PersonId(asked.keys[0]))}"
    if settled:
        raise EditRefusedError(f"The question {question} is settled: {settled}. {NEXT}")


def question_of(found: Proposal, sides: Mapping[str, Side]) -> Question:
    """Return a question as users see it."""
    one, other = sides[found.one], None if found.other is None else sides[found.other]
    return Question(
        question=question_id(found.kind, [one] if other is None else [one, other]),
        kind=found.kind,
        one=one,
        other=other,
        probability=None if found.probability is None else round(found.probability, 4),
        faces=found.faces,
    )


def shown_faces(parts: Parts, faces: Sequence[FaceId]) -> dict[FaceId, ShownFace]:
    """Return where faces are from."""
    rows = list(parts.catalog.faces(FaceFilter(ids=tuple(faces), every=True)))
    ids = tuple({row.sha256 for row in rows})
    # The time of a file says little about when somebody looked like this.
    taken = {
        photo.sha256: photo.taken if photo.taken_from != "file" else None
        for photo in parts.catalog.photos(PhotoFilter(ids=ids))
    }
    return {
        row.face: ShownFace(face=row.face, photo=row.photo, taken=taken.get(row.sha256))
        for row in rows
    }


def _face(pair: tuple[str, str]) -> FaceId:
    """Return the face of a pair of a face and a person."""
    return FaceId(next((key for key in pair if key.startswith("f")), ""))
