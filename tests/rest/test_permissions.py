"""Every route against every kind of visitor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import get_args

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from likeness.rest.app import api_routes, require_declared
from likeness.rest.visitor import Needs, needs_of
from likeness.types import Scope
from likeness.workflows.access.scopes import allows

SCOPES: tuple[Scope, ...] = get_args(Scope)

IDS = {
    "photo": "0" * 64,
    "face": "f" + "0" * 16,
    "person": "p" + "0" * 16,
    "average": "a" + "0" * 16,
    "picture": "a" + "0" * 16,
    "report": "folder~accuracy",
    "file": "accuracy.html",
    "account": "a" + "0" * 16,
    "key": "k" + "0" * 8,
    "job": "j" + "0" * 16,
    "upload": "u" + "0" * 32,
    "ticket": "t" + "0" * 32,
    "edit": "999",
    "source": "999",
    "round": "r" + "0" * 16,
    "series": "s" + "0" * 16,
    "participant": "q" + "0" * 16,
    "token": "0" * 32,
    "entry": "q" + "0" * 16,
}
"""Well-formed, and of nothing that there is."""

ENDLESS = "/api/v1/events"


def routes(app: FastAPI) -> Iterator[tuple[str, str, Needs]]:
    for route in api_routes(app.routes):
        (need,) = {repr(need): need for need in needs_of(route.original_route)}.values()
        path = re.sub(r"\{(\w+)(:path)?\}", lambda name: IDS.get(name[1], "none"), route.path)
        for method in sorted(route.methods - {"OPTIONS", "HEAD"}):
            yield method, path, need


def is_refused(answer: object) -> bool:
    """Whether the visitor was refused for what it may not do, not for what it asked."""
    status, body = answer.status_code, answer.text  # type: ignore[attr-defined]
    return status == 401 or (status == 403 and "This needs the scope" in body)


def test_there_is_no_route_without_a_declared_permission(app: FastAPI) -> None:
    require_declared(app.routes)
    undeclared = FastAPI(openapi_url=None)
    undeclared.add_api_route("/open", lambda: None)
    with pytest.raises(AssertionError, match="/open does not declare"):
        require_declared(undeclared.routes)


def test_nobody_passes_a_route_that_is_not_public(app: FastAPI, anybody: TestClient) -> None:
    for method, path, need in routes(app):
        answer = anybody.request(method, path, follow_redirects=False)
        assert (answer.status_code == 401) == (need.scope is not None), (method, path)


@pytest.mark.parametrize("scope", SCOPES)
def test_every_visitor_passes_what_it_may_and_nothing_else(
    app: FastAPI, visitors: Callable[[Scope], TestClient], scope: Scope
) -> None:
    visitor = visitors(scope)
    for method, path, need in routes(app):
        if need.scope is None:
            continue
        may = allows(scope, need.scope)
        if path == ENDLESS and may:
            continue
        answer = visitor.request(method, path, follow_redirects=False)
        assert is_refused(answer) != may, (method, path, answer.text)
        assert answer.status_code < 500, (method, path, answer.text)


def test_changing_something_needs_more_than_reading(app: FastAPI) -> None:
    """What viewers may do besides looking: their own session, their own keys, and searching."""
    own = re.compile(r"/api/v1/(session|keys|find|averages/compare|photos/zip|exports)(/|$)")
    for method, path, need in routes(app):
        if method != "GET" and need.scope == "read":
            assert own.match(path), (method, path)
