"""/edits: what was decided, by whom, and taking it back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from likeness.rest.routers.answers import problems
from likeness.rest.schemas.edits import EditOut
from likeness.rest.schemas.page import Cursor, Limit, Name, Page
from likeness.rest.state import Served
from likeness.rest.visitor import READ, WRITE, Visit

router = APIRouter(prefix="/edits", tags=["edits"])

EditPath = Annotated[int, Path(ge=1, le=2**31 - 1, description="number of the entry")]


@router.get("", operation_id="listEdits", dependencies=[Depends(READ)], responses=problems(404))
def list_edits(
    served: Served,
    person: Annotated[
        Name | None, Query(description="only entries that name this person: id or name")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[EditOut]:
    """List the log, newest first."""
    page = served.library.edit_page(person=person, after=cursor, limit=limit)
    return Page(items=[EditOut.model_validate(edit) for edit in page.items], next=page.after)


@router.post(
    "/undo",
    operation_id="undoNewest",
    dependencies=[Depends(WRITE)],
    responses=problems(404, 409),
)
def undo_newest(served: Served, visitor: Visit) -> EditOut:
    """Take back the newest decision that somebody made and that stands."""
    return EditOut.model_validate(served.library.undo(who=visitor.who))


@router.post(
    "/{edit}/undo",
    operation_id="undoEdit",
    dependencies=[Depends(WRITE)],
    responses=problems(404, 409),
)
def undo_edit(served: Served, visitor: Visit, edit: EditPath) -> EditOut:
    """Take back one entry; an undo is an entry, and can be taken back too."""
    return EditOut.model_validate(served.library.undo(edit, who=visitor.who))
