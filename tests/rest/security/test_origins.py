"""What other sites make a browser send."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from likeness import Library
from likeness.rest.guards.origins import FORWARDED
from likeness.rest.state import Server
from tests.rest.conftest import BASE

SCAN = "/api/v1/sources/scan"


@pytest.fixture
def browser(app: FastAPI, server: Server) -> TestClient:
    """A browser that came in by the one-time link; it does not know its session's token yet."""
    client = TestClient(app, BASE, raise_server_exceptions=False)
    opened = client.get(f"/enter?token={server.links.make()}", follow_redirects=False)
    assert opened.status_code == 303
    return client


@pytest.fixture
def csrf(browser: TestClient) -> dict[str, str]:
    return {"X-CSRF-Token": browser.get("/api/v1/session").json()["csrf"]}


def test_a_browser_changes_things_with_its_sessions_token(
    browser: TestClient, csrf: dict[str, str]
) -> None:
    assert browser.post(SCAN, headers=csrf | {"Origin": BASE}).status_code == 202
    assert browser.post(SCAN, headers=csrf).status_code == 202


def test_a_cookie_alone_changes_nothing(browser: TestClient, library: Library) -> None:
    answer = browser.post(SCAN)
    assert answer.status_code == 403
    assert answer.json()["type"].endswith(":csrf")
    assert not library.jobs.list((), limit=1)


def test_the_token_of_another_session_does_not_do(
    app: FastAPI, server: Server, browser: TestClient
) -> None:
    other = TestClient(app, BASE)
    other.get(f"/enter?token={server.links.make()}")
    token = other.get("/api/v1/session").json()["csrf"]
    for given in (token, "", "é", token.upper(), "0" * 64):
        answer = browser.post(SCAN, headers={b"X-CSRF-Token": given.encode()})
        assert answer.status_code == 403, given


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Origin": "https://127.0.0.1"},
        {"Origin": "http://localhost"},
        {"Origin": "http://["},
        {"Origin": "http://127.0.0.1:" + "9" * 6000},
        {"Origin": "file://"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": BASE},
    ],
)
def test_what_another_site_sends_is_refused_even_with_the_token(
    browser: TestClient, csrf: dict[str, str], headers: dict[str, str]
) -> None:
    answer = browser.post(SCAN, headers=csrf | headers)
    assert answer.status_code == 403, answer.text
    assert answer.json()["type"].endswith(":cross-site")


def test_two_origins_are_refused(browser: TestClient, csrf: dict[str, str]) -> None:
    both = [*csrf.items(), ("Origin", BASE), ("Origin", "http://evil.example")]
    assert browser.post(SCAN, headers=both).status_code == 403


def test_nobody_is_logged_in_by_another_site(app: FastAPI, library: Library) -> None:
    library.access.create_account("Mallory", "a long enough one", "viewer")
    client = TestClient(app, BASE)
    words = {"name": "Mallory", "password": "a long enough one"}
    answer = client.post("/api/v1/session", json=words, headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403
    assert not client.cookies


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""],
)
def test_json_is_taken_as_json_only(admin: TestClient, kind: str) -> None:
    """A form of another site can send text that is JSON, but not its content type."""
    words = b'{"name": "Forged", "photos": []}'
    answer = admin.post("/api/v1/collections", content=words, headers={"Content-Type": kind})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "session/password"), ("PATCH", "collections/Trip"), ("DELETE", "collections/Trip")],
)
def test_other_methods_are_guarded_as_well(
    browser: TestClient, csrf: dict[str, str], method: str, path: str
) -> None:
    evil = csrf | {"Origin": "http://evil.example"}
    words = {"old": "one", "new": "other"} if method == "PUT" else {}
    for headers in (evil, {}):
        answer = browser.request(method, f"/api/v1/{path}", headers=headers, json=words)
        assert answer.status_code == 403


def test_no_site_is_told_that_it_may_ask(browser: TestClient) -> None:
    """There is no CORS: browsers ask first, and get no answer that allows anything."""
    asked = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    answer = browser.options(SCAN, headers=asked)
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


@pytest.mark.parametrize("name", FORWARDED)
def test_nothing_forwarded_is_taken_without_accounts(
    browser: TestClient, admin: TestClient, name: str
) -> None:
    for visitor in (browser, admin):
        answer = visitor.get("/api/v1/library", headers={name: "127.0.0.1"})
        assert answer.status_code == 403
        assert answer.json()["type"].endswith(":forwarded")
