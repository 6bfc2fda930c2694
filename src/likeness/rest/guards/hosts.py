"""Refuses requests for other hosts: a foreign name that resolves to us is an attack.

DNS rebinding lets a page of evil.example read what a server on 127.0.0.1 answers, under the name
evil.example. Addresses cannot be rebound, so those are fine wherever we listen.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from likeness.rest.guards.refuse import refusal

LOOPBACK = frozenset({"localhost"})
HOST = re.compile(r"(?:\[([0-9a-f:.]{2,45})\]|([^\[\]:/?#@\\\s]{1,253}))(?::([0-9]{0,5}))?")
"""An IPv6 address in brackets, or a name or IPv4 address, and perhaps a port (RFC 9110, 7.2)."""


class HostGuard:
    """Passes requests whose Host is an address or one of the names given."""

    def __init__(self, app: ASGIApp, *, names: Iterable[str], local: bool) -> None:
        self._app = app
        self._names = frozenset(name.casefold().rstrip(".") for name in names) | LOOPBACK
        self._local = local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).getlist("host")
        if len(given) == 1 and self.allows(given[0]):
            await self._app(scope, receive, send)
            return
        answer = refusal(
            421,
            "wrong-host",
            "Not this host",
            "This server does not go by that name. If it should, put the name into serve.hosts.",
        )
        await answer(scope, receive, send)

    def allows(self, host: str) -> bool:
        """Return whether the value of a Host header is one of ours."""
        name = host_name(host)
        if name is None:
            return False
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return name in self._names
        return not self._local or address.is_loopback


def host_name(host: str) -> str | None:
    """Return the name or address in a Host header without its port; None: it is malformed."""
    found = name_and_port(host)
    return found[0] if found else None


def name_and_port(host: str) -> tuple[str, int | None] | None:
    """Return what is in a Host header; None: it is malformed. The port is None if not given."""
    found = HOST.fullmatch(host.strip().casefold())
    if found is None:
        return None
    address, name, port = found.groups()
    return address or name.rstrip("."), int(port) if port else None


def own_names() -> frozenset[str]:
    """Return the names of this machine that its network may know it by."""
    name = socket.gethostname().casefold()
    return frozenset({name, f"{name.partition('.')[0]}.local"})
