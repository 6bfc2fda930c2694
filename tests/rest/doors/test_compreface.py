"""Clients of CompreFace find what they are used to."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from likeness import Library
from likeness.rest.app import create_app
from likeness.rest.serving import make_server
from likeness.rest.state import Server
from likeness.types import Scope

API = "/api/v1"
FACES = f"{API}/recognition/faces"
SUBJECTS = f"{API}/recognition/subjects"

Visitors = Callable[[Scope], TestClient]


@pytest.fixture
def server(library: Library) -> Server:
    """The state of a server that has the door."""
    made = make_server(library, who="tests")
    made.settings = made.settings.model_copy(update={"compreface": True})
    return made


@pytest.fixture
def app(server: Server) -> FastAPI:
    return create_app(server)


@pytest.fixture(scope="module")
def anna(photos: Path) -> list[Path]:
    """Two photos of one person, and one of somebody else."""
    return [photos / "scenes" / name for name in ("007_B.jpg", "008_B.jpg", "009_C.jpg")]


@pytest.fixture
def named(library: Library) -> str:
    """The name of the person on the first two."""
    person = next(person for person in library.people() if person.photos > 1)
    library.name(person.person, "Anna")
    return "Anna"


def sent(picture: Path) -> dict[str, Any]:
    return {"files": {"file": (picture.name, picture.read_bytes())}}


def test_the_door_is_shut_unless_the_settings_open_it(library: Library) -> None:
    routes = create_app(make_server(library, who="tests")).routes

    assert not [route for route in routes if "/recognition/" in getattr(route, "path", "")]
    with TestClient(create_app(make_server(library, who="tests")), "http://127.0.0.1") as client:
        assert client.get(SUBJECTS).status_code == 404


def test_its_routes_are_not_in_our_specification(app: FastAPI) -> None:
    assert not [path for path in app.openapi()["paths"] if "/recognition" in path]


def test_who_is_there_is_recognised(reader: TestClient, named: str, anna: list[Path]) -> None:
    answer = reader.post(
        f"{API}/recognition/recognize",
        params={"face_plugins": "landmarks,age,gender,pose,calculator,mask", "status": "true"},
        **sent(anna[0]),
    ).json()

    (face, *_) = answer["result"]
    assert face["subjects"][0]["subject"] == named
    assert face["subjects"][0]["similarity"] > 0.5
    assert set(face["box"]) == {"probability", "x_min", "y_min", "x_max", "y_max"}
    assert len(face["landmarks"]) == 5
    assert len(face["embedding"]) == 128
    assert set(face) >= {"age", "gender", "pose"}
    assert answer["plugins_versions"] == {"detector": "mtcnn", "calculator": "dlib"}


def test_base64_will_do(reader: TestClient, named: str, anna: list[Path]) -> None:
    encoded = base64.b64encode(anna[0].read_bytes()).decode()

    for text in (encoded, f"data:image/jpeg;base64,{encoded}"):
        answer = reader.post(f"{API}/recognition/recognize", json={"file": text}).json()
        assert answer["result"][0]["subjects"][0]["subject"] == named


def test_embeddings_are_recognised(reader: TestClient, named: str, anna: list[Path]) -> None:
    detected = reader.post(
        f"{API}/detection/detect", params={"face_plugins": "calculator"}, **sent(anna[0])
    ).json()
    embedding = detected["result"][0]["embedding"]

    answer = reader.post(
        f"{API}/recognition/embeddings/recognize", json={"embeddings": [embedding]}
    ).json()

    assert answer["result"][0]["embedding"] == embedding
    assert answer["result"][0]["similarities"][0]["subject"] == named


def test_nobody_on_a_picture_is_code_28(reader: TestClient, served_photos: Path) -> None:
    bare = next(served_photos.rglob("017_0.jpg"))

    for path in ("recognition/recognize", "detection/detect"):
        answer = reader.post(f"{API}/{path}", **sent(bare))
        assert answer.status_code == 400
        assert answer.json() == {"message": "No face is found in the given image", "code": 28}


def test_two_pictures_are_compared(reader: TestClient, anna: list[Path]) -> None:
    same, other = (
        reader.post(
            f"{API}/verification/verify",
            files={
                "source_image": ("a.jpg", anna[0].read_bytes()),
                "target_image": ("b.jpg", target.read_bytes()),
            },
        ).json()["result"][0]["face_matches"][0]["similarity"]
        for target in anna[1:]
    )

    assert same > 0.5 > other


def test_embeddings_are_compared(reader: TestClient) -> None:
    one, other = np.eye(128)[:2].tolist()

    answer = reader.post(
        f"{API}/verification/embeddings/verify", json={"source": one, "targets": [one, other]}
    ).json()

    assert answer["result"][0] == {"embedding": one, "similarity": 1.0}
    assert answer["result"][1]["similarity"] < 0.01


def test_a_face_is_held_against_a_picture(
    reader: TestClient, library: Library, named: str, anna: list[Path]
) -> None:
    face = library.faces(person=named)[0].face
    detected = reader.post(
        f"{API}/detection/detect", params={"face_plugins": "calculator"}, **sent(anna[0])
    ).json()["result"][0]["embedding"]

    by_picture = reader.post(f"{FACES}/{face}/verify", **sent(anna[0])).json()
    by_embedding = reader.post(
        f"{API}/recognition/embeddings/faces/{face}/verify", json={"embeddings": [detected]}
    ).json()

    assert by_picture["result"][0]["subject"] == named
    assert by_picture["result"][0]["similarity"] > 0.5
    assert by_embedding["result"][0]["similarity"] == by_picture["result"][0]["similarity"]


def test_a_subject_begins_with_its_first_face(
    editor: TestClient, library: Library, photos: Path
) -> None:
    stranger = photos / "scenes" / "000_5.jpg"

    assert editor.post(SUBJECTS, json={"subject": "Bob"}).json() == {"subject": "Bob"}
    again = editor.post(SUBJECTS, json={"subject": "Bob"})
    example = editor.post(FACES, params={"subject": "Bob"}, **sent(stranger))

    assert again.status_code == 400
    assert example.status_code == 201
    face = library.face(example.json()["image_id"])
    assert face.name == "Bob"
    assert Path(face.photo).is_relative_to(library.uploads.folder)
    assert editor.get(SUBJECTS).json() == {"subjects": ["Bob"]}
    assert editor.get(FACES).json()["faces"] == [{"image_id": face.face, "subject": "Bob"}]
    seen = editor.post(f"{API}/recognition/recognize", **sent(stranger)).json()
    assert seen["result"][0]["subjects"][0]["subject"] == "Bob"


def test_an_example_that_is_here_already_is_named(
    editor: TestClient, library: Library, anna: list[Path]
) -> None:
    example = editor.post(FACES, params={"subject": "Anna"}, **sent(anna[0])).json()
    again = editor.post(FACES, params={"subject": "Anna"}, **sent(anna[0])).json()

    assert example == again
    assert library.face(example["image_id"]).name == "Anna"
    assert not library.uploads.folder.exists() or not list(library.uploads.folder.glob("2*/*"))


def test_subjects_are_renamed_and_merged(
    editor: TestClient, library: Library, named: str, anna: list[Path]
) -> None:
    editor.post(FACES, params={"subject": "Bob"}, **sent(anna[2]))

    renamed = editor.put(f"{SUBJECTS}/{named}", json={"subject": "Anna Ö / 2"})
    merged = editor.put(f"{SUBJECTS}/Bob", json={"subject": "Anna Ö / 2"})

    assert renamed.json() == merged.json() == {"updated": True}
    assert editor.get(SUBJECTS).json() == {"subjects": ["Anna Ö / 2"]}
    assert library.person("Anna Ö / 2").photos == 3
    assert editor.put(f"{SUBJECTS}/Nobody", json={"subject": "X"}).status_code == 404


def test_deleting_can_be_undone(editor: TestClient, library: Library, named: str) -> None:
    assert editor.delete(f"{SUBJECTS}/{named}").json() == {"subject": named}
    assert editor.get(SUBJECTS).json() == {"subjects": []}
    assert editor.delete(f"{SUBJECTS}/{named}").status_code == 404

    library.undo()

    assert editor.get(SUBJECTS).json() == {"subjects": [named]}


def test_examples_are_listed_shown_and_left_out(
    editor: TestClient, library: Library, named: str
) -> None:
    listed = editor.get(FACES, params={"page": 0, "size": 1, "subject": named}).json()
    total = listed["total_elements"]
    face = listed["faces"][0]["image_id"]

    assert listed["total_pages"] == total > 1
    assert editor.get(FACES, params={"page": 1, "size": 1}).json()["faces"] != listed["faces"]
    assert editor.get(FACES, params={"page": 99, "size": 1}).json()["faces"] == []
    picture = editor.get(f"{FACES}/{face}/img")
    assert picture.headers["content-type"] == "image/webp"
    key = editor.headers["x-api-key"]
    assert editor.get(f"{API}/static/{key}/images/{face}").content == picture.content
    assert editor.get(f"{API}/static/lk_wrong/images/{face}").status_code == 401

    assert editor.delete(f"{FACES}/{face}").json() == {"image_id": face, "subject": named}
    assert library.face(face).mark == "ignored"
    rest = editor.get(FACES).json()["faces"]
    assert len(rest) == total - 1
    left_out = editor.post(f"{FACES}/delete", json=[rest[0]["image_id"]]).json()
    assert left_out == [rest[0]]


def test_all_examples_of_a_subject_go_with_its_name(
    editor: TestClient, library: Library, named: str
) -> None:
    faces = library.person(named).faces

    assert editor.delete(FACES, params={"subject": named}).json() == {"deleted": faces}
    assert editor.get(FACES).json()["total_elements"] == 0
    assert editor.get(SUBJECTS).json() == {"subjects": [named]}
    assert editor.delete(FACES, params={"subject": "Nobody"}).status_code == 404


def test_only_owners_delete_everything(
    editor: TestClient, admin: TestClient, library: Library, named: str
) -> None:
    assert editor.delete(FACES).status_code == 403
    assert editor.delete(SUBJECTS).status_code == 403
    assert library.person(named).name == named
    assert admin.delete(SUBJECTS).json() == {"deleted": 1}
    assert admin.delete(FACES).json() == {"deleted": 0}


def test_readers_change_nothing(reader: TestClient, named: str, anna: list[Path]) -> None:
    answers = [
        reader.post(SUBJECTS, json={"subject": "Bob"}),
        reader.put(f"{SUBJECTS}/{named}", json={"subject": "Bob"}),
        reader.delete(f"{SUBJECTS}/{named}"),
        reader.post(FACES, params={"subject": "Bob"}, **sent(anna[0])),
        reader.delete(f"{FACES}/f{'0' * 16}"),
        reader.post(f"{FACES}/delete", json=[f"f{'0' * 16}"]),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert all(set(answer.json()) == {"message", "code"} for answer in answers)


def test_refusals_have_a_code_and_a_message(
    reader: TestClient, anybody: TestClient, anna: list[Path]
) -> None:
    recognize = f"{API}/recognition/recognize"
    refusals = {
        401: anybody.get(SUBJECTS),
        400: reader.post(recognize, files={"file": ("a.jpg", b"no picture")}),
        413: reader.post(recognize, files={"file": ("a.jpg", bytes(5 * 2**20 + 1))}),
        404: reader.post(f"{FACES}/f{'0' * 16}/verify", **sent(anna[0])),
    }

    for status, answer in refusals.items():
        assert (answer.status_code, set(answer.json())) == (status, {"message", "code"})


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"nothing", b'{"file": 1}', b'{"file": "?"}', b'{"file": "Zm9v"}'],
)
def test_json_that_holds_no_picture(reader: TestClient, content: bytes) -> None:
    answer = reader.post(
        f"{API}/recognition/recognize",
        content=content,
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code == 400
    assert set(answer.json()) == {"message", "code"}


@pytest.mark.parametrize("embeddings", [[], [[]], [[1.0, 2.0]], [[0.0] * 128], ["x"]])
def test_embeddings_that_are_none(reader: TestClient, embeddings: list[Any]) -> None:
    answer = reader.post(f"{API}/recognition/embeddings/recognize", json={"embeddings": embeddings})

    assert answer.status_code == 400
