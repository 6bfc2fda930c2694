"""A TCP proxy on the loopback that makes a server seem far away, and counts the ways there."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from types import TracebackType
from typing import Self

CHUNK = 2**16  # bytes

Due = tuple[float, bytes]  # when to pass on what


class DistantServer:
    """Passes on what clients send after a delay, and what the server answers at once.

    Bytes do not queue up behind each other: only the time is lost that a longer line would cost,
    once for each question that waits for an answer.

    with DistantServer("127.0.0.1", 5432, seconds=0.005) as distant:
        connect(port=distant.port)
        distant.round_trips       # questions that followed an answer, over all connections

    Args:
        host: Of the server.
        port: Of the server.
        seconds: From a question to its answer, beside the time that the server needs.
    """

    def __init__(self, host: str, port: int, *, seconds: float = 0.0) -> None:
        self._server = (host, port)
        self._seconds = seconds
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self.round_trips = 0
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        """Where clients connect."""
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.close()
        with self._lock:
            ends = list(self._open)
        for end in ends:
            _end(end)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                for end in (client, server):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                with self._lock:
                    self.connections += 1
                    self._open |= {client, server}
                Line(self, client, server).start()

    def asked(self) -> None:
        """Count a question."""
        with self._lock:
            self.round_trips += 1

    def ended(self, *ends: socket.socket) -> None:
        """Close both ends of a line."""
        for end in ends:
            _end(end)
        with self._lock:
            self._open -= set(ends)

    @property
    def seconds(self) -> float:
        """The delay."""
        return self._seconds


class Line:
    """One connection: three threads, since bytes are read on while others wait."""

    def __init__(self, owner: DistantServer, client: socket.socket, server: socket.socket) -> None:
        self._owner = owner
        self._client = client
        self._server = server
        self._waiting: queue.SimpleQueue[Due | None] = queue.SimpleQueue()
        self._answered = True  # nobody waits for an answer: what comes next is a new question

    def start(self) -> None:
        """Begin to pass bytes on."""
        for work in (self._ask, self._pass_on, self._answer):
            threading.Thread(target=work, daemon=True).start()

    def _ask(self) -> None:
        with contextlib.suppress(OSError):
            while data := self._client.recv(CHUNK):
                if self._answered:
                    self._answered = False
                    self._owner.asked()
                self._waiting.put((time.monotonic() + self._owner.seconds, data))
        self._waiting.put(None)

    def _pass_on(self) -> None:
        with contextlib.suppress(OSError):
            while (item := self._waiting.get()) is not None:
                due, data = item
                time.sleep(max(0.0, due - time.monotonic()))
                self._server.sendall(data)
        self._owner.ended(self._client, self._server)

    def _answer(self) -> None:
        with contextlib.suppress(OSError):
            while data := self._server.recv(CHUNK):
                self._answered = True
                self._client.sendall(data)
        self._owner.ended(self._client, self._server)


def _end(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
