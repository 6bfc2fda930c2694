"""Bounds what a request may send, in bytes and in time: nobody holds the server with a body.

The framework reads a body before it asks who sends it: whom nobody knows may send little.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from likeness.rest.guards.refuse import refusal

DIGITS = re.compile("[0-9]{1,18}")

STRANGERS = 64 * 1024
"""Bytes that anybody may send: a name and a password are less."""

SLOWEST = 1024
"""Bytes that have to come in a second, on the average, while we wait for more."""


class BodyGuard:
    """Refuses bodies that are too large (413), too slow (408) or of strangers and large (401).

    Args:
        app: What comes behind; it answers the errors that reading the body raises.
        most: Returns the bytes that the body of a request may have, from its method and path.
        seconds: That may pass between two pieces of a body; and so long it may be slow.
        known: Returns whether the server knows who sends a request.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        most: Callable[[str, str], int],
        seconds: float,
        known: Callable[[Scope], Awaitable[bool]],
    ) -> None:
        self._app = app
        self._most = most
        self._seconds = seconds
        self._known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._most(scope["method"], scope["path"])
        declared = _declared(scope)
        if declared is None or declared > most:
            answer = refusal(413, "too-large", "Too large", too_large(most))
            await answer(scope, receive, send)
            return
        if declared > STRANGERS and not await self._known(scope):
            answer = refusal(401, "login-needed", "Who are you?", "Log in before you send so much.")
            await answer(scope, receive, send)
            return
        await self._app(scope, self._bounded(scope, receive, most), send)

    def _bounded(self, scope: Scope, receive: Receive, most: int) -> Receive:
        taken, waited = 0, 0.0
        ended = False

        async def bounded() -> Message:
            nonlocal taken, waited, ended
            if ended:
                return await receive()  # only waits for the end of the connection now
            left = self._seconds + taken / SLOWEST - waited
            began = asyncio.get_running_loop().time()
            try:
                message = await asyncio.wait_for(receive(), min(self._seconds, left))
            except TimeoutError:
                raise HTTPException(
                    408,
                    f"Nothing came for {self._seconds:g} seconds, or too little. Send it again.",
                    {"Connection": "close"},
                ) from None
            waited += asyncio.get_running_loop().time() - began
            if message["type"] == "http.request":
                await counted(message)
            return message

        async def counted(message: Message) -> None:
            nonlocal taken, ended
            before = taken
            taken += len(message.get("body", b""))
            ended = not message.get("more_body", False)
            if taken > most:
                raise HTTPException(413, too_large(most), {"Connection": "close"})
            if before <= STRANGERS < taken and not await self._known(scope):
                raise HTTPException(401, "Log in before you send so much.", {"Connection": "close"})

        return bounded


def _declared(scope: Scope) -> int | None:
    """Return the declared length, 0 if it is not declared, None if that is no number."""
    given = Headers(scope=scope).get("content-length", "0")
    return int(given) if DIGITS.fullmatch(given) else None


def too_large(most: int) -> str:
    """Return the sentence for a body of more than *most* bytes."""
    return f"The body of this request may have {most:,} bytes at most."
