"""Every face and person can say why it is who it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from likeness.errors import UnknownPersonError
from likeness.types import FaceId, FaceReasons, PersonId, PersonReasons
from likeness.workflows.why import why
from tests.catalog.makers import face_id
from tests.workflows.asked_about import Town, town


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Town]:
    """Anna in pieces of 5, 3 and 1; Bea with 4 faces."""
    with town(tmp_path, (5, 3, 1), (4,)) as ready:
        yield ready


def of_face(made: Town, face: FaceId) -> FaceReasons:
    found = why(made.parts, face)
    assert isinstance(found, FaceReasons)
    return found


def of_person(made: Town, person: str) -> PersonReasons:
    found = why(made.parts, person)
    assert isinstance(found, PersonReasons)
    return found


def person_of(made: Town, face: FaceId) -> PersonId:
    found = made.catalog.face(face).person
    assert found is not None
    return found


def test_a_face_names_the_nearest_of_its_own_and_whom_it_might_be_instead(made: Town) -> None:
    found = of_face(made, face_id(0))

    assert found.person == person_of(made, face_id(0))
    assert {row.face for row in found.evidence} <= {face_id(number) for number in range(1, 5)}
    assert found.others[0].person == person_of(made, face_id(5))
    assert found.probability is not None
    assert found.probability > 0.9
    assert found.others[0].probability is not None
    assert found.probability + found.others[0].probability <= 1
    assert all(row.photo.endswith(".jpg") for row in found.evidence)


def test_a_run_decided_until_a_human_does(made: Town) -> None:
    before = of_face(made, face_id(0))
    edit = made.catalog.confirm(face_id(0), who="me")
    after = of_face(made, face_id(0))

    assert (before.decided_by, before.edits) == ("run", ())
    assert after.decided_by == "human"
    assert [row.edit for row in after.edits] == [edit]
    assert "A human put it" in after.reasons[0]


def test_an_edit_that_was_taken_back_decides_nothing(made: Town) -> None:
    edit = made.catalog.confirm(face_id(0), who="me")
    made.catalog.undo(edit, who="me")

    assert of_face(made, face_id(0)).edits == ()


def test_a_straggler_says_whom_it_looks_like_and_a_stranger_that_nobody_is_near(
    tmp_path: Path,
) -> None:
    with town(tmp_path, (6, 1), (1,)) as made:
        straggler, stranger = of_face(made, face_id(6)), of_face(made, face_id(7))

    assert straggler.decided_by == "nobody"
    assert straggler.probability is None
    assert "runs leave such faces alone" in straggler.reasons[0]
    assert stranger.others == ()
    assert "Nobody else here is near" in stranger.reasons[0]


def test_a_rejection_is_told_and_its_person_is_no_longer_possible(made: Town) -> None:
    person = person_of(made, face_id(0))
    made.catalog.reject(face_id(0), who="me")
    found = of_face(made, face_id(0))

    assert found.rejected == (person,)
    told = next(row for row in found.others if row.person == person)
    assert (told.probability, told.reason) == (None, "told_apart")
    assert any("a human said so" in reason for reason in found.reasons)


def test_a_marked_face_says_that_a_human_marked_it(made: Town) -> None:
    made.catalog.mark(face_id(0), "not_a_face", who="me")
    found = of_face(made, face_id(0))

    assert found.decided_by == "mark"
    assert found.reasons == ("A human said that it is not a face.",)
    assert [row.kind for row in found.edits] == ["not_a_face"]


def test_sureness_is_absent_where_no_run_measured_it(made: Town) -> None:
    assert of_face(made, face_id(0)).sureness is None


def test_a_person_of_like_faces_is_pure_and_may_be_merged_with_its_other_piece(made: Town) -> None:
    person, other = person_of(made, face_id(0)), person_of(made, face_id(5))
    found = of_person(made, person)

    assert (found.faces, found.confirmed) == (5, 0)
    assert found.purity is not None
    assert found.purity > 0.95
    assert found.doubtful == ()
    assert [row.person for row in found.merges] == [other]


def test_a_wrong_face_is_in_doubt_until_a_human_holds_it(tmp_path: Path) -> None:
    with town(tmp_path, (6,), (1,), spread=0.1) as made:
        # A run put a stranger with them.
        from likeness.types import Grouping

        person = person_of(made, face_id(0))
        made.catalog.write_grouping(Grouping(assignments={face_id(6): person}))
        before = of_person(made, person)
        made.catalog.confirm(face_id(6), who="me")
        after = of_person(made, person)

    assert before.doubtful[0].face == face_id(6)
    assert before.purity is not None
    assert after.purity is not None
    assert before.purity < after.purity
    assert face_id(6) not in [row.face for row in after.doubtful]
    assert (after.confirmed, after.purity_from.endswith("count as right")) == (1, True)


def test_people_told_apart_are_listed_as_look_alikes(made: Town) -> None:
    person, other = person_of(made, face_id(0)), person_of(made, face_id(5))
    made.catalog.apart(person, other, who="me")
    found = of_person(made, person)

    assert found.merges == ()
    assert [(row.person, row.reason) for row in found.apart] == [(other, "told_apart")]


def test_a_person_is_found_by_name_and_an_unknown_word_is_refused(made: Town) -> None:
    made.catalog.name(person_of(made, face_id(0)), "Anna", who="me")

    assert of_person(made, "Anna").name == "Anna"
    with pytest.raises(UnknownPersonError, match="Neither a face nor a person"):
        why(made.parts, "Zoe")
