"""/trust: how far the groups can be trusted."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from pydantic import ValidationError

from likeness.errors import UnknownJobError
from likeness.rest.routers.answers import problems
from likeness.rest.schemas.trust import TrustOut, TrustReportOut
from likeness.rest.state import Served
from likeness.rest.visitor import READ
from likeness.types import JobState

router = APIRouter(prefix="/trust", tags=["trust"])

DONE: tuple[JobState, ...] = ("done",)
LOOKED_AT = 1000
"""Jobs that ended last, among which the newest report is looked for."""


@router.get(
    "", operation_id="getTrustReport", dependencies=[Depends(READ)], responses=problems(404)
)
def get_trust_report(served: Served) -> TrustOut:
    """Return the newest report on how good the groups are."""
    for job in served.library.jobs.list(DONE, limit=LOOKED_AT):
        if job.kind == "trust" and job.result is not None:
            try:
                report = TrustReportOut.model_validate(dict(job.result))
            except ValidationError:  # of another version
                continue
            return TrustOut(job=job.job, finished=job.finished, report=report)
    raise UnknownJobError("No report was made lately: ask for a job of the kind `trust`.")
