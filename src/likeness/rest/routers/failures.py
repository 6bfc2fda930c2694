"""/failures: files that could not be used."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from likeness.rest.routers.answers import problems
from likeness.rest.schemas.failures import FailureOut
from likeness.rest.schemas.page import Cursor, Limit, Page
from likeness.rest.state import Served
from likeness.rest.visitor import WRITE

router = APIRouter(prefix="/failures", tags=["photos"])


@router.get("", operation_id="listFailures", dependencies=[Depends(WRITE)], responses=problems())
def list_failures(served: Served, cursor: Cursor = None, limit: Limit = 100) -> Page[FailureOut]:
    """List the files that could not be used, with the reason, by source and path."""
    page = served.library.failure_page(after=cursor, limit=limit)
    return Page(items=[FailureOut.model_validate(row) for row in page.items], next=page.after)
