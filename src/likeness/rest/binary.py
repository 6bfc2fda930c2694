"""Answers that are no JSON: pictures, originals, archives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from anyio import CancelScope
from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from likeness.errors import BlobNotFoundError, PhotoError
from likeness.rest.problems import ProblemError
from likeness.rest.ranges import Range, UnsatisfiableError, wanted
from likeness.rest.routers.answers import problems

if TYPE_CHECKING:
    from collections.abc import Iterator

IMMUTABLE = "private, max-age=31536000, immutable"
"""Of pictures of what never changes under its id."""

ASK_AGAIN = "private, no-cache"
"""Of what may change: browsers keep it, and ask each time whether it is the same."""

BYTES = {"schema": {"type": "string", "format": "binary"}}
SAME = {"description": "The same as the one with the tag in If-None-Match"}
CACHED = {"ETag": {"schema": {"type": "string"}}, "Cache-Control": {"schema": {"type": "string"}}}


class WebP(Response):
    """A WebP file."""

    media_type = "image/webp"


class Png(Response):
    """A PNG file."""

    media_type = "image/png"


def answers(*media_types: str, **more: str) -> dict[int | str, dict[str, Any]]:
    """Return `responses` for a route that answers with files of these types, or with 304.

    Args:
        media_types: Of the answer.
        more: What it is, as `description`.
    """
    whole = {
        "description": more.get("description", "The file"),
        "headers": CACHED,
        "content": dict.fromkeys(media_types, BYTES),
    }
    part = {"description": "The range that was asked for", "content": whole["content"]}
    return {200: whole, 206: part, 304: SAME, 416: problems(416)[416]}


def picture(
    request: Request, data: bytes, kind: type[Response] = WebP, *, cache: str = ASK_AGAIN
) -> Response:
    """Return a picture, or only that the visitor has it already."""
    tag = f'"{sha256(data).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": cache}
    if has_already(request, tag):
        return Response(status_code=304, headers=headers)
    headers["Accept-Ranges"] = "bytes"
    part = asked_part(request, tag, len(data))
    if part is None:
        return kind(data, headers=headers)
    start, end = part
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(data)}"
    return kind(data[start:end], status_code=206, headers=headers)


def unless_known(request: Request, data: bytes, media_type: str) -> Response:
    """Return what may change, or only that the visitor has it as it is now."""
    tag = f'"{sha256(data).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": ASK_AGAIN}
    if has_already(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(data, headers=headers, media_type=media_type)


def asked_part(request: Request, tag: str, size: int) -> Range | None:
    """Return the part of *size* bytes that a request wants; None: all of them.

    Raises:
        ProblemError: There is no such part (416).
    """
    if request.method != "GET":
        return None
    condition = request.headers.get("if-range")
    if condition is not None and condition.strip() != tag:
        return None
    try:
        return wanted(request.headers.get("range"), size)
    except UnsatisfiableError as exc:
        raise ProblemError(
            416,
            "range",
            "No such range",
            f"The file has {size:,} bytes.",
            headers={"Content-Range": f"bytes */{size}"},
        ) from exc


def has_already(request: Request, tag: str) -> bool:
    """Return whether If-None-Match names *tag* (RFC 9110, 13.1.2: weakly compared)."""
    given = request.headers.get("if-none-match")
    if given is None:
        return False
    return given.strip() == "*" or any(
        one.strip().removeprefix("W/") == tag for one in given.split(",")
    )


class Streamed(StreamingResponse):
    """Sends pieces, and lets go of what they come from however that ends."""

    def __init__(
        self,
        pieces: Iterable[bytes],
        *,
        close: Callable[[], object],
        status_code: int = 200,
        headers: Mapping[str, str] | None = None,
        media_type: str | None = None,
    ) -> None:
        super().__init__(pieces, status_code, headers, media_type)
        self._close = close

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            with CancelScope(shield=True):
                await run_in_threadpool(self._close)


@contextmanager
def files_may_be_gone() -> Iterator[None]:
    """Answer 404 where a photo's file cannot be read now; say nothing of where it lay."""
    try:
        yield
    except (PhotoError, BlobNotFoundError) as exc:
        raise ProblemError(
            404,
            "file-missing",
            "The file is not there",
            "The photo is known, but no file of it can be read now that is what was indexed: "
            "mount its disk, or add its folder again.",
        ) from exc
