from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from likeness import Library
from likeness.errors import UsageError
from likeness.grouping import trust as trusting
from likeness.grouping.trust_doubts import doubts
from likeness.types import FaceId, Labelings
from likeness.workflows.trust import grouped
from tests.grouping.crowd import centres, library, near, person


def test_a_library_is_reported_on(indexed: Library) -> None:
    """Everybody is counted once, every face that is with nobody has a reason."""
    report = indexed.trust()

    assert report.faces == len(indexed.faces())
    assert report.people == len(indexed.people())
    assert sum(one.faces for one in report.alone) == report.unassigned
    assert report.precision.low <= report.precision.value <= report.precision.high
    assert {one.sign for one in report.evidence} == {
        "same_photo", "copies", "stricter", "looser", "mirror",
    }  # fmt: skip
    assert [kind.kind for kind in report.weak] == ["grey", "tiny", "profile", "child"]
    assert all(kind.share is not None for kind in report.weak)
    assert len(report.models) == 1


def test_questions_are_asked_drawn_and_answered(indexed: Library) -> None:
    questions = indexed.trust_questions(3)

    picture = indexed.draw_trust_question(questions[0])
    report = indexed.trust({questions[0].question: [1], questions[-1].question: None})

    assert picture.ndim == 3
    assert report.questions == (1 if len(questions) > 1 else 0)
    assert questions == indexed.trust_questions(3)


def test_answers_that_fit_no_question_are_refused(indexed: Library) -> None:
    (question,) = indexed.trust_questions(1)

    with pytest.raises(UsageError, match="Ask again"):
        indexed.trust({"t000000000000": []})
    with pytest.raises(UsageError, match="are 1 to"):
        indexed.trust({question.question: [len(question.choices) + 1]})
    with pytest.raises(UsageError, match="Between 1 and 100"):
        indexed.trust_questions(0)


def test_an_empty_library_says_so(empty: Library) -> None:
    with pytest.raises(UsageError, match="Add photos first"):
        empty.trust()


def test_who_came_after_the_run_goes_with_its_group() -> None:
    """Face 2 is in no labeling: it takes the part of its person's, face 3 is alone."""
    people = centres(2)
    faces = library(
        [near(people[i], 0.1, i) for i in (0, 0, 0, 1)], persons=[person(0)] * 3 + [None]
    )
    faces = replace(faces, strictness=1.0)
    before = Labelings(
        faces=(FaceId("f0000000000000000"), FaceId("f0000000000000001")),
        strictness=np.array([0.9, 1.1]),
        groups=np.array([[0, 1], [0, 0]], np.int32),
        chosen=1,
        sureness=np.ones(2, np.float32),
    )

    known = grouped(faces, before)

    assert known.strictness == 1.1
    assert known.rungs[1, 0] == known.rungs[1, 1] == known.rungs[1, 2]
    assert known.rungs[1, 3] not in known.rungs[1, :3]
    assert grouped(faces, None).rungs.shape == (0, 4)
    assert trusting.estimate(known, doubts(known), {}).precision.value > 0
