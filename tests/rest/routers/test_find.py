"""Bring a picture, see who is on it, find them."""

from __future__ import annotations

import io
import shutil
import struct
import threading
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from likeness import Library
from likeness.rest.gate import Gate
from likeness.rest.limits import Limits
from likeness.rest.samples import Samples
from likeness.rest.state import Server
from tests.rest.conftest import Visitors

BARE = "017_0.jpg"  # a photo without a face


@pytest.fixture(scope="module")
def library(prepared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """One library for all: nobody changes it, and its models are loaded once."""
    folder = tmp_path_factory.mktemp("finding") / "library"
    shutil.copytree(prepared_folder, folder)
    with Library.open(folder) as library:
        yield library


@pytest.fixture(autouse=True)
def fresh_keys(library: Library) -> Iterator[None]:
    """Take the keys of each test away: no two have the same name."""
    yield
    mine = library.access.keys()
    for key in mine:
        library.access.revoke_key(key.key)


def bring(client: TestClient, *pictures: Path | bytes, name: str = "me.jpg") -> Response:
    files = [
        ("pictures", (name, each if isinstance(each, bytes) else each.read_bytes()))
        for each in pictures
    ]
    return client.post("/api/v1/find/samples", files=files)


def sample_of(client: TestClient, picture: Path) -> dict[str, Any]:
    answer = bring(client, picture)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()["samples"][0]
    return found


@pytest.fixture
def anna(served_photos: Path) -> Path:
    """A photo of somebody who is on another one, too."""
    return served_photos / "008_B.jpg"


def test_the_faces_of_a_picture_are_shown(reader: TestClient, anna: Path) -> None:
    sample = sample_of(reader, anna)

    assert sample["name"] == "me.jpg"
    assert sample["expires"] == 600
    assert [face["number"] for face in sample["faces"]] == [*range(1, len(sample["faces"]) + 1)]
    face = sample["faces"][0]
    assert face["status"] == "ok"
    assert face["picture"].startswith("data:image/webp;base64,")
    assert 0 <= face["box"][0] < face["box"][2] <= sample["width"]


def test_a_sample_finds_its_photo(reader: TestClient, library: Library, anna: Path) -> None:
    sample = sample_of(reader, anna)
    known = next(photo for photo in library.photos() if photo.photo.endswith("008_B.jpg"))

    answer = reader.post(
        "/api/v1/find", json={"samples": [{"sample": sample["sample"], "faces": [1]}]}
    ).json()

    assert answer["answer"] == "found"
    assert answer["words"].startswith("Found: ")
    assert answer["total"] == len(answer["photos"]) >= 1
    assert known.sha256 in {photo["photo"] for photo in answer["photos"]}
    assert str(anna.parent) not in str(answer)


def test_a_face_of_the_library_is_a_sample(reader: TestClient, library: Library) -> None:
    person = next(person for person in library.people() if person.photos > 1)
    face = library.faces(person=person.person)[0]

    answer = reader.post("/api/v1/find", json={"samples": [{"face": face.face}]}).json()

    assert answer["answer"] == "found"
    assert answer["candidates"][0]["person"] == person.person


def test_the_limit_leaves_photos_out_and_says_so(reader: TestClient, library: Library) -> None:
    person = next(person for person in library.people() if person.photos > 1)
    face = library.faces(person=person.person)[0]

    answer = reader.post("/api/v1/find", json={"samples": [{"face": face.face}], "limit": 1}).json()

    assert len(answer["photos"]) == 1
    assert answer["total"] > 1


def test_programs_ask_in_one_go(reader: TestClient, anna: Path) -> None:
    answer = reader.post(
        "/api/v1/find/quick", files={"picture": ("me.jpg", anna.read_bytes())}
    ).json()

    assert answer["answer"] == "found"


def test_who_shows_nobody_finds_nobody(reader: TestClient, served_photos: Path) -> None:
    bare = next(served_photos.rglob(BARE))

    answer = reader.post("/api/v1/find/quick", files={"picture": (BARE, bare.read_bytes())}).json()

    assert answer["answer"] == "no_face"
    assert answer["words"] == f"No face on {BARE}."
    assert answer["photos"] == []


def test_what_is_found_is_packed(reader: TestClient, anna: Path) -> None:
    sample = sample_of(reader, anna)

    answer = reader.post("/api/v1/find/zip", json={"samples": [{"sample": sample["sample"]}]})

    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert archive.read("008_B.jpg") == anna.read_bytes()


def test_of_nothing_there_is_nothing_to_pack(reader: TestClient, served_photos: Path) -> None:
    sample = sample_of(reader, next(served_photos.rglob(BARE)))

    answer = reader.post("/api/v1/find/zip", json={"samples": [{"sample": sample["sample"]}]})

    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:likeness:problem:nothing-found"


@pytest.mark.parametrize(
    "order",
    [
        {"samples": []},
        {"samples": [{"face": "f1"}]},
        {"samples": [{"sample": "s" + "0" * 32, "face": "f" + "0" * 16}]},
        {"samples": [{"sample": "s" + "0" * 32}], "limit": 0},
        {"samples": [{"sample": "s" + "0" * 32, "faces": [0]}]},
        {"samples": [{"sample": "s" + "0" * 32}] * 9},
    ],
)
def test_orders_that_make_no_sense(reader: TestClient, order: dict[str, Any]) -> None:
    assert reader.post("/api/v1/find", json=order).status_code == 422


def test_samples_and_faces_and_collections_that_are_not_there(
    reader: TestClient, anna: Path
) -> None:
    sample = sample_of(reader, anna)

    unknown = reader.post("/api/v1/find", json={"samples": [{"sample": "s" + "0" * 32}]})
    assert unknown.status_code == 404
    assert unknown.json()["type"] == "urn:likeness:problem:unknown-sample"
    face = reader.post("/api/v1/find", json={"samples": [{"face": "f" + "0" * 16}]})
    assert face.status_code == 404
    many = {"samples": [{"sample": sample["sample"], "faces": [900]}]}
    assert reader.post("/api/v1/find", json=many).status_code == 422
    order = {"samples": [{"sample": sample["sample"]}], "collection": "nowhere"}
    assert reader.post("/api/v1/find", json=order).status_code == 404


def test_samples_are_their_bringers_alone(visitors: Visitors, anna: Path) -> None:
    sample = sample_of(visitors("read"), anna)

    answer = visitors("write").post(
        "/api/v1/find", json={"samples": [{"sample": sample["sample"]}]}
    )

    assert answer.status_code == 404


def test_nothing_of_a_picture_stays_on_the_disk(
    reader: TestClient, library: Library, anna: Path
) -> None:
    bring(reader, anna, b"no picture")
    bring(reader, anna)

    left = [path for path in (library.folder / "incoming").rglob("*") if path.name != ".lock"]
    assert left == []


def bomb() -> bytes:
    """Return a PNG of a gigapixel that is 1 MB long."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(2**24), 9))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"no picture", "not_an_image"),
        (b"\xff\xd8\xff\xe0 and no more", "damaged"),
        (b"%PDF-1.7 \xff\xd8\xff\xe0", "not_an_image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_an_image"),
        (bomb(), "too_many_pixels"),
    ],
    ids=["empty", "text", "cut", "PDF", "SVG", "bomb"],
)
def test_what_is_no_picture_is_refused_with_a_reason(
    reader: TestClient, library: Library, data: bytes, reason: str
) -> None:
    answer = bring(reader, data, name="/etc/../me.jpg")

    assert answer.status_code == 422
    problem = answer.json()
    assert problem["type"] == "urn:likeness:problem:photo-refused"
    assert problem["reason"] == reason
    assert str(library.folder) not in problem["detail"]


def test_a_picture_that_is_a_zip_as_well_is_a_picture(reader: TestClient, anna: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../evil.sh", "rm -rf /")

    answer = bring(reader, anna.read_bytes() + packed.getvalue())

    assert answer.status_code == 201


@pytest.mark.parametrize("name", ["face:f0123456789abcdef", "../../me.jpg", "", "\n", "a" * 600])
def test_a_name_is_a_name_whatever_it_says(reader: TestClient, anna: Path, name: str) -> None:
    boundary = "xyz"
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="pictures"; filename="{name}"'
        "\r\n\r\n"
    ).encode()
    body += anna.read_bytes() + f"\r\n--{boundary}--\r\n".encode()

    answer = reader.post(
        "/api/v1/find/samples",
        content=body,
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
    )

    assert answer.status_code in {201, 400}
    if answer.status_code == 201:
        sample = answer.json()["samples"][0]
        assert "/" not in sample["name"]
        found = reader.post("/api/v1/find", json={"samples": [{"sample": sample["sample"]}]})
        assert found.json()["answer"] == "found"


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"", "multipart/form-data; boundary=x", 400),
        (b"--x--\r\n", "multipart/form-data; boundary=x", 422),
        (b"--x\r\n", "multipart/form-data; boundary=x", 400),
        (b"garbage", "multipart/form-data; boundary=x", 400),
        (b"{}", "application/json", 400),
        (b"--x--", "multipart/form-data", 400),
        (
            b'--x\r\nContent-Disposition: form-data; name="pictures"\r\n\r\n1\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
            422,
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n1\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
            422,
        ),
        (
            b"--x\r\nContent-Disposition: attachment\r\n\r\n1\r\n--x--\r\n",
            "multipart/form-data; boundary=x",
            400,
        ),
    ],
)
def test_forms_that_are_none(reader: TestClient, content: bytes, kind: str, status: int) -> None:
    answer = reader.post("/api/v1/find/samples", content=content, headers={"Content-Type": kind})

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_nine_pictures_are_too_many(reader: TestClient) -> None:
    assert bring(reader, *[b"x"] * 9).status_code == 422


def test_pictures_that_are_too_large_together_are_refused(
    reader: TestClient, server: Server
) -> None:
    answer = bring(reader, bytes(server.settings.max_sample + 1))

    assert answer.status_code == 413


def test_who_is_not_known_writes_nothing(anybody: TestClient, library: Library) -> None:
    before = set(library.folder.rglob("*"))

    assert bring(anybody, b"x").status_code == 401
    assert set(library.folder.rglob("*")) - before == set()


def test_searches_are_counted(reader: TestClient, server: Server) -> None:
    server.limits = Limits(logins_per_minute=1, finds_per_minute=1)
    order = {"samples": [{"face": "f" + "0" * 16}]}
    reader.post("/api/v1/find", json=order)

    answer = reader.post("/api/v1/find", json=order)

    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1


def test_a_busy_server_says_when_to_come_again(
    reader: TestClient, server: Server, anna: Path
) -> None:
    server.gate = Gate(at_once=1, waiting=0)
    entered, leave = threading.Event(), threading.Event()

    def occupy() -> None:
        with server.gate.passed():
            entered.set()
            leave.wait(30)

    thread = threading.Thread(target=occupy)
    thread.start()
    entered.wait(30)
    try:
        answer = bring(reader, anna)
    finally:
        leave.set()
        thread.join()

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "10"


def test_samples_expire(reader: TestClient, server: Server, anna: Path) -> None:
    now = [0.0]
    server.samples = Samples(seconds=600, clock=lambda: now[0])
    sample = sample_of(reader, anna)["sample"]

    now[0] = 599
    assert len(server.samples) == 1
    keys = server.library.access.keys()
    (key,) = (row.key for row in keys if row.name == "tests read")
    assert server.samples.get(key, sample).faces
    now[0] = 600
    answer = reader.post("/api/v1/find", json={"samples": [{"sample": sample}]})

    assert answer.status_code == 404
    assert len(server.samples) == 0
