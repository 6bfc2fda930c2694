"""/jobs: work that takes long, done by workers."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from likeness.errors import AccessRefusedError
from likeness.rest.folders import folder_choice
from likeness.rest.routers.answers import problems
from likeness.rest.schemas.jobs import JobOrder, JobOut, KindOut
from likeness.rest.schemas.page import JOB, JobPath, Limit, Page
from likeness.rest.state import Served, Server
from likeness.rest.visitor import READ, WRITE, Visit
from likeness.types import Job, JobState, Visitor
from likeness.workflows.access.scopes import allows

router = APIRouter(prefix="/jobs", tags=["jobs"])

FOR_OWNERS = frozenset({"doctor", "evaluate"})
"""Kinds whose results name folders and files of the server."""

PLACE = "dataset"
"""The argument of `evaluate` that is a folder of the server."""

JobCursor = Annotated[
    str | None, Query(pattern=JOB, description="`next` of the page before; none: the first page")
]


@router.get("", operation_id="listJobs", dependencies=[Depends(READ)], responses=problems(404))
def list_jobs(
    served: Served,
    visitor: Visit,
    cursor: JobCursor = None,
    limit: Limit = 100,
    state: Annotated[list[JobState] | None, Query(max_length=5)] = None,
) -> Page[JobOut]:
    """List jobs, newest first; those that ended are forgotten after a while."""
    jobs = served.library.jobs.list(state or (), limit=limit, after=cursor)
    last = jobs[-1].job if len(jobs) == limit else None
    return Page(items=[shown(job, visitor) for job in jobs], next=last)


@router.get(
    "/kinds", operation_id="listJobKinds", dependencies=[Depends(READ)], responses=problems()
)
def list_job_kinds(served: Served) -> list[KindOut]:
    """List the kinds of jobs that can be asked for, and what each takes."""
    return [
        KindOut(kind=kind.name, scope=kind.scope, arguments=kind.arguments.model_json_schema())
        for kind in served.library.jobs.kinds.values()
    ]


@router.post(
    "",
    operation_id="createJob",
    status_code=202,
    dependencies=[Depends(WRITE)],
    responses=problems(404),
)
def create_job(served: Served, visitor: Visit, order: JobOrder) -> JobOut:
    """Ask for work; where equal work waits to be done, that is the job.

    New folders are chosen at `/sources`, by owners; here `add` looks into the known ones. Kinds
    with the scope admin are for owners; the folder that `evaluate` measures on lies below one of
    `serve.roots`.
    """
    if order.kind == "add" and order.arguments.get("paths"):
        raise AccessRefusedError(
            "A job `add` looks into the known sources; new folders are added at /sources."
        )
    _require_allowed(served, visitor, order.kind)
    arguments = dict(order.arguments)
    if order.kind == "evaluate" and isinstance(arguments.get(PLACE), str):
        arguments[PLACE] = folder_choice(served).require(arguments[PLACE])
    job = served.library.jobs.ask(order.kind, arguments, who=visitor.who)
    return shown(job, visitor)


@router.get("/{job}", operation_id="getJob", dependencies=[Depends(READ)], responses=problems(404))
def get_job(served: Served, visitor: Visit, job: JobPath) -> JobOut:
    """Return a job as it stands."""
    return shown(served.library.jobs.get(job), visitor)


@router.post(
    "/{job}/cancel",
    operation_id="cancelJob",
    dependencies=[Depends(WRITE)],
    responses=problems(404),
)
def cancel_job(served: Served, visitor: Visit, job: JobPath) -> JobOut:
    """End a job: at once if it waits, after its present step if it runs; what is done stays."""
    return shown(served.library.jobs.cancel(job), visitor)


@router.post(
    "/{job}/retry",
    operation_id="retryJob",
    dependencies=[Depends(WRITE)],
    responses=problems(404),
)
def retry_job(served: Served, visitor: Visit, job: JobPath) -> JobOut:
    """Let a job that failed or was cancelled wait for a worker again."""
    _require_allowed(served, visitor, served.library.jobs.get(job).kind)
    return shown(served.library.jobs.retry(job), visitor)


def _require_allowed(served: Server, visitor: Visitor, kind: str) -> None:
    """Raise `AccessRefusedError` if *visitor* may not ask for work of this kind."""
    known = served.library.jobs.kinds.get(kind)
    if known is not None and not allows(visitor.scope, known.scope):
        raise AccessRefusedError(f"A job of the kind {kind!r} is for owners.")


def shown(job: Job, visitor: Visitor) -> JobOut:
    """Return a job as *visitor* may see it: what names paths of this machine is for owners."""
    out = JobOut.model_validate(job)
    if allows(visitor.scope, "admin"):
        return out
    changes: dict[str, Any] = {}
    if out.arguments.get("paths"):
        changes["arguments"] = out.arguments | {"paths": [f"({len(out.arguments['paths'])})"]}
    if PLACE in out.arguments:
        changes["arguments"] = out.arguments | {PLACE: "(1)"}
    if out.kind in FOR_OWNERS:
        changes["result"] = None
    if out.error is not None and "/" in out.error:
        changes["error"] = "It failed; owners see why."
    return out.model_copy(update=changes)
