"""/session: log in, log out, who am I."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from likeness.rest import cookies
from likeness.rest.problems import ProblemError
from likeness.rest.routers.answers import problems
from likeness.rest.schemas.session import LinkOut, Login, PasswordChange, SessionOut
from likeness.rest.state import Served, Server
from likeness.rest.visitor import ADMIN, PUBLIC, READ, Visit
from likeness.types import OpenedSession, Visitor

router = APIRouter(prefix="/session", tags=["session"])
entrance = APIRouter()

ENTRANCE = "/enter"

STATE = "X-Library-State"
"""Changes whenever something is forgotten: proxies keep pictures under it (`deploy/nginx`)."""


@router.get(
    "",
    operation_id="getSession",
    dependencies=[Depends(READ)],
    responses=problems(),
)
def get_session(request: Request, response: Response, served: Served, visitor: Visit) -> SessionOut:
    """Say whom the server takes the visitor for."""
    response.headers[STATE] = str(served.library.newest_removal())
    return _shown(served, visitor, cookies.session_of(request) if visitor.session else None)


@router.post(
    "",
    operation_id="logIn",
    dependencies=[Depends(PUBLIC)],
    responses=problems(429),
)
def log_in(request: Request, response: Response, served: Served, login: Login) -> SessionOut:
    """Log in with a name and its password: the browser gets a cookie."""
    address = request.client.host if request.client else ""
    served.limits.login(address, login.name)
    opened = served.library.access.log_in(login.name, login.password)
    served.limits.logged_in(address, login.name)
    return _give(request, response, served, opened)


@router.delete(
    "",
    operation_id="logOut",
    status_code=204,
    dependencies=[Depends(READ)],
    responses=problems(),
)
def log_out(request: Request, response: Response, served: Served, visitor: Visit) -> None:
    """End this session, for good and on the server."""
    token = cookies.session_of(request)
    if visitor.session and token:
        served.library.access.log_out(token)
    cookies.take(request, response)


@router.put(
    "/password",
    operation_id="changePassword",
    dependencies=[Depends(READ)],
    responses=problems(429),
)
def change_password(
    request: Request,
    response: Response,
    served: Served,
    visitor: Visit,
    change: PasswordChange,
) -> SessionOut:
    """Change one's own password: all other sessions of the account end."""
    if visitor.account is None or visitor.session is None:
        raise ProblemError(
            403, "not-allowed", "Not allowed", "Only an account that is logged in has a password."
        )
    address = request.client.host if request.client else ""
    served.limits.login(address, visitor.who)
    access = served.library.access
    access.change_password(visitor.account, change.old, change.new)
    served.limits.logged_in(address, visitor.who)
    return _give(request, response, served, access.log_in(visitor.who, change.new))


@router.post(
    "/links",
    operation_id="createLink",
    status_code=201,
    dependencies=[Depends(ADMIN)],
    responses=problems(),
)
def create_link(served: Served) -> LinkOut:
    """Make a link that logs another browser on this machine in, once."""
    if not served.local:
        raise ProblemError(
            403, "not-allowed", "Not allowed", "This server has accounts: log in with one."
        )
    return LinkOut(path=entrance_path(served.links.make()))


@entrance.get(ENTRANCE, include_in_schema=False, dependencies=[Depends(PUBLIC)], status_code=303)
def enter(
    request: Request, served: Served, token: Annotated[str, Query(max_length=256)] = ""
) -> Response:
    """Open a session for whoever holds the one-time link, and go to the start page."""
    if not served.local or not served.links.use(token):
        raise ProblemError(
            403,
            "link-used",
            "This link opens nothing any more",
            "It was used, is older than ten minutes, or is of an earlier start. "
            "`likeness serve` prints a new one.",
        )
    answer = RedirectResponse(f"{request.scope.get('root_path', '')}/", status_code=303)
    opened = served.library.access.open_local_session(served.who)
    cookies.give(request, answer, opened.token, days=served.settings.session_days)
    return answer


def entrance_path(token: str) -> str:
    """Return the path of a one-time link."""
    return f"{ENTRANCE}?token={token}"


def _give(
    request: Request, response: Response, served: Server, opened: OpenedSession
) -> SessionOut:
    """Give the browser a new session; what it came with is not taken over, and ends."""
    before = cookies.session_of(request)
    if before:
        served.library.access.log_out(before)
    cookies.give(request, response, opened.token, days=served.settings.session_days)
    return _shown(served, opened.visitor, opened.token)


def _shown(served: Server, visitor: Visitor, token: str | None) -> SessionOut:
    return SessionOut(
        who=visitor.who,
        scope=visitor.scope,
        account=visitor.account,
        csrf=served.library.access.csrf_token(token) if token else None,
    )
