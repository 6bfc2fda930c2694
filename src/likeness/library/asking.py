"""Asking a human, and explaining."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likeness.library.door import Door
from likeness.types import (
    Answered,
    FaceReasons,
    PersonReasons,
    Question,
    Reply,
    ReviewState,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from likeness.workflows.review import Review


class Asking(Door):
    """Asking a human, and explaining."""

    def questions(self, limit: int = 10) -> list[Question]:
        """Return what to ask a human next, the question whose answer settles most faces first.

        The library is read once; after an answer the next questions are there at once.
        """
        return self._questions.questions(limit)

    def next_question(self) -> Question | None:
        """Return the question whose answer settles most faces; None: there is nothing to ask."""
        return next(iter(self.questions(1)), None)

    def review_state(self, until: float = 0.95) -> ReviewState:
        """Say how far people are named, and about how many questions are left.

        Args:
            until: The share of all faces of people that should be named, [0, 1].

        Raises:
            UsageError: That is no share.
        """
        return self._questions.state(until)

    def answer(
        self,
        question: Question | str,
        reply: Reply,
        *,
        name: str | None = None,
        who: str = "",
    ) -> Answered:
        """Carry out a human's answer; every decision is an entry of the log, and can be undone.

        Args:
            question: Of `questions`, or its name.
            reply: "yes": one person, or a face that is kept. "no": two people, or no face.
                "unsure": not asked again. "skip": not asked again by this object. "not_a_face".
                "ignore": hide the person, or leave the face out. "name": with *name*.
            name: Who the first side is. A name that somebody has means that person.
            who: Who answers, for the history.

        Raises:
            UsageError: No such question, or no such answer to it.
            EditRefusedError: The question no longer holds, or contradicts another decision.
        """
        asked = question if isinstance(question, str) else question.question
        return self._questions.answer(asked, reply, name=name, who=who)

    def draw_question(self, question: Question) -> NDArray[np.uint8]:
        """Return the faces of a question, both sides beside each other: (256, w, 3) uint8 RGB."""
        from likeness.workflows import question_picture

        return question_picture.draw_question(self._parts, question)

    def why(self, key: str) -> FaceReasons | PersonReasons:
        """Explain why a face is with whom it is, or how sure it is that a person is one.

        Args:
            key: Id of a face, or id or name of a person.

        Raises:
            UnknownFaceError, UnknownPersonError: No such face or person.
        """
        from likeness.workflows import why

        return why.why(self._parts, key)

    @property
    def _questions(self) -> Review:
        from likeness.workflows.review import Review

        if self._review is None:
            self._review = Review(self._parts)
        return self._review
