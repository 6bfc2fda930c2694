"""What routes declare that stream a file which they make: so many for each visitor at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import Depends

from likeness.rest.state import Served
from likeness.rest.visitor import Visit


async def downloading(served: Served, visitor: Visit) -> AsyncIterator[None]:
    """Count a download until its answer was sent, or broke off; see `Downloads.counted`."""
    with served.downloads.counted(visitor.principal):
        yield


DOWNLOAD = Depends(downloading, scope="request")
"""Behind the right that the route needs."""
