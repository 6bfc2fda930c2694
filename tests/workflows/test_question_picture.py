"""The faces of a question are drawn from what is kept, or from the photos."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from likeness import Library
from likeness.blobs.base import crop_key


def test_a_question_is_drawn_from_the_kept_pictures(indexed: Library) -> None:
    question = indexed.next_question()
    assert question is not None
    picture = indexed.draw_question(question)

    assert picture.shape[0] == 256
    assert picture.dtype == np.uint8
    assert len(np.unique(picture)) > 50


def test_lost_pictures_are_cut_out_of_the_photos_again(indexed: Library) -> None:
    question = indexed.next_question()
    assert question is not None
    before = indexed.draw_question(question)
    indexed._parts.blobs.delete_all([crop_key(shown.face) for shown in question.one.best])

    after = indexed.draw_question(question)
    assert np.abs(after.astype(int) - before.astype(int)).mean() < 8


def test_a_face_whose_photo_is_gone_too_is_a_grey_square(empty: Library, pictures: Path) -> None:
    empty.add(pictures)
    question = empty.next_question()
    assert question is not None
    first = question.one.best[0]
    empty._parts.blobs.delete(crop_key(first.face))
    Path(first.photo).unlink()

    assert (empty.draw_question(question)[:, :256] == 200).all()


def test_answers_go_through_the_python_door(indexed: Library) -> None:
    question = indexed.next_question()
    assert question is not None
    answered = indexed.answer(question, "name", name="Ada", who="me")
    state = indexed.review_state(0.5)

    assert indexed.people()[0].name == "Ada"
    assert state.named == question.faces
    assert [edit.edit for edit in indexed.why("Ada").edits] == list(answered.edits)
