"""Passwords, sessions, cookies and one-time links."""

from __future__ import annotations

import statistics
import time
from http.cookies import SimpleCookie

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.testclient import TestClient

from likeness import Library
from likeness.errors import LoginRefusedError
from likeness.rest.cookies import NAME, SECURE_NAME
from likeness.rest.limits import MANY, Limits
from likeness.rest.state import Server
from likeness.workflows.access import access
from likeness.workflows.access.access import Access
from likeness.workflows.access.passwords import argon2id
from tests.rest.conftest import BASE

SESSION = "/api/v1/session"
PASSWORD = "eleven small horses"
WORDS = {"name": "Anna", "password": PASSWORD}


@pytest.fixture
def library(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library with an account, whose passwords are hashed quickly."""
    monkeypatch.setattr(access, "argon2id", Counting)
    library.access.create_account("Anna", PASSWORD, "owner")
    return library


def browser(app: FastAPI, base: str = BASE) -> TestClient:
    return TestClient(app, base, raise_server_exceptions=False)


def cookie_of(answer: object) -> SimpleCookie:
    return SimpleCookie(answer.headers["set-cookie"])  # type: ignore[attr-defined]


def test_the_cookie_of_a_session_is_for_this_server_alone(app: FastAPI) -> None:
    answer = browser(app).post(SESSION, json=WORDS)
    kept = cookie_of(answer)[NAME]
    assert kept["httponly"]
    assert kept["samesite"] == "strict"
    assert kept["path"] == "/"
    assert not kept["domain"]
    assert not kept["secure"]  # there is no TLS here


def test_over_tls_the_cookie_is_of_this_very_host(app: FastAPI) -> None:
    answer = browser(app, "https://127.0.0.1").post(SESSION, json=WORDS)
    kept = cookie_of(answer)[SECURE_NAME]
    assert kept["secure"]
    assert kept["httponly"]
    assert kept["path"] == "/"
    assert not kept["domain"]


def test_over_tls_a_cookie_without_its_prefix_is_nothing(app: FastAPI) -> None:
    token = cookie_of(browser(app).post(SESSION, json=WORDS))[NAME].value
    plain = browser(app, "https://127.0.0.1")
    answer = plain.get(SESSION, headers={"Cookie": f"{NAME}={token}"})
    assert answer.status_code == 401


def test_a_planted_session_is_not_taken_over_at_login_and_ends(app: FastAPI) -> None:
    mallorys = browser(app)
    planted = cookie_of(mallorys.post(SESSION, json=WORDS))[NAME].value
    victim = browser(app)
    victim.cookies.set(NAME, planted)
    answer = victim.post(SESSION, json=WORDS)
    assert cookie_of(answer)[NAME].value != planted
    assert mallorys.get(SESSION).status_code == 401
    assert victim.get(SESSION, headers={"Cookie": f"{NAME}={planted}"}).status_code == 401


def test_a_token_that_was_made_up_is_not_taken_over(app: FastAPI) -> None:
    victim = browser(app)
    victim.cookies.set(NAME, "a" * 43)
    answer = victim.post(SESSION, json=WORDS)
    assert cookie_of(answer)[NAME].value != "a" * 43
    assert browser(app).get(SESSION, headers={"Cookie": f"{NAME}={'a' * 43}"}).status_code == 401


@pytest.mark.parametrize(
    "token", ["", "x", "a" * 43, "a" * 100_00, "é" * 43, "a" * 42 + ";", "\x7f"]
)
def test_what_is_no_session_opens_nothing(app: FastAPI, token: str) -> None:
    answer = browser(app).get(SESSION, headers={b"Cookie": f"{NAME}={token}".encode("latin-1")})
    assert answer.status_code == 401


def test_logging_out_ends_the_session_on_the_server(app: FastAPI) -> None:
    client = browser(app)
    opened = client.post(SESSION, json=WORDS)
    token = cookie_of(opened)[NAME].value
    answer = client.delete(SESSION, headers={"X-CSRF-Token": opened.json()["csrf"]})
    assert answer.status_code == 204
    assert browser(app).get(SESSION, headers={"Cookie": f"{NAME}={token}"}).status_code == 401


def test_a_new_password_ends_all_other_sessions(app: FastAPI) -> None:
    here, there = browser(app), browser(app)
    opened = here.post(SESSION, json=WORDS)
    there.post(SESSION, json=WORDS)
    change = {"old": PASSWORD, "new": "twelve small horses"}
    headers = {"X-CSRF-Token": opened.json()["csrf"]}
    assert here.put(f"{SESSION}/password", json=change, headers=headers).status_code == 200
    assert there.get(SESSION).status_code == 401
    assert here.get(SESSION).status_code == 200


# ---------------------------------------------------------------- attempts


def test_attempts_to_log_in_are_limited_by_address(app: FastAPI, server: Server) -> None:
    client = browser(app)
    most = server.settings.logins_per_minute
    wrong = [{"name": f"nobody {number}", "password": "wrong"} for number in range(most + 1)]
    statuses = [client.post(SESSION, json=words).status_code for words in wrong]
    assert statuses == [401] * most + [429]
    answer = client.post(SESSION, json=WORDS)
    assert answer.status_code == 429  # also with the right password: nobody learns that it is
    assert int(answer.headers["retry-after"]) > 0


def test_attempts_to_log_in_are_limited_by_name(app: FastAPI, server: Server) -> None:
    server.limits = Limits(logins_per_minute=1, finds_per_minute=1, clock=lambda: 0.0)
    most, statuses = MANY, []
    for number in range(most + 1):
        client = TestClient(app, BASE, client=(f"192.0.2.{number}", 50000))
        name = "anna" if number % 2 else "ANNA"
        answer = client.post(SESSION, json={"name": name, "password": "wrong"})
        statuses.append(answer.status_code)
    assert statuses == [401] * most + [429]


def test_strangers_do_not_lock_anybody_out(app: FastAPI, server: Server) -> None:
    mallorys = TestClient(app, BASE, client=("198.51.100.1", 50000))
    wrong = {"name": "Anna", "password": "wrong"}
    statuses = [
        mallorys.post(SESSION, json=wrong).status_code
        for _ in range(2 * server.settings.logins_per_minute)
    ]
    assert statuses[-1] == 429
    annas = TestClient(app, BASE, client=("192.0.2.1", 50000))
    assert annas.post(SESSION, json=WORDS).status_code == 200


def test_logins_that_are_right_are_not_limited(app: FastAPI, server: Server) -> None:
    most = server.settings.logins_per_minute
    statuses = {browser(app).post(SESSION, json=WORDS).status_code for _ in range(most + 2)}
    assert statuses == {200}


def test_one_household_is_one_address(app: FastAPI, server: Server) -> None:
    """Whoever has one IPv6 address has 2**64."""
    most = server.settings.logins_per_minute
    statuses = []
    for number in range(most + 1):
        client = TestClient(app, BASE, client=(f"2001:db8:0:1::{number:x}", 50000))
        words = {"name": f"nobody {number}", "password": "wrong"}
        statuses.append(client.post(SESSION, json=words).status_code)
    assert statuses[-1] == 429


def test_the_old_password_cannot_be_guessed_in_a_session(app: FastAPI, server: Server) -> None:
    client = browser(app)
    headers = {"X-CSRF-Token": client.post(SESSION, json=WORDS).json()["csrf"]}
    change = {"old": "wrong", "new": "twelve small horses"}
    answers = [
        client.put(f"{SESSION}/password", json=change, headers=headers).status_code
        for _ in range(server.settings.logins_per_minute + 1)
    ]
    assert answers == [401] * (len(answers) - 1) + [429]


# ---------------------------------------------------------------- what an answer gives away


class Counting:
    """Hashes as argon2 does, quickly, and counts."""

    def __init__(self) -> None:
        self._inner = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        self.verified = 0

    def hash(self, password: str | bytes) -> str:
        return self._inner.hash(password)

    def verify(self, hash: str, password: str | bytes) -> bool:  # noqa: A002 - as in argon2
        self.verified += 1
        return self._inner.verify(hash, password)

    def check_needs_rehash(self, hash: str) -> bool:  # noqa: A002 - as in argon2
        return self._inner.check_needs_rehash(hash)


def test_a_login_is_the_same_work_whoever_does_not_exist(library: Library) -> None:
    hasher = Counting()
    store = library.access._store
    counted = Access(store, session_days=1, hasher=hasher)
    counted.create_account("Bea", PASSWORD, "viewer")
    counted.create_account("Gone", PASSWORD, "viewer")
    counted.set_disabled("Gone", True)
    work = []
    for name, password in (("Bea", "wrong"), ("Nobody", "wrong"), ("Gone", PASSWORD), ("", "x")):
        before = hasher.verified
        with pytest.raises(LoginRefusedError):
            counted.log_in(name, password)
        work.append(hasher.verified - before)
    assert work == [1, 1, 1, 1]


def test_a_login_takes_about_as_long_whoever_does_not_exist(library: Library) -> None:
    slow = Access(library.access._store, session_days=1, hasher=argon2id())
    slow.set_password("Anna", PASSWORD)

    def seconds(name: str) -> float:
        began = time.perf_counter()
        with pytest.raises(LoginRefusedError):
            slow.log_in(name, "wrong")
        return time.perf_counter() - began

    seconds("Nobody")  # makes what it compares with
    known, unknown = zip(*((seconds("Anna"), seconds("Nobody")) for _ in range(5)), strict=True)
    ratio = statistics.median(known) / statistics.median(unknown)
    assert 1 / 3 < ratio < 3


def test_refusals_of_a_login_read_the_same(app: FastAPI, library: Library) -> None:
    library.access.create_account("Gone", PASSWORD, "viewer")
    library.access.set_disabled("Gone", True)
    refused = [
        browser(app).post(SESSION, json={"name": name, "password": password})
        for name, password in (("Anna", "wrong"), ("Nobody", "wrong"), ("Gone", PASSWORD))
    ]
    assert len({(answer.status_code, answer.text) for answer in refused}) == 1


def test_a_password_is_repeated_nowhere(app: FastAPI) -> None:
    secret = "unrepeatable" * 200
    for words in ({"name": "Anna", "password": secret}, {"name": "x", "password": [secret]}):
        assert "unrepeatable" not in browser(app).post(SESSION, json=words).text


# ---------------------------------------------------------------- one-time links


def test_with_accounts_there_are_no_links(app: FastAPI, server: Server) -> None:
    token = server.links.make()
    answer = browser(app).get(f"/enter?token={token}", follow_redirects=False)
    assert answer.status_code == 403


def test_a_session_from_before_there_were_accounts_opens_nothing(
    library: Library, app: FastAPI
) -> None:
    opened = library.access.open_local_session("somebody")
    answer = browser(app).get(SESSION, headers={"Cookie": f"{NAME}={opened.token}"})
    assert answer.status_code == 401
