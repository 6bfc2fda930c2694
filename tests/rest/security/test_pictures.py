"""Pictures that are bombs, or something else besides."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image
from starlette.testclient import TestClient

from likeness import Library
from likeness.rest.guards.headers import BARE

SECONDS = 20.0


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """Return a PNG that says it is so large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body


def gif(frames: int) -> bytes:
    """Return a GIF of so many frames."""
    frame = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0"
    return b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff" + frame * frames + b"\x3b"


def zipped() -> bytes:
    """Return an archive of a megabyte of nothing."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../evil.jpg", b"\0" * 2**20)
    return made.getvalue()


def with_page(photo: bytes) -> bytes:
    """Return a photo that is a page, too."""
    words = b"<html><script>alert(document.cookie)</script></html>"
    return photo[:2] + b"\xff\xfe" + struct.pack(">H", len(words) + 2) + words + photo[2:] + words


BOMBS = {
    "a billion pixels": png(31623, 31623),
    "more than a machine holds": png(2**31 - 1, 2**31 - 1),
    "a line of a billion": png(10**9, 1),
    "pixels that expand": png(20_000, 20_000, b"\0" * 10_000_000),
    "a million frames": gif(1_000_000),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "svg of a file": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg>&e;</svg>',
    "page": b"<html><script>alert(1)</script></html>",
    "archive": zipped(),
    "nothing": b"",
    "postscript": b"%!PS\n(/etc/passwd) (r) file",
    "magick": b"push graphic-context\nfill 'url(https://127.0.0.1/x)'\npop graphic-context",
    "half a photo": b"\xff\xd8\xff\xe0" + b"\0" * 100,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once(editor: TestClient, name: str) -> None:
    began = time.monotonic()
    found = editor.post(
        "/api/v1/find/quick", files={"picture": ("a.jpg", BOMBS[name], "image/jpeg")}
    )
    brought = editor.post("/api/v1/find/samples", files={"pictures": ("a.jpg", BOMBS[name])})
    sent = editor.post("/api/v1/uploads/files", files={"files": ("a.jpg", BOMBS[name])})
    assert time.monotonic() - began < SECONDS
    for answer in (found, brought, sent):
        assert answer.headers["content-type"].startswith("application/")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == BARE
        assert b"root:" not in answer.content
    if name != "a million frames":  # its first is a picture like any other
        assert found.status_code == brought.status_code == 422


def test_bombs_that_were_sent_end_as_failures(editor: TestClient, library: Library) -> None:
    """What begins as a picture does is taken in, and refused by the worker that reads it."""
    before = {photo.sha256 for photo in library.photos()}
    files = [("files", (f"{name}.jpg", data)) for name, data in BOMBS.items() if data]
    answer = editor.post("/api/v1/uploads/files", files=files)
    assert answer.status_code == 200, answer.text
    outcomes = {file["name"]: file["outcome"] for file in answer.json()["files"]}
    for name in ("svg", "svg of a file", "page", "archive", "postscript", "magick"):
        assert outcomes[f"{name}.jpg"] == "refused"
    library.work(once=True)
    new = [photo for photo in library.photos() if photo.sha256 not in before]
    assert all("frames" in photo.photo for photo in new)


@pytest.fixture
def polyglot(editor: TestClient, served_photos: Path) -> str:
    """The id of a photo that is a page, too, and was sent as one."""
    data = with_page((served_photos / "t1.jpg").read_bytes())
    name = "page.html"
    answer = editor.post("/api/v1/uploads/files", files={"files": (name, data, "text/html")})
    assert answer.status_code == 200, answer.text
    (file,) = answer.json()["files"]
    return str(file["photo"])


def test_a_photo_that_is_a_page_too_is_served_as_a_photo(
    editor: TestClient, library: Library, polyglot: str
) -> None:
    library.work(once=True)
    answer = editor.get(f"/api/v1/photos/{polyglot}/file")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == BARE
    thumbnail = editor.get(f"/api/v1/photos/{polyglot}/thumbnail")
    assert thumbnail.headers["content-type"] == "image/webp"
    assert b"<script>" not in thumbnail.content
    with Image.open(io.BytesIO(thumbnail.content)) as picture:
        assert picture.format == "WEBP"
