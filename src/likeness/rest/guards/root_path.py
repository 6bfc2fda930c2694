"""Tells the routes below which path a proxy shows the server, whether it cuts that off or not."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send


class RootPath:
    """Sets the root path of each request; paths are found with it and without it."""

    def __init__(self, app: ASGIApp, *, path: str) -> None:
        self._app = app
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._path:
            scope["root_path"] = self._path
        await self._app(scope, receive, send)
