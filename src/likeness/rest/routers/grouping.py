"""/grouping: how strictly faces are grouped."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from likeness.rest.routers.answers import problems
from likeness.rest.schemas.edits import EditOut
from likeness.rest.schemas.grouping import StrictnessDone, StrictnessOrder, StrictnessOut
from likeness.rest.state import Served
from likeness.rest.visitor import READ, WRITE, Visit

router = APIRouter(prefix="/grouping", tags=["grouping"])


@router.get(
    "/strictnesses",
    operation_id="listStrictnesses",
    dependencies=[Depends(READ)],
    responses=problems(),
)
def list_strictnesses(served: Served) -> list[StrictnessOut]:
    """List every strictness of the last run with its numbers of people, the loosest first."""
    return [StrictnessOut.model_validate(row) for row in served.library.strictnesses()]


@router.post(
    "/strictness",
    operation_id="changeStrictness",
    dependencies=[Depends(WRITE)],
    responses=problems(409),
)
def change_strictness(served: Served, visitor: Visit, order: StrictnessOrder) -> StrictnessDone:
    """Put people as another strictness of the last run has them, at once.

    What people decided holds; who came after that run stays where they are. It is one entry of the
    log, and undone as such.
    """
    report, edit = served.library.slide(order.to, dry_run=order.dry_run, who=visitor.who)
    return StrictnessDone(
        faces=report.faces,
        people=report.people,
        unassigned=report.unassigned,
        edit=None if edit is None else EditOut.model_validate(edit),
    )
