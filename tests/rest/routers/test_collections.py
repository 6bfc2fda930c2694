"""/collections."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from likeness import Library

API = "/api/v1/collections"
NOBODY = "0" * 64


@pytest.fixture
def ids(library: Library) -> list[str]:
    """The ids of all photos."""
    return [photo.sha256 for photo in library.photos()]


def test_lists_collections_by_name(reader: TestClient, library: Library) -> None:
    library.create_collection("Beach")

    assert reader.get(API).json() == [
        {"collection": "Beach", "photos": 0},
        {"collection": "Trip", "photos": 2},
    ]


def test_makes_a_collection_of_photos(editor: TestClient, ids: list[str]) -> None:
    answer = editor.post(API, json={"name": "Ünïcode 家", "photos": ids[:3]})

    assert answer.status_code == 201
    assert answer.json() == {"collection": "Ünïcode 家", "photos": 3}


def test_a_name_is_taken_once(editor: TestClient) -> None:
    assert editor.post(API, json={"name": " Trip "}).status_code == 409


def test_nothing_is_made_of_unknown_photos(editor: TestClient) -> None:
    assert editor.post(API, json={"name": "New", "photos": [NOBODY]}).status_code == 404
    assert editor.get(f"{API}/New").status_code == 404


def test_photos_come_in_and_go(editor: TestClient, library: Library, ids: list[str]) -> None:
    inside = [photo.sha256 for photo in library.photos(collection="Trip")]
    change = {"add": ids, "remove": inside}

    assert editor.patch(f"{API}/Trip", json=change).json()["photos"] == len(ids) - len(inside)


@pytest.mark.parametrize("name", ["Pictures/2024", "a?b#c", "50 %", "photos", "."])
def test_a_name_in_a_path_may_hold_anything(editor: TestClient, name: str) -> None:
    editor.post(API, json={"name": name})
    there = f"{API}/{quote(name, safe='')}" if name != "." else f"{API}/%2E"

    assert editor.get(there).json() == {"collection": name, "photos": 0}
    assert editor.delete(there).status_code == 204
    assert editor.get(there).status_code == 404


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"add": [NOBODY]}, 404),
        ({"remove": [NOBODY]}, 200),
        ({"add": ["t1.jpg"]}, 422),
        ({"add": [NOBODY] * 10_001}, 422),
        ({"name": "Other"}, 422),
    ],
)
def test_changes_are_checked(editor: TestClient, change: dict[str, Any], status: int) -> None:
    assert editor.patch(f"{API}/Trip", json=change).status_code == status


@pytest.mark.parametrize("name", ["", " ", "\u202e", "a\nb", "\x00", "x" * 201])
def test_names_that_cannot_be_seen_are_refused(editor: TestClient, name: str) -> None:
    assert editor.post(API, json={"name": name}).status_code == 422


def test_readers_change_nothing(reader: TestClient) -> None:
    assert reader.post(API, json={"name": "New"}).status_code == 403
    assert reader.patch(f"{API}/Trip", json={}).status_code == 403
    assert reader.delete(f"{API}/Trip").status_code == 403
