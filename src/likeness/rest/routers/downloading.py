"""What routes share that stream a file which they make: so many for each visitor at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator
from typing import Any

from fastapi import Depends, Request

from likeness.rest.binary import BYTES, Streamed
from likeness.rest.disposition import disposition
from likeness.rest.schemas.downloads import TicketOut
from likeness.rest.state import Served, Server
from likeness.rest.tickets import Packed
from likeness.rest.visitor import Visit
from likeness.types import Visitor

ZIP: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The archive, as it is made",
        "content": {"application/zip": BYTES},
    }
}
"""`responses` of a route that answers with an archive."""


async def downloading(served: Served, visitor: Visit) -> AsyncIterator[None]:
    """Count a download until its answer was sent, or broke off; see `Downloads.counted`."""
    with served.downloads.counted(visitor.principal):
        yield


DOWNLOAD = Depends(downloading, scope="request")
"""Behind the right that the route needs."""


def archive(name: str, pieces: Generator[bytes]) -> Streamed:
    """Return a zip file called *name*, sent as it is made."""
    return Streamed(
        pieces,
        close=pieces.close,
        headers={"Content-Disposition": disposition(name, attachment=True)},
        media_type="application/zip",
    )


def ticket(
    request: Request, served: Server, visitor: Visitor, name: str, packed: Packed
) -> TicketOut:
    """Return where the visitor may fetch a zip file called *name*, which is made only then."""
    id_ = served.tickets.keep(visitor.principal, name, packed)
    path = request.url_for("download", ticket=id_).path
    return TicketOut(path=path, seconds=int(served.tickets.seconds))
