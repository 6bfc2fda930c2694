"""/map."""

from __future__ import annotations

from starlette.testclient import TestClient

from likeness import Library

API = "/api/v1/map"


def test_without_a_map_it_says_what_to_do(reader: TestClient) -> None:
    answer = reader.get(API)

    assert answer.status_code == 404
    assert "job of the kind `map`" in answer.json()["detail"]


def test_the_newest_map_comes_with_names_and_without_the_forgotten(
    reader: TestClient, library: Library
) -> None:
    person = library.people()[0].person
    library.name(person, "Anna")
    job = library.jobs.ask("map", {"people": []})
    library.work(once=True)

    found = reader.get(API).json()

    assert (found["job"], found["finished"]) == (job.job, library.face_map().made)  # type: ignore[union-attr]
    assert found["people"][0] == {"person": person, "name": "Anna"}
    assert {point["face"] for point in found["points"]} == {face.face for face in library.faces()}
    assert [point["face"] for point in found["points"] if point["person"] == 0] == sorted(
        face.face for face in library.faces(person=person)
    )

    library.forget_person(person)

    left = reader.get(API).json()
    assert person not in str(left)
    assert {point["face"] for point in left["points"]} == {face.face for face in library.faces()}
