"""/uploads: send photos to the library, in one go or piece by piece."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from likeness.catalog.names import clean_name
from likeness.errors import (
    LibraryBusyError,
    LikenessError,
    PhotoError,
    StoreUnavailableError,
    UploadTooLargeError,
)
from likeness.rest.forms import FILE, FormFile, Limits, form_of, schema, senseless
from likeness.rest.routers.answers import problems
from likeness.rest.schemas.uploads import (
    LONGEST_FILE,
    BegunOut,
    FileOut,
    FilesOut,
    SentOut,
    UploadOrder,
    UploadOut,
    UploadPath,
    job_id,
)
from likeness.rest.state import Served
from likeness.rest.visitor import WRITE, Visit
from likeness.types import Job, Upload
from likeness.workflows.uploads.uploads import Arrived, Uploads

router = APIRouter(prefix="/uploads", tags=["uploads"])

MOST_FILES = 100
FILES = Limits(files=frozenset({"files"}), most=MOST_FILES, fields=frozenset({"collection"}))

BINARY = "application/octet-stream"
PIECE = 2**20
"""Bytes that are written together."""


@router.get("", operation_id="listUploads", dependencies=[Depends(WRITE)], responses=problems())
def list_uploads(served: Served, visitor: Visit) -> list[UploadOut]:
    """List your uploads that are not whole yet, the oldest first."""
    return [_shown(row) for row in served.library.uploads.unfinished(who=visitor.principal)]


@router.post(
    "",
    operation_id="createUpload",
    status_code=201,
    dependencies=[Depends(WRITE)],
    responses={**problems(), 200: {"model": BegunOut, "description": "The photo is known"}},
)
def create_upload(
    served: Served, visitor: Visit, response: Response, order: UploadOrder
) -> BegunOut:
    """Announce a file; what is here already (200) need not be sent."""
    begun = served.library.uploads.begin(
        order.name,
        order.bytes,
        sha256=order.sha256,
        collection=order.collection,
        who=visitor.principal,
    )
    if begun.upload is None:
        response.status_code = 200
        return BegunOut(outcome="duplicate", photo=begun.photo)
    return BegunOut(outcome="send", upload=_shown(begun.upload))


@router.post(
    "/files",
    operation_id="uploadFiles",
    dependencies=[Depends(WRITE)],
    responses=problems(),
    openapi_extra=schema(
        {"files": {"type": "array", "items": FILE, "minItems": 1, "maxItems": MOST_FILES}},
        {"collection": {"type": "string", "minLength": 1, "maxLength": 200}},
    ),
)
async def upload_files(request: Request, served: Served, visitor: Visit) -> FilesOut:
    """Send several small files in one form; each is answered on its own."""
    async with form_of(request, served.library, FILES) as form:
        if not form.files:
            raise senseless("Send at least one file, in `files`.")
        collection = form.fields.get("collection")
        if collection is not None:
            clean_name(collection, "collection")

        def taken() -> FilesOut:
            uploads = served.library.uploads
            all_taken = [
                _taken(uploads, file, collection, visitor.principal) for file in form.files
            ]
            jobs = [job for _, job in all_taken if job is not None]
            return FilesOut(
                files=[file for file, _ in all_taken], job=job_id(jobs[-1] if jobs else None)
            )

        return await run_in_threadpool(taken)


@router.get(
    "/{upload}",
    operation_id="getUpload",
    dependencies=[Depends(WRITE)],
    responses=problems(404),
)
def get_upload(served: Served, visitor: Visit, upload: UploadPath) -> UploadOut:
    """Say how far an upload is; of one that is whole the server knows for a day."""
    return _shown(served.library.uploads.get(upload, who=visitor.principal))


@router.patch(
    "/{upload}",
    operation_id="sendUpload",
    dependencies=[Depends(WRITE)],
    responses=problems(404, 409),
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "the next bytes of the file",
            "content": {BINARY: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def send_upload(
    request: Request,
    served: Served,
    visitor: Visit,
    upload: UploadPath,
    offset: Annotated[int, Query(ge=0, le=LONGEST_FILE, description="where the bytes go")],
) -> SentOut:
    """Send the next bytes of a file: what is acknowledged is on the disk.

    An interrupted request loses nothing that came: ask how far the upload is, and go on there.
    Another offset than that is refused (409), and the problem says the right one. With the last
    byte the file is checked and put in place, before this is answered.
    """
    uploads, who = served.library.uploads, visitor.principal
    await _receive(request, uploads, upload, offset, who)
    arrived = await run_in_threadpool(uploads.finish, upload, who=who)
    if arrived is None:
        now = await run_in_threadpool(uploads.get, upload, who=who)
        return SentOut(offset=now.offset, complete=False)
    whole = await run_in_threadpool(uploads.get, upload, who=who)
    return SentOut(
        offset=whole.offset,
        complete=True,
        outcome=arrived.outcome,
        photo=arrived.photo,
        job=job_id(arrived.job),
    )


@router.delete(
    "/{upload}",
    operation_id="deleteUpload",
    status_code=204,
    dependencies=[Depends(WRITE)],
    responses=problems(404, 409),
)
def delete_upload(served: Served, visitor: Visit, upload: UploadPath) -> None:
    """Give an upload up, with all that came of it; a photo that is in place stays."""
    served.library.uploads.give_up(upload, who=visitor.principal)


async def _receive(request: Request, uploads: Uploads, upload: str, offset: int, who: str) -> None:
    """Write the body of a request to an upload, as it comes; also what came before it broke off."""
    declared = request.headers.get("content-length")
    length = int(declared) if declared is not None and declared.isdecimal() else None
    receiving = uploads.receiving(upload, offset, length=length, who=who)
    receiver = await run_in_threadpool(receiving.__enter__)
    gathered = bytearray()
    error: BaseException | None = None
    try:
        async for chunk in request.stream():
            gathered += chunk
            if len(gathered) >= PIECE:
                await run_in_threadpool(receiver.write, bytes(gathered))
                gathered.clear()
        await run_in_threadpool(receiver.write, bytes(gathered))
    except (ClientDisconnect, HTTPException) as exc:  # it broke off, or paused for too long
        await run_in_threadpool(receiver.write, bytes(gathered))
        error = exc
        raise
    except BaseException as exc:
        error = exc
        raise
    finally:
        await run_in_threadpool(receiving.__exit__, type(error) if error else None, error, None)


def _taken(
    uploads: Uploads, file: FormFile, collection: str | None, who: str
) -> tuple[FileOut, Job | None]:
    """Take one file in, and say what became of it."""
    try:
        arrived: Arrived = uploads.take(file.path, file.name, collection=collection, who=who)
    except (LibraryBusyError, StoreUnavailableError):
        raise
    except LikenessError as exc:
        reason = _reason(exc)
        refused = FileOut(name=file.name, outcome="refused", reason=reason, detail=str(exc))
        return refused, None
    return FileOut(name=file.name, outcome=arrived.outcome, photo=arrived.photo), arrived.job


def _reason(error: LikenessError) -> str:
    if isinstance(error, PhotoError):
        return error.reason
    return "too_many_bytes" if isinstance(error, UploadTooLargeError) else "refused"


def _shown(upload: Upload) -> UploadOut:
    return UploadOut(
        upload=upload.upload,
        name=upload.name,
        bytes=upload.bytes,
        offset=upload.offset,
        complete=upload.complete,
        photo=upload.sha256,
        collection=upload.collection,
        created=upload.created,
        touched=upload.touched,
    )
