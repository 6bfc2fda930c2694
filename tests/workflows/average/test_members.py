"""Of whom an average is."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from likeness import Library
from likeness.errors import InterruptedRunError, UnknownCollectionError, UsageError
from likeness.types import AverageOf
from likeness.workflows.average.members import Tally, admitted, members_of, resolved


def faces_of(library: Library, of: AverageOf) -> set[str]:
    parts = library._parts
    return {member.face for member in admitted(parts, resolved(parts, of))}


def test_everybody_is_in_the_average_of_everybody(indexed: Library) -> None:
    members = members_of(indexed._parts, AverageOf(), most=400)
    assert members.faces == len(indexed.faces())
    assert members.photos == len({face.sha256 for face in indexed.faces()})
    assert np.linalg.norm(members.mean) == pytest.approx(1, abs=1e-5)


def test_a_set_may_be_one_person(indexed: Library) -> None:
    person = indexed.people()[0]
    found = faces_of(indexed, AverageOf(people=(person.person,)))
    assert found == {face.face for face in indexed.faces(person=person.person)}


def test_a_set_may_be_a_collection(indexed: Library) -> None:
    photo = indexed.photos()[0]
    indexed.create_collection("some", [photo.photo])
    found = faces_of(indexed, AverageOf(collection="some"))
    assert found == {face.face for face in indexed.faces(photo=photo.photo)}


def test_a_set_may_be_what_a_search_finds(indexed: Library) -> None:
    person = indexed.people()[0]
    face = indexed.faces(person=person.person)[0]
    assert face.face in faces_of(indexed, AverageOf(near=(f"face:{face.face}",)))


def test_women_and_men_are_all_together(indexed: Library) -> None:
    women = faces_of(indexed, AverageOf(gender="female"))
    men = faces_of(indexed, AverageOf(gender="male"))
    assert not women & men
    assert women | men == {face.face for face in indexed.faces()}


def test_the_faces_of_a_person_are_of_one_gender_and_age(indexed: Library) -> None:
    for person in indexed.people():
        theirs = {face.face for face in indexed.faces(person=person.person)}
        for of in (AverageOf(gender="female"), AverageOf(ages=(0, 29))):
            assert faces_of(indexed, of) & theirs in (theirs, set())


def test_ages_are_counted_in_whole_years(indexed: Library) -> None:
    spans = [(0.0, 19.0), (20.0, 39.0), (40.0, 200.0)]
    parts = [faces_of(indexed, AverageOf(ages=span)) for span in spans]
    assert sum(map(len, parts)) == len(indexed.faces())


def test_a_time_in_which_nothing_was_taken_has_nobody(indexed: Library) -> None:
    long_ago = AverageOf(before=datetime(1850, 1, 1))  # noqa: DTZ001 - cameras have no zone
    with pytest.raises(UsageError, match="Nobody is left"):
        members_of(indexed._parts, long_ago, most=400)


@pytest.mark.parametrize("way", ["hide", "opt_out"])
def test_hidden_and_opted_out_people_never_enter(indexed: Library, way: str) -> None:
    person = indexed.people()[0].person
    theirs = {face.face for face in indexed.faces(person=person)}
    assert theirs <= faces_of(indexed, AverageOf())
    getattr(indexed, way)(person)
    assert not theirs & faces_of(indexed, AverageOf())
    with pytest.raises(UsageError, match="hidden or opted out"):
        members_of(indexed._parts, AverageOf(people=(person,)), most=400)
    indexed.undo()
    assert theirs <= faces_of(indexed, AverageOf())


def test_an_empty_library_says_what_to_do(empty: Library) -> None:
    with pytest.raises(UsageError, match="likeness add"):
        members_of(empty._parts, AverageOf(), most=400)


def test_a_collection_that_does_not_exist_is_an_error(indexed: Library) -> None:
    with pytest.raises(UnknownCollectionError):
        resolved(indexed._parts, AverageOf(collection="nowhere"))


def test_reading_can_be_stopped(indexed: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("likeness.workflows.average.members.EVERY", 1)
    with pytest.raises(InterruptedRunError):
        members_of(indexed._parts, AverageOf(), most=400, stop=lambda: True)


def test_somebody_with_many_photos_has_one_vote(indexed: Library) -> None:
    several = list(admitted(indexed._parts, AverageOf()))
    one, other = several[0], several[1]._replace(person=None)
    tally = Tally()
    for number in range(50):
        tally.add(one._replace(face=f"f{number}", person="p1"))  # type: ignore[arg-type]
    tally.add(other)
    middle = np.asarray(one.vector + other.vector)
    assert tally.people == 2
    assert tally.mean() == pytest.approx(middle / np.linalg.norm(middle), abs=1e-5)


def test_a_summary_names_the_nearest_and_farthest_faces(indexed: Library) -> None:
    summary = members_of(indexed._parts, AverageOf(), most=400).summary
    assert summary.count == len(indexed.faces())
    assert summary.nearest[0].similarity >= summary.farthest[0].similarity


def test_a_recompressed_copy_changes_nothing_of_the_choice(
    averaged: Library, tmp_path: Path
) -> None:
    before = members_of(averaged._parts, AverageOf(), most=400).chosen
    copy = tmp_path / "copies" / "copy.jpg"
    copy.parent.mkdir()
    with Image.open(averaged.faces()[0].photo) as photo:
        photo.convert("RGB").save(copy, quality=85)
    averaged.add(copy.parent)
    after = members_of(averaged._parts, AverageOf(), most=400).chosen
    assert [face.face for face in after] == [face.face for face in before]
    assert [face.person for face in after] == [face.person for face in before]
