"""Where an index lies: what `index.url` says."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from likeness.errors import SettingsError

LOCAL = "qdrant-local"
EDGE = "qdrant-edge"
PORT = 6333  # of Qdrant's REST API
EXPECTED = (
    "Expected nothing (in the library folder), http://HOST:6333, https://HOST:6333, "
    f"{LOCAL}:, {LOCAL}:/FOLDER, {EDGE}: or {EDGE}:/FOLDER."
)


@dataclass(frozen=True, slots=True)
class Server:
    """A Qdrant server."""

    url: str  # with its port, without user, query and fragment

    @property
    def encrypted(self) -> bool:
        """Return whether the connection is encrypted and the server proves who it is."""
        return self.url.startswith("https:")


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine inside this process."""

    kind: str  # `LOCAL` or `EDGE`
    folder: Path | None  # None: in the library folder


def parse(url: str) -> Server | Engine:
    """Return what *url*, which is not empty, means.

    Raises:
        SettingsError: It is malformed.
    """
    kind, colon, rest = url.partition(":")
    if colon and kind in {LOCAL, EDGE}:
        if rest and not Path(rest).is_absolute():
            raise SettingsError(f"index.url: {kind}: needs an absolute folder or none. {EXPECTED}")
        return Engine(kind, Path(rest) if rest else None)
    if kind in {"http", "https"}:
        return _server(url)
    raise SettingsError(f"index.url names nothing that is known. {EXPECTED}")


def _server(url: str) -> Server:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
        parts = urlsplit("")
    if not host or any(mark in url for mark in " \t\n\r\\"):
        raise SettingsError(f"index.url is no address of a server. {EXPECTED}")
    if parts.username is not None or parts.password is not None:
        raise SettingsError(
            "index.url must not hold a user or a password: it would be shown. "
            "Put the key of the server into index.api_key."
        )
    if parts.query or parts.fragment:
        raise SettingsError(
            f'index.url must end with the port or a path, without "?" or "#". {EXPECTED}'
        )
    name = f"[{host}]" if ":" in host else host
    return Server(f"{parts.scheme}://{name}:{port or PORT}{parts.path.rstrip('/')}")


def demand_secrecy(server: Server, api_key: str) -> None:
    """Refuse to send a key that anybody on the way could read, or that cannot be sent.

    On this computer, and in the networks that nobody outside reaches (those of containers, of a
    home), servers without a certificate are usual.

    Raises:
        SettingsError: There is a key, and the way is open to be listened to; or it is no key.
    """
    if not all("!" <= letter <= "~" for letter in api_key):
        raise SettingsError(
            "index.api_key holds characters that no key has, such as spaces or line ends. "
            "Copy it again."
        )
    host = urlsplit(server.url).hostname or ""
    if api_key and not server.encrypted and not _is_near(host):
        raise SettingsError(
            f"index.url would send index.api_key to {host} in the clear, for anybody on the way "
            "to read. Use https://, or leave out the key."
        )


def _is_near(host: str) -> bool:
    """Return whether *host* is on this computer or in a private network."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        # A name without a dot is one of the own network: "localhost", or that of a container.
        return "." not in host or host.endswith((".local", ".localhost", ".internal", ".lan"))
    return address.is_loopback or address.is_private
