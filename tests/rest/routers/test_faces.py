"""/faces."""

from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from likeness import Library

API = "/api/v1/faces"
NOBODY = "f0123456789abcdef"


@pytest.fixture
def somebody(library: Library) -> str:
    """A face that a run put with a person."""
    return next(face.face for face in library.faces() if face.person)


@pytest.fixture
def alone(library: Library) -> str:
    """A face of nobody."""
    return next(face.face for face in library.faces() if not face.person)


def listed(client: TestClient, **query: Any) -> list[dict[str, Any]]:
    answer = client.get(API, params=query)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


# ---------------------------------------------------------------- lists


def test_lists_the_faces_of_a_person_best_first(reader: TestClient, library: Library) -> None:
    person = library.people()[0]
    faces = listed(reader, person=person.person)

    assert [face["person"] for face in faces] == [person.person] * person.faces
    assert faces == sorted(faces, key=lambda face: -face["quality"])


def test_lists_the_faces_of_a_photo(reader: TestClient, served_photos: Path) -> None:
    photo = sha256((served_photos / "t1.jpg").read_bytes()).hexdigest()

    assert [face["photo"] for face in listed(reader, photo=photo)] == [photo] * 6


def test_faces_of_nobody_come_in_pages(reader: TestClient) -> None:
    whole = listed(reader, unassigned=True)
    first = reader.get(API, params={"unassigned": True, "limit": 3}).json()
    rest = listed(reader, unassigned=True, cursor=first["next"])

    assert [face["person"] for face in whole] == [None] * len(whole)
    assert whole == first["items"] + rest


def test_the_newest_faces_are_those_found_last(
    reader: TestClient, library: Library, own_photos: Path
) -> None:
    before = reader.get(f"{API}/newest").json()
    Image.open(own_photos / "t1.jpg").rotate(3).save(own_photos / "later.jpg")
    library.add(own_photos, group=False)
    (later,) = (photo.sha256 for photo in library.photos() if photo.photo.endswith("later.jpg"))
    found = reader.get(f"{API}/newest", params={"limit": 500}).json()

    new = [face for face in found if face["photo"] == later]
    assert new
    assert found == new + before
    assert reader.get(f"{API}/newest", params={"limit": 1}).json()[0] in new


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 422),
        ({"unassigned": True, "person": "p0123456789abcdef"}, 422),
        ({"photo": "t1.jpg"}, 422),
        ({"person": "Nobody"}, 404),
        ({"unassigned": True, "cursor": "nonsense"}, 422),
    ],
)
def test_it_must_be_said_whose(reader: TestClient, query: dict[str, Any], status: int) -> None:
    assert reader.get(API, params=query).status_code == status


# ---------------------------------------------------------------- one face


def test_a_face_says_what_is_known_of_it(reader: TestClient, somebody: str) -> None:
    face = reader.get(f"{API}/{somebody}").json()

    assert (face["face"], face["status"], face["assigned_by"]) == (somebody, "ok", "run")
    assert len(face["points"]) == 5


def test_its_crop_is_a_small_picture_that_never_changes(reader: TestClient, somebody: str) -> None:
    answer = reader.get(f"{API}/{somebody}/crop")
    again = reader.get(f"{API}/{somebody}/crop", headers={"If-None-Match": answer.headers["etag"]})

    assert Image.open(io.BytesIO(answer.content)).format == "WEBP"
    assert "immutable" in answer.headers["cache-control"]
    assert (again.status_code, again.content) == (304, b"")


def test_a_lost_crop_is_made_again(reader: TestClient, library: Library, somebody: str) -> None:
    path = f"{API}/{somebody}/crop"
    before = reader.get(path).content
    (kept,) = (library.folder / "blobs").rglob(f"{somebody}.webp")
    kept.unlink()

    assert reader.get(path).content == before


def test_its_portrait_is_square(reader: TestClient, somebody: str) -> None:
    answer = reader.get(f"{API}/{somebody}/portrait", params={"side": 128})
    wide, high = Image.open(io.BytesIO(answer.content)).size

    assert wide == high <= 128
    assert reader.get(f"{API}/{somebody}/portrait", params={"side": 100}).status_code == 422


def test_it_says_why_it_is_with_whom(
    reader: TestClient, library: Library, served_photos: Path, somebody: str
) -> None:
    answer = reader.get(f"{API}/{somebody}/why")

    assert answer.json()["person"] == library.people()[0].person
    assert answer.json()["reasons"]
    assert str(served_photos) not in answer.text


@pytest.mark.parametrize("path", ["", "/crop", "/portrait", "/why"])
def test_an_unknown_face_is_not_found(reader: TestClient, path: str) -> None:
    answer = reader.get(f"{API}/{NOBODY}{path}")

    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:likeness:problem:unknown-face"


@pytest.mark.parametrize("face", ["x", "f0123", "p0123456789abcdef", "f%00", "%F0%9F%98%80"])
def test_what_is_no_id_is_refused(reader: TestClient, face: str) -> None:
    assert reader.get(f"{API}/{face}").status_code == 422


# ---------------------------------------------------------------- decisions


def test_a_face_is_given_to_somebody_new(editor: TestClient, library: Library, alone: str) -> None:
    edit = editor.post(f"{API}/assign", json={"faces": [alone], "new": "Anna"}).json()

    assert (edit["kind"], edit["who"]) == ("assign", "key tests write")
    assert library.face(alone).name == "Anna"


def test_a_face_is_given_to_somebody_known(
    editor: TestClient, library: Library, alone: str
) -> None:
    person = library.people()[0].person
    editor.post(f"{API}/assign", json={"faces": [alone], "to": person})

    assert library.face(alone).person == person


@pytest.mark.parametrize(
    ("order", "status"),
    [
        ({"faces": [NOBODY], "new": "Anna"}, 404),
        ({"faces": [], "new": "Anna"}, 422),
        ({"faces": [NOBODY]}, 422),
        ({"faces": [NOBODY], "new": "Anna", "to": "Berta"}, 422),
        ({"faces": [NOBODY], "new": ""}, 422),
        ({"faces": [NOBODY], "more": 1}, 422),
        ({"faces": "all", "new": "Anna"}, 422),
        ([], 422),
    ],
)
def test_orders_that_make_no_sense_are_refused(
    editor: TestClient, order: object, status: int
) -> None:
    assert editor.post(f"{API}/assign", json=order).status_code == status


@pytest.mark.parametrize(
    "body",
    [
        rb'{"faces": ["f0123456789abcdef"], "to": "\ud800"}',
        rb'{"faces": ["f0123456789abcdef"], "new": "\ud800"}',
        rb'{"\ud800": 1}',
        b'{"\xed\xa0\x80": 1}',
        b"[" * 100_000,
        b"9" * 10_000,
        b"\xff\xfe",
        b"",
    ],
)
def test_no_body_breaks_the_server(editor: TestClient, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}

    assert editor.post(f"{API}/assign", content=body, headers=headers).status_code in {400, 422}


def test_new_names_that_cannot_be_seen_are_refused(editor: TestClient, alone: str) -> None:
    order = {"faces": [alone], "new": "a\x00b"}

    assert editor.post(f"{API}/assign", json=order).status_code == 422


@pytest.mark.parametrize(
    ("verb", "kind"),
    [
        ("confirm", "confirm"),
        ("reject", "reject"),
        ("ignore", "ignore"),
        ("not-a-face", "not_a_face"),
    ],
)
def test_somebody_decides_about_a_face(
    editor: TestClient, somebody: str, verb: str, kind: str
) -> None:
    edit = editor.post(f"{API}/{somebody}/{verb}").json()

    assert (edit["kind"], edit["who"], edit["undone"]) == (kind, "key tests write", False)


@pytest.mark.parametrize("path", ["assign", f"{NOBODY}/confirm", f"{NOBODY}/ignore"])
def test_readers_decide_nothing(reader: TestClient, path: str) -> None:
    assert reader.post(f"{API}/{path}", json={}).status_code == 403
