"""What every answer carries to keep browsers from doing more with it than we mean."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from likeness.rest.guards.hosts import name_and_port

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; media-src 'self' blob:; manifest-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Of pages; nothing is loaded from elsewhere, nothing inline runs (CSP Level 3)."""


def page_policy(nonce: str) -> str:
    """Return what the web page may do: what `POLICY` says, and a few things more.

    It says where its addresses begin, adds styles while it runs, which carry *nonce*, and shows
    reports in frames.
    """
    return (
        POLICY.replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'").replace(
            "base-uri 'none'", "base-uri 'self'"
        )
        + "; frame-src 'self'"
    )


WORKER_POLICY = "default-src 'none'; connect-src 'self'"
"""Of the page's service worker: it fetches what the page consists of."""

BARE = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""Of all else: a picture or file that is opened as a page can do nothing."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
}

HSTS = "max-age=31536000"
"""For a year a browser speaks TLS only with this name, at all its ports, and cannot be persuaded to
trust another certificate: not to be said of names that other programs share."""


class HeaderGuard:
    """Adds security headers; what is not said to be cached is not to be.

    Args:
        app: What is guarded.
        lasting: Whether TLS will be there tomorrow: a certificate of the owner's, or of a proxy.
        closing: Whether connections are to be given up.
    """

    def __init__(
        self, app: ASGIApp, *, lasting: bool = False, closing: Callable[[], bool] = lambda: False
    ) -> None:
        self._app = app
        self._lasting = lasting
        self._closing = closing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(MutableHeaders(scope=message), strict=self._is_strict(scope))
            await send(message)

        await self._app(scope, receive, dressed)

    def _is_strict(self, scope: Scope) -> bool:
        """Return whether browsers may rely on TLS for the name that they came by."""
        if scope["scheme"] != "https" or not self._lasting:
            return False
        found = name_and_port(Headers(scope=scope).get("host", ""))
        return found is not None and not is_of_machine(found[0])

    def _dress(self, headers: MutableHeaders, *, strict: bool) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        page = headers.get("content-type", "").startswith("text/html")
        headers.setdefault("Content-Security-Policy", POLICY if page else BARE)
        headers.setdefault("Cache-Control", "no-store")
        if strict:
            headers.setdefault("Strict-Transport-Security", HSTS)
        if self._closing():  # proxies open their next connection to another server
            headers["Connection"] = "close"


def is_of_machine(name: str) -> bool:
    """Return whether *name* is an address or localhost: every program of the machine has it."""
    bare = name.strip("[]").removesuffix(".").lower()
    if bare == "localhost" or bare.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return False
    return True
