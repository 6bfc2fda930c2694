"""/find: bring pictures of somebody, and see which photos show them, or that none does."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from likeness.rest.binary import Streamed
from likeness.rest.forms import FILE, Form, FormFile, Limits, form_of, schema, senseless
from likeness.rest.problems import ProblemError
from likeness.rest.routers.answers import problems
from likeness.rest.routers.downloading import DOWNLOAD, ZIP, archive, ticket
from likeness.rest.schemas.downloads import TicketOut
from likeness.rest.schemas.find import (
    MOST_PHOTOS,
    MOST_SAMPLES,
    BroughtSample,
    CandidateOut,
    FindOrder,
    FindOut,
    FoundPhotoOut,
    KnownSample,
    SampleFaceOut,
    SampleOut,
    SamplesOut,
)
from likeness.rest.schemas.page import Name
from likeness.rest.state import Served, Server
from likeness.rest.visitor import READ, Visit
from likeness.types import FindAnswer, Sample, Visitor
from likeness.workflows.find_words import how_sure, in_words
from likeness.workflows.names import safe_name

router = APIRouter(prefix="/find", tags=["find"])

SHOWN_FACES = 100
"""Of one picture; smaller ones are left out."""

PICTURES = Limits(files=frozenset({"pictures"}), most=MOST_SAMPLES)
PICTURE = Limits(files=frozenset({"picture"}), most=1)


@router.post(
    "/samples",
    operation_id="createSamples",
    status_code=201,
    dependencies=[Depends(READ)],
    responses=problems(429),
    openapi_extra=schema(
        {"pictures": {"type": "array", "items": FILE, "minItems": 1, "maxItems": MOST_SAMPLES}}
    ),
)
async def create_samples(request: Request, served: Served, visitor: Visit) -> SamplesOut:
    """Bring pictures, and see which faces are on them.

    Nothing of the pictures is kept; what is known of their faces is, in memory, for ten minutes.
    """
    served.limits.find(visitor.principal)
    async with form_of(request, served.library, PICTURES) as form:
        if not form.files:
            raise senseless("Bring at least one picture, in `pictures`.")
        return await run_in_threadpool(_looked_at, served, visitor, form)


@router.post(
    "",
    operation_id="find",
    dependencies=[Depends(READ)],
    responses=problems(404, 429),
)
def find(served: Served, visitor: Visit, order: FindOrder) -> FindOut:
    """Find the person of some samples, or say that they are not there."""
    answer, samples = _found(served, visitor, order)
    return shown(served, answer, samples, limit=order.limit)


@router.post(
    "/quick",
    operation_id="findQuick",
    dependencies=[Depends(READ)],
    responses=problems(404, 429),
    openapi_extra=schema({"picture": FILE}),
)
async def find_quick(
    request: Request,
    served: Served,
    visitor: Visit,
    everything: Annotated[bool, Query(description="also photos that are probably wrong")] = False,
    collection: Annotated[
        Name | None, Query(description="only among the photos of this collection")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_PHOTOS, description="photos at most")] = 500,
) -> FindOut:
    """Find the person of one picture: its largest face that can be recognised counts."""
    served.limits.find(visitor.principal)
    async with form_of(request, served.library, PICTURE) as form:
        if not form.files:
            raise senseless("Bring a picture, in `picture`.")

        def answered() -> FindOut:
            with served.gate.passed():
                sample = _seen(served, form.files[0])
                answer = served.library.find(sample, everything=everything, collection=collection)
            return shown(served, answer, [sample], limit=limit)

        return await run_in_threadpool(answered)


@router.post(
    "/zip",
    operation_id="findZip",
    dependencies=[Depends(READ), DOWNLOAD],
    response_class=Streamed,
    responses=problems(404, 429) | ZIP,
)
def find_zip(served: Served, visitor: Visit, order: FindOrder) -> Response:
    """Find the person of some samples, and pack the photos that show them."""
    return archive("found.zip", served.library.zipped(_to_pack(served, visitor, order)))


@router.post(
    "/zip/tickets",
    operation_id="createFindTicket",
    status_code=201,
    dependencies=[Depends(READ)],
    responses=problems(404, 429),
)
def create_find_ticket(
    request: Request, served: Served, visitor: Visit, order: FindOrder
) -> TicketOut:
    """Search now, and order the archive that `findZip` makes, to be fetched once from `path`."""
    packed = partial(served.library.zipped, _to_pack(served, visitor, order))
    return ticket(request, served, visitor, "found.zip", packed)


def _to_pack(served: Server, visitor: Visitor, order: FindOrder) -> list[str]:
    """Return the photos that show the person. Raises `ProblemError` where there are none (404)."""
    answer, _ = _found(served, visitor, order)
    photos = _ids(served, answer, limit=order.limit)
    if not photos:
        raise ProblemError(
            404, "nothing-found", "Nothing found", "No photo shows them: there is nothing to pack."
        )
    return photos


# ---------------------------------------------------------------- samples


def _looked_at(served: Server, visitor: Visitor, form: Form) -> SamplesOut:
    """Look at the pictures of a form: one that cannot be used refuses all of them."""
    with served.gate.passed():
        seen = [_seen(served, file) for file in form.files]
        crops = [served.library.sample_crops(sample) for sample in seen]
    return SamplesOut(
        samples=[
            _sample_out(served, visitor, sample, pictures)
            for sample, pictures in zip(seen, crops, strict=True)
        ]
    )


def _seen(served: Server, file: FormFile) -> Sample:
    sample = served.library.look_at(file.path, safe_name(file.name, "the picture"))
    return replace(sample, faces=sample.faces[:SHOWN_FACES])


def _sample_out(
    served: Server, visitor: Visitor, sample: Sample, crops: Sequence[bytes]
) -> SampleOut:
    height, width = (0, 0) if sample.pixels is None else sample.pixels.shape[:2]
    return SampleOut(
        sample=served.samples.keep(visitor.principal, sample),
        name=sample.sample,
        width=round(width / sample.scale),
        height=round(height / sample.scale),
        faces=[
            SampleFaceOut(
                number=number,
                box=face.box,
                quality=face.quality,
                status=face.status,
                picture="data:image/webp;base64," + base64.b64encode(crop).decode("ascii"),
            )
            for number, (face, crop) in enumerate(zip(sample.faces, crops, strict=True), 1)
        ],
        expires=int(served.samples.seconds),
    )


def _chosen(
    served: Server, visitor: Visitor, wanted: Sequence[BroughtSample | KnownSample]
) -> list[Sample]:
    """Return samples as the search takes them: one for each face that counts."""
    found: list[Sample] = []
    for one in wanted:
        if isinstance(one, KnownSample):
            found.append(served.library.look(f"face:{one.face}"))
            continue
        sample = served.samples.get(visitor.principal, one.sample)
        missing = [number for number in one.faces if number > len(sample.faces)]
        if missing:
            raise senseless(
                f"{sample.sample} shows {len(sample.faces)} faces: there is no face number "
                f"{missing[0]}."
            )
        found += [replace(sample, chosen=number) for number in one.faces] or [sample]
    return found


# ---------------------------------------------------------------- answers


def _found(served: Server, visitor: Visitor, order: FindOrder) -> tuple[FindAnswer, list[Sample]]:
    served.limits.find(visitor.principal)
    samples = _chosen(served, visitor, order.samples)
    with served.gate.passed():
        answer = served.library.find(
            *samples, everything=order.everything, collection=order.collection
        )
    return answer, samples


def shown(served: Server, answer: FindAnswer, samples: Sequence[Sample], *, limit: int) -> FindOut:
    """Return an answer as it goes out: photos by their ids, never by their paths."""
    names = list(dict.fromkeys(sample.sample for sample in samples))
    photos = answer.photos[:limit]
    ids = served.library.photos_of_faces([photo.face for photo in photos])
    return FindOut(
        answer=answer.answer,
        words=in_words(answer, names),
        sure=how_sure(answer),
        probability=answer.probability,
        p_value=answer.p_value,
        method=answer.method,
        alpha=answer.alpha,
        candidates=[CandidateOut.model_validate(each) for each in answer.candidates],
        twins=list(answer.twins),
        photos=[
            FoundPhotoOut(
                photo=ids[photo.face],
                face=photo.face,
                similarity=photo.similarity,
                probability=photo.probability,
            )
            for photo in photos
            if photo.face in ids  # or it was just forgotten
        ],
        total=len(answer.photos),
    )


def _ids(served: Server, answer: FindAnswer, *, limit: int) -> list[str]:
    faces = [photo.face for photo in answer.photos[:limit]]
    ids = served.library.photos_of_faces(faces)
    return list(dict.fromkeys(ids[face] for face in faces if face in ids))
