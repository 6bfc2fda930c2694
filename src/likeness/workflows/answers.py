"""What an answer to a question decides: an edit of the catalog, and word of it to the questions."""

from __future__ import annotations

from dataclasses import dataclass

from likeness.catalog.base import Catalog
from likeness.errors import EditRefusedError, UnknownPersonError
from likeness.grouping.questions import Questions
from likeness.types import EditId, FaceId, PersonId, Reply
from likeness.workflows.compared import Compared
from likeness.workflows.question_ids import Parsed

NOT_FACES = 20  # faces of one person at most that one answer marks as no faces
SHOWN = 3  # faces of a side


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A library while it is asked about."""

    catalog: Catalog
    known: Compared  # as it was read
    questions: Questions  # as it is after the answers since
    names: dict[PersonId, str | None]

    def best(self, key: str) -> list[FaceId]:
        """Return some faces of a person, or the face itself, best first."""
        rows = self.questions.sides.rows_of(key)
        if rows is None:
            return []
        return [self.known.faces.ids[i] for i in self.known.belonging.best(rows, SHOWN).tolist()]

    # ------------------------------------------------------------ deciding

    def decide(self, asked: Parsed, reply: Reply, name: str | None, who: str) -> str:
        """Write what the answer says, tell the questions, and return it in words.

        Raises:
            EditRefusedError: The decision contradicts another; the message says which.
        """
        one, other = asked.keys[0], asked.keys[-1] if asked.kind == "same" else None
        if name is not None:
            return self._call(one, name, who)
        if other is not None and reply in {"yes", "no"}:
            return (self._join if reply == "yes" else self._part)(other, one, who)
        if reply in {"not_a_face", "no"}:
            return self._mark_no_face(one, who)
        if reply == "ignore":
            return self._leave_out(one, who)
        self.questions.pass_over(one, other or asked.kind)
        if reply == "unsure":
            self._note(one, other)
        return SAID[reply]

    def _join(self, into: str, gone: str, who: str) -> str:
        """Both are one person, known by the first one's id if it is a person."""
        if not into.startswith("p") and gone.startswith("p"):
            into, gone = gone, into
        if gone.startswith("p"):
            edit = self.catalog.merge(PersonId(into), [PersonId(gone)], who=who)
            self.questions.join(into, gone)
        elif into.startswith("p"):
            edit, _ = self.catalog.assign([FaceId(gone)], to=PersonId(into), name=None, who=who)
            self.questions.join(into, gone)
        else:
            faces = [FaceId(into), FaceId(gone)]
            edit, person = self.catalog.assign(faces, to=None, name=None, who=who)
            self.questions.join(into, gone)
            self.questions.become(into, person)
        return self._said(edit)

    def _part(self, other: str, one: str, who: str) -> str:
        """Both are different people."""
        people = [key for key in (one, other) if key.startswith("p")]
        said = SAID["no"]
        if len(people) == 2:
            said = self._said(self.catalog.apart(PersonId(one), PersonId(other), who=who))
        elif people:
            face = FaceId(other if people[0] == one else one)
            said = self._said(self.catalog.reject(face, person=PersonId(people[0]), who=who))
        else:
            self.catalog.note_asked(one, other)
        self.questions.part(one, other)
        return said

    def _call(self, one: str, name: str, who: str) -> str:
        """Give a name; one that is known means that person."""
        namesake = person_called(self.catalog, name)
        if namesake is not None and namesake != one:
            if self.questions.sides.rows_of(namesake) is None:
                raise EditRefusedError(
                    f"{name} is hidden. Show them again first: likeness people hide {name} --show"
                )
            return self._join(namesake, one, who)
        person = PersonId(one)
        if one.startswith("p"):
            edit = self.catalog.name(person, name, who=who)
        else:
            edit, person = self.catalog.assign([FaceId(one)], to=None, name=name, who=who)
            self.questions.become(one, person)
        self.questions.name(person)
        self.names[person] = name
        return self._said(edit)

    def _mark_no_face(self, one: str, who: str) -> str:
        rows = self.questions.sides.rows_of(one)
        faces = [self.known.faces.ids[i] for i in ([] if rows is None else rows.tolist())]
        if len(faces) > NOT_FACES:
            raise EditRefusedError(
                f"{one} has {len(faces)} faces: too many to be no faces at all. Hide the person "
                "instead, or mark single faces with `likeness faces not-a-face`."
            )
        edits = [self.catalog.mark(face, "not_a_face", who=who) for face in faces]
        self.questions.leave(one)
        return self._said(edits[0]) if len(edits) == 1 else f"{len(edits)} faces are no faces"

    def _leave_out(self, one: str, who: str) -> str:
        if one.startswith("p"):
            edit = self.catalog.hide(PersonId(one), True, who=who)
        else:
            edit = self.catalog.mark(FaceId(one), "ignored", who=who)
        self.questions.leave(one)
        return self._said(edit)

    def _note(self, one: str, other: str | None) -> None:
        """Remember over sessions that somebody was not sure; who it is, by a face of the person."""
        if other is not None:
            self.catalog.note_asked(one, other)
        elif one.startswith("p"):
            self.catalog.note_asked(one, self.best(one)[0])

    def _said(self, edit: EditId) -> str:
        return self.catalog.edit(edit).what


SAID: dict[Reply, str] = {
    "yes": "kept as it is",
    "no": "two different people: not asked again",
    "unsure": "not sure: not asked again",
    "skip": "skipped for now",
}
"""What is said where nothing was decided."""


def person_called(catalog: Catalog, name: str) -> PersonId | None:
    """Return who is called exactly so; None: nobody."""
    try:
        person = catalog.person(name)
    except UnknownPersonError:
        return None
    return person.person if person.name is not None and person.person != name else None
