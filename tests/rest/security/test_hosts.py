"""DNS rebinding, forged hosts, and requests that two servers would read differently."""

from __future__ import annotations

import pytest

from likeness.rest.guards.hosts import HostGuard
from tests.rest.live import Live, status

HEALTH = b"GET /healthz HTTP/1.1\r\n%b\r\n\r\n"


async def nothing(*_: object) -> None:
    """No application."""


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:80", "localhost.", "127.0.0.1", "127.8.9.1:9999", "[::1]", "[::1]:80"],
)
def test_a_local_server_goes_by_the_names_of_this_machine(host: str) -> None:
    assert HostGuard(nothing, names=(), local=True).allows(host)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8420",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "192.168.1.4",
        "[fe80::1]",
        "0x7f000001",
        "2130706433",
        "127.1",
        "localhost:80:80",
        "localhost:" + "9" * 5000,
        "localhost:-1",
        "localhost@evil.example",
        "evil.example/localhost",
        "[::1",
        "[::1]evil.example",
        "::1",
        "",
        " ",
    ],
)
def test_a_local_server_goes_by_no_other(host: str) -> None:
    assert not HostGuard(nothing, names=(), local=True).allows(host)


def test_a_server_on_the_network_goes_by_addresses_and_the_names_it_was_given() -> None:
    guard = HostGuard(nothing, names=("Photos.Example",), local=False)
    assert guard.allows("photos.example:443")
    assert guard.allows("192.168.1.4")  # an address cannot be rebound
    assert not guard.allows("evil.example")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (b"Host: 127.0.0.1", 200),
        (b"Host: evil.example", 421),
        (b"Host: evil.example\r\nX-Forwarded-Host: 127.0.0.1", 421),
        (b"Host: 127.0.0.1\r\nHost: evil.example", 421),
        (b"Host: 127.0.0.1\r\nHost: 127.0.0.1", 421),
        (b"Accept: */*", 421),  # none
    ],
)
def test_a_request_for_another_host_is_refused(standing: Live, lines: bytes, expected: int) -> None:
    assert status(standing.say(HEALTH % lines)) == expected


def test_the_host_of_an_absolute_target_opens_nothing(standing: Live) -> None:
    words = b"GET http://127.0.0.1/healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n"
    assert status(standing.say(words)) == 421


@pytest.mark.parametrize(
    "words",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
        b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
        b"Content-Length: +4\r\n\r\nabcd",
        b"Content-Length: -1\r\n\r\n",
        b"Content-Length: 99999999999999999999999\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nab\r\n0\r\n\r\n",
        b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
        b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        b"X: a\x00b\r\n\r\n",
        b"X: a\r\n folded\r\n\r\n",
        b"X: a\nY: b\r\n\r\n",
    ],
)
def test_what_can_be_read_in_two_ways_is_not_read(standing: Live, words: bytes) -> None:
    head = b"POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    answer = standing.say_and_wait(head + words)
    assert status(answer) in {0, 400, 401, 411, 413, 422}, answer
    assert answer.count(b"HTTP/1.1 ") <= 1, answer  # no second request was seen in it
    assert b" 200 " not in answer
