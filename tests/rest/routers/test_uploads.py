"""Photos are sent over HTTP, in one go or piece by piece."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from likeness import Library
from likeness.rest.state import Server
from tests.rest.conftest import Visitors
from tests.rest.live import live
from tests.workflows.uploads.sending import picture, sha256

UPLOADS = "/api/v1/uploads"
NOBODYS = f"{UPLOADS}/u{'0' * 32}"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A new library."""
    with Library.open(tmp_path / "library") as library:
        yield library


def announced(client: TestClient, data: bytes, **more: Any) -> str:
    answer = client.post(UPLOADS, json={"name": "me.jpg", "bytes": len(data), **more})
    assert answer.status_code == 201, answer.text
    return f"{UPLOADS}/{answer.json()['upload']['upload']}"


def test_a_file_is_announced_sent_and_stored(editor: TestClient, library: Library) -> None:
    data = picture()
    upload = announced(editor, data, sha256=sha256(data), collection="Trip")

    first = editor.patch(upload, params={"offset": 0}, content=data[:400])
    asked = editor.get(upload)
    second = editor.patch(upload, params={"offset": 400}, content=data[400:])

    assert first.json() == {
        "offset": 400,
        "complete": False,
        "outcome": None,
        "photo": None,
        "job": None,
    }
    assert asked.json()["offset"] == 400
    (job,) = library.jobs.list()
    assert second.json() == {
        "offset": 1000,
        "complete": True,
        "outcome": "stored",
        "photo": sha256(data),
        "job": job.job,
    }
    assert editor.get(upload).json()["complete"]
    (file,) = library.uploads.folder.glob("2*/*")
    assert file.read_bytes() == data


def test_a_body_of_unknown_length_is_taken_too(editor: TestClient) -> None:
    data = picture(5000)
    upload = announced(editor, data)

    pieces = (data[at : at + 1000] for at in range(0, 5000, 1000))
    answer = editor.patch(upload, params={"offset": 0}, content=pieces)

    assert answer.json()["complete"]


def test_the_wrong_place_is_refused_with_the_right_one(editor: TestClient) -> None:
    data = picture()
    upload = announced(editor, data)
    editor.patch(upload, params={"offset": 0}, content=data[:400])

    answer = editor.patch(upload, params={"offset": 300}, content=data[300:])

    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:likeness:problem:wrong-offset"
    assert answer.json()["offset"] == 400


def test_two_who_send_at_once_do_not_mix(editor: TestClient, library: Library) -> None:
    data = picture()
    upload = announced(editor, data)

    keys = library.access.keys()
    (key,) = (row.key for row in keys if row.name == "tests write")
    with library.uploads.receiving(upload.rpartition("/")[2], 0, who=key):
        answer = editor.patch(upload, params={"offset": 0}, content=data)

    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:likeness:problem:upload-taken"


@pytest.mark.parametrize("declared", [True, False])
def test_more_than_announced_is_refused(editor: TestClient, declared: bool) -> None:
    data = picture()
    upload = announced(editor, data)
    longer = data + b"more"

    answer = editor.patch(
        upload, params={"offset": 0}, content=longer if declared else iter([data, b"more"])
    )

    assert answer.status_code == 413
    assert editor.get(upload).json()["offset"] == 0


def test_what_is_not_what_was_announced_is_refused_and_gone(editor: TestClient) -> None:
    data = picture()
    upload = announced(editor, data, sha256=sha256(b"another"))

    answer = editor.patch(upload, params={"offset": 0}, content=data)

    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:likeness:problem:upload-refused"
    assert editor.get(upload).status_code == 404


def test_what_is_no_picture_is_refused_with_a_reason(editor: TestClient) -> None:
    data = b"MZ\x90 an executable"
    upload = announced(editor, data)

    answer = editor.patch(upload, params={"offset": 0}, content=data)

    assert answer.status_code == 422
    assert answer.json()["reason"] == "not_an_image"


def test_unfinished_uploads_are_listed_and_given_up(editor: TestClient, visitors: Visitors) -> None:
    upload = announced(editor, picture())

    assert [f"{UPLOADS}/{row['upload']}" for row in editor.get(UPLOADS).json()] == [upload]
    other = visitors("admin")
    assert other.get(UPLOADS).json() == []
    assert other.delete(upload).status_code == 404
    assert editor.delete(upload).status_code == 204
    assert editor.delete(upload).status_code == 404
    assert editor.get(UPLOADS).json() == []


@pytest.mark.parametrize(
    "order",
    [
        {"name": "me.jpg", "bytes": 0},
        {"name": "", "bytes": 1},
        {"name": "me.jpg", "bytes": 1, "sha256": "xyz"},
        {"name": "me.jpg", "bytes": 1, "collection": ""},
        {"name": "me.jpg", "bytes": 1, "collection": " \t"},
        {"name": "me.jpg", "bytes": 1, "path": "/etc/passwd"},
    ],
)
def test_orders_that_make_no_sense(editor: TestClient, order: dict[str, Any]) -> None:
    assert editor.post(UPLOADS, json=order).status_code == 422


def test_a_file_that_is_too_large_cannot_be_announced(editor: TestClient, server: Server) -> None:
    order = {"name": "me.jpg", "bytes": server.settings.max_upload + 1}

    assert editor.post(UPLOADS, json=order).status_code == 413


def test_readers_send_nothing(reader: TestClient) -> None:
    answers = [
        reader.get(UPLOADS),
        reader.post(UPLOADS, json={"name": "me.jpg", "bytes": 10}),
        reader.post(f"{UPLOADS}/files", files={"files": ("me.jpg", picture())}),
        reader.patch(NOBODYS, params={"offset": 0}, content=b"x"),
        reader.delete(NOBODYS),
    ]

    assert {answer.status_code for answer in answers} == {403}


def test_nobody_goes_on_with_what_is_not_there(editor: TestClient) -> None:
    assert editor.patch(NOBODYS, params={"offset": 0}, content=b"x").status_code == 404
    assert editor.patch(f"{UPLOADS}/../../x", params={"offset": 0}).status_code == 404
    assert editor.patch(f"{UPLOADS}/u..", params={"offset": 0}).status_code == 422
    assert editor.patch(NOBODYS, params={"offset": -1}).status_code == 422


def test_several_files_are_answered_each_on_its_own(editor: TestClient, library: Library) -> None:
    data = picture()

    answer = editor.post(
        f"{UPLOADS}/files",
        files=[
            ("files", ("../../me.jpg", data)),
            ("files", ("notes.txt", b"no picture")),
            ("files", ("empty.jpg", b"")),
            ("files", ("again.jpg", picture())),
        ],
        data={"collection": "Trip"},
    )

    assert answer.status_code == 200
    found = answer.json()
    assert [file["outcome"] for file in found["files"]] == [
        "stored",
        "refused",
        "refused",
        "stored",
    ]
    assert found["files"][0]["photo"] == sha256(data)
    assert [file["reason"] for file in found["files"]] == [None, "not_an_image", "refused", None]
    assert found["job"] == library.jobs.list()[0].job
    assert len(list(library.uploads.folder.glob("2*/*"))) == 2
    assert not list((library.folder / "incoming").rglob("*.jpg"))


def test_what_the_library_has_is_a_duplicate(
    editor: TestClient, library: Library, served_photos: Path, tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    shutil.copy(next(served_photos.rglob("017_0.jpg")), tmp_path / "own")
    library.add(tmp_path / "own", group=False)
    data = (tmp_path / "own" / "017_0.jpg").read_bytes()

    known = editor.post(UPLOADS, json={"name": "a.jpg", "bytes": len(data), "sha256": sha256(data)})
    sent = editor.post(
        f"{UPLOADS}/files", files={"files": ("a.jpg", data)}, data={"collection": "Trip"}
    )

    assert (known.status_code, known.json()["outcome"]) == (200, "duplicate")
    assert known.json()["photo"] == sha256(data)
    assert sent.json()["files"][0]["outcome"] == "duplicate"
    assert list(library.uploads.folder.glob("2*/*")) == []
    library.work(once=True)
    assert [photo.sha256 for photo in library.photos(collection="Trip")] == [sha256(data)]


def test_a_form_needs_files_and_a_collection_that_can_be(editor: TestClient) -> None:
    files = {"files": ("me.jpg", picture())}

    assert editor.post(f"{UPLOADS}/files", data={"collection": "Trip"}).status_code == 400
    answer = editor.post(f"{UPLOADS}/files", files=files, data={"collection": " "})
    assert answer.status_code == 422
    answer = editor.post(f"{UPLOADS}/files", files=files, data={"other": "x"})
    assert answer.status_code == 422


def test_a_broken_connection_loses_nothing_that_came(server: Server, editor: TestClient) -> None:
    data = picture(3 * 2**20)
    upload = announced(editor, data)
    head = (
        f"PATCH {upload}?offset=0 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"X-API-Key: {editor.headers['x-api-key']}\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    sent = 2**21 + 12345

    with live(server) as served:
        with served.connect() as connection:
            connection.sendall(head.encode() + data[:sent])
            connection.shutdown(socket.SHUT_RDWR)
        offset = settled_at(editor, upload, sent)

    assert offset == sent
    answer = editor.patch(upload, params={"offset": offset}, content=data[offset:])
    assert answer.json()["photo"] == sha256(data)


def settled_at(client: TestClient, upload: str, expected: int) -> int:
    """Return how far an upload is, once it is as far as expected or time is up."""
    deadline = time.monotonic() + 30
    while (offset := client.get(upload).json()["offset"]) < expected:
        if time.monotonic() > deadline:
            break
        time.sleep(0.01)
    return int(offset)
