"""Pictures as CompreFace's clients bring them: in a form, or as base64 in JSON."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.concurrency import contextmanager_in_threadpool
from starlette.concurrency import run_in_threadpool

from likeness.errors import StoreUnavailableError
from likeness.rest.forms import FormFile, Limits, form_of, malformed
from likeness.rest.problems import ProblemError
from likeness.rest.state import Server

MOST_BYTES = 5 * 2**20
MOST_BODY = 16 * 2**20
"""Two pictures as base64, and what frames them."""

PREFIXES = ("/api/v1/recognition", "/api/v1/detection", "/api/v1/verification")
"""Of one picture, as CompreFace has it."""

JSON = "application/json"


@asynccontextmanager
async def pictures(
    request: Request, served: Server, *names: str
) -> AsyncIterator[Mapping[str, FormFile]]:
    """Yield the pictures of a request by their names, for as long as the block lasts.

    Raises:
        ProblemError: One is missing (400) or too large (413), or the request cannot be read.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == JSON:
        async with contextmanager_in_threadpool(served.library.scratch()) as folder:
            body = await request.body()
            yield _whole(await run_in_threadpool(_from_json, body, names, folder), names)
        return
    limits = Limits(files=frozenset(names), most=len(names))
    async with form_of(request, served.library, limits) as form:
        yield _whole({file.field: file for file in form.files}, names)


def _whole(found: Mapping[str, FormFile], names: tuple[str, ...]) -> Mapping[str, FormFile]:
    for name in names:
        if name not in found:
            raise malformed(f"Required part '{name}' is not present.")
        if found[name].size > MOST_BYTES:
            raise ProblemError(
                413, "too-large", "Too large", f"A picture may have {MOST_BYTES:,} bytes at most."
            )
    return found


def _from_json(body: bytes, names: tuple[str, ...], folder: Path) -> dict[str, FormFile]:
    try:
        told: Any = json.loads(body)
    except (ValueError, RecursionError) as exc:
        raise malformed("This is no JSON.") from exc
    if not isinstance(told, dict):
        raise malformed("Send an object with the picture in it, as base64.")
    found = {}
    for number, name in enumerate(names):
        text = told.get(name)
        if not isinstance(text, str):
            continue
        data = _decoded(text)
        path = folder / str(number)
        try:
            path.write_bytes(data)
        except OSError as exc:
            raise StoreUnavailableError("There is no room for what you sent.") from exc
        found[name] = FormFile(field=name, name=f"{name}.jpg", path=path, size=len(data))
    return found


def _decoded(text: str) -> bytes:
    start = text.find(",") + 1 if text.startswith("data:") else 0
    try:
        return base64.b64decode(text[start:], validate=True)
    except (binascii.Error, ValueError) as exc:
        raise malformed("The picture is no base64.") from exc
