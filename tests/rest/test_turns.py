"""Pictures that have to be made wait for a turn; those that are kept do not."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from likeness import Library
from likeness.blobs.base import crop_key
from likeness.rest.gate import Gate
from likeness.rest.state import Server


@pytest.fixture
def shut(server: Server) -> Iterator[None]:
    """A gate that lets nobody in, and before which is no place to wait."""
    gate = Gate(at_once=0, waiting=0)
    open_gate, server.gate = server.gate, gate
    yield
    server.gate = open_gate


@pytest.fixture
def paths(library: Library, served_photos: Path) -> dict[str, str]:
    """Paths of pictures, by what they are of; the crop was lost."""
    photo = sha256((served_photos / "t1.jpg").read_bytes()).hexdigest()
    person = library.people()[0].person
    face = library.faces(photo=photo)[0].face
    library._parts.blobs.delete(crop_key(face))
    return {
        "drawing": f"/photos/{photo}/detections.webp",
        "png": f"/photos/{photo}/detections.png",
        "large": f"/photos/{photo}/thumbnail?side=1280",
        "largest": f"/photos/{photo}/thumbnail?side=2560",
        "crop": f"/faces/{face}/crop",
        "portrait": f"/faces/{face}/portrait",
        "person": f"/people/{person}/portrait",
        "question": f"/review/questions/{library.questions(1)[0].question}/picture",
        "small": f"/photos/{photo}/thumbnail?side=128",
        "thumbnail": f"/photos/{photo}/thumbnail",
    }


DEAR = ("drawing", "png", "large", "largest", "crop", "portrait", "person", "question")
NEVER_KEPT = ("drawing", "png", "question")


@pytest.mark.usefixtures("shut")
def test_what_has_to_be_made_of_originals_waits(editor: TestClient, paths: dict[str, str]) -> None:
    for name in DEAR:
        answer = editor.get(f"/api/v1{paths[name]}")
        assert (name, answer.status_code) == (name, 503)
        assert answer.json()["type"] == "urn:likeness:problem:busy"
        assert answer.headers["retry-after"] == "10"


@pytest.mark.usefixtures("shut")
def test_what_is_made_of_a_kept_picture_does_not_wait(
    reader: TestClient, paths: dict[str, str]
) -> None:
    for name in ("small", "thumbnail"):
        assert reader.get(f"/api/v1{paths[name]}").status_code == 200


def test_what_was_made_is_handed_out_without_waiting(
    server: Server, editor: TestClient, paths: dict[str, str]
) -> None:
    made = {name: editor.get(f"/api/v1{path}").content for name, path in paths.items()}
    server.gate = Gate(at_once=0, waiting=0)

    for name in paths.keys() - set(NEVER_KEPT):
        assert editor.get(f"/api/v1{paths[name]}").content == made[name]


@pytest.mark.usefixtures("shut")
def test_what_is_not_there_is_told_at_once(reader: TestClient) -> None:
    nobody = "0" * 64
    answer = reader.get(f"/api/v1/photos/{nobody}/thumbnail?side=2560")

    assert answer.status_code == 404


def test_faces_are_drawn_where_they_are_on_a_smaller_picture(
    library: Library, served_photos: Path
) -> None:
    photo = sha256((served_photos / "t1.jpg").read_bytes()).hexdigest()
    whole = library.draw_faces(photo)
    small = library.draw_faces(photo, on=library.preview(photo, 512))
    box = library.faces(photo=photo)[0].box
    scale = small.shape[1] / whole.shape[1]

    assert max(small.shape) == 512
    x, y = round(box[0] * scale), round((box[1] + box[3]) / 2 * scale)
    colour = whole[round((box[1] + box[3]) / 2), round(box[0])].astype(int)
    near = small[y - 1 : y + 2, x - 2 : x + 3].astype(int)
    assert abs(near - colour).sum(axis=2).min() < 60
