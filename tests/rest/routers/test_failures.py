"""/failures."""

from __future__ import annotations

import os
from pathlib import Path

from starlette.testclient import TestClient

from likeness import Library

API = "/api/v1/failures"


def test_lists_what_could_not_be_used(editor: TestClient, served_photos: Path) -> None:
    answer = editor.get(API)

    assert answer.json() == {
        "items": [
            {
                "source": 1,
                "path": "broken.jpg",
                "reason": "not_an_image",
                "detail": "The content is not that of an image.",
            }
        ],
        "next": None,
    }
    assert str(served_photos) not in answer.text


def test_failures_come_in_pages_whatever_files_are_called(
    editor: TestClient, library: Library, own_photos: Path
) -> None:
    for name in (b"\xff.jpg", b"\xfe.jpg"):
        Path(os.fsdecode(os.fsencode(own_photos) + b"/" + name)).write_bytes(b"no picture")
    library.add(own_photos, group=False)
    found, cursor = [], None
    for _ in range(3):
        page = editor.get(API, params={"limit": 1} | ({"cursor": cursor} if cursor else {})).json()
        found += [item["path"] for item in page["items"]]
        cursor = page["next"]

    assert sorted(found) == ["broken.jpg", "\ufffd.jpg", "\ufffd.jpg"]
    assert cursor is None


def test_readers_do_not_see_them(reader: TestClient) -> None:
    assert reader.get(API).status_code == 403


def test_nonsense_is_refused(editor: TestClient) -> None:
    assert editor.get(API, params={"cursor": "WzFd"}).status_code == 422
