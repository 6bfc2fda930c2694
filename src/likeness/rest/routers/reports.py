"""/reports: what evaluations measured, as pages. For owners: they name folders of the machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Depends, Path, Request, Response

from likeness.rest.binary import ASK_AGAIN, SAME, Streamed, has_already
from likeness.rest.disposition import disposition
from likeness.rest.routers.answers import problems
from likeness.rest.schemas.reports import ReportOut
from likeness.rest.state import Served
from likeness.rest.visitor import ADMIN

router = APIRouter(prefix="/reports", tags=["reports"])

REPORT = r"^([A-Za-z0-9][A-Za-z0-9._-]{0,99}~)?[a-z][a-z0-9-]{0,31}$"
FILE = r"^[a-z0-9-]+(_[a-z0-9-]+)*\.(html|json|png|svg|csv)$"

ReportPath = Annotated[str, Path(pattern=REPORT, description="id of the report")]
FilePath = Annotated[str, Path(pattern=FILE, max_length=255, description="one of its files")]

PIECE = 2**18

MEDIA = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".csv": "text/csv; charset=utf-8",
}

PAGE = (
    "sandbox allow-scripts; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""Of pages: their own script runs, in an origin of its own, which has no cookies of ours, reads
nothing of ours, loads nothing and sends nothing (CSP Level 3, sandbox)."""

DRAWING = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""Of plots: they are styled, and nothing in them runs."""

FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {
            media.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
            for media in MEDIA.values()
        }
        | {"application/json": {"schema": {"type": "object"}}},
    },
    304: SAME,
}


@router.get("", operation_id="listReports", dependencies=[Depends(ADMIN)], responses=problems())
def list_reports(served: Served) -> list[ReportOut]:
    """List the reports in the folder of reports, newest first.

    `likeness evaluate COMMAND DATASET -o FOLDER` writes them, and so does a job of the kind
    `evaluate`. They show faces and names of the data set, which forgetting does not reach.
    """
    return [ReportOut.model_validate(report) for report in served.library.reports()]


@router.get(
    "/{report}/{file}",
    operation_id="getReportFile",
    dependencies=[Depends(ADMIN)],
    response_class=Response,
    responses=problems(404) | FILES,
)
def get_report_file(
    request: Request, served: Served, report: ReportPath, file: FilePath
) -> Response:
    """Return a file of a report; a page of it is to be opened in a frame."""
    ending = os.path.splitext(file)[1]
    with ExitStack() as opened:
        found = opened.enter_context(served.library.report_file(report, file))
        headers = {
            "ETag": found.tag,
            "Cache-Control": ASK_AGAIN,
            "Content-Disposition": disposition(file, attachment=False),
        }
        if ending in {".html", ".svg"}:
            headers["Content-Security-Policy"] = PAGE if ending == ".html" else DRAWING
            headers["X-Frame-Options"] = "SAMEORIGIN"
        if has_already(request, found.tag):
            return Response(status_code=304, headers=headers)
        headers["Content-Length"] = str(found.bytes)
        return Streamed(
            _pieces(found.file, found.bytes),
            close=opened.pop_all().close,
            headers=headers,
            media_type=MEDIA[ending],
        )
    raise AssertionError("unreachable")


def _pieces(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0:
        piece = file.read(min(PIECE, size))
        if not piece:
            raise OSError("The report became shorter while it was sent.")
        size -= len(piece)
        yield piece
