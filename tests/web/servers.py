"""A web server that does what a test tells it to, however wrong."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import httpcore

PUBLIC = "93.184.216.34"  # stands for any address of the public internet; nobody connects to it
TLS_HANDSHAKE = 0x16  # the first byte of a client that speaks TLS
OTHER_PUBLIC = "151.101.1.69"


@dataclass
class Talk:
    """One request, and the connection to answer it on."""

    path: str
    head: str
    connection: socket.socket
    ending: threading.Event

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def client_left(self) -> bool:
        """Return whether nobody listens any more, after waiting for a moment."""
        ready, _, _ = select.select([self.connection], [], [], 0.02)
        return self.ending.is_set() or bool(ready and not self.connection.recv(1))


Route = Callable[[Talk], None]


@dataclass
class WebServer:
    """Answers on the loopback network until it is closed."""

    routes: Mapping[str, Route]
    trust: ssl.SSLContext | None = None  # answer over TLS
    heads: list[str] = field(default_factory=list)  # of all requests

    def __post_init__(self) -> None:
        self._ending = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        scheme = "https" if self.trust else "http"
        return f"{scheme}://{host}:{self.port}{path}"

    def close(self) -> None:
        self._ending.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                thread = threading.Thread(target=self._serve, args=(connection,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(30)
        with contextlib.suppress(OSError, ssl.SSLError), contextlib.ExitStack() as open_sockets:
            open_sockets.enter_context(connection)
            if self.trust is not None:
                connection = self.trust.wrap_socket(connection, server_side=True)
                open_sockets.enter_context(connection)
            head = b""
            while b"\r\n\r\n" not in head:
                received = connection.recv(4096)
                if not received:
                    return
                head += received
                if head[0] == TLS_HANDSHAKE:
                    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    return
            text = head.decode()
            self.heads.append(text)
            path = text.split(" ", 2)[1]
            route = self.routes.get(path.partition("?")[0], plain(b"", status="404 Not Found"))
            route(Talk(path, text, connection, self._ending))


@contextlib.contextmanager
def serving(
    routes: Mapping[str, Route], trust: ssl.SSLContext | None = None
) -> Iterator[WebServer]:
    server = WebServer(routes, trust)
    try:
        yield server
    finally:
        server.close()


# ---------------------------------------------------------------- routes


def plain(body: bytes, *headers: str, status: str = "200 OK") -> Route:
    """Answer as one should."""
    return raw(f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, body=body)


def raw(*lines: str, body: bytes = b"") -> Route:
    """Answer with just these lines and bytes, and hang up."""
    head = "\r\n".join([*lines, "Connection: close", "", ""]).encode()

    def answer(talk: Talk) -> None:
        talk.send(head + body)

    return answer


def redirect(location: str, status: str = "302 Found") -> Route:
    return plain(b"moved", f"Location: {location}", status=status)


def drip(head: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n") -> Route:
    """Send a byte now and then, often enough for any limit on silence."""

    def answer(talk: Talk) -> None:
        talk.send(head)
        while not talk.client_left():
            talk.send(b"x")

    return answer


def silence(talk: Talk) -> None:
    """Never answer."""
    while not talk.client_left():
        pass


def endless(head: str = "HTTP/1.1 200 OK\r\n\r\n", block: bytes = b"x" * 65536) -> Route:
    """Send until nobody listens."""

    def answer(talk: Talk) -> None:
        talk.send(head.encode())
        while not talk.ending.is_set():
            talk.send(block)

    return answer


# ---------------------------------------------------------------- names and connections


class Dialler(httpcore.NetworkBackend):
    """Notes the addresses that are connected to, and leads them all to this machine."""

    def __init__(self) -> None:
        self.dialled: list[str] = []

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):  # type: ignore[no-untyped-def]
        self.dialled.append(host)
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", port, timeout)


class Names:
    """A name service: the n-th question for a name gets the n-th answer, later ones the last."""

    def __init__(self, **answers: list[list[str]]) -> None:
        self._answers = {name.replace("_", "."): list(them) for name, them in answers.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        if host not in self._answers:
            raise socket.gaierror("unknown")
        answers = self._answers[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]
