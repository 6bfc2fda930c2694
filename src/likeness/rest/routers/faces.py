"""/faces: every face that was found, what it looks like, and whose it is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from likeness.rest.binary import IMMUTABLE, WebP, answers, files_may_be_gone, picture
from likeness.rest.routers.answers import problems
from likeness.rest.schemas.edits import EditOut
from likeness.rest.schemas.faces import AssignOrder, FaceOut, FaceWhy, Portrait, PortraitSide
from likeness.rest.schemas.page import PHOTO, Cursor, FacePath, Limit, Name, Page
from likeness.rest.state import Served
from likeness.rest.visitor import READ, WRITE, Visit

router = APIRouter(prefix="/faces", tags=["faces"])


@router.get("", operation_id="listFaces", dependencies=[Depends(READ)], responses=problems(404))
def list_faces(
    served: Served,
    person: Annotated[Name | None, Query(description="of this person: id or name")] = None,
    photo: Annotated[str | None, Query(pattern=PHOTO, description="on this photo")] = None,
    unassigned: Annotated[bool, Query(description="of nobody")] = False,
    everything: Annotated[
        bool, Query(description="also those of low confidence, too small, ignored, or none")
    ] = False,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[FaceOut]:
    """List faces of a person or of nobody, best first, or of a photo in reading order.

    Ask for one of the three.
    """
    page = served.library.face_page(
        photo=photo,
        person=person,
        unassigned=unassigned,
        everything=everything,
        after=cursor,
        limit=limit,
    )
    return Page(items=[FaceOut.of(face) for face in page.items], next=page.after)


@router.get(
    "/newest",
    operation_id="listNewestFaces",
    dependencies=[Depends(READ)],
    responses=problems(),
)
def list_newest_faces(served: Served, limit: Limit = 60) -> list[FaceOut]:
    """List the faces that count and were found last, newest first."""
    return [FaceOut.of(face) for face in served.library.newest_faces(limit=limit)]


@router.post(
    "/assign",
    operation_id="assignFaces",
    dependencies=[Depends(WRITE)],
    responses=problems(404, 409),
)
def assign_faces(served: Served, visitor: Visit, order: AssignOrder) -> EditOut:
    """Put faces with somebody known, or with somebody new."""
    edit = served.library.assign(*order.faces, to=order.to, new=order.new, who=visitor.who)
    return EditOut.model_validate(edit)


@router.get(
    "/{face}", operation_id="getFace", dependencies=[Depends(READ)], responses=problems(404)
)
def get_face(served: Served, face: FacePath) -> FaceOut:
    """Return one face."""
    return FaceOut.of(served.library.face(face))


@router.get(
    "/{face}/crop",
    operation_id="getCrop",
    dependencies=[Depends(READ)],
    response_class=WebP,
    responses=problems(404) | answers("image/webp", description="The picture"),
)
def get_crop(request: Request, served: Served, face: FacePath) -> Response:
    """Return the face as it is on the photo, with a little around it, 256 pixels at most."""
    with files_may_be_gone():
        data = served.library.crop(face, turn=served.gate.passed)
    return picture(request, data, cache=IMMUTABLE)


@router.get(
    "/{face}/portrait",
    operation_id="getFacePortrait",
    dependencies=[Depends(READ)],
    response_class=WebP,
    responses=problems(404) | answers("image/webp", description="The portrait"),
)
def get_face_portrait(
    request: Request, served: Served, face: FacePath, side: Portrait = PortraitSide.MEDIUM
) -> Response:
    """Return the face upright, before a soft background."""
    with files_may_be_gone():
        data = served.library.portrait_file(f"face:{face}", int(side), turn=served.gate.passed)
    return picture(request, data, cache=IMMUTABLE)


@router.get(
    "/{face}/why", operation_id="whyFace", dependencies=[Depends(READ)], responses=problems(404)
)
def why_face(served: Served, face: FacePath) -> FaceWhy:
    """Explain why a face is with whom it is."""
    known = served.library.face(face).face
    return FaceWhy.model_validate(served.library.why(known))


@router.post(
    "/{face}/confirm",
    operation_id="confirmFace",
    dependencies=[Depends(WRITE)],
    responses=problems(404, 409),
)
def confirm_face(served: Served, visitor: Visit, face: FacePath) -> EditOut:
    """Hold that the face is who it is said to be."""
    return EditOut.model_validate(served.library.confirm(face, who=visitor.who))


@router.post(
    "/{face}/reject",
    operation_id="rejectFace",
    dependencies=[Depends(WRITE)],
    responses=problems(404, 409),
)
def reject_face(served: Served, visitor: Visit, face: FacePath) -> EditOut:
    """Hold that the face is not who it is said to be; it never joins that person again."""
    return EditOut.model_validate(served.library.reject(face, who=visitor.who))


@router.post(
    "/{face}/ignore",
    operation_id="ignoreFace",
    dependencies=[Depends(WRITE)],
    responses=problems(404, 409),
)
def ignore_face(served: Served, visitor: Visit, face: FacePath) -> EditOut:
    """Leave the face out of people: somebody who does not matter here."""
    return EditOut.model_validate(served.library.ignore(face, who=visitor.who))


@router.post(
    "/{face}/not-a-face",
    operation_id="markNotAFace",
    dependencies=[Depends(WRITE)],
    responses=problems(404, 409),
)
def mark_not_a_face(served: Served, visitor: Visit, face: FacePath) -> EditOut:
    """Hold that the detector was wrong."""
    return EditOut.model_validate(served.library.not_a_face(face, who=visitor.who))
