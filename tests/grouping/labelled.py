"""A made-up library whose people were cut in pieces, and somebody who knows who they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from likeness.grouping.belonging import Belonging
from likeness.grouping.evidence import Evidence
from likeness.grouping.points import Points
from likeness.grouping.questions import Questions
from likeness.types import GroupingFaces, PersonId
from tests.grouping.crowd import centres, library, near, person


def in_pieces(
    people: Sequence[int], seed: int, *, spread: float = 0.2, alone: float = 0.2
) -> tuple[GroupingFaces, np.ndarray]:
    """Return a library of people with so many faces each, in pieces, and whose each face is.

    Args:
        people: How many faces each has.
        seed: Of what is drawn.
        spread: Distance of a face from the middle of its person.
        alone: Share of the faces that belong to nobody.
    """
    rng = np.random.default_rng(seed)
    truth = np.repeat(np.arange(len(people)), people)
    middles = centres(len(people), seed)
    vectors = [near(middles[who], spread, seed * 1000 + i) for i, who in enumerate(truth)]
    pieces = [(int(who), int(rng.integers(3))) for who in truth]
    lonely = rng.random(len(truth)) < alone
    first = {piece: pieces.index(piece) for piece in pieces}
    persons = [None if lonely[i] else person(first[piece]) for i, piece in enumerate(pieces)]
    return library(vectors, persons=persons), truth


def asking(faces: GroupingFaces, **more: object) -> Questions:
    """Return the questions about a library."""
    n = len(faces.ids)
    points = Points(vectors=faces.vectors, stretch=np.ones(n), weights=np.ones(n))
    belonging = Belonging(
        vectors=faces.vectors,
        quality=faces.quality,
        stretch=np.ones(n),
        evidence=Evidence.of(points, np.arange(n), 1.0),
    )
    return Questions(faces, belonging, **{"names": {}, **more})  # type: ignore[arg-type]


def groups_of(questions: Questions, faces: int) -> np.ndarray:
    """Return the side that each face is on, its own number where it is on none."""
    found = -1 - np.arange(faces)
    for number in np.flatnonzero(questions.sides.alive).tolist():
        found[questions.sides.rows[number]] = number
    return found


def f_score(groups: np.ndarray, truth: np.ndarray) -> float:
    """Return BCubed F."""
    same, alike = groups[:, None] == groups, truth[:, None] == truth
    both = (same & alike).sum(axis=1)
    precision, recall = (both / same.sum(axis=1)).mean(), (both / alike.sum(axis=1)).mean()
    return float(2 * precision * recall / (precision + recall))


class Truthful:
    """Answers every question with the truth, straight to the questions."""

    def __init__(self, questions: Questions, truth: np.ndarray) -> None:
        self.questions = questions
        self.truth = truth
        self.names: dict[int, str] = {}

    def who(self, key: str) -> int:
        """Return who that is."""
        return int(self.truth[self.questions.sides.rows[self.questions.sides.number[key]][0]])

    def answer(self) -> bool:
        """Answer the next question; return whether there was one."""
        asked = self.questions.ranked(1)
        if not asked:
            return False
        question = asked[0]
        if question.kind == "same" and question.other is not None:
            if self.who(question.one) != self.who(question.other):
                self.questions.part(question.one, question.other)
                return True
            self.questions.join(question.other, question.one)
            if not question.other.startswith("p"):
                self.questions.become(question.other, PersonId(f"p{question.other[1:]}"))
        elif question.kind == "who":
            namesake = self.names.get(self.who(question.one))
            if namesake is None:
                self.names[self.who(question.one)] = question.one
                self.questions.name(question.one)
            else:
                self.questions.join(namesake, question.one)
        else:
            self.questions.pass_over(*question.pair)
        return True
