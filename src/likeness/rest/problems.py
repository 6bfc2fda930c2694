"""Errors as problem details, application/problem+json (RFC 9457), with types that stay."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from likeness import errors

log = logging.getLogger("likeness.rest")

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:likeness:problem:"
RETRY_SECONDS = 5

UNSPOKEN = "Something that the library keeps cannot be read or written now."

KNOWN: Mapping[type[errors.LikenessError], tuple[int, str, str]] = {
    errors.UnknownPhotoError: (404, "unknown-photo", "No such photo"),
    errors.UnknownFaceError: (404, "unknown-face", "No such face"),
    errors.UnknownPersonError: (404, "unknown-person", "No such person"),
    errors.UnknownCollectionError: (404, "unknown-collection", "No such collection"),
    errors.UnknownSourceError: (404, "unknown-source", "No such source"),
    errors.UnknownEditError: (404, "unknown-edit", "No such edit"),
    errors.UnknownAverageError: (404, "unknown-average", "No such average"),
    errors.UnknownJobError: (404, "unknown-job", "No such job"),
    errors.UnknownUploadError: (404, "unknown-upload", "No such upload"),
    errors.UnknownAccountError: (404, "unknown-account", "No such account"),
    errors.UnknownKeyError: (404, "unknown-key", "No such key"),
    errors.UnknownRoundError: (404, "unknown-round", "No such round"),
    errors.UnknownParticipantError: (404, "unknown-participant", "Nobody of that id takes part"),
    errors.UnknownSeriesError: (404, "unknown-series", "No such series"),
    errors.UnknownRoundError: (404, "unknown-round", "No such round"),
    errors.UnknownParticipantError: (404, "unknown-participant", "Nobody takes part as that"),
    errors.UnknownSeriesError: (404, "unknown-series", "No such series"),
    errors.NotFoundError: (404, "not-found", "Not found"),
    errors.UsageError: (422, "invalid-request", "The request makes no sense"),
    errors.EditRefusedError: (409, "edit-refused", "The decision contradicts another"),
    errors.JoinRefusedError: (422, "join-refused", "Nobody can join like this"),
    errors.JoinRefusedError: (422, "join-refused", "You cannot take part like that"),
    errors.LoginRefusedError: (401, "login-refused", "Name or password is wrong"),
    errors.AccessError: (403, "not-allowed", "Not allowed"),
    errors.PhotoError: (422, "photo-refused", "The picture cannot be used"),
    errors.ExportError: (422, "export-refused", "That cannot be written"),
    errors.UploadOffsetError: (409, "wrong-offset", "These bytes do not go there"),
    errors.UploadTakenError: (409, "upload-taken", "Somebody else sends this now"),
    errors.UploadTooLargeError: (413, "too-large", "Too large"),
    errors.UploadError: (422, "upload-refused", "The file cannot be taken in"),
    errors.DownloadError: (502, "download-failed", "An address did not answer"),
    errors.EvaluationError: (422, "evaluation-refused", "That cannot be measured"),
    errors.InterruptedRunError: (503, "interrupted", "The server is stopping"),
    errors.LibraryBusyError: (503, "busy", "Somebody else is writing"),
    errors.StoreUnavailableError: (503, "store-unavailable", "A store does not answer"),
    errors.LikenessError: (500, "failed", "That did not work"),
}
"""Status, type and title of each kind of error: the most specific one holds."""

STATE = frozenset({"closed", "full", "already-joined"})
"""Why somebody cannot join whatever they send: the answer is 409."""


class Fault(BaseModel):
    """One value of a request that cannot be used."""

    where: str = Field(description="path to the value", examples=["query.limit"])
    what: str = Field(description="what is wrong with it")


class Problem(BaseModel):
    """Why a request was not answered as asked (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="stays the same for good", examples=[TYPE + "unknown-person"])
    title: str = Field(examples=["No such person"])
    status: int = Field(ge=400, le=599, examples=[404])
    detail: str = Field(description="what happened and what to do, for people")
    faults: list[Fault] | None = Field(default=None, description="of an invalid request")
    reason: str | None = Field(
        default=None, description="of a picture that cannot be used, or of who cannot join"
    )
    offset: int | None = Field(default=None, description="where the next byte of an upload goes")


class ProblemError(Exception):
    """Ends a request with a problem.

    Args:
        status: Of HTTP.
        kind: The end of the problem's type.
        title: What kind of problem it is, in words.
        detail: What happened and what to do.
        headers: To send with it.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        title: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.title = title
        self.detail = detail
        self.headers = dict(headers or {})


class ProblemResponse(JSONResponse):
    """A problem as JSON; what UTF-8 cannot hold of what somebody sent becomes a question mark."""

    media_type = MEDIA_TYPE

    def render(self, content: Any) -> bytes:
        """Return the bytes of the body."""
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode("utf-8", "replace")


def response(
    status: int,
    kind: str,
    title: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """Return a problem as a response."""
    content = {"type": TYPE + kind, "title": title, "status": status, "detail": detail, **more}
    return ProblemResponse(content, status, headers=dict(headers or {}))


def of(error: errors.LikenessError) -> JSONResponse:
    """Return one of our errors as a response."""
    kind = next(kind for kind in type(error).__mro__ if kind in KNOWN)
    status, name, title = KNOWN[kind]
    headers = {"Retry-After": str(RETRY_SECONDS)} if status == 503 else {}
    if isinstance(error, errors.PhotoError):  # what it says itself names a path of this machine
        why = f"The picture cannot be used: {error.reason.replace('_', ' ')}."
        return response(status, name, title, why, headers, reason=error.reason)
    if isinstance(error, errors.StoreUnavailableError | errors.BlobNotFoundError):  # likewise
        log.warning("Refused: %s", type(error).__name__)
        log.debug("The reason: %s", error)
        return response(status, name, title, UNSPOKEN, headers)
    if isinstance(error, errors.JoinRefusedError):
        refused = 409 if error.reason in STATE else status
        name = "bad-nickname" if error.reason == "nickname" else error.reason
        return response(refused, name, title, str(error), headers, reason=error.reason)
    if isinstance(error, errors.UploadOffsetError):
        return response(status, name, title, str(error), headers, offset=error.offset)
    return response(status, name, title, str(error), headers)


def install(app: FastAPI) -> None:
    """Answer every error of *app* with a problem."""
    app.add_exception_handler(errors.LikenessError, _ours)
    app.add_exception_handler(ProblemError, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, unexpected)


async def _ours(request: Request, error: Exception) -> JSONResponse:
    del request
    if not isinstance(error, errors.LikenessError):
        raise error
    return of(error)


async def _problem(request: Request, error: Exception) -> JSONResponse:
    del request
    if not isinstance(error, ProblemError):
        raise error
    return response(error.status, error.kind, error.title, error.detail, error.headers)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    """Say which values are wrong, without repeating them: they may be personal."""
    del request
    if not isinstance(error, RequestValidationError):
        raise error
    faults = [
        {"where": ".".join(str(part) for part in fault["loc"]), "what": fault["msg"]}
        for fault in error.errors()
    ]
    first = faults[0] if faults else {"where": "request", "what": "is malformed"}
    detail = f"{first['where']}: {first['what']}."
    return response(422, "invalid-request", "The request makes no sense", detail, faults=faults)


TITLES = {
    400: ("malformed", "The request cannot be read"),
    401: ("login-needed", "Who are you?"),
    403: ("not-allowed", "Not allowed"),
    404: ("not-found", "Not found"),
    405: ("method-not-allowed", "Not with this method"),
    408: ("too-slow", "The request stopped in the middle"),
    413: ("too-large", "Too large"),
    416: ("range", "No such range"),
}


async def _http(request: Request, error: Exception) -> JSONResponse:
    del request
    if not isinstance(error, HTTPException):
        raise error
    kind, title = TITLES.get(error.status_code, ("http", "The request was refused"))
    return response(error.status_code, kind, title, str(error.detail), error.headers)


async def unexpected(request: Request, error: Exception) -> JSONResponse:
    """Tell nobody what broke inside; the log has where, and what only at debug."""
    route = getattr(request.scope.get("route"), "path", "?")
    log.error("%s %s broke: %s", request.method, route, type(error).__name__)
    log.debug("It broke here", exc_info=error)
    return response(
        500, "broken", "An error of ours", "The server made a mistake; its log says more."
    )
