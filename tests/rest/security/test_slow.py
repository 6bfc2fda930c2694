"""Clients that are slow, silent, or never read: they are cut off, and others are served."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import TypeVar

import pytest

from likeness import Library
from likeness.rest import protocol
from likeness.rest.limits import Limits
from likeness.rest.protocol import PatientProtocol
from likeness.rest.serving import make_server
from likeness.rest.state import Server
from tests.rest.live import Live, everything, live, status

T = TypeVar("T")

HEAD = b"Host: 127.0.0.1\r\n"
HEALTH = b"GET /healthz HTTP/1.1\r\n" + HEAD + b"\r\n"
LOGIN = b"POST /api/v1/session HTTP/1.1\r\n" + HEAD + b"Content-Type: application/json\r\n"
REQUESTS = 8


class Hasty(PatientProtocol):
    """Waits for tenths of a second where the real one waits for many seconds."""

    head_seconds = 0.4
    read_seconds = 0.4
    linger_seconds = 0.4


@pytest.fixture(scope="module")
def hasty(kept_library: Library) -> Server:
    """A server for eight requests at a time that waits half a second for a body."""
    server = make_server(kept_library, who="tests")
    changes = {"body_seconds": 0.5, "requests": REQUESTS, "max_body": 2**17}
    return replace(
        server,
        settings=server.settings.model_copy(update=changes),
        limits=Limits(logins_per_minute=1000, finds_per_minute=1000),
    )


@pytest.fixture(scope="module")
def running(hasty: Server) -> Iterator[Live]:
    with live(hasty, protocol=Hasty) as found:
        yield found


def seconds_until_the_end(connection: socket.socket) -> float:
    began = time.monotonic()
    everything(connection)
    return time.monotonic() - began


@pytest.mark.parametrize("words", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "])
def test_half_a_head_is_not_waited_for(running: Live, words: bytes) -> None:
    with running.connect() as connection:
        connection.sendall(words)
        assert seconds_until_the_end(connection) < 5


def test_a_head_that_trickles_in_is_not_waited_for(running: Live) -> None:
    with running.connect() as connection:
        connection.sendall(b"GET /")
        assert _seconds_until_cut_off(connection, b"a") < 5


def _seconds_until_cut_off(connection: socket.socket, piece: bytes) -> float:
    """Send *piece* again and again until the other side ends the connection."""
    began = time.monotonic()
    connection.settimeout(0.02)
    while time.monotonic() < began + 10:
        try:
            connection.sendall(piece)
            if not connection.recv(65536):
                break
        except TimeoutError:
            continue
        except ConnectionError:
            break
    return time.monotonic() - began


def test_others_are_answered_while_many_connect_and_say_nothing(running: Live) -> None:
    """More than are allowed: those that say nothing give way."""
    with ExitStack() as held:
        for _ in range(3 * REQUESTS):
            held.enter_context(running.connect()).sendall(b"GET /slow")
        for _ in range(3):
            assert status(running.say(HEALTH)) == 200


def test_a_body_that_pauses_is_answered_with_408(running: Live) -> None:
    with running.connect() as connection:
        connection.sendall(LOGIN + b"Content-Length: 100\r\n\r\n{")
        answer = everything(connection)
    assert status(answer) == 408
    assert b"connection: close" in answer.lower()


def test_a_body_that_trickles_in_is_answered_with_408(running: Live) -> None:
    """Each piece comes in time, but all of it would take forever."""
    with running.connect() as connection:
        connection.sendall(LOGIN + b"Content-Length: 60000\r\n\r\n")
        began, answer = time.monotonic(), b""
        connection.settimeout(0.05)
        while time.monotonic() < began + 10 and not answer:
            connection.sendall(b" ")
            try:
                answer = connection.recv(65536)
            except TimeoutError:
                continue
    assert status(answer) == 408
    assert time.monotonic() - began < 5


def test_others_are_answered_while_bodies_are_awaited(running: Live) -> None:
    with ExitStack() as held:
        for _ in range(REQUESTS - 1):
            slow = held.enter_context(running.connect())
            slow.sendall(LOGIN + b"Content-Length: 100\r\n\r\n{")
        assert status(running.say(HEALTH)) == 200


def test_too_many_requests_at_once_are_told_to_come_again(hasty: Server) -> None:
    changes = {"requests": 1, "body_seconds": 20}
    one = replace(hasty, settings=hasty.settings.model_copy(update=changes))
    with live(one, protocol=Hasty) as running:
        with running.connect() as slow:
            slow.sendall(LOGIN + b"Content-Length: 100\r\n\r\n{")
            _until(lambda: running.requests, lambda held: held == 1)
            answer = running.say(HEALTH)
        assert status(answer) == 503
        assert b"application/problem+json" in answer
        assert b"retry-after" in answer.lower()
        assert b"nosniff" in answer
        _until(lambda: running.requests, lambda held: held == 0)
        assert status(running.say(HEALTH)) == 200


def _until(ask: Callable[[], T], good: Callable[[T], bool]) -> T:
    deadline = time.monotonic() + 10
    while not good(words := ask()):
        assert time.monotonic() < deadline, words
    return words


def test_what_is_left_of_an_answered_body_is_not_awaited_for_ever(running: Live) -> None:
    words = b"POST /no/such/page HTTP/1.1\r\n" + HEAD + b"Content-Length: 60000\r\n\r\n"
    with running.connect() as connection:
        connection.sendall(words)
        assert seconds_until_the_end(connection) < 5


def test_who_does_not_read_is_cut_off(running: Live, kept_library: Library) -> None:
    """One asks for a file again and again and takes nothing of it; others are answered."""
    photo = max(kept_library.photos(), key=lambda one: one.bytes)
    _, secret = kept_library.access.create_key("never reads", "read")
    words = (
        f"GET /api/v1/photos/{photo.sha256}/file HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"X-API-Key: {secret}\r\n\r\n"
    ).encode()
    _until(lambda: running.connections, lambda held: held == 0)
    with _deaf(running.port) as deaf:
        deaf.sendall(words * 200)
        _until(lambda: running.connections, lambda held: held == 1)
        assert status(running.say(HEALTH)) == 200
        _until(lambda: running.connections, lambda held: held == 0)


def _deaf(port: int) -> socket.socket:
    """Return a connection with room for next to nothing that comes."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.settimeout(10)
    made.connect(("127.0.0.1", port))
    return made


# ---------------------------------------------------------------- too much


@pytest.mark.parametrize(
    "words",
    [
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n" + HEAD + b"\r\n",
        b"GET / HTTP/1.1\r\n" + HEAD + b"X: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HEAD + b"X: a\r\n" * 200 + b"\r\n",
        b"GET / HTTP/1.1\r\n" + HEAD + b"X: " + b"a" * 3_000_000,
    ],
    ids=["target", "header", "headers", "endless header"],
)
def test_a_head_that_is_too_long_is_refused(running: Live, words: bytes) -> None:
    with running.connect() as connection:
        try:
            connection.sendall(words)
        except ConnectionError:
            return  # it was cut off while it was sent
        answer = everything(connection)
    assert status(answer) in {0, 400}
    if answer:
        assert b"application/problem+json" in answer
        assert b"nosniff" in answer


@pytest.mark.parametrize("trailer", [b"X: a\r\n" * 10_000, b"X: " + b"a" * 1_000_000])
def test_what_trails_a_body_is_bounded(running: Live, trailer: bytes) -> None:
    words = LOGIN + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\n"
    with running.connect() as connection:
        try:
            connection.sendall(words + trailer)
        except ConnectionError:
            return
        assert status(everything(connection)) in {0, 400, 408, 422}


def test_a_declared_body_that_is_too_large_is_refused_unread(running: Live) -> None:
    answer = running.say(LOGIN + b"Content-Length: 99999999\r\n\r\n")
    assert status(answer) == 413


def test_a_chunked_body_ends_where_the_limit_is(running: Live, kept_library: Library) -> None:
    _, secret = kept_library.access.create_key("sends much", "write")
    head = LOGIN.replace(b"session", b"collections") + b"X-API-Key: " + secret.encode() + b"\r\n"
    piece = b"8000\r\n" + b" " * 0x8000 + b"\r\n"
    answer = _sent(running, head + b"Transfer-Encoding: chunked\r\n\r\n" + piece * 6)
    assert status(answer) == 413


def test_strangers_may_send_little(running: Live) -> None:
    assert status(running.say(LOGIN + b"Content-Length: 70000\r\n\r\n")) == 401
    piece = b"8000\r\n" + b" " * 0x8000 + b"\r\n"
    chunked = LOGIN + b"Transfer-Encoding: chunked\r\n\r\n"
    assert status(_sent(running, chunked + piece * 3)) == 401


def _sent(running: Live, words: bytes) -> bytes:
    with running.connect() as connection:
        connection.sendall(words)
        return everything(connection)


@pytest.mark.parametrize(
    "words",
    [
        b"[" * 60_000,
        b'{"name":' * 7000,
        b"9" * 60_000,
        b'{"name": 1e99999, "password": NaN}',
        b'{"name": "\\ud800", "password": "\\udfff"}',
        b'{"\\ud800": 1}',
        b"\xff\xfe\x00",
        b"",
        b"null",
    ],
    ids=[
        "deep list",
        "deep object",
        "long number",
        "nan",
        "surrogates",
        "key",
        "bytes",
        "",
        "null",
    ],
)
def test_hostile_json_is_a_fault_of_the_request(running: Live, words: bytes) -> None:
    answer = running.say(LOGIN + b"Content-Length: %d\r\n\r\n" % len(words) + words)
    assert status(answer) in {400, 401, 422}, answer


def test_the_real_limits_are_bearable() -> None:
    assert protocol.HEAD_SECONDS <= 30
    assert protocol.READ_SECONDS <= 120
    assert protocol.HEAD_BYTES <= 2**16
