"""openapi.json: the specification, made of the routes, the same on every machine."""

from __future__ import annotations

import json
import re
from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response
from fastapi.routing import APIRoute, iter_route_contexts

from likeness.rest.problems import Problem
from likeness.rest.visitor import PUBLIC, needs_of

router = APIRouter(include_in_schema=False, dependencies=[Depends(PUBLIC)])

DESCRIPTION = """\
A face engine for photo collections, on your own machine.

Programs send a key in `X-API-Key` (`likeness keys create NAME`); browsers log in and send the
session's token in `X-CSRF-Token` with everything that changes something. Every answer that is not
what was asked for is a problem (RFC 9457) whose `type` stays the same for good. Lists come in
pages: pass `next` as `cursor` until it is null.
"""

SCHEMES = {
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "likeness_session"},
}


@router.get("/api/v1/openapi.json")
def openapi_json(request: Request) -> Response:
    """Return the specification."""
    return Response(dumped(request.app.openapi()), media_type="application/json")


def install(app: FastAPI) -> None:
    """Let *app* return our specification."""
    app.openapi = lambda: app.openapi_schema or _kept(app)  # type: ignore[method-assign]


def dumped(specification: dict[str, Any]) -> str:
    """Return the specification as the file in docs/reference has it."""
    return json.dumps(specification, ensure_ascii=False, indent=2) + "\n"


def _kept(app: FastAPI) -> dict[str, Any]:
    app.openapi_schema = made(app)
    return app.openapi_schema


def made(app: FastAPI) -> dict[str, Any]:
    """Make the specification of an application."""
    found = get_openapi(
        title=app.title,
        version="1",  # of the API, which the path carries: a release does not change it
        summary=app.summary,
        description=DESCRIPTION,
        routes=app.routes,
        separate_input_output_schemas=False,
    )
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    found["components"]["securitySchemes"] = SCHEMES
    found["components"]["schemas"] = dict(sorted(schemas.items()))
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute) and route.include_in_schema:
            path = found["paths"][route.path_format]
            _secure(path, route.original_route)
            _describe(path, route.original_route)
    return found


def _describe(path: dict[str, Any], route: APIRoute) -> None:
    """Let the first sentence of what a route says of itself be its summary, not its name."""
    first, rest = sentences(route.description)
    for method in route.methods or ():
        operation = path.get(method.lower())
        if operation is None or not first:
            continue
        operation["summary"] = first
        operation.pop("description", None)
        if rest:
            operation["description"] = rest


def sentences(text: str) -> tuple[str, str]:
    """Return the first sentence without its full stop, on one line, and what follows."""
    first, _, rest = text.strip().partition("\n\n")
    ended = re.search(r"\.\s+(?=[A-Z`*])", first)
    if ended is not None:
        rest = f"{first[ended.end() :]}\n\n{rest}"
        first = first[: ended.start()]
    return " ".join(first.split()).removesuffix("."), rest.strip()


def _secure(path: dict[str, Any], route: APIRoute) -> None:
    """Say what a route needs, in words of OpenAPI and in ours."""
    scope = needs_of(route)[0].scope
    for method in route.methods or ():
        operation = path.get(method.lower())
        if operation is None:
            continue
        operation["x-permission"] = scope or "public"
        operation["security"] = [{name: []} for name in SCHEMES] if scope else []
