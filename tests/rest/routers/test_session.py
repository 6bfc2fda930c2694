from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from likeness import Library
from likeness.rest.app import create_app
from likeness.rest.serving import make_server
from likeness.rest.state import Server

BASE = "http://127.0.0.1"
SESSION = "/api/v1/session"
PASSWORD = "correct horse battery"


@pytest.fixture
def browser(app: FastAPI, server: Server) -> TestClient:
    """A browser that used the one-time link."""
    client = TestClient(app, BASE)
    answer = client.get("/enter", params={"token": server.links.make()}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    return client


def test_the_link_opens_a_session_that_may_do_everything(browser: TestClient) -> None:
    session = browser.get(SESSION).json()
    assert (session["who"], session["scope"], session["account"]) == ("tests", "admin", None)


def test_a_browser_changes_something_only_with_the_token_of_its_session(
    browser: TestClient, library: Library
) -> None:
    person = library.people()[0].person
    path, change = f"/api/v1/people/{person}", {"name": "Anna"}
    refused = browser.patch(path, json=change)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:likeness:problem:csrf")
    csrf = browser.get(SESSION).json()["csrf"]
    edits = browser.patch(path, json=change, headers={"X-CSRF-Token": csrf}).json()
    assert [(edit["kind"], edit["who"]) for edit in edits] == [("name", "tests")]
    assert library.people()[0].name == "Anna"


def test_logging_out_ends_the_session_on_the_server(browser: TestClient) -> None:
    cookie = dict(browser.cookies)
    csrf = browser.get(SESSION).json()["csrf"]
    assert browser.delete(SESSION, headers={"X-CSRF-Token": csrf}).status_code == 204
    browser.cookies.update(cookie)
    assert browser.get(SESSION).status_code == 401


def test_with_accounts_there_are_passwords_and_no_links(library: Library) -> None:
    library.access.create_account("Anna", PASSWORD, "editor")
    library.access.create_account("Owen", PASSWORD, "owner")
    server = make_server(library, who="tests")
    client = TestClient(create_app(server), BASE)
    token = server.links.make()
    assert client.get("/enter", params={"token": token}).status_code == 403
    wrong = client.post(SESSION, json={"name": "Anna", "password": "not this one"})
    assert (wrong.status_code, wrong.json()["type"]) == (401, "urn:likeness:problem:login-refused")
    session = client.post(SESSION, json={"name": "anna", "password": PASSWORD}).json()
    assert (session["who"], session["scope"]) == ("Anna", "write")
    assert client.get("/api/v1/settings").status_code == 403


def test_somebody_changes_their_own_password_and_stays(library: Library) -> None:
    library.access.create_account("Owen", PASSWORD, "owner")
    client = TestClient(create_app(make_server(library, who="tests")), BASE)
    csrf = client.post(SESSION, json={"name": "Owen", "password": PASSWORD}).json()["csrf"]
    changed = client.put(
        f"{SESSION}/password",
        json={"old": PASSWORD, "new": "another long one"},
        headers={"X-CSRF-Token": csrf},
    )
    assert changed.status_code == 200
    assert client.get(SESSION).json()["who"] == "Owen"
    assert client.post(SESSION, json={"name": "Owen", "password": PASSWORD}).status_code == 401


def test_sessions_of_a_time_without_accounts_end_when_there_are_some(
    browser: TestClient, library: Library
) -> None:
    library.access.create_account("Owen", PASSWORD, "owner")
    later = TestClient(create_app(make_server(library, who="tests")), BASE)
    later.cookies.update(dict(browser.cookies))
    assert later.get(SESSION).status_code == 401


def test_proxies_hear_when_something_was_forgotten(
    admin: TestClient, library: Library, own_photos: Path
) -> None:
    del own_photos
    before = admin.get(SESSION).headers["X-Library-State"]
    library.name(library.people()[0].person, "Anna")
    assert admin.get(SESSION).headers["X-Library-State"] == before
    library.forget_photo(library.photos()[0].sha256)
    assert admin.get(SESSION).headers["X-Library-State"] != before
