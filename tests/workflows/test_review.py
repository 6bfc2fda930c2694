"""Answers become decisions that hold, that can be undone, and that bring up the next question."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from likeness.errors import EditRefusedError, UsageError
from likeness.types import Answered, EditId, Question
from likeness.workflows.review import Review
from tests.workflows.asked_about import Town, town


@pytest.fixture
def pieces(tmp_path: Path) -> Iterator[Town]:
    """Three people: 5 + 3 faces and one more, 4 + 2 faces, and 3."""
    with town(tmp_path, (5, 3, 1), (4, 2), (3,)) as made:
        yield made


def answer_truly(review: Review, made: Town, names: dict[int, str]) -> list[Answered]:
    """Answer everything as it is and return the answers."""
    answers: list[Answered] = []
    for _ in range(100):
        asked = review.questions(1)
        if not asked:
            return answers
        question = asked[0]
        who = made.truth[question.one.best[0].face]
        if question.kind == "same" and question.other is not None:
            same = made.truth[question.other.best[0].face] == who
            answers.append(
                review.answer(question.question, "yes" if same else "no", name=None, who="me")
            )
        else:
            name = names.setdefault(who, f"person {who}")
            answers.append(review.answer(question.question, "name", name=name, who="me"))
    raise AssertionError("the questions do not end")


def undo_all(made: Town, answers: list[Answered]) -> None:
    for answered in reversed(answers):
        for edit in reversed(answered.edits):
            made.catalog.undo(edit, who="me")


def first_of(review: Review, kind: str) -> Question:
    return next(question for question in review.questions(50) if question.kind == kind)


def test_true_answers_name_every_face_and_mix_nobody(pieces: Town) -> None:
    review = Review(pieces.parts)
    answer_truly(review, pieces, {})

    state = review.state(0.95)
    assert (state.named, state.left) == (state.counted, 0)
    for faces in pieces.people().values():
        assert len({pieces.truth[face] for face in faces}) == 1
    assert len(pieces.people()) == 3


def test_undoing_all_answers_leads_back_to_where_it_began(pieces: Town) -> None:
    before = pieces.state()
    answers = answer_truly(Review(pieces.parts), pieces, {})
    assert pieces.state() != before

    undo_all(pieces, answers)
    assert pieces.state() == before


def test_what_is_told_of_every_answer_is_what_a_new_reading_finds(pieces: Town) -> None:
    """The questions after an answer are those of a library that is read again."""
    review = Review(pieces.parts)
    for _ in range(4):
        question = review.questions(1)[0]
        who = pieces.truth[question.one.best[0].face]
        if question.kind == "same":
            review.answer(question.question, "yes", name=None, who="me")
        else:
            review.answer(question.question, "name", name=f"person {who}", who="me")
        told, read = review.state(0.9), Review(pieces.parts).state(0.9)

        assert (told.named, told.counted, told.alone) == (read.named, read.counted, read.alone)
        assert review.questions(1) == Review(pieces.parts).questions(1)


def test_a_no_keeps_two_people_apart_for_good(pieces: Town) -> None:
    review = Review(pieces.parts)
    question = first_of(review, "same")
    answered = review.answer(question.question, "no", name=None, who="me")

    assert answered.edits
    later = [row.question for row in Review(pieces.parts).questions(50)]
    assert question.question not in later


def test_a_face_that_is_somebody_else_is_rejected_and_free_again_when_undone(
    tmp_path: Path,
) -> None:
    with town(tmp_path, (5, 1)) as made:
        before = made.state()
        review = Review(made.parts)
        question = first_of(review, "same")
        answered = review.answer(question.question, "no", name=None, who="me")

        (rejected,) = made.catalog.grouping_faces(made.parts.contract).rejections
        assert question.other is not None
        assert rejected == (question.one.id, question.other.id)
        assert [row.kind for row in review.questions(9)] == ["who"]
        undo_all(made, [answered])
        assert made.state() == before


def test_not_sure_is_not_asked_again_not_even_by_another_session(pieces: Town) -> None:
    review = Review(pieces.parts)
    for kind in ("same", "who"):
        question = first_of(review, kind)
        answered = review.answer(question.question, "unsure", name=None, who="me")

        assert answered.edits == ()
        for asking in (review, Review(pieces.parts)):
            assert question.question not in [row.question for row in asking.questions(50)]


def test_a_skipped_question_comes_back_in_the_next_session(pieces: Town) -> None:
    review = Review(pieces.parts)
    question = review.questions(1)[0]
    review.answer(question.question, "skip", name=None, who="me")

    assert question not in review.questions(50)
    assert question in Review(pieces.parts).questions(50)


def test_somebody_who_does_not_matter_is_hidden_and_no_longer_counts(pieces: Town) -> None:
    review = Review(pieces.parts)
    question = first_of(review, "who")
    counted = review.state(0.9).counted
    review.answer(question.question, "ignore", name=None, who="me")

    assert review.state(0.9).counted == counted - question.faces
    assert question.one.id not in [row.person for row in pieces.catalog.people()]


def test_faces_that_are_none_are_marked_one_by_one_and_come_back_together(pieces: Town) -> None:
    before = pieces.state()
    review = Review(pieces.parts)
    question = first_of(review, "who")
    answered = review.answer(question.question, "not_a_face", name=None, who="me")

    assert len(answered.edits) == question.faces
    undo_all(pieces, [answered])
    assert pieces.state() == before


def test_a_name_that_somebody_has_means_that_person(pieces: Town) -> None:
    review = Review(pieces.parts)
    first = first_of(review, "who")
    review.answer(first.question, "name", name="Anna", who="me")
    same = first_of(review, "same")
    assert same.other is not None
    assert same.other.name == "Anna"
    review.answer(same.question, "name", name="Anna", who="me")

    assert pieces.catalog.person("Anna").faces == first.faces + same.faces


def test_questions_keep_their_names_while_nothing_changes(pieces: Town) -> None:
    assert Review(pieces.parts).questions(50) == Review(pieces.parts).questions(50)


def test_an_answer_to_what_no_longer_holds_is_refused_and_changes_nothing(pieces: Town) -> None:
    review = Review(pieces.parts)
    question = first_of(review, "who")
    pieces.catalog.name(pieces.catalog.person(question.one.id).person, "Anna", who="else")
    state = pieces.state()

    with pytest.raises(EditRefusedError, match="settled: it is Anna"):
        review.answer(question.question, "name", name="Bea", who="me")
    assert pieces.state() == state


def test_an_answer_about_somebody_who_is_gone_is_refused(pieces: Town) -> None:
    review = Review(pieces.parts)
    question = first_of(review, "same")
    assert question.other is not None
    review.answer(question.question, "yes", name=None, who="me")

    with pytest.raises(EditRefusedError, match="no longer holds"):
        review.answer(question.question, "no", name=None, who="me")


def test_a_question_holds_while_its_people_grow(tmp_path: Path) -> None:
    """One listing may be answered from top to bottom."""
    with town(tmp_path, (6, 3, 2)) as made:
        review = Review(made.parts)
        largest = review.questions(1)[0].one
        listed = [row for row in review.questions(50) if row.other is not None]
        about_one = [row for row in listed if row.other.id == largest.id]  # type: ignore[union-attr]
        for question in about_one:
            review.answer(question.question, "yes", name=None, who="me")

        assert len(about_one) == 2
        assert made.catalog.person(largest.id).faces == 11


def test_answers_that_make_no_sense_are_refused(pieces: Town) -> None:
    review = Review(pieces.parts)
    who = first_of(review, "who").question

    with pytest.raises(UsageError, match="cannot be answered with 'yes'"):
        review.answer(who, "yes", name=None, who="me")
    with pytest.raises(UsageError, match="A name belongs"):
        review.answer(who, "name", name=None, who="me")
    with pytest.raises(UsageError, match="not the name of a question"):
        review.answer("what.is-this", "yes", name=None, who="me")
    with pytest.raises(UsageError, match="from 0 to 1"):
        review.state(95)


def test_somebody_elses_edits_are_seen(pieces: Town) -> None:
    """A library that changed is read again."""
    review = Review(pieces.parts)
    question = first_of(review, "who")
    edit = pieces.catalog.hide(pieces.catalog.person(question.one.id).person, True, who="else")

    assert question.one.id not in [row.one.id for row in review.questions(50)]
    pieces.catalog.undo(EditId(edit), who="else")
    assert question in review.questions(50)


def test_questions_are_plain_values(pieces: Town) -> None:
    """Doors hand them out as JSON."""
    question = first_of(Review(pieces.parts), "same")
    row = dataclasses.asdict(question)

    assert set(row) == {"question", "kind", "one", "other", "probability", "faces"}
    assert row["one"]["best"][0]["photo"].endswith(".jpg")
