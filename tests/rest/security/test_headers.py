"""What every answer carries, whatever it answers."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from likeness import Library
from likeness.rest.guards.headers import BARE, HEADERS, HSTS, POLICY, is_of_machine
from likeness.rest.state import Server
from likeness.settings import ServeSettings
from tests.rest.conftest import BASE, serving
from tests.rest.live import Live


def assert_dressed(headers: Mapping[str, str], *, page: bool = False) -> None:
    for name, value in HEADERS.items():
        assert headers.get(name) == value, name
    assert headers["Content-Security-Policy"] == (POLICY if page else BARE)
    assert headers["Cache-Control"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 200),
        ("GET", "/metrics", 200),
        ("GET", "/docs/assets/swagger-ui.css", 200),
        ("GET", "/docs/assets/no-such-file", 404),
        ("GET", "/enter?token=x", 403),
        ("GET", "/no/such/file.js", 404),
        ("GET", "/api/v1/no/such/route", 404),
        ("GET", "/api/v1/library", 200),
        ("GET", "/api/v1/openapi.json", 200),
        ("GET", "/api/v1/photos?limit=x", 422),
        ("GET", "/api/v1/photos/" + "0" * 64, 404),
        ("POST", "/api/v1/photos/zip", 422),
        ("PUT", "/healthz", 405),
        ("TRACE", "/healthz", 405),
        ("OPTIONS", "/api/v1/library", 405),
    ],
)
def test_every_answer_is_dressed(admin: TestClient, method: str, path: str, status: int) -> None:
    answer = admin.request(method, path, follow_redirects=False)
    assert answer.status_code == status
    assert_dressed(answer.headers)


def test_a_page_may_load_what_is_its_own_and_nothing_else(admin: TestClient) -> None:
    answer = admin.get("/docs")
    assert answer.status_code == 200
    assert_dressed(answer.headers, page=True)
    assert "unsafe" not in POLICY
    assert "frame-ancestors 'none'" in POLICY
    assert "<script>" not in answer.text
    assert "style=" not in answer.text
    assert "http" not in answer.text  # nothing from elsewhere


@pytest.mark.parametrize("kind", ["thumbnail", "file", "detections.png", "detections.webp"])
def test_pictures_are_dressed(reader: TestClient, library: Library, kind: str) -> None:
    photo = library.photos()[0].sha256
    answer = reader.get(f"/api/v1/photos/{photo}/{kind}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/")
    assert_dressed(answer.headers)
    again = {"If-None-Match": answer.headers["etag"]}
    same = reader.get(f"/api/v1/photos/{photo}/{kind}", headers=again)
    assert same.status_code == 304
    assert_dressed(same.headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-For": "192.0.2.1"},
        {"X-API-Key": "wrong"},
        {"Content-Length": "99999999999"},
        {"Origin": "http://evil.example"},
    ],
)
def test_refusals_of_guards_are_dressed(admin: TestClient, headers: dict[str, str]) -> None:
    answer = admin.post("/api/v1/sources/scan", headers=headers)
    assert answer.status_code in {401, 403, 413, 421}
    assert answer.headers["content-type"] == "application/problem+json"
    assert_dressed(answer.headers)


def test_what_broke_inside_is_dressed_and_says_nothing(
    server: Server,
    library: Library,
    admin: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken() -> None:
        raise RuntimeError("/home/anna/secret.jpg of Anna")

    monkeypatch.setattr(library, "overview", broken)
    with caplog.at_level(logging.INFO):
        answer = admin.get("/api/v1/library")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert_dressed(answer.headers)
    assert "anna" not in (answer.text + caplog.text).lower()
    assert "RuntimeError" in caplog.text


def test_what_is_no_http_is_dressed(running: Live) -> None:
    answer = running.say(b"\x16\x03\x01 This is no HTTP.\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400")
    lines = dict(line.split(": ", 1) for line in head.decode().lower().split("\r\n")[1:])
    assert lines["x-content-type-options"] == "nosniff"
    assert lines["content-security-policy"] == BARE
    assert lines["content-type"] == "application/problem+json"
    assert int(lines["content-length"]) == len(body)
    assert "server" not in lines


def is_strict(server: Server, app: FastAPI, base: str, **changes: object) -> bool:
    """Whether a browser that comes by *base* is told to speak TLS only from now on."""
    names = ServeSettings(hosts=("photos.example", "photos.localhost"))
    server.settings = names.model_copy(update=changes)
    answer = TestClient(serving(app, server), base).get("/healthz")
    assert answer.status_code == 200
    return answer.headers.get("Strict-Transport-Security") == HSTS


LASTING = [{"tls_certificate": "own.pem"}, {"proxies": ("192.0.2.1",)}]


@pytest.mark.parametrize("changes", LASTING)
def test_tls_that_its_owner_sees_to_is_to_be_kept(
    server: Server, app: FastAPI, changes: dict[str, object]
) -> None:
    assert is_strict(server, app, "https://photos.example", **changes)
    assert is_strict(server, app, "https://photos.example:8420", **changes)
    assert not is_strict(server, app, "http://photos.example", **changes)


@pytest.mark.parametrize("changes", LASTING)
@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8420", "photos.localhost", "127.0.0.1", "[::1]:8420"]
)
def test_names_that_other_programs_share_are_not_kept_to_tls(
    server: Server, app: FastAPI, host: str, changes: dict[str, object]
) -> None:
    assert not is_strict(server, app, f"https://{host}", **changes)


def test_a_certificate_that_nobody_vouches_for_is_kept_to_by_nobody(
    server: Server, app: FastAPI
) -> None:
    assert not is_strict(server, app, "https://photos.example", tls="self-signed")
    behind = {"tls": "self-signed", "proxies": ("192.0.2.1",)}
    assert not is_strict(server, app, "https://photos.example", **behind)


@pytest.mark.parametrize("name", ["LOCALHOST", "localhost.", "[fe80::1%eth0]", "192.168.1.4"])
def test_every_way_to_write_an_address_is_one(name: str) -> None:
    assert is_of_machine(name)


@pytest.mark.parametrize("name", ["photos.example", "nas", "localhost.example", "1.2.3"])
def test_other_names_are_none(name: str) -> None:
    assert not is_of_machine(name)


def test_what_is_personal_is_not_kept_by_caches(reader: TestClient) -> None:
    assert reader.get("/api/v1/people").headers["Cache-Control"] == "no-store"


# ---------------------------------------------------------------- logs


def test_logs_name_nobody_and_nothing(
    app: FastAPI, server: Server, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    """A whole session at info, where only routes, statuses and times are told."""
    library.access.create_account("Annabella", "a good long password", "owner")
    _, secret = library.access.create_key("Zebra's program", "admin")
    photo = library.photos()[0]
    token = server.links.make()
    caplog.set_level(logging.INFO)
    client = TestClient(app, BASE, raise_server_exceptions=False)
    session = client.post(
        "/api/v1/session", json={"name": "Annabella", "password": "a good long password"}
    )
    client.post("/api/v1/session", json={"name": "Quagga", "password": "wrong password here"})
    client.get(f"/enter?token={token}")
    client.get("/api/v1/people", params={"name": "Okapi"})
    client.get("/api/v1/collections/Trip")
    client.get("/api/v1/folders", params={"path": "/etc/xylophone"})
    keyed = TestClient(app, BASE, headers={"X-API-Key": secret}, raise_server_exceptions=False)
    keyed.get(f"/api/v1/photos/{photo.sha256}/file")
    keyed.get(f"/api/v1/photos/{photo.sha256}")
    keyed.post("/api/v1/collections", json={"name": "Gnu", "photos": [photo.sha256]})
    keyed.post("/api/v1/find/quick", files={"picture": ("yak.jpg", b"no picture")})

    ours = [one for one in caplog.records if not one.name.startswith("httpx")]  # the test's client
    logged = "\n".join(one.getMessage() for one in ours)
    assert "/session 200" in logged
    cookie = client.cookies.get("likeness_session") or ""
    secrets = [secret, token, cookie, session.json().get("csrf") or "-", "password", "Zebra"]
    names = ["Annabella", "Quagga", "Okapi", "Trip", "Gnu", "xylophone", "yak", photo.sha256]
    for word in [*secrets, *names, *(path for path in photo.paths)]:
        assert not word or word not in logged, word
