"""/downloads: archives that are ordered first, so that a browser can save them as they come."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from likeness import Library
from likeness.rest.app import create_app
from likeness.rest.state import Server
from likeness.types import Scope
from tests.rest.conftest import BASE

API = "/api/v1"


@pytest.fixture
def of_six(served_photos: Path) -> str:
    """The id of a photo of six people."""
    return sha256((served_photos / "t1.jpg").read_bytes()).hexdigest()


def ordered(client: TestClient, path: str, order: dict[str, Any]) -> str:
    answer = client.post(f"{API}/{path}/tickets", json=order)
    assert answer.status_code == 201, answer.text
    assert answer.json()["seconds"] == 300
    return str(answer.json()["path"])


def names(data: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_photos_that_were_ordered_are_fetched_once(reader: TestClient, of_six: str) -> None:
    path = ordered(reader, "photos/zip", {"photos": [of_six]})
    answer = reader.get(path)

    assert answer.headers["content-type"] == "application/zip"
    assert 'filename="photos.zip"' in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    assert names(answer.content) == ["t1.jpg"]
    again = reader.get(path)
    assert (again.status_code, again.json()["type"]) == (404, "urn:likeness:problem:unknown-ticket")


def test_all_archives_can_be_ordered(reader: TestClient, library: Library) -> None:
    face = next(face.face for face in library.faces() if face.person)
    orders: dict[str, dict[str, Any]] = {
        "photos/zip": {"where": {"collection": "Trip"}},
        "find/zip": {"samples": [{"face": face}]},
        "exports/people": {},
    }
    for path, order in orders.items():
        there = reader.get(ordered(reader, path, order))
        assert names(there.content) == names(reader.post(f"{API}/{path}", json=order).content)


def test_a_filter_is_applied_when_its_archive_is_fetched(
    reader: TestClient, library: Library, of_six: str
) -> None:
    path = ordered(reader, "photos/zip", {"where": {"collection": "Trip"}})
    library.remove_from_collection("Trip", [of_six])

    assert names(reader.get(path).content) == ["008_B.jpg"]


@pytest.mark.parametrize(
    ("path", "order"),
    [
        ("photos/zip", {"photos": ["0" * 64]}),
        ("photos/zip", {"where": {"person": ["Nobody"]}}),
        ("exports/people", {"people": ["p0123456789abcdef"]}),
        ("find/zip", {"samples": [{"face": "f0123456789abcdef"}]}),
    ],
)
def test_what_is_not_there_is_said_when_it_is_ordered(
    reader: TestClient, server: Server, path: str, order: dict[str, Any]
) -> None:
    assert reader.post(f"{API}/{path}/tickets", json=order).status_code == 404
    assert len(server.tickets) == 0


def test_nobody_else_fetches_what_somebody_ordered(
    reader: TestClient, visitors: Callable[[Scope], TestClient], of_six: str
) -> None:
    path = ordered(reader, "photos/zip", {"photos": [of_six]})

    assert visitors("admin").get(path).status_code == 404
    assert reader.get(path).status_code == 200


def test_a_browser_follows_the_link_without_its_token(
    anybody: TestClient, server: Server, of_six: str
) -> None:
    anybody.get("/enter", params={"token": server.links.make()}, follow_redirects=False)
    csrf = {"X-CSRF-Token": anybody.get(f"{API}/session").json()["csrf"]}
    order = {"photos": [of_six]}
    refused = anybody.post(f"{API}/photos/zip/tickets", json=order)
    path = anybody.post(f"{API}/photos/zip/tickets", json=order, headers=csrf).json()["path"]

    assert refused.status_code == 403
    assert names(anybody.get(path).content) == ["t1.jpg"]


def test_a_link_leads_through_a_proxy_that_shows_another_path(
    server: Server, library: Library, of_six: str
) -> None:
    below = server.settings.model_copy(update={"root_path": "/faces"})
    _, secret = library.access.create_key("phone", "read")
    app = create_app(replace(server, settings=below))
    with TestClient(app, BASE, headers={"X-API-Key": secret}) as client:
        path = ordered(client, "photos/zip", {"photos": [of_six]})
        there = client.get(path)

    assert path.startswith("/faces/api/v1/downloads/t")
    assert names(there.content) == ["t1.jpg"]
