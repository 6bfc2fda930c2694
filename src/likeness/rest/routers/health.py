"""/healthz, /readyz and /metrics: whether the server lives, can work, and what it did."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from fastapi.responses import PlainTextResponse, Response
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from likeness.errors import LikenessError
from likeness.rest.problems import ProblemError
from likeness.rest.state import Served
from likeness.rest.visitor import ADMIN, PUBLIC

router = APIRouter(include_in_schema=False)


@router.get("/healthz", dependencies=[Depends(PUBLIC)])
async def healthz() -> PlainTextResponse:
    """Say that the process answers."""
    return PlainTextResponse("alive\n")


@router.get("/readyz", dependencies=[Depends(PUBLIC)])
def readyz(served: Served) -> PlainTextResponse:
    """Say whether requests can be answered: the catalog is there, and nobody stops the server."""
    if served.stopping.is_set():
        return PlainTextResponse("stopping\n", 503)
    try:
        served.library.pulse()
    except LikenessError:
        return PlainTextResponse("the catalog does not answer\n", 503)
    return PlainTextResponse("ready\n")


@router.get("/metrics", dependencies=[Depends(ADMIN)])
def metrics(served: Served) -> Response:
    """Return what was counted, as Prometheus reads it; needs a key with the scope admin."""
    if not served.settings.metrics:
        raise ProblemError(404, "not-found", "Not found", "serve.metrics is off.")
    return Response(generate_latest(served.metrics.registry), media_type=CONTENT_TYPE_LATEST)
