"""Who asks, and whether they may: every route declares what it needs.

    @router.get("/people", dependencies=[Depends(READ)], ...)
    async def list_people(served: Served, visitor: Visit) -> ...

A program comes with a key (`X-API-Key: lk_...` or `Authorization: Bearer lk_...`), a browser with
the cookie of a session and, where it changes anything, the session's token in `X-CSRF-Token`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute
from starlette.types import Scope as ASGIScope

from likeness.rest.cookies import session_of
from likeness.rest.problems import ProblemError
from likeness.rest.state import Server, server_of
from likeness.types import Scope, Visitor
from likeness.workflows.access.scopes import allows

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
KEY_HEADER = "x-api-key"
CSRF_HEADER = "x-csrf-token"
BEARER = "bearer "
LONGEST_SECRET = 256


class Needs:
    """A dependency that lets a request pass if its visitor may do so much; None: anybody."""

    def __init__(self, scope: Scope | None) -> None:
        self.scope = scope

    def __repr__(self) -> str:
        return f"Needs({self.scope!r})"

    async def __call__(self, request: Request) -> None:
        if self.scope is None:
            return
        visitor = await visitor_of(request)
        if not allows(visitor.scope, self.scope):
            raise ProblemError(
                403,
                "not-allowed",
                "Not allowed",
                f"This needs the scope {self.scope}, and yours is {visitor.scope}.",
            )


PUBLIC, READ, WRITE, ADMIN = Needs(None), Needs("read"), Needs("write"), Needs("admin")


async def visitor_of(request: Request) -> Visitor:
    """Return who asks.

    Raises:
        ProblemError: Nobody that we know (401), or a browser without its session's token (403).
    """
    known = getattr(request.state, "visitor", None)
    if isinstance(known, Visitor):
        return known
    visitor = await visitor_by_now(request)
    if visitor is None:
        raise ProblemError(
            401,
            "login-needed",
            "Who are you?",
            "Log in, or send a key in X-API-Key (`likeness keys create NAME` makes one).",
            headers={"WWW-Authenticate": 'Bearer realm="likeness"'},
        )
    request.state.visitor = visitor
    return visitor


async def visitor_by_now(request: Request) -> Visitor | None:
    """Return who asks, looked up anew: a request may live longer than a right.

    Raises:
        ProblemError: It is from a browser, without its session's token (403).
    """
    server = await server_of(request)
    secret = _secret_of(request)
    if secret is None:
        return await _of_session(server, request)
    access = server.library.access
    lately = access.lately(key=secret)
    return lately or await run_in_threadpool(access.visitor_of_key, secret)


async def is_known(scope: ASGIScope) -> bool:
    """Return whether a request is from somebody whom we know; without its session's token, too."""
    try:
        await visitor_of(Request(scope))
    except ProblemError as refused:
        return refused.status != 401
    return True


def _secret_of(request: Request) -> str | None:
    """Return the key that came along, "" for one that cannot be any."""
    secret = request.headers.get(KEY_HEADER)
    if secret is None:
        authorization = request.headers.get("authorization", "")
        if not authorization.lower().startswith(BEARER):
            return None
        secret = authorization[len(BEARER) :].strip()
    return secret if len(secret) <= LONGEST_SECRET else ""


async def _of_session(server: Server, request: Request) -> Visitor | None:
    token = session_of(request)
    if token is None:
        return None
    access = server.library.access
    visitor = access.lately(session=token)
    if visitor is None:
        visitor = await run_in_threadpool(access.visitor_of_session, token)
    if visitor is None:
        return None
    if request.method not in SAFE:
        _require_csrf(server, request, token)
    if visitor.account is not None:
        return visitor
    if not server.local:  # of a time before there were accounts
        return None
    return replace(visitor, who=server.who)


def _require_csrf(server: Server, request: Request, token: str) -> None:
    """Refuse what another site could have made the browser send (it cannot set this header)."""
    import hmac

    given = request.headers.get(CSRF_HEADER, "")
    expected = server.library.access.csrf_token(token)
    if not hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode()):
        raise ProblemError(
            403,
            "csrf",
            "The session's token is missing",
            "Send the token that GET /api/v1/session returns in X-CSRF-Token.",
        )


Visit = Annotated[Visitor, Depends(visitor_of)]


def needs_of(route: BaseRoute) -> list[Needs]:
    """Return what a route declares."""
    if not isinstance(route, APIRoute):
        return []
    return [d.dependency for d in route.dependencies if isinstance(d.dependency, Needs)]
