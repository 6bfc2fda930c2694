"""Servers as `likeness serve` runs them, in a thread, and sockets that speak to them in bytes."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from likeness.rest.protocol import PatientProtocol
from likeness.rest.serving import Draining, configuration
from likeness.rest.state import Server

SECONDS = 20.0
QUIET_SECONDS = 0.2


class Live:
    """A server that listens."""

    def __init__(self, running: Draining, port: int, scheme: str) -> None:
        self._running = running
        self.port = port
        self.base = f"{scheme}://127.0.0.1:{port}"

    @property
    def connections(self) -> int:
        """How many it holds."""
        return len(self._running.server_state.connections)

    @property
    def requests(self) -> int:
        """How many are under way."""
        return len(self._running.server_state.tasks)

    def connect(self) -> socket.socket:
        """Return a new connection; reading from it fails after some seconds."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS)

    def say(self, words: bytes) -> bytes:
        """Send bytes on a connection of their own; return the answer."""
        with self.connect() as connection:
            connection.sendall(words)
            return answer_on(connection)

    def say_and_wait(self, words: bytes) -> bytes:
        """Send bytes; return all that comes until the end, or until nothing comes for a while."""
        with self.connect() as connection:
            connection.sendall(words)
            first = connection.recv(65536)
            connection.settimeout(QUIET_SECONDS)
            return first + everything(connection)


def answer_on(connection: socket.socket) -> bytes:
    """Return one answer, which says how long it is, or ends with the connection."""
    found = bytearray()
    while not _is_whole(bytes(found)):
        try:
            piece = connection.recv(65536)
        except ConnectionResetError:
            break
        if not piece:
            break
        found += piece
    return bytes(found)


def _is_whole(found: bytes) -> bool:
    head, ended, body = found.partition(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: (\d+)", head.lower())
    return bool(ended) and length is not None and len(body) >= int(length[1])


def everything(connection: socket.socket) -> bytes:
    """Return what comes until the connection ends, also where it is cut off."""
    found = bytearray()
    try:
        while piece := connection.recv(65536):
            found += piece
    except (ConnectionResetError, TimeoutError):
        pass
    return bytes(found)


def status(answer: bytes) -> int:
    """Return the status of an answer; 0: there is none."""
    words = answer.split(b" ", 2)
    return int(words[1]) if answer.startswith(b"HTTP/1.1 ") else 0


@contextmanager
def live(
    server: Server,
    tls: Mapping[str, Any] | None = None,
    *,
    protocol: type[PatientProtocol] = PatientProtocol,
) -> Iterator[Live]:
    """Run a server for the block."""
    listening = socket.create_server(("127.0.0.1", 0))
    running = Draining(configuration(server, tls or {}, protocol=protocol), server)
    thread = threading.Thread(target=running.run, args=([listening],), daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + SECONDS
        while not running.started and thread.is_alive() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert running.started
        yield Live(running, listening.getsockname()[1], "https" if tls else "http")
    finally:
        running.should_exit = True
        thread.join(SECONDS)
        listening.close()
        assert not thread.is_alive()


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; fails after some seconds."""
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)
