"""How a guard refuses: with a problem, before any route is asked."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from likeness.rest import problems


def refusal(
    status: int, kind: str, title: str, detail: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a problem that ends the connection too: the body may not have been read."""
    last = {**(headers or {}), "Connection": "close"}
    return problems.response(status, kind, title, detail, last)
