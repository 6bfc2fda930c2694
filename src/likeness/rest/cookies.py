"""The cookie of a session."""

from __future__ import annotations

from fastapi import Request, Response

NAME = "likeness_session"
SECURE_NAME = "__Host-likeness_session"
"""Over TLS: browsers then take it from nobody but this very host (RFC 6265bis, 4.1.3)."""

LONGEST = 128


def name_for(request: Request) -> str:
    """Return the cookie's name on the connection that *request* came by."""
    return SECURE_NAME if request.url.scheme == "https" else NAME


def session_of(request: Request) -> str | None:
    """Return the token of the session that came along, if any."""
    token = request.cookies.get(name_for(request))
    return token if token and len(token) <= LONGEST else None


def give(request: Request, response: Response, token: str, *, days: int) -> None:
    """Let the browser keep *token*; scripts cannot read it, other sites cannot send it."""
    response.set_cookie(
        name_for(request),
        token,
        max_age=days * 24 * 3600,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def take(request: Request, response: Response) -> None:
    """Let the browser forget its session."""
    response.delete_cookie(
        name_for(request),
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
