"""/map: all faces on a plane, those close together that are alike to the model."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from likeness.errors import UnknownJobError
from likeness.rest.routers.answers import problems
from likeness.rest.routers.trust import DONE, LOOKED_AT
from likeness.rest.schemas.face_map import MapOut, MappedFaceOut, MappedPersonOut
from likeness.rest.state import Served, Server
from likeness.rest.visitor import READ

router = APIRouter(prefix="/map", tags=["map"])

KIND = "map"


@router.get("", operation_id="getMap", dependencies=[Depends(READ)], responses=problems(404))
def get_map(served: Served) -> MapOut:
    """Return the newest map of faces, without those that were forgotten or hidden since."""
    found = served.library.face_map()
    if found is None:
        raise UnknownJobError("No map was made yet: ask for a job of the kind `map`.")
    return MapOut(
        job=_job(served, found.made),
        finished=found.made,
        method=found.method,
        perplexity=found.perplexity,
        trustworthiness=found.trustworthiness,
        of=found.of,
        people=[MappedPersonOut.model_validate(person) for person in found.people],
        points=[MappedFaceOut.model_validate(point) for point in found.points],
    )


def _job(served: Server, made: str) -> str | None:
    """Return the job that made the map of that moment, if it is known still."""
    for job in served.library.jobs.list(DONE, limit=LOOKED_AT):
        if job.kind == KIND and job.result is not None and job.result.get("made") == made:
            return job.job
    return None
