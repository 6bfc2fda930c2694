"""Errors as CompreFace's clients expect them: a code and a message."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from likeness.errors import LikenessError, PhotoError
from likeness.rest import problems
from likeness.rest.problems import ProblemError

NO_FACE = 28
"""The one code that clients look at."""

OTHER = 0


class NoFaceError(Exception):
    """Nobody is to be seen on a picture."""


ERRORS = (NoFaceError, ProblemError, LikenessError, RequestValidationError, HTTPException)


class DoorRoute(APIRoute):
    """A route whose errors are CompreFace's."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except ERRORS as exc:
                return _as_theirs(exc)

        return answered


def refused(
    status: int, message: str, code: int = OTHER, headers: dict[str, str] | None = None
) -> JSONResponse:
    """Return a refusal."""
    return JSONResponse({"message": message, "code": code}, status, headers=headers)


def _as_theirs(error: Exception) -> JSONResponse:
    match error:
        case NoFaceError():
            answer = refused(400, "No face is found in the given image", NO_FACE)
        case ProblemError():
            answer = refused(error.status, error.detail, headers=error.headers)
        case PhotoError():
            answer = refused(400, error.detail)
        case LikenessError():
            ours = problems.of(error)
            answer = refused(ours.status_code, json.loads(bytes(ours.body))["detail"])
        case RequestValidationError():
            answer = refused(400, _first(error))
        case HTTPException():
            answer = refused(error.status_code, str(error.detail))
        case _:
            raise error
    return answer


def _first(error: RequestValidationError) -> str:
    faults = error.errors()
    if not faults:
        return "The request makes no sense."
    where = ".".join(str(part) for part in faults[0]["loc"])
    return f"{where}: {faults[0]['msg']}."
