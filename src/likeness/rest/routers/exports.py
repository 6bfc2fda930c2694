"""/exports: people as folders of photos, faces as a table."""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from functools import partial
from typing import IO, Any, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from likeness.rest.binary import Streamed
from likeness.rest.disposition import disposition
from likeness.rest.routers.answers import problems
from likeness.rest.routers.downloading import DOWNLOAD, ZIP, archive, ticket
from likeness.rest.schemas.downloads import TicketOut
from likeness.rest.schemas.exports import PeopleExport
from likeness.rest.state import Served
from likeness.rest.visitor import READ, Visit
from likeness.workflows.access.scopes import allows

router = APIRouter(prefix="/exports", tags=["exports"])

PIECE = 2**18
MEDIA = {".csv": "text/csv; charset=utf-8", ".jsonl": "application/jsonl"}
Ending = Literal["csv", "jsonl"]

TABLE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The table",
        "content": {
            media.partition(";")[0]: {"schema": {"type": "string"}} for media in MEDIA.values()
        },
    }
}


@router.post(
    "/people",
    operation_id="exportPeople",
    dependencies=[Depends(READ), DOWNLOAD],
    response_class=Streamed,
    responses=problems(404, 429) | ZIP,
)
def export_people(served: Served, order: PeopleExport) -> Response:
    """Pack the photos of people, a folder for each; what cannot be read stands in MISSING.txt."""
    return archive("people.zip", served.library.people_zipped(order.people))


@router.post(
    "/people/tickets",
    operation_id="createPeopleTicket",
    status_code=201,
    dependencies=[Depends(READ)],
    responses=problems(404),
)
def create_people_ticket(
    request: Request, served: Served, visitor: Visit, order: PeopleExport
) -> TicketOut:
    """Order the archive that `exportPeople` makes, to be fetched once from `path`."""
    packed = partial(served.library.people_zipped, order.people)
    packed().close()  # that all of them are there
    return ticket(request, served, visitor, "people.zip", packed)


@router.get(
    "/faces.{ending}",
    operation_id="exportFaces",
    dependencies=[Depends(READ), DOWNLOAD],
    response_class=Streamed,
    responses=problems(429) | TABLE,
)
def export_faces(served: Served, visitor: Visit, ending: Ending) -> Response:
    """Return a row for each face; embeddings and paths are in it for owners only.

    In CSV lists are JSON, and text that a spreadsheet would run as a formula begins with "'".
    """
    # Written first: a slow reader would keep the catalog's transaction open for as long.
    with served.library.scratch() as folder:
        file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by the answer
    try:
        whole = allows(visitor.scope, "admin")
        served.library.hand_out_faces(file, f".{ending}", whole=whole)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return Streamed(
        _pieces(file),
        close=file.close,
        headers={"Content-Disposition": disposition(f"faces.{ending}", attachment=True)},
        media_type=MEDIA[f".{ending}"],
    )


def _pieces(file: IO[bytes]) -> Generator[bytes]:
    while piece := file.read(PIECE):
        yield piece
