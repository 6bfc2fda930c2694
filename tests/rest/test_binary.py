"""Answers that are no JSON."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from fastapi import Request
from starlette.types import Message, Scope

from likeness.errors import BlobNotFoundError, PhotoError
from likeness.rest.binary import Streamed, files_may_be_gone, has_already
from likeness.rest.problems import ProblemError

SCOPE: Scope = {"type": "http", "method": "GET", "asgi": {"spec_version": "2.3"}}


def request(header: str) -> Request:
    return Request({"type": "http", "headers": [(b"if-none-match", header.encode("latin-1"))]})


@pytest.mark.parametrize("header", ['"a"', 'W/"a"', '"b", "a"', "*", ' "a" '])
def test_who_has_it_says_so_in_many_ways(header: str) -> None:
    assert has_already(request(header), '"a"')


@pytest.mark.parametrize("header", ["", "a", '"b"', '"A"', "**"])
def test_who_has_something_else_has_it_not(header: str) -> None:
    assert not has_already(request(header), '"a"')


async def never() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


async def gone() -> Message:
    return {"type": "http.disconnect"}


def test_what_was_sent_is_let_go_of() -> None:
    sent, closed = [], []

    async def send(message: Message) -> None:
        sent.append(message.get("body", b""))

    answer = Streamed(iter([b"a", b"b"]), close=lambda: closed.append(True))
    asyncio.run(answer(SCOPE, never, send))

    assert b"".join(sent) == b"ab"
    assert closed == [True]


def test_who_goes_away_ends_it() -> None:
    closed = []

    def endless() -> Iterator[bytes]:
        while True:
            yield b"more"

    async def send(message: Message) -> None:
        await asyncio.sleep(0)

    answer = Streamed(endless(), close=lambda: closed.append(True))
    asyncio.run(answer(SCOPE, gone, send))

    assert closed == [True]


def test_what_breaks_is_let_go_of_too() -> None:
    closed = []

    def broken() -> Iterator[bytes]:
        yield b"a"
        raise OSError("The disk is gone.")

    async def send(message: Message) -> None:
        await asyncio.sleep(0)

    answer = Streamed(broken(), close=lambda: closed.append(True))
    with pytest.raises(BaseException):  # noqa: B017, PT011 - alone, or in a group of errors
        asyncio.run(answer(SCOPE, never, send))

    assert closed == [True]


@pytest.mark.parametrize(
    "error", [PhotoError("vanished", "/home/anna/a.jpg is gone."), BlobNotFoundError("/srv/blobs")]
)
def test_nobody_is_told_where_a_file_was(error: Exception) -> None:
    with pytest.raises(ProblemError) as caught, files_may_be_gone():
        raise error

    assert caught.value.status == 404
    assert "/" not in caught.value.detail
