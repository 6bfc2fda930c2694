"""A TCP proxy on the loopback that breaks connections when it is told to."""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self


class FaultyProxy:
    """Passes bytes on to a server until a fault is due.

    with FaultyProxy("127.0.0.1", 5432) as proxy:
        connect(port=proxy.port)
        proxy.cut_after(1000)     # the connections end when so many more bytes have passed
        proxy.refuse()            # new connections are closed at once, old ones are cut
        proxy.heal()              # from now on everything passes again
    """

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._left: int | None = None  # bytes until the cut; None: no fault is due
        self._refusing = False
        self._open: set[socket.socket] = set()
        self.faults = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
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
        self._cut_all()

    def cut_after(self, size: int) -> None:
        """Let *size* more bytes pass, in both directions together, then cut every connection.

        Connections made after the cut pass: the server is back.
        """
        with self._lock:
            self._left = size

    def refuse(self) -> None:
        """Cut every connection and take no new ones."""
        with self._lock:
            self._refusing = True
        self._cut_all()

    def cut(self) -> None:
        """Cut every connection; new ones pass: the server was restarted."""
        self._cut_all()

    def heal(self) -> None:
        """Let everything pass again."""
        with self._lock:
            self._refusing = False
            self._left = None

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                refusing = self._refusing
            if refusing:
                _end(client)
                continue
            try:
                server = socket.create_connection(self._server, timeout=10)
            except OSError:
                _end(client)
                continue
            server.settimeout(None)
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._open |= {client, server}
            for source, target in ((client, server), (server, client)):
                threading.Thread(target=self._pass, args=(source, target), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                allowed, due = self._allowed(len(data))
                target.sendall(data[:allowed])
                if due:
                    self._cut_all()
                    return
        for end in (source, target):
            _end(end)
        with self._lock:
            self._open -= {source, target}

    def _allowed(self, size: int) -> tuple[int, bool]:
        """Return how many of *size* bytes may pass, and whether the fault is due after them."""
        with self._lock:
            if self._left is None:
                return size, False
            if size < self._left:
                self._left -= size
                return size, False
            allowed, self._left = self._left, None
            self.faults += 1
            return allowed, True

    def _cut_all(self) -> None:
        with self._lock:
            ends, self._open = self._open, set()
        for end in ends:
            _end(end)


def _end(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
