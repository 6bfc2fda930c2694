"""What humans decide about faces and people holds, and can be taken back."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from likeness import Library
from likeness.errors import (
    EditRefusedError,
    PhotoError,
    UnknownFaceError,
    UnknownPersonError,
    UnknownPhotoError,
    UsageError,
)


def alone(library: Library) -> list[str]:
    """Faces that belong to nobody."""
    return [face.face for face in library.faces() if face.person is None]


def test_a_person_is_named_found_by_name_and_unnamed_again(indexed: Library) -> None:
    person = indexed.people()[0].person
    edit = indexed.name(person, "Ada")

    assert edit.kind == "name"
    assert {face.name for face in indexed.faces(person="Ada")} == {"Ada"}
    indexed.undo(edit.edit)
    assert indexed.people()[0].name is None


def test_photos_are_chosen_by_who_is_and_who_is_not_on_them(indexed: Library) -> None:
    indexed.name(indexed.people()[0].person, "Ada")

    with_her = {row.sha256 for row in indexed.photos(person=["Ada"])}
    without = {row.sha256 for row in indexed.photos(without=["Ada"])}
    only = {row.sha256 for row in indexed.photos(person=["Ada"], only=True)}

    assert len(with_her) == 2
    assert only == with_her
    assert with_her | without == {row.sha256 for row in indexed.photos()}
    assert not with_her & without


def test_a_face_is_assigned_to_a_new_person_and_a_later_run_leaves_it_there(
    indexed: Library,
) -> None:
    face = alone(indexed)[0]
    edit = indexed.assign(face, new="Grace")
    indexed.group(again=True)

    assert [row.face for row in indexed.faces(person="Grace")] == [face]
    assert edit.kind == "assign"


def test_assigning_needs_exactly_one_target(indexed: Library) -> None:
    face = alone(indexed)[0]

    for arguments in ({}, {"to": "a", "new": "b"}):
        with pytest.raises(UsageError):
            indexed.assign(face, **arguments)


def test_a_rejected_face_never_joins_that_person_again(indexed: Library) -> None:
    person = indexed.people()[0].person
    face = indexed.faces(person=person)[0].face
    indexed.reject(face)
    indexed.group()
    indexed.group(again=True)

    assert face not in [row.face for row in indexed.faces(person=person)]


def test_a_confirmed_face_stays(indexed: Library) -> None:
    person = indexed.people()[0].person
    face = indexed.faces(person=person)[0].face
    indexed.confirm(f"face:{face}")
    indexed.group(again=True)

    (row,) = [row for row in indexed.faces(person=person) if row.face == face]
    assert row.assigned_by == "human"


def test_confirming_a_face_that_is_nobody_is_refused(indexed: Library) -> None:
    with pytest.raises(EditRefusedError):
        indexed.confirm(alone(indexed)[0])


@pytest.mark.parametrize("verb", ["ignore", "not_a_face"])
def test_a_face_that_is_marked_is_left_out_until_that_is_undone(
    indexed: Library, verb: str
) -> None:
    face = indexed.faces(person=indexed.people()[0].person)[0]
    getattr(indexed, verb)(face.face)

    assert face.face not in [row.face for row in indexed.faces()]
    assert face.face in [row.face for row in indexed.faces(everything=True)]
    indexed.undo()
    assert face in indexed.faces()


def test_people_are_merged_and_taken_apart_again(indexed: Library) -> None:
    first = indexed.people()[0].person
    indexed.assign(alone(indexed)[0], new="Grace")
    before = {row.person: row for row in indexed.people()}
    merged = indexed.merge(first, "Grace")

    assert [(row.person, row.name, row.faces) for row in indexed.people()] == [(first, "Grace", 3)]
    indexed.undo(merged.edit)
    assert {row.person: row for row in indexed.people()} == before


def test_a_split_makes_a_new_person_that_a_later_run_does_not_merge(indexed: Library) -> None:
    person = indexed.people()[0].person
    kept, given = [row.face for row in indexed.faces(person=person)]
    _, made = indexed.split(person, [given])
    indexed.group(again=True)

    assert [row.face for row in indexed.faces(person=made)] == [given]
    assert kept not in [row.face for row in indexed.faces(person=made)]


def test_a_hidden_person_is_left_out_of_the_list(indexed: Library) -> None:
    person = indexed.people()[0].person
    indexed.hide(person)

    assert person not in [row.person for row in indexed.people()]
    assert person in [row.person for row in indexed.people(hidden=True)]
    indexed.hide(person, hidden=False)
    assert person in [row.person for row in indexed.people()]


def test_who_opted_out_stays_in_the_list_and_may_opt_in_again(indexed: Library) -> None:
    person = indexed.people()[0].person
    edit = indexed.opt_out(person, who="me")

    assert (edit.kind, edit.what) == ("opt_out", f"{person} opted out of averages and games")
    assert indexed.people()[0].opted_out
    indexed.group(again=True)
    assert indexed.people()[0].opted_out
    indexed.opt_out(person, out=False)
    assert not indexed.people()[0].opted_out
    indexed.undo()
    assert indexed.people()[0].opted_out


def test_a_feature_face_is_chosen(indexed: Library) -> None:
    person = indexed.people()[0].person
    face = indexed.faces(person=person)[1].face
    indexed.feature(person, face)

    assert indexed.people()[0].feature == face


def test_who_decided_stands_in_the_history(indexed: Library) -> None:
    indexed.name(indexed.people()[0].person, "Ada", who="tester")

    newest = indexed.history(1)[0]
    assert (newest.kind, newest.who) == ("name", "tester")
    assert "Ada" in newest.what


def test_undo_without_a_number_takes_back_the_newest_decision_of_a_human(
    indexed: Library,
) -> None:
    person = indexed.people()[0].person
    indexed.name(person, "Ada")
    indexed.name(person, "Grace")

    indexed.undo()

    assert indexed.people()[0].name == "Ada"


def test_a_decision_that_a_later_one_stands_on_is_not_undone(indexed: Library) -> None:
    person = indexed.people()[0].person
    first = indexed.name(person, "Ada")
    indexed.name(person, "Grace")

    with pytest.raises(EditRefusedError):
        indexed.undo(first.edit)
    assert indexed.people()[0].name == "Grace"


def test_unknown_names_and_ids_are_said_to_be_unknown(indexed: Library) -> None:
    with pytest.raises(UnknownPersonError):
        indexed.name("nobody", "Ada")
    with pytest.raises(UnknownFaceError):
        indexed.reject("f0000000000000000")
    with pytest.raises(UnknownPhotoError):
        indexed.faces(photo="nowhere.jpg")


def test_the_faces_of_a_photo_are_drawn_on_it(indexed: Library, few_photos: Path) -> None:
    drawn = indexed.draw_faces(few_photos / "t1.jpg")

    plain = indexed.look(few_photos / "t1.jpg").pixels
    assert plain is not None
    assert drawn.shape == plain.shape
    assert not np.array_equal(drawn, plain)


def test_a_photo_whose_file_is_gone_cannot_be_drawn(empty: Library, pictures: Path) -> None:
    empty.add(pictures)
    shutil.rmtree(pictures / "day 2")
    empty.add(pictures)
    gone = next(row for row in empty.photos() if row.missing)

    with pytest.raises(PhotoError):
        empty.draw_faces(gone.sha256)
