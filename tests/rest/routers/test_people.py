"""/people."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from likeness import Library
from likeness.types import FaceId

API = "/api/v1/people"
NOBODY = "p0123456789abcdef"


@pytest.fixture
def person(library: Library) -> str:
    """Whom a run found."""
    return library.people()[0].person


@pytest.fixture
def other(library: Library) -> str:
    """Somebody else, called Berta."""
    alone = next(face.face for face in library.faces() if not face.person)
    library.assign(alone, new="Berta")
    found = library.face(alone).person
    assert found is not None
    return found


def best_face(library: Library, person: str) -> FaceId:
    return library.faces(person=person)[0].face


# ---------------------------------------------------------------- reading


def test_lists_people_with_most_photos_first(reader: TestClient, person: str, other: str) -> None:
    first = reader.get(API, params={"limit": 1}).json()
    rest = reader.get(API, params={"limit": 1, "cursor": first["next"]}).json()

    assert [row["person"] for row in first["items"] + rest["items"]] == [person, other]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("query", "number"),
    [({"named": True}, 1), ({"named": False}, 1), ({"name": "bert"}, 1), ({"name": "\x00"}, 0)],
)
@pytest.mark.usefixtures("other")
def test_people_are_chosen(reader: TestClient, query: dict[str, Any], number: int) -> None:
    assert len(reader.get(API, params=query).json()["items"]) == number


def test_while_a_portrait_is_made_its_face_is_there(
    reader: TestClient, library: Library, person: str
) -> None:
    answer = reader.get(f"{API}/{person}/crop")

    crops = [library.crop(face.face) for face in library.faces(person=person)]
    assert answer.headers["content-type"] == "image/webp"
    assert answer.content in crops


def test_a_person_has_a_portrait(reader: TestClient, person: str) -> None:
    answer = reader.get(f"{API}/{person}/portrait", params={"side": 128})
    tag = {"If-None-Match": answer.headers["etag"]}
    again = reader.get(f"{API}/{person}/portrait", params={"side": 128}, headers=tag)

    assert Image.open(io.BytesIO(answer.content)).format == "WEBP"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert again.status_code == 304


def test_suggestions_are_those_of_why(reader: TestClient, library: Library, person: str) -> None:
    why = reader.get(f"{API}/{person}/why").json()

    assert (why["person"], why["faces"]) == (person, library.person(person).faces)
    assert reader.get(f"{API}/{person}/suggestions").json() == why["merges"]


def test_a_person_says_when_they_were_photographed(
    reader: TestClient, library: Library, person: str
) -> None:
    days = [photo.taken[:10] for photo in library.photos(person=[person]) if photo.taken]
    about = reader.get(f"{API}/{person}").json()

    assert (about["since"], about["until"]) == (min(days), max(days))
    assert about["since"] < about["until"]


def test_who_is_on_the_same_photos_is_listed(
    reader: TestClient, library: Library, person: str
) -> None:
    of_six = max(library.photos(), key=lambda photo: photo.faces).sha256
    first, second, *_ = (face.face for face in library.faces(photo=of_six))
    library.assign(first, to=person)
    library.assign(second, new="Carla")
    carla = library.person("Carla").person
    answer = reader.get(f"{API}/{person}/together").json()

    assert answer == [{"person": carla, "name": "Carla", "photos": 1, "feature": None}]
    assert [one["person"] for one in reader.get(f"{API}/{carla}/together").json()] == [person]


def test_look_alikes_are_listed_without_hidden_people(
    reader: TestClient, library: Library, person: str, other: str
) -> None:
    (alike,) = reader.get(f"{API}/{person}/similar").json()
    library.hide(other)

    assert (alike["person"], alike["name"]) == (other, "Berta")
    assert -1 <= alike["similarity"] < 1
    assert reader.get(f"{API}/{person}/similar").json() == []


@pytest.mark.parametrize("limit", [0, 101])
@pytest.mark.parametrize("path", ["together", "similar"])
def test_so_many_people_are_not_listed(
    reader: TestClient, person: str, path: str, limit: int
) -> None:
    answer = reader.get(f"{API}/{person}/{path}", params={"limit": limit})

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "path", ["", "/portrait", "/crop", "/suggestions", "/why", "/together", "/similar"]
)
def test_unknown_people_are_not_found(reader: TestClient, path: str) -> None:
    answer = reader.get(f"{API}/{NOBODY}{path}")

    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:likeness:problem:unknown-person"


# ---------------------------------------------------------------- deciding


def test_every_change_is_an_edit(editor: TestClient, library: Library, person: str) -> None:
    face = best_face(library, person)
    change = {"name": "Anna", "hidden": True, "opted_out": True, "feature": face, "born": 1980}
    edits = editor.patch(f"{API}/{person}", json=change).json()

    assert [edit["kind"] for edit in edits] == ["name", "hide", "opt_out", "feature", "born"]
    assert {edit["who"] for edit in edits} == {"key tests write"}
    assert editor.get(f"{API}/{person}").json().items() >= change.items()


def test_null_takes_a_name_away(editor: TestClient, library: Library, other: str) -> None:
    editor.patch(f"{API}/{other}", json={"name": None})

    assert library.person(other).name is None


def test_two_people_become_one_and_two_again(
    editor: TestClient, library: Library, person: str, other: str
) -> None:
    faces = [face.face for face in library.faces(person=other)]
    merged = editor.post(f"{API}/{person}/merge", json={"others": [other]})
    split = editor.post(f"{API}/{person}/split", json={"faces": faces})

    assert merged.json()["kind"] == "merge"
    assert split.status_code == 201
    assert [f.face for f in library.faces(person=split.json()["person"])] == faces


def test_people_are_kept_apart(editor: TestClient, person: str, other: str) -> None:
    answer = editor.post(f"{API}/{person}/apart", json={"other": other})

    assert answer.json()["kind"] == "apart"


@pytest.mark.parametrize(
    "change", [{"born": 1700}, {"born": 10**30}, {"feature": "x"}, {"name": ""}, {"age": 3}]
)
def test_changes_that_make_no_sense_are_refused(
    editor: TestClient, person: str, change: dict[str, Any]
) -> None:
    assert editor.patch(f"{API}/{person}", json=change).status_code == 422


def test_only_owners_forget_people(editor: TestClient, person: str) -> None:
    assert editor.delete(f"{API}/{person}").status_code == 403


def test_a_forgotten_person_is_gone(admin: TestClient, library: Library, person: str) -> None:
    faces = library.person(person).faces

    assert admin.delete(f"{API}/{person}").json() == {"photos": 0, "faces": faces, "people": 1}
    assert admin.get(f"{API}/{person}").status_code == 404
