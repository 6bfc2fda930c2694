"""What somebody can do who has nothing but a link, and what somebody who guesses one."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from likeness import Library
from likeness.rest.guards.bodies import STRANGERS
from likeness.rest.guards.headers import BARE
from likeness.rest.routers.play import MOST_BODY
from likeness.rest.state import Server
from tests.rest.conftest import BASE
from tests.rest.game import (
    ALONE,
    PLAY,
    ROUNDS,
    bring,
    closed,
    joined,
    joining,
    kind,
    opened,
    screen,
    secret,
)
from tests.rest.live import Live, status
from tests.rest.security.test_pictures import BOMBS, SECONDS

HOSTILE = {
    "html": "<img src=x onerror=alert(1)>",
    "script": "</script><script>alert(1)</script>",
    "cypher": "x'}) DETACH DELETE n //",
    "sql": "'; DROP TABLE round; --",
    "formula": '=cmd|"/C calc"!A0',
    "path": "../../../etc/passwd",
    "template": "{{7*7}}${7*7}#{7*7}%s%n",
    "arabic": "آنا",
    "joiners": "\U0001f469\u200d\U0001f469\u200d\U0001f467",
}
"""Nicknames that are attacks somewhere, and may stand as they are."""

REFUSED = {
    "turned around": "Anna \u202egnp.exe",
    "isolated": "\u2066Anna\u2069",
    "zero": "An\x00na",
    "lines": "Anna\r\nSet-Cookie: a=b",
    "escape": "\x1b[31mAnna",
    "invisible": "\u200b\u200b",
    "spaces": "   ",
    "piled up": "A" + "\u0301" * 20,
    "long": "x" * 10_000,
    "a bit too long": "x" * 41,
    "not characters": "\ufdd0\uffff",
}


@pytest.fixture
def party(editor: TestClient) -> dict[str, Any]:
    """A round that is open, for those who join alone."""
    return opened(editor)


# ---------------------------------------------------------------- links that are none


@pytest.mark.parametrize("page", ["join", "screen"])
@pytest.mark.parametrize(
    "guess",
    [
        "0",
        "a" * 22,
        "A" * 5000,
        "%00",
        "a%00b",
        "%ff%fe",
        "%ed%a0%80",
        "..",
        "..%2f..%2fsecret",
        "%0d%0aSet-Cookie:%20a=b",
        "'%20OR%20'1'='1",
        "%",
        "_" * 22,
        "\u202e",
    ],
)
def test_a_guess_leads_nowhere_and_says_nothing(
    anybody: TestClient, party: dict[str, Any], page: str, guess: str
) -> None:
    answer = anybody.get(f"{PLAY}/{page}/{guess}")

    assert answer.status_code == 404, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    if guess not in {"..", "..%2f..%2fsecret"}:  # those are other paths
        assert kind(answer) == "unknown-round"
        assert answer.json() == anybody.get(f"{PLAY}/{page}/none").json()


def test_one_link_does_not_do_what_the_other_does(
    anybody: TestClient, party: dict[str, Any], photos: Path
) -> None:
    join, show = party["join"].rpartition("/")[2], party["screen"].rpartition("/")[2]

    for path in (f"join/{show}", f"screen/{join}", f"screen/{join}/average", f"screen/{join}/qr"):
        assert kind(anybody.get(f"{PLAY}/{path}")) == "unknown-round"
    assert kind(bring(anybody, f"{PLAY}/join/{show}", photos / ALONE[0])) == "unknown-round"
    id_ = party["round"]
    assert kind(anybody.get(f"{PLAY}/join/{id_}")) == "unknown-round"
    assert kind(anybody.get(f"{PLAY}/screen/{id_}")) == "unknown-round"


def test_a_link_opens_nothing_else_of_the_library(
    anybody: TestClient, party: dict[str, Any]
) -> None:
    token = party["join"].rpartition("/")[2]

    for path in ("/people", "/photos", "/rounds", f"/rounds/{party['round']}", "/events"):
        given = {"X-API-Key": token, "Authorization": f"Bearer {token}"}
        assert anybody.get(f"/api/v1{path}", headers=given).status_code == 401


# ---------------------------------------------------------------- other sites


def test_a_session_is_not_needed_does_not_count_and_needs_no_csrf_token(
    app: FastAPI, server: Server, party: dict[str, Any], photos: Path
) -> None:
    browser = TestClient(app, BASE, raise_server_exceptions=False)
    browser.get(f"/enter?token={server.links.make()}")
    assert browser.cookies

    answer = bring(browser, joining(party), photos / ALONE[0], Origin=BASE)

    assert answer.status_code == 201
    assert "set-cookie" not in answer.headers
    mine = f"{joining(party)}/{answer.json()['participant']}"
    assert browser.get(mine).status_code == 422  # its own session does not stand for the secret
    assert browser.delete(mine, headers=secret(answer.json())).status_code == 204


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_cannot_let_a_browser_join_or_withdraw(
    anybody: TestClient, party: dict[str, Any], photos: Path, headers: dict[str, str]
) -> None:
    own = joined(anybody, joining(party), photos / ALONE[0], "Anna")

    answer = bring(anybody, joining(party), photos / ALONE[1], "Forged", **headers)
    gone = anybody.delete(f"{joining(party)}/{own['participant']}", headers=secret(own) | headers)

    assert kind(answer) == kind(gone) == "cross-site"
    assert anybody.get(joining(party)).json()["participants"] == 1


def test_no_other_site_may_read_or_embed_what_a_link_opens(
    anybody: TestClient, party: dict[str, Any]
) -> None:
    for path in (joining(party), screen(party), f"{screen(party)}/qr"):
        answer = anybody.get(path, headers={"Origin": "https://evil.example"})
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["content-security-policy"] == BARE
        assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("page", ["join", "screen"])
def test_the_pages_come_without_login_tell_nobody_their_address_and_may_use_the_camera(
    anybody: TestClient, party: dict[str, Any], page: str
) -> None:
    answer = anybody.get(party[page])

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "camera=(self)" in answer.headers["permissions-policy"]
    assert party[page].rpartition("/")[2] not in answer.text


# ---------------------------------------------------------------- too much


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(
    running: Live, party: dict[str, Any]
) -> None:
    head = (
        f"POST {joining(party)} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Content-Length: {MOST_BODY + 1}\r\n\r\n"
    )

    assert status(running.say(head.encode())) == 413


def test_a_guessed_link_is_refused_before_its_photo_is_read(running: Live) -> None:
    head = (
        f"POST {PLAY}/join/{'a' * 22} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n"
        f"Content-Length: {MOST_BODY}\r\n\r\n"
    )

    assert status(running.say(head.encode())) == 404


@pytest.mark.parametrize("path", ["/screen/TOKEN", "/join/TOKEN/q0123456789abcdef", "/join/"])
def test_large_bodies_of_strangers_go_to_that_route_only(
    anybody: TestClient, party: dict[str, Any], path: str
) -> None:
    token = party["join"].rpartition("/")[2]
    large = b"x" * (STRANGERS + 1)

    answer = anybody.post(PLAY + path.replace("TOKEN", token), content=large)

    assert kind(answer) == "login-needed"


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_soon(anybody: TestClient, party: dict[str, Any], name: str) -> None:
    began = time.monotonic()

    answer = bring(anybody, joining(party), BOMBS[name])

    assert time.monotonic() - began < SECONDS
    assert answer.status_code == 422, answer.text
    assert anybody.get(joining(party)).json()["participants"] == 0


# ---------------------------------------------------------------- what somebody calls themselves


@pytest.mark.parametrize("what", HOSTILE)
def test_a_nickname_that_is_an_attack_goes_out_as_json_text(
    anybody: TestClient, editor: TestClient, party: dict[str, Any], photos: Path, what: str
) -> None:
    own = joined(anybody, joining(party), photos / ALONE[0], HOSTILE[what])
    closed(editor, party)

    mine = f"{joining(party)}/{own['participant']}"
    for answer in (
        anybody.get(mine, headers=secret(own)),
        anybody.get(screen(party)),
        editor.get(f"{ROUNDS}/{party['round']}/participants"),
        editor.get(f"{ROUNDS}/{party['round']}/boards"),
        editor.get(f"{ROUNDS}/leaderboard"),
    ):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == BARE
        assert HOSTILE[what] in strings(answer.json())


def strings(value: Any) -> set[str]:
    """Return all texts in a JSON value."""
    if isinstance(value, dict):
        return {text for held in value.values() for text in strings(held)}
    if isinstance(value, list):
        return {text for held in value for text in strings(held)}
    return {value} if isinstance(value, str) else set()


@pytest.mark.parametrize("what", REFUSED)
def test_a_nickname_that_cannot_be_shown_is_refused_and_not_repeated(
    anybody: TestClient, party: dict[str, Any], photos: Path, what: str
) -> None:
    answer = bring(anybody, joining(party), photos / ALONE[0], REFUSED[what])

    assert answer.status_code == 422, answer.text
    assert kind(answer) in {"bad-nickname", "invalid-request"}
    assert REFUSED[what].strip() == "" or REFUSED[what] not in answer.json()["detail"]
    assert anybody.get(joining(party)).json()["participants"] == 0


@pytest.mark.parametrize(
    "name",
    ["../../evil.jpg", "/etc/passwd", "a\x00b.jpg", "x" * 3_000, ".htaccess", "\u202egpj.exe"],
)
def test_what_a_file_is_called_is_of_no_account(
    anybody: TestClient, library: Library, party: dict[str, Any], photos: Path, name: str
) -> None:
    words = {"nickname": "Anna", "consent": "yes"}
    body = b"".join(
        [
            *(
                f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{word}\r\n'.encode()
                for key, word in words.items()
            ),
            b'--x\r\nContent-Disposition: form-data; name="photo"; filename="',
            name.encode(),
            b'"\r\n\r\n',
            (photos / ALONE[0]).read_bytes(),
            b"\r\n--x--\r\n",
        ]
    )

    kind_ = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = anybody.post(joining(party), content=body, headers=kind_)

    assert answer.status_code == 201, answer.text
    (kept,) = [file for file in library.uploads.folder.rglob("*") if file.suffix == ".jpg"]
    assert kept.stem.endswith("-participant")
    assert kept.parent.parent == library.uploads.folder


# ---------------------------------------------------------------- what is told, and to whom


def test_nothing_of_a_link_or_a_secret_stands_in_a_log_or_a_problem(
    anybody: TestClient,
    editor: TestClient,
    party: dict[str, Any],
    photos: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    library: Library,
) -> None:
    for logger in ("likeness", "uvicorn"):
        caplog.set_level(logging.DEBUG, logger=logger)
    own = joined(anybody, joining(party), photos / ALONE[0], "Nickname")
    mine = f"{joining(party)}/{own['participant']}"
    told = [
        anybody.get(joining(party)),
        anybody.get(screen(party)),
        anybody.get(party["join"]),
        anybody.get(mine, headers=secret(own)),
        bring(anybody, joining(party), photos / ALONE[0], "Again"),
        anybody.get(f"{joining(party)}/x", headers=secret(own)),
        anybody.put(joining(party)),
        anybody.get(f"{screen(party)}/average"),
        anybody.get(f"{screen(party)}/average?blur=9"),
        anybody.get(f"{screen(party)}/portrait/x"),
        anybody.delete(mine, headers={"X-Participant-Secret": own["secret"] + "x"}),
    ]
    closed(editor, party)
    told.append(bring(anybody, joining(party), photos / ALONE[1], "Late"))

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("something that nobody expected")

    with monkeypatch.context() as changes:
        changes.setattr(type(library), "boards", broken)
        told.append(anybody.get(screen(party)))
        assert told[-1].status_code == 500

    tokens = [party["join"].rpartition("/")[2], party["screen"].rpartition("/")[2]]
    ours = [record for record in caplog.records if not record.name.startswith("httpx")]
    logged = "\n".join(f"{record.getMessage()} {record.exc_text}" for record in ours)
    assert "GET /api/v1/play/join/{token}" in logged
    for token in (*tokens, own["secret"], own["participant"], "Nickname"):
        assert token not in logged
    problems = [answer for answer in told if answer.status_code >= 400]
    assert len(problems) >= 8
    for answer in problems:
        assert not [token for token in (*tokens, own["secret"]) if token in answer.text]


def test_nothing_of_other_participants_is_told_but_what_stands_on_the_screen(
    anybody: TestClient, editor: TestClient, party: dict[str, Any], photos: Path
) -> None:
    one = joined(anybody, joining(party), photos / ALONE[0], "Howard")
    other = joined(anybody, joining(party), photos / ALONE[1], "Leonard")
    closed(editor, party)
    boards = editor.get(f"{ROUNDS}/{party['round']}/boards").json()["items"]
    faces = {entry["face"] for entry in boards[0]["entries"]}

    own = anybody.get(f"{joining(party)}/{one['participant']}", headers=secret(one))
    about = anybody.get(joining(party))
    shown = anybody.get(screen(party))

    assert own.json()["twin"] == "Leonard"
    for answer in (own, about, shown):
        text = json.dumps(answer.json())
        assert not [face for face in faces if face in text]
        assert not [secret_ for secret_ in (one["secret"], other["secret"]) if secret_ in text]
        assert party["round"] not in text
    assert other["participant"] not in own.text + about.text
    assert party["screen"].rpartition("/")[2] not in shown.text + own.text + about.text
