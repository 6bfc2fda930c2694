"""HTTP with patience that ends: who sends too slowly, too much, or does not read, is cut off."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from likeness.rest import problems
from likeness.rest.guards.headers import BARE, HEADERS, HeaderGuard
from likeness.rest.guards.refuse import refusal

HEAD_SECONDS = 20.0
"""What the head of a request may take, counted from the first byte or the new connection."""

HEAD_BYTES = 32 * 1024
"""What it may hold, with what trails a body; httptools itself knows no limit."""

HEADERS_MOST = 100

READ_SECONDS = 60.0
"""In so long, a client takes all that waits for it, or `READ_BYTES`."""

READ_BYTES = 64 * 1024

LINGER_SECONDS = 10.0
"""What is left of a body may take so long to come once it was answered."""


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's protocol with limits against slow and endless clients.

    When there are as many connections as are allowed, the one that says nothing for longest gives
    way to a new one: nobody keeps others out by connecting. When as many requests are under way,
    further ones are told to come again (503).
    """

    head_seconds = HEAD_SECONDS
    read_seconds = READ_SECONDS
    linger_seconds = LINGER_SECONDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._most = self.limit_concurrency
        self.limit_concurrency = None  # the limit is kept here
        self._deadline: asyncio.TimerHandle | None = None  # of what the client has to send
        self._reading: asyncio.TimerHandle | None = None  # of what it has to take
        self._waiting = 0  # bytes that it had to take when that began
        self._bytes = 0  # received of this head, or since the last piece of a body
        self._head = 0  # in header lines
        self._headers = 0
        self._in_head = True
        self.since = 0.0  # when the last request ended

    # ------------------------------------------------------------ connections

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=1)  # paused means: something waits to be taken
        self.since = self.loop.time()
        self._expect(self.head_seconds)
        if self._most is not None and len(self.connections) > self._most:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_deadline()
        self._forget_reading()
        super().connection_lost(exc)

    @property
    def is_idle(self) -> bool:
        """Whether no request of this connection is under way."""
        cycle: RequestResponseCycle | None = self.cycle
        return self._in_head and (cycle is None or cycle.response_complete)

    @property
    def _is_answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and cycle.response_started and not cycle.response_complete

    def _make_room(self) -> None:
        idle = [
            one
            for one in self.connections
            if isinstance(one, PatientProtocol) and one is not self and one.is_idle
        ]
        if idle:
            min(idle, key=lambda one: one.since).cut_off()

    def cut_off(self) -> None:
        """End the connection, whatever still waits to be taken."""
        self._forget_deadline()
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        elif not self.transport.is_closing():
            self.transport.close()

    # ------------------------------------------------------------ what comes

    def data_received(self, data: bytes) -> None:
        if self._in_head and self._deadline is None:  # a further request begins
            self._expect(self.head_seconds)
        self._bytes += len(data)
        super().data_received(data)
        if self._bytes > HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("The head of the request is too long.")

    def on_message_begin(self) -> None:
        self._in_head = True
        self._head = self._headers = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers += 1
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._bytes = 0
        self._forget_deadline()
        app = self.app
        if self._most is not None and len(self.tasks) >= self._most:
            self.app = BUSY
        try:
            super().on_headers_complete()
        finally:
            self.app = app

    def on_body(self, body: bytes) -> None:
        self._bytes = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._in_head = True
        self._bytes = 0
        self._forget_deadline()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self.since = self.loop.time()
        if not self._in_head and not self.transport.is_closing():
            self._expect(self.linger_seconds)

    def _count(self, size: int) -> None:
        self._head += size
        if self._head > HEAD_BYTES or self._headers > HEADERS_MOST:
            raise ValueError("The head of the request is too long.")

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request, and end the connection."""
        del msg  # it may repeat what was sent
        if self._is_answering:
            self.transport.abort()  # nothing more can be said in the middle of an answer
            return
        answer = problems.response(400, "malformed", *MALFORMED, HEADERS | LAST)
        lines = [b"%s: %s\r\n" % header for header in answer.raw_headers]
        self.transport.write(b"".join([STATUS_LINE[400], *lines, b"\r\n", bytes(answer.body)]))
        self.transport.close()

    # ------------------------------------------------------------ what goes

    def pause_writing(self) -> None:
        super().pause_writing()
        self._waiting = self.transport.get_write_buffer_size()
        if self._reading is None:
            self._reading = self.loop.call_later(self.read_seconds, self._see_reading)

    def resume_writing(self) -> None:
        self._forget_reading()
        super().resume_writing()

    def _see_reading(self) -> None:
        self._reading = None
        waiting = self.transport.get_write_buffer_size()
        if waiting > self._waiting - READ_BYTES:
            self.transport.abort()
            return
        self._waiting = waiting
        self._reading = self.loop.call_later(self.read_seconds, self._see_reading)

    # ------------------------------------------------------------ timers

    def _expect(self, seconds: float) -> None:
        self._forget_deadline()
        self._deadline = self.loop.call_later(seconds, self.cut_off)

    def _forget_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _forget_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None


MALFORMED = ("The request cannot be read", "This is no HTTP request, or its head is too long.")
LAST = {"Connection": "close", "Content-Security-Policy": BARE, "Cache-Control": "no-store"}


async def _busy(scope: Scope, receive: Receive, send: Send) -> None:
    answer = refusal(
        503,
        "busy",
        "Busy",
        f"Too many requests at once: try again in {problems.RETRY_SECONDS} seconds.",
        {"Retry-After": str(problems.RETRY_SECONDS)},
    )
    await answer(scope, receive, send)


BUSY: Callable[[Scope, Receive, Send], Any] = HeaderGuard(_busy)
