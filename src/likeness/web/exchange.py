"""One request and its answer, over a connection to an address that was checked.

The only file that imports httpx and httpcore. Of httpx it takes how URLs are read and joined; the
request goes through httpcore, which knows nothing of redirects, cookies, passwords in files,
proxies of the environment or compressed bodies: what is not there cannot be turned against us.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from likeness.errors import DownloadError
from likeness.web.deadline import Deadline
from likeness.web.resolver import Resolver, checked_addresses

CONNECT_SECONDS = 10.0  # for one of a host's addresses
WELL_KNOWN_PORTS = 1024  # below it mail, logins and the like answer, and only these the web:
WEB_PORTS = (80, 443)
SHOWN = 100  # characters of a host in messages, at most
ASKED = {
    "User-Agent": "likeness",
    "Accept": "image/*, */*;q=0.1",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


Dialler = httpcore.NetworkBackend
"""Connects to an address, which it is given as text."""


# ---------------------------------------------------------------- URLs


@dataclass(frozen=True, slots=True)
class WebUrl:
    """An http or https URL without a name or password in it."""

    url: httpx.URL

    @property
    def scheme(self) -> str:
        return self.url.scheme

    @property
    def host(self) -> str:
        """The host's name in ASCII, for messages."""
        return self.url.raw_host.decode("ascii", "replace")[:SHOWN]

    @property
    def port(self) -> int:
        return self.url.port or (443 if self.scheme == "https" else 80)

    def follow(self, location: str) -> WebUrl:
        """Return where a redirect leads. Raises `DownloadError`, also from https to http."""
        try:
            following = _checked(self.url.join(location))
        except (httpx.InvalidURL, ValueError) as exc:
            raise DownloadError(f"The host {self.host} redirects to what is no URL.") from exc
        if self.scheme == "https" and following.scheme != "https":
            raise DownloadError(f"The host {self.host} redirects from https to http.")
        return following


def read_url(text: str) -> WebUrl:
    """Read a URL that may come from anybody. Raises `DownloadError`."""
    try:
        return _checked(httpx.URL(text))
    except (httpx.InvalidURL, ValueError) as exc:
        raise DownloadError("It is no valid URL.") from exc


def _checked(url: httpx.URL) -> WebUrl:
    """See that a URL is one that may be fetched, whatever its host turns out to be."""
    if url.scheme not in {"http", "https"}:
        raise DownloadError("Only http and https URLs are fetched.")
    if not url.host:
        raise DownloadError("The URL names no host.")
    if url.userinfo:
        raise DownloadError("The URL holds a user name or password, which is not allowed.")
    checked = WebUrl(url)
    if checked.port < WELL_KNOWN_PORTS and checked.port not in WEB_PORTS:
        raise DownloadError(f"Port {checked.port} is not one of the web: 80, 443, or 1024 and up.")
    return checked


# ---------------------------------------------------------------- connections


class WatchedStream(httpcore.NetworkStream):
    """A connection that ends when the time is up or too many bytes came, whatever they mean."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline, most: int) -> None:
        self._inner = inner
        self._deadline = deadline
        self._left = most

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        while True:
            try:
                data = self._inner.read(max_bytes, self._deadline.slice())
            except httpcore.ReadTimeout:
                continue
            self._left -= len(data)
            if self._left < 0:
                raise DownloadError("The server sends more than is allowed.")
            return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._inner.write(buffer, self._deadline.left())

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        del timeout
        seconds = min(CONNECT_SECONDS, self._deadline.left())
        try:
            inner = self._inner.start_tls(ssl_context, server_hostname, seconds)
        except httpcore.ConnectError as exc:  # further up httpcore drops its cause
            raise DownloadError(_no_tls(server_hostname or "", exc.__cause__)) from exc
        return WatchedStream(inner, self._deadline, self._left)

    def close(self) -> None:
        self._inner.close()

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to addresses that were checked: the name is looked up once, and never again."""

    resolve: Resolver
    dialler: Dialler
    deadline: Deadline
    most: int  # bytes
    allow_private: bool

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        del timeout
        failure: Exception = httpcore.ConnectError()
        for address in checked_addresses(
            host,
            port,
            resolve=self.resolve,
            deadline=self.deadline,
            allow_private=self.allow_private,
        ):
            seconds = min(CONNECT_SECONDS, self.deadline.left())
            try:
                stream = self.dialler.connect_tcp(
                    address, port, seconds, local_address, socket_options
                )
            except (httpcore.NetworkError, httpcore.TimeoutException) as exc:
                failure = exc
                continue
            return WatchedStream(stream, self.deadline, self.most)
        raise failure


def system_dialler() -> Dialler:
    """Return what connects through the operating system."""
    return httpcore.SyncBackend()


def trusted_certificates() -> ssl.SSLContext:
    """Return what verifies servers: the usual authorities, or those that `SSL_CERT_FILE` names."""
    return httpx.create_ssl_context()


# ---------------------------------------------------------------- the exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered; the body comes as it is asked for."""

    status: int
    headers: Mapping[str, str]  # names in lower case; the first of each
    chunks: Iterator[bytes]


@contextmanager
def ask(url: WebUrl, network: CheckedNetwork, trust: ssl.SSLContext | None) -> Iterator[Answer]:
    """Send one GET request over a connection of its own.

    Args:
        url: What is wanted.
        network: Where the connection comes from.
        trust: Verifies the server of an https URL.

    Raises:
        DownloadError: There is no answer, or its body ends too early or too late.
    """
    wanted = httpcore.URL(
        scheme=url.url.raw_scheme,
        host=url.url.raw_host,
        port=url.port,
        target=url.url.raw_path,
    )
    headers = [(b"Host", url.url.netloc), *((k.encode(), v.encode()) for k, v in ASKED.items())]
    with (
        _errors_as_ours(url.host),
        httpcore.ConnectionPool(ssl_context=trust, network_backend=network) as pool,
        pool.stream("GET", wanted, headers=headers) as response,
    ):
        yield Answer(
            status=response.status,
            headers={
                name.decode("latin-1").lower(): value.decode("utf-8", "replace")
                for name, value in reversed(response.headers)
            },
            chunks=response.iter_stream(),
        )


@contextmanager
def _errors_as_ours(host: str) -> Iterator[None]:
    """Let no error of httpcore out."""
    try:
        yield
    except httpcore.TimeoutException as exc:
        raise DownloadError(f"The host {host} does not answer in time.") from exc
    except httpcore.ConnectError as exc:
        raise DownloadError(f"The host {host} cannot be reached.") from exc
    except httpcore.NetworkError as exc:
        raise DownloadError(f"The connection to {host} broke.") from exc
    except httpcore.RemoteProtocolError as exc:
        detail = "ended the connection too early, or broke the rules of HTTP"
        raise DownloadError(f"The host {host} {detail}.") from exc
    except (httpcore.LocalProtocolError, httpcore.UnsupportedProtocol) as exc:
        raise DownloadError(f"The URL of {host} cannot be asked for over HTTP.") from exc


def _no_tls(host: str, cause: BaseException | None) -> str:
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"The certificate of {host[:SHOWN]} is not valid: {cause.verify_message}."
    return f"The host {host[:SHOWN]} does not speak TLS as it should."
