"""/photos: what was photographed, the files themselves, and pictures of them."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from enum import IntEnum
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic_core import to_json

from likeness.imaging.encode import encoded
from likeness.rest.binary import (
    CACHED,
    IMMUTABLE,
    SAME,
    Png,
    Streamed,
    WebP,
    answers,
    asked_part,
    files_may_be_gone,
    has_already,
    picture,
    unless_known,
)
from likeness.rest.original import MEDIA_TYPES, not_modified, sent, tag_of
from likeness.rest.problems import ProblemError
from likeness.rest.routers.answers import problems
from likeness.rest.routers.downloading import DOWNLOAD, ZIP, archive, ticket
from likeness.rest.schemas.downloads import TicketOut
from likeness.rest.schemas.faces import FaceOut
from likeness.rest.schemas.page import Cursor, Limit, Name, Page, PhotoPath
from likeness.rest.schemas.photos import (
    LARGEST_NUMBER,
    MOST_CHOSEN,
    MOST_PEOPLE,
    DetectionsOut,
    ForgetOut,
    LayoutOut,
    MonthOut,
    PhotoOut,
    PhotosOrder,
    PhotoWithFaces,
    ZipOrder,
    laid_out,
    midnight,
    plain,
)
from likeness.rest.state import Served, Server
from likeness.rest.tickets import Packed
from likeness.rest.visitor import ADMIN, READ, Visit
from likeness.types import PhotoQuery

router = APIRouter(prefix="/photos", tags=["photos"])


class Side(IntEnum):
    """Of a picture, pixels."""

    TINY = 128
    SMALL = 256
    MEDIUM = 512
    LARGE = 1280
    HUGE = 2560


async def chosen(  # without a thread of its own: it waits for nothing
    person: Annotated[
        list[Name] | None,
        Query(max_length=MOST_PEOPLE, description="id or name; several: all are on the photo"),
    ] = None,
    without: Annotated[
        list[Name] | None,
        Query(alias="not", max_length=MOST_PEOPLE, description="id or name of who is not on it"),
    ] = None,
    only: Annotated[bool, Query(description="nobody else is on it")] = False,
    collection: Annotated[Name | None, Query(description="it belongs to, by name")] = None,
    since: Annotated[date | None, Query(description="taken then or later")] = None,
    before: Annotated[date | None, Query(description="taken before that day")] = None,
    min_quality: Annotated[
        float | None, Query(ge=0, le=1, description="of the best face on it")
    ] = None,
    path: Annotated[
        str | None,
        Query(min_length=1, max_length=1024, pattern=r"^[^\x00]+$", description="part of its path"),
    ] = None,
    source: Annotated[
        int | None, Query(ge=0, le=LARGEST_NUMBER, description="number of the source it lies in")
    ] = None,
    without_faces: Annotated[bool, Query(description="no face on it counts")] = False,
    undated: Annotated[bool, Query(description="nothing says when it was taken")] = False,
) -> PhotoQuery:
    """Return which photos a request asks for: all conditions hold."""
    return PhotoQuery(
        with_people=tuple(person or ()),
        without_people=tuple(without or ()),
        only=only,
        collection=collection,
        since=midnight(since),
        before=midnight(before),
        min_quality=min_quality,
        path=path,
        source=source,
        without_faces=without_faces,
        undated=undated,
    )


Where = Annotated[PhotoQuery, Depends(chosen)]
Order = Annotated[
    Literal["asc", "desc"], Query(description="by time taken; those without are last")
]
Everything = Annotated[
    bool, Query(description="also faces of low confidence, too small, ignored, or none")
]


@router.get(
    "",
    operation_id="listPhotos",
    response_model=Page[PhotoOut],
    dependencies=[Depends(READ)],
    responses=problems(404),
)
def list_photos(
    served: Served,
    where: Where,
    cursor: Cursor = None,
    limit: Limit = 100,
    order: Order = "desc",
) -> Response:
    """List photos, newest first."""
    page = served.library.photo_page(where, after=cursor, limit=limit, newest_first=order == "desc")
    body = {"items": [plain(row) for row in page.items], "next": page.after}
    return Response(to_json(body), media_type="application/json")  # as is: 1 ms less for 100 photos


@router.get(
    "/months", operation_id="listMonths", dependencies=[Depends(READ)], responses=problems(404)
)
def list_months(served: Served, where: Where) -> list[MonthOut]:
    """Count photos by month, oldest first; those without time are last."""
    return [MonthOut(month=month, photos=n) for month, n in served.library.months(where)]


@router.get(
    "/layout",
    operation_id="getLayout",
    dependencies=[Depends(READ)],
    response_model=LayoutOut,
    responses=problems(404) | {200: {"headers": CACHED}, 304: SAME},
)
def get_layout(request: Request, served: Served, where: Where, order: Order = "desc") -> Response:
    """Return the month and shape of every photo, so that a grid has its height at once.

    A chunk is at most 100 photos of one month: `listPhotos` with its `cursor`, as many photos as it
    has as `limit`, and the same filters and order returns the very photos.
    """
    layout = served.library.layout(where, newest_first=order == "desc")
    body = to_json(laid_out(layout, order))
    return unless_known(request, body, "application/json")


@router.post(
    "/zip",
    operation_id="zipPhotos",
    dependencies=[Depends(READ), DOWNLOAD],
    response_class=Streamed,
    responses=problems(404, 429) | ZIP,
)
def zip_photos(served: Served, order: ZipOrder) -> Response:
    """Pack originals into a zip file; what cannot be read is named in its MISSING.txt."""
    return archive("photos.zip", _packed(served, order)())


@router.post(
    "/zip/tickets",
    operation_id="createPhotosTicket",
    status_code=201,
    dependencies=[Depends(READ)],
    responses=problems(404),
)
def create_photos_ticket(
    request: Request, served: Served, visitor: Visit, order: ZipOrder
) -> TicketOut:
    """Order the archive that `zipPhotos` makes, to be fetched once from `path`."""
    packed = _packed(served, order)
    if isinstance(order, PhotosOrder):
        packed().close()  # that all of them are there
    return ticket(request, served, visitor, "photos.zip", packed)


def _packed(served: Server, order: ZipOrder) -> Packed:
    """Return what packs the photos of an order, which were there right now.

    Raises:
        ProblemError: There are none (404), or too many (422).
        UnknownPersonError, UnknownCollectionError, UnknownSourceError: There is none such.
    """
    library = served.library
    if isinstance(order, PhotosOrder):
        return partial(library.zipped, order.photos)
    where = order.where.query()
    count = library.photo_count(where)
    if not count:
        raise ProblemError(
            404, "nothing-found", "Nothing found", "No photo is so: there is nothing to pack."
        )
    if count > MOST_CHOSEN:
        raise ProblemError(
            422,
            "too-many-photos",
            "Too many photos",
            f"{count:,} photos are so, and one archive holds {MOST_CHOSEN:,}: choose fewer, "
            "such as those of a year.",
        )
    return lambda: library.zipped(library.photo_ids(where, most=MOST_CHOSEN))


@router.get(
    "/{photo}", operation_id="getPhoto", dependencies=[Depends(READ)], responses=problems(404)
)
def get_photo(served: Served, photo: PhotoPath, everything: Everything = False) -> PhotoWithFaces:
    """Return one photo with the faces on it."""
    row = served.library.photo_row(photo)
    faces = served.library.faces(photo=photo, everything=everything)
    return PhotoWithFaces(photo=PhotoOut.of(row), faces=[FaceOut.of(face) for face in faces])


@router.delete(
    "/{photo}",
    operation_id="forgetPhoto",
    dependencies=[Depends(ADMIN)],
    responses=problems(404),
)
def forget_photo(served: Served, visitor: Visit, photo: PhotoPath) -> ForgetOut:
    """Forget a photo and all that came from it, for good; its file stays where it is."""
    return ForgetOut.model_validate(served.library.forget_photo(photo, who=visitor.who))


PART = {"description": "The part that was asked for"}
FILE = answers(*dict.fromkeys(MEDIA_TYPES.values()), description="The file as it was indexed")
Download = Annotated[bool, Query(description="let browsers save it rather than show it")]


@router.get(
    "/{photo}/file",
    operation_id="getPhotoFile",
    dependencies=[Depends(READ)],
    response_class=Response,
    responses=problems(404, 416) | FILE | {206: PART | {"content": FILE[200]["content"]}},
)
def get_photo_file(
    request: Request, served: Served, photo: PhotoPath, download: Download = False
) -> Response:
    """Return the original, only if it still is what was indexed; takes one range (RFC 9110)."""
    return _file(request, served, photo, attachment=download)


@router.head(
    "/{photo}/file",
    operation_id="checkPhotoFile",
    dependencies=[Depends(READ)],
    response_class=Response,
    responses=problems(404) | {200: {"description": "It is there"}, 304: FILE[304]},
)
def check_photo_file(
    request: Request, served: Served, photo: PhotoPath, download: Download = False
) -> Response:
    """Say whether the original is there and how large it is."""
    return _file(request, served, photo, attachment=download)


def _file(request: Request, served: Server, photo: str, *, attachment: bool) -> Response:
    if has_already(request, tag_of(photo)):
        served.library.photo_row(photo)  # that it still is a photo of ours
        return not_modified(photo)
    with ExitStack() as opened, files_may_be_gone():
        original = opened.enter_context(served.library.original(photo))
        part = asked_part(request, tag_of(photo), original.bytes)
        body = request.method != "HEAD"
        return sent(original, photo, part, opened.pop_all(), body=body, attachment=attachment)


@router.get(
    "/{photo}/thumbnail",
    operation_id="getThumbnail",
    dependencies=[Depends(READ)],
    response_class=WebP,
    responses=problems(404) | answers("image/webp", description="The picture"),
)
def get_thumbnail(
    request: Request,
    served: Served,
    photo: PhotoPath,
    side: Annotated[Side, Query(description="of the longer side at most, pixels")] = Side.MEDIUM,
) -> Response:
    """Return a small picture of the photo."""
    with files_may_be_gone():
        data = served.library.preview(photo, int(side), turn=served.gate.passed)
    return picture(request, data, cache=IMMUTABLE)


@router.get(
    "/{photo}/detections",
    operation_id="getDetections",
    dependencies=[Depends(READ)],
    responses=problems(404),
)
def get_detections(
    served: Served, photo: PhotoPath, everything: Everything = True
) -> DetectionsOut:
    """Return the faces of a photo with their numbers, and the colours they are drawn in."""
    library = served.library
    row = library.photo_row(photo)
    faces = library.faces(photo=photo, everything=everything)
    return DetectionsOut.of(row, faces, library.face_numbers(photo))


@router.get(
    "/{photo}/detections.webp",
    operation_id="drawDetectionsWebP",
    dependencies=[Depends(READ)],
    response_class=WebP,
    responses=problems(404) | answers("image/webp", description="The drawing"),
)
def draw_detections_webp(
    request: Request, served: Served, photo: PhotoPath, everything: Everything = True
) -> Response:
    """Return the photo, 2560 pixels at most, with a numbered box around every face."""
    return picture(request, _drawn(served, photo, ".webp", everything=everything), WebP)


@router.get(
    "/{photo}/detections.png",
    operation_id="drawDetectionsPng",
    dependencies=[Depends(READ)],
    response_class=Png,
    responses=problems(404) | answers("image/png", description="The drawing"),
)
def draw_detections_png(
    request: Request, served: Served, photo: PhotoPath, everything: Everything = True
) -> Response:
    """Return the photo, 2560 pixels at most, with a numbered box around every face."""
    return picture(request, _drawn(served, photo, ".png", everything=everything), Png)


def _drawn(served: Server, photo: str, ending: str, *, everything: bool) -> bytes:
    with files_may_be_gone(), served.gate.passed():
        preview = served.library.preview(photo, int(Side.HUGE))
        drawn = served.library.draw_faces(photo, everything=everything, on=preview)
        return encoded(drawn, ending)
