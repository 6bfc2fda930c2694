"""/edits."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from likeness import Library

API = "/api/v1/edits"


@pytest.fixture
def person(library: Library) -> str:
    """Somebody who was named twice."""
    person = library.people()[0].person
    library.name(person, "Anna", who="Berta")
    library.name(person, "Clara", who="Berta")
    return person


@pytest.mark.usefixtures("person")
def test_lists_the_newest_edit_first(reader: TestClient) -> None:
    first = reader.get(API, params={"limit": 2}).json()
    rest = reader.get(API, params={"limit": 2, "cursor": first["next"]}).json()

    assert [(edit["kind"], edit["who"]) for edit in first["items"]] == [("name", "Berta")] * 2
    assert [edit["kind"] for edit in rest["items"]] == ["group"]
    assert rest["next"] is None


def test_the_edits_of_a_person_are_listed(
    reader: TestClient, library: Library, person: str
) -> None:
    alone = next(face.face for face in library.faces() if not face.person)
    library.assign(alone, new="Dora")
    first = reader.get(API, params={"person": person, "limit": 1}).json()
    rest = reader.get(API, params={"person": "Clara", "cursor": first["next"]}).json()

    found = first["items"] + rest["items"]
    assert [edit["kind"] for edit in found] == ["name", "name"]
    assert all(person in edit["what"] for edit in found)
    assert rest["next"] is None
    assert reader.get(API, params={"person": "Nobody"}).status_code == 404


def test_the_newest_is_undone(editor: TestClient, library: Library, person: str) -> None:
    edit = editor.post(f"{API}/undo").json()

    assert (edit["kind"], edit["who"]) == ("undo", "key tests write")
    assert library.person(person).name == "Anna"


def test_one_of_them_is_undone(editor: TestClient, library: Library, person: str) -> None:
    newest = editor.get(API).json()["items"][0]["edit"]

    assert editor.post(f"{API}/{newest}/undo").status_code == 200
    assert editor.post(f"{API}/{newest}/undo").status_code == 409
    assert library.person(person).name == "Anna"


@pytest.mark.parametrize(
    ("edit", "status"), [("999", 404), ("0", 422), ("-1", 422), ("9" * 5000, 422), ("x", 422)]
)
def test_what_is_no_edit_cannot_be_undone(editor: TestClient, edit: str, status: int) -> None:
    assert editor.post(f"{API}/{edit}/undo").status_code == status


def test_readers_undo_nothing(reader: TestClient) -> None:
    assert reader.post(f"{API}/undo").status_code == 403
