"""One-time links."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from likeness.rest import link
from likeness.rest.cookies import NAME
from likeness.rest.link import OneTimeLinks
from likeness.rest.state import Server
from tests.rest.conftest import BASE


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_link_works_once() -> None:
    links = OneTimeLinks()
    token = links.make()
    assert links.use(token)
    assert not links.use(token)


def test_a_link_expires() -> None:
    clock = Clock()
    links = OneTimeLinks(clock)
    token = links.make()
    clock.now = link.LIVES_SECONDS
    assert not links.use(token)


def test_the_oldest_of_many_links_gives_way() -> None:
    links = OneTimeLinks()
    tokens = [links.make() for _ in range(link.MOST + 1)]
    assert not links.use(tokens[0])
    assert links.use(tokens[1])
    assert links.use(tokens[-1])


@pytest.mark.parametrize("token", ["", "x", "\ud800", "é", "a" * 10_000])
def test_what_is_no_link_opens_nothing(token: str) -> None:
    links = OneTimeLinks()
    links.make()
    assert not links.use(token)


def test_a_link_logs_one_browser_in_and_no_other(app: FastAPI, server: Server) -> None:
    token = server.links.make()
    first, second = TestClient(app, BASE), TestClient(app, BASE)
    assert first.get(f"/enter?token={token}", follow_redirects=False).status_code == 303
    assert first.get("/api/v1/session").json()["who"] == "tests"
    refused = second.get(f"/enter?token={token}", follow_redirects=False)
    assert refused.status_code == 403
    assert not second.cookies
    assert token not in refused.text


def test_a_link_does_not_take_over_a_planted_session(app: FastAPI, server: Server) -> None:
    victim = TestClient(app, BASE)
    victim.cookies.set(NAME, "a" * 43)
    opened = victim.get(f"/enter?token={server.links.make()}", follow_redirects=False)
    assert f"{NAME}={'a' * 43}" not in opened.headers["set-cookie"]
    planted = {"Cookie": f"{NAME}={'a' * 43}"}
    assert TestClient(app, BASE).get("/api/v1/session", headers=planted).status_code == 401


def test_only_owners_make_links(editor: TestClient, admin: TestClient) -> None:
    assert editor.post("/api/v1/session/links").status_code == 403
    made = admin.post("/api/v1/session/links")
    assert made.status_code == 201
    assert made.json()["path"].startswith("/enter?token=")
