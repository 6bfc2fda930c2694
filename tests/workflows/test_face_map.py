"""The map of a library's faces."""

from __future__ import annotations

import json

import pytest

from likeness import Library
from likeness.blobs.base import FACE_MAP
from likeness.errors import InterruptedRunError, UsageError
from likeness.types import Progress


def raw(library: Library) -> str:
    """What is kept of the map."""
    return library._parts.blobs.get(FACE_MAP).decode()


def test_every_face_has_its_place_and_who_it_is(indexed: Library) -> None:
    person = indexed.people()[0]
    indexed.name(person.person, "Anna")
    told: list[Progress] = []

    found = indexed.make_face_map(progress=told.append)

    assert found is not None
    assert found == indexed.face_map()
    owners = {
        point.face: None if point.person is None else found.people[point.person].person
        for point in found.points
    }
    assert owners == {face.face: face.person for face in indexed.faces()}
    assert found.people[0].name == "Anna"
    assert found.of == len(found.points)
    assert (found.method, found.trustworthiness is not None) == ("t-SNE", True)
    assert [(each.stage, each.done, each.total) for each in told] == [
        ("map", step, 3) for step in (1, 2, 3)
    ]


def test_the_same_seed_gives_the_same_map(indexed: Library) -> None:
    first, again = (indexed.make_face_map(seed=7) for _ in range(2))

    assert first is not None
    assert again is not None
    assert first.points == again.points


def test_a_map_of_some_people_has_nobody_else(indexed: Library) -> None:
    person = indexed.people()[0].person

    found = indexed.make_face_map([person])

    assert found is not None
    assert {point.face for point in found.points} == {
        face.face for face in indexed.faces(person=person)
    }
    assert [row.person for row in found.people] == [person]


def test_what_is_kept_are_ids_and_places_and_no_names(indexed: Library) -> None:
    indexed.name(indexed.people()[0].person, "Anna")
    indexed.make_face_map()

    assert "Anna" not in raw(indexed)
    assert indexed.people()[0].person not in raw(indexed)


def test_who_is_hidden_or_marked_since_is_not_shown(indexed: Library) -> None:
    person = indexed.people()[0].person
    theirs = {face.face for face in indexed.faces(person=person)}
    other = next(face.face for face in indexed.faces() if face.face not in theirs)
    indexed.make_face_map()

    indexed.hide(person)
    indexed.not_a_face(other)

    found = indexed.face_map()
    assert found is not None
    assert not ({point.face for point in found.points} & {*theirs, other})
    assert found.points


def test_forgetting_a_person_takes_their_faces_off_the_map_for_good(indexed: Library) -> None:
    person = indexed.people()[0].person
    theirs = [face.face for face in indexed.faces(person=person)]
    made = indexed.make_face_map()
    assert made is not None
    assert all(face in raw(indexed) for face in theirs)

    indexed.forget_person(person)

    found = indexed.face_map()
    assert found is not None
    assert len(found.points) == len(made.points) - len(theirs)
    assert not any(face in raw(indexed) for face in theirs)


def test_a_map_that_nobody_can_read_is_none_and_goes_when_somebody_is_forgotten(
    indexed: Library,
) -> None:
    assert indexed.face_map() is None
    blobs = indexed._parts.blobs
    told = {"made": "x", "method": "x", "perplexity": float("nan"), "trustworthiness": None}
    nan = json.dumps({**told, "of": 1, "faces": [], "x": [], "y": []}).encode()
    for broken in (nan, b"{", b"[]", json.dumps({"made": "x"}).encode(), b'{"x": ' + b"[" * 10_000):
        blobs.put(FACE_MAP, broken)
        assert indexed.face_map() is None

    indexed.forget_photo(indexed.faces()[0].photo)

    assert FACE_MAP not in set(blobs.keys("maps/"))


def test_a_map_of_nobody_is_refused(indexed: Library) -> None:
    person = indexed.people()[0].person
    indexed.hide(person)

    with pytest.raises(UsageError, match="no face for a map"):
        indexed.make_face_map([person])


def test_a_map_that_was_stopped_leaves_the_one_before(indexed: Library) -> None:
    before = indexed.make_face_map()

    with pytest.raises(InterruptedRunError):
        indexed.make_face_map(seed=1, stop=lambda: True)

    assert indexed.face_map() == before
