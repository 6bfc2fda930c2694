"""Ids that the library gives are ids that the API takes."""

from __future__ import annotations

from http import HTTPStatus

from starlette.testclient import TestClient

from likeness import Library


def test_whoever_was_founded_with_a_face_that_founded_somebody_else_can_be_named(
    editor: TestClient, library: Library
) -> None:
    face = min(face.face for face in library.faces() if face.person == f"p{face.face[1:]}")
    founded = f"p{face[1:]}"
    others = [person.person for person in library.people() if person.person != founded]
    editor.post(f"/api/v1/people/{founded}/merge", json={"others": others})

    split = editor.post(f"/api/v1/people/{founded}/split", json={"faces": [face]})
    made = split.json()["person"]
    named = editor.patch(f"/api/v1/people/{made}", json={"name": "Anna"})

    assert len(made) > len(founded)
    assert named.status_code == HTTPStatus.OK, named.text
    assert library.person(made).name == "Anna"
