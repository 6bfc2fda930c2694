"""/averages: average faces that the library keeps; jobs make them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response
from pydantic import ValidationError

from likeness.errors import EditRefusedError, UnknownAverageError
from likeness.imaging.webp import encode_webp
from likeness.rest import binary
from likeness.rest.binary import ASK_AGAIN, WebP, answers
from likeness.rest.disposition import disposition
from likeness.rest.routers.answers import problems
from likeness.rest.schemas.averages import (
    ApartOut,
    AverageOut,
    AveragePictureOut,
    AverageRecipe,
    AverageReportOut,
    CompareOrder,
    PictureReport,
)
from likeness.rest.schemas.page import AVERAGE
from likeness.rest.state import Served, Server
from likeness.rest.visitor import READ, WRITE
from likeness.types import AveragePicture, KeptAverage
from likeness.workflows.names import safe_name

router = APIRouter(prefix="/averages", tags=["averages"])

AveragePath = Annotated[str, Path(pattern=AVERAGE, description="id of the average")]
PicturePath = Annotated[str, Path(pattern=AVERAGE, description="id of the picture")]
Download = Annotated[bool, Query(description="the browser saves it rather than shows it")]


@router.get("", operation_id="listAverages", dependencies=[Depends(READ)], responses=problems())
def list_averages(served: Served) -> list[AverageOut]:
    """List the averages that are kept. A job of the kind `average` makes a new one."""
    return [_shown(row) for row in served.library.averages()]


@router.post(
    "/compare",
    operation_id="compareAverages",
    dependencies=[Depends(READ)],
    responses=problems(404, 409),
)
def compare_averages(served: Served, order: CompareOrder) -> ApartOut:
    """Say how far two averages are apart."""
    one, other = (_holding(served, key) for key in (order.one, order.other))
    return ApartOut.model_validate(served.library.compare_averages(one.id, other.id))


@router.get(
    "/pictures",
    operation_id="listAveragePictures",
    dependencies=[Depends(READ)],
    responses=problems(),
)
def list_average_pictures(served: Served) -> list[AveragePictureOut]:
    """List the pictures of averages that are kept: over time, on templates, where faces differ."""
    return [_pictured(row) for row in served.library.average_pictures()]


@router.get(
    "/pictures/{picture}",
    operation_id="getAveragePictureFile",
    dependencies=[Depends(READ)],
    response_class=WebP,
    responses=problems(404, 409) | answers("image/webp", description="The picture"),
)
def get_average_picture_file(
    request: Request, served: Served, picture: PicturePath, download: Download = False
) -> Response:
    """Return a picture of averages."""
    row = next((row for row in served.library.average_pictures() if row.id == picture), None)
    data = served.library.average_picture_file(picture)
    return _sent(request, data, row.title if row else picture, download=download)


@router.delete(
    "/pictures/{picture}",
    operation_id="removeAveragePicture",
    status_code=204,
    dependencies=[Depends(WRITE)],
    responses=problems(404),
)
def remove_average_picture(served: Served, picture: PicturePath) -> None:
    """Remove a picture of averages."""
    served.library.remove_average_picture(picture)


@router.get(
    "/{average}",
    operation_id="getAverage",
    dependencies=[Depends(READ)],
    responses=problems(404),
)
def get_average(served: Served, average: AveragePath) -> AverageOut:
    """Return one average."""
    return _shown(_found(served, average))


@router.get(
    "/{average}/picture",
    operation_id="getAveragePicture",
    dependencies=[Depends(READ)],
    response_class=WebP,
    responses=problems(404, 409) | answers("image/webp", description="The picture"),
)
def get_average_picture(
    request: Request, served: Served, average: AveragePath, download: Download = False
) -> Response:
    """Return the picture of an average."""
    kept = _holding(served, average)
    data = encode_webp(served.library.kept_average(kept.id).pixels)
    return _sent(request, data, kept.title, download=download)


@router.delete(
    "/{average}",
    operation_id="removeAverage",
    status_code=204,
    dependencies=[Depends(WRITE)],
    responses=problems(404),
)
def remove_average(served: Served, average: AveragePath) -> None:
    """Remove an average with its picture."""
    served.library.remove_average(average)


def _found(served: Server, average: str) -> KeptAverage:
    for kept in served.library.averages():
        if kept.id == average:
            return kept
    raise UnknownAverageError(f"No average {average} is kept.")


def _holding(served: Server, average: str) -> KeptAverage:
    """Return an average whose picture is there: making one anew is a job."""
    kept = _found(served, average)
    if kept.made is None:
        raise EditRefusedError(
            "This average no longer holds; ask for a job of the kind `averages` to make it anew."
        )
    return kept


def _report(kept: KeptAverage) -> AverageReportOut | None:
    """Return the report; None: the average no longer holds, or is of another version."""
    try:
        return AverageReportOut.model_validate(dict(kept.report))
    except ValidationError:
        return None


def _sent(request: Request, data: bytes, title: str, *, download: bool) -> Response:
    """Return a picture: browsers ask each time whether it is the same, as it may have to go."""
    answer = binary.picture(request, data, cache=ASK_AGAIN)
    name = f"{safe_name(title)}.webp"
    answer.headers["Content-Disposition"] = disposition(name, attachment=download)
    return answer


def _pictured(row: AveragePicture) -> AveragePictureOut:
    return AveragePictureOut(
        picture=row.id,
        kind=row.kind,
        title=row.title,
        of=list(row.of),
        made=row.made,
        width=row.width,
        height=row.height,
        report=PictureReport.model_validate(dict(row.report)),
    )


def _shown(kept: KeptAverage) -> AverageOut:
    return AverageOut(
        average=kept.id,
        title=kept.title,
        recipe=AverageRecipe.model_validate(dict(kept.recipe)),
        made=kept.made,
        report=_report(kept),
    )
