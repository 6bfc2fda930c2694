"""/downloads: archives that were ordered, for browsers to save as they come."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from likeness.rest.binary import Streamed
from likeness.rest.routers.answers import problems
from likeness.rest.routers.downloading import DOWNLOAD, ZIP, archive
from likeness.rest.schemas.downloads import TICKET
from likeness.rest.state import Served
from likeness.rest.visitor import READ, Visit

router = APIRouter(prefix="/downloads", tags=["downloads"])

TicketPath = Annotated[str, Path(pattern=TICKET, description="id of the ticket")]


@router.get(
    "/{ticket}",
    operation_id="download",
    dependencies=[Depends(READ), DOWNLOAD],
    response_class=Streamed,
    responses=problems(404, 429) | ZIP,
)
def download(served: Served, visitor: Visit, ticket: TicketPath) -> Response:
    """Return an archive that this visitor ordered; a ticket is good once."""
    ordered = served.tickets.use(visitor.principal, ticket)
    return archive(ordered.name, ordered.packed())
