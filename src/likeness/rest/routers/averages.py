"""/averages: average faces that the library keeps; jobs make them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from likeness.errors import EditRefusedError, UnknownAverageError
from likeness.rest.pictures import WEBP, webp
from likeness.rest.routers.answers import problems
from likeness.rest.schemas.averages import ApartOut, AverageOut, CompareOrder
from likeness.rest.schemas.page import AVERAGE
from likeness.rest.state import Served, Server
from likeness.rest.visitor import READ, WRITE
from likeness.types import KeptAverage

router = APIRouter(prefix="/averages", tags=["averages"])

AveragePath = Annotated[str, Path(pattern=AVERAGE, description="id of the average")]


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
    response_class=Response,
    responses=problems(404, 409) | WEBP,
)
def get_average_picture(served: Served, average: AveragePath) -> Response:
    """Return the picture of an average."""
    kept = _holding(served, average)
    return webp(served.library.kept_average(kept.id).pixels)


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


def _shown(kept: KeptAverage) -> AverageOut:
    return AverageOut(
        average=kept.id,
        title=kept.title,
        recipe=dict(kept.recipe),
        made=kept.made,
        report=dict(kept.report),
    )
