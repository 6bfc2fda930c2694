"""The application: routes, what guards them, and one library."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, compile_path
from starlette.types import Scope

from likeness.rest import problems, specification
from likeness.rest.doors import brought, compreface
from likeness.rest.guards.bodies import BodyGuard
from likeness.rest.guards.broken import BrokenGuard
from likeness.rest.guards.headers import HeaderGuard
from likeness.rest.guards.hosts import HostGuard, own_names
from likeness.rest.guards.origins import ForwardedGuard, OriginGuard
from likeness.rest.guards.root_path import RootPath
from likeness.rest.metrics import MetricsGuard
from likeness.rest.problems import ProblemError
from likeness.rest.routers import (
    accounts,
    averages,
    collections,
    documentation,
    downloads,
    edits,
    events,
    exports,
    face_map,
    faces,
    failures,
    find,
    grouping,
    health,
    jobs,
    library,
    network,
    page,
    people,
    photos,
    play,
    reports,
    review,
    rounds,
    session,
    trust,
    uploads,
)
from likeness.rest.state import Server
from likeness.rest.visitor import PUBLIC, is_known, needs_of
from likeness.version import __version__

if TYPE_CHECKING:
    from likeness.settings import ServeSettings

API = "/api/v1"

EVERY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]

ROUTERS: tuple[APIRouter, ...] = (
    library.router,
    photos.router,
    faces.router,
    people.router,
    collections.router,
    failures.router,
    edits.router,
    find.router,
    uploads.router,
    exports.router,
    downloads.router,
    review.router,
    averages.router,
    grouping.router,
    face_map.router,
    network.router,
    trust.router,
    rounds.router,
    play.router,
    reports.router,
    jobs.router,
    events.router,
    session.router,
    accounts.router,
)
"""One for each noun, in the order of the specification."""


def create_app(server: Server) -> FastAPI:
    """Return the application for one server.

    Raises:
        AssertionError, TypeError: A route does not declare what it needs.
    """
    app = FastAPI(
        title="Likeness",
        version=__version__,
        summary="Find every face in your photos, see who is there, and find anybody again.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        middleware=guards(server),
        generate_unique_id_function=_operation_id,
        separate_input_output_schemas=False,
    )
    app.state.server = server
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router, prefix=API)
    if server.settings.compreface:
        app.include_router(compreface.router, prefix=API, include_in_schema=False)
    for router in (session.entrance, health.router, documentation.router, specification.router):
        app.include_router(router)
    app.add_api_route(
        "/api/{rest:path}",
        _nothing(list(api_routes(app.routes))),
        include_in_schema=False,
        dependencies=[Depends(PUBLIC)],
        methods=EVERY_METHOD,
    )
    app.include_router(page.router)  # the last: it takes every address
    specification.install(app)
    require_declared(app.routes)
    return app


def guards(server: Server) -> Sequence[Middleware]:
    """Return what every request passes, outermost first."""
    settings = server.settings
    names = settings.hosts if server.local else (*settings.hosts, *own_names())
    found: list[Middleware] = [
        Middleware(RootPath, path=settings.root_path),
        Middleware(MetricsGuard, metrics=server.metrics),
        Middleware(HeaderGuard, lasting=_lasting(settings), closing=server.stopping.is_set),
        Middleware(BrokenGuard),
        Middleware(HostGuard, names=names, local=server.local),
    ]
    if server.local:
        found.append(Middleware(ForwardedGuard))
    found.append(Middleware(OriginGuard))
    found.append(
        Middleware(
            BodyGuard, most=_most(server), seconds=settings.body_seconds, known=_known(server)
        )
    )
    return found


def _lasting(settings: ServeSettings) -> bool:
    """Return whether the owner sees to TLS, not we with a certificate that nobody vouches for."""
    return bool(settings.tls_certificate or (settings.proxies and settings.tls == "off"))


def _most(server: Server) -> Any:
    """Return how many bytes the body of a request may have."""
    settings = server.settings

    def most(method: str, path: str) -> int:
        below = path.removeprefix(settings.root_path)
        if below.startswith(f"{API}/uploads/"):
            return settings.max_upload if method in {"PATCH", "POST"} else settings.max_body
        if below in {f"{API}/find/samples", f"{API}/find/quick"}:
            return settings.max_sample
        if play.takes_photo(method, below):
            return min(play.MOST_BODY, settings.max_sample)
        if settings.compreface and below.startswith(brought.PREFIXES):
            return brought.MOST_BODY
        return settings.max_body

    return most


def _known(server: Server) -> Callable[[Scope], Awaitable[bool]]:
    """Return what says whether somebody may send much: who is known, or brings a photo to a game.

    Others may do that, too: its route looks at the token in the path before it reads the body.
    """
    root = server.settings.root_path

    async def known(scope: Scope) -> bool:
        path = scope["path"].removeprefix(root)
        return play.takes_photo(scope["method"], path) or await is_known(scope)

    return known


def require_declared(routes: Sequence[BaseRoute]) -> None:
    """See that each route declares what it needs, exactly once."""
    for route in api_routes(routes):
        if len({repr(need) for need in needs_of(route.original_route)}) != 1:
            raise AssertionError(f"{route.path} does not declare what it needs")


def api_routes(routes: Sequence[BaseRoute]) -> Iterator[RouteContext]:
    """Yield all routes, and refuse to overlook one of another kind."""
    for route in iter_route_contexts(routes):
        if not isinstance(route.original_route, APIRoute):
            raise TypeError(f"{route.path} is of a kind that declares nothing")
        yield route


def _operation_id(route: APIRoute) -> str:
    return route.operation_id or route.name


def _nothing(routes: Sequence[RouteContext]) -> Callable[[str], Awaitable[None]]:
    """Return what answers where *routes* have no such path, or not with this method."""
    known = [(compile_path(route.path or "")[0], route.methods or set()) for route in routes]

    async def nothing(rest: str) -> None:
        """Answer what is no route of the API: never with a page."""
        path = f"/api/{rest}"
        allowed = sorted(
            {method for shape, methods in known if shape.match(path) for method in methods}
        )
        if not allowed:
            raise ProblemError(
                404, "not-found", "Not found", "The API has no such path; /docs lists what it has."
            )
        raise ProblemError(
            405,
            "method-not-allowed",
            "Not with this method",
            f"This path takes {', '.join(allowed)}.",
            headers={"Allow": ", ".join(allowed)},
        )

    return nothing
