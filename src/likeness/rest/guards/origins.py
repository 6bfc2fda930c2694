"""Refuses what other sites make a browser send, and forwarded headers where nobody forwards."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from likeness.rest.guards.hosts import name_and_port
from likeness.rest.guards.refuse import refusal

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SAME_SITE = frozenset({"same-origin", "none"})
DEFAULT_PORTS = {"http": 80, "https": 443}
FORWARDED = (
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-prefix",
    "x-forwarded-proto",
    "x-forwarded-server",
    "x-real-ip",
)


class OriginGuard:
    """Passes safe requests, and others of this very origin or of programs that are no browsers."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str] = ()) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE or self._is_ours(scope):
            await self._app(scope, receive, send)
            return
        answer = refusal(
            403,
            "cross-site",
            "Another site sent this",
            "Requests that change something are taken from this server's own pages only.",
        )
        await answer(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        site = headers.get("sec-fetch-site")
        if site is not None and site not in SAME_SITE:
            return False
        origins = headers.getlist("origin")
        return all(_same(origin, scope, headers.get("host", "")) for origin in origins)


def _same(origin: str, scope: Scope, host: str) -> bool:
    """Return whether *origin* is the scheme, name and port that the request came to."""
    try:
        theirs = urlsplit(origin)
        name, port = theirs.hostname, theirs.port
    except ValueError:  # no address at all
        return False
    ours = name_and_port(host)
    if theirs.scheme != scope["scheme"] or name is None or ours is None:
        return False
    default = DEFAULT_PORTS.get(theirs.scheme)
    return (name, port or default) == (ours[0], ours[1] or default)


class ForwardedGuard:
    """Refuses forwarded requests: without accounts everybody who is let through would be trusted.

    Somebody put a proxy before a server that only this machine should reach.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            if any(name in headers for name in FORWARDED):
                answer = refusal(
                    403,
                    "forwarded",
                    "Forwarded, and nobody has an account",
                    "A proxy forwards requests to a server without accounts. Make one "
                    "(`likeness users create NAME --role owner`) and name the proxy in "
                    "serve.proxies.",
                )
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)
