"""/people: who is on the photos, and what somebody decides about them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from likeness.rest.binary import WebP, answers, files_may_be_gone, picture
from likeness.rest.routers.answers import problems
from likeness.rest.schemas.edits import EditOut
from likeness.rest.schemas.faces import PersonLikenessOut, PersonWhy, Portrait, PortraitSide
from likeness.rest.schemas.page import Cursor, Limit, Page, PersonPath
from likeness.rest.schemas.people import (
    ApartOrder,
    CompanionOut,
    LookAlikeOut,
    MergeOrder,
    PersonAbout,
    PersonChange,
    PersonOut,
    SplitDone,
    SplitOrder,
)
from likeness.rest.schemas.photos import ForgetOut
from likeness.rest.state import Served, Server
from likeness.rest.visitor import ADMIN, READ, WRITE, Visit

router = APIRouter(prefix="/people", tags=["people"])

Few = Annotated[int, Query(ge=1, le=100, description="people at most")]


@router.get("", operation_id="listPeople", dependencies=[Depends(READ)], responses=problems())
def list_people(
    served: Served,
    cursor: Cursor = None,
    limit: Limit = 100,
    hidden: Annotated[bool, Query(description="also hidden ones")] = False,
    named: Annotated[bool | None, Query(description="with a name, or without")] = None,
    name: Annotated[
        str | None, Query(min_length=1, max_length=200, description="text in the name")
    ] = None,
) -> Page[PersonOut]:
    """List people, most photos first."""
    page = served.library.people_page(
        after=cursor, limit=limit, hidden=hidden, named=named, name=name
    )
    return Page(items=[PersonOut.model_validate(row) for row in page.items], next=page.after)


@router.get(
    "/{person}", operation_id="getPerson", dependencies=[Depends(READ)], responses=problems(404)
)
def get_person(served: Served, person: PersonPath) -> PersonAbout:
    """Return one person, and when they were photographed."""
    return PersonAbout.about(served.library.person(person), served.library.span(person))


@router.delete(
    "/{person}",
    operation_id="forgetPerson",
    dependencies=[Depends(ADMIN)],
    responses=problems(404),
)
def forget_person(served: Served, visitor: Visit, person: PersonPath) -> ForgetOut:
    """Forget a person with faces, vectors, pictures and name, for good; photos stay."""
    return ForgetOut.model_validate(served.library.forget_person(person, who=visitor.who))


@router.get(
    "/{person}/portrait",
    operation_id="getPersonPortrait",
    dependencies=[Depends(READ)],
    response_class=WebP,
    responses=problems(404) | answers("image/webp", description="The portrait"),
)
def get_person_portrait(
    request: Request, served: Served, person: PersonPath, side: Portrait = PortraitSide.MEDIUM
) -> Response:
    """Return the face that stands for a person, upright, before a soft background."""
    with files_may_be_gone():
        data = served.library.portrait_file(person, int(side), turn=served.gate.passed)
    return picture(request, data)


@router.get(
    "/{person}/crop",
    operation_id="getPersonCrop",
    dependencies=[Depends(READ)],
    response_class=WebP,
    responses=problems(404) | answers("image/webp", description="The picture"),
)
def get_person_crop(request: Request, served: Served, person: PersonPath) -> Response:
    """Return the face of the portrait as it is on its photo: there while the portrait is made."""
    with files_may_be_gone():
        data = served.library.person_crop(person, turn=served.gate.passed)
    return picture(request, data)


@router.get(
    "/{person}/suggestions",
    operation_id="suggestPeople",
    dependencies=[Depends(READ)],
    responses=problems(404),
)
def suggest_people(served: Served, person: PersonPath) -> list[PersonLikenessOut]:
    """List who might be the same person, most probable first."""
    return _reasons(served, person).merges


@router.get(
    "/{person}/together",
    operation_id="listTogether",
    dependencies=[Depends(READ)],
    responses=problems(404),
)
def list_together(served: Served, person: PersonPath, limit: Few = 12) -> list[CompanionOut]:
    """List who is on the same photos most often, without hidden people."""
    found = served.library.together(person, limit=limit)
    return [CompanionOut.model_validate(one) for one in found]


@router.get(
    "/{person}/similar",
    operation_id="listSimilar",
    dependencies=[Depends(READ)],
    responses=problems(404),
)
def list_similar(served: Served, person: PersonPath, limit: Few = 12) -> list[LookAlikeOut]:
    """List who looks most like the person, without hidden people; see `suggestPeople`, too."""
    found = served.library.similar(person, limit=limit)
    return [LookAlikeOut.model_validate(one) for one in found]


@router.get(
    "/{person}/why",
    operation_id="whyPerson",
    dependencies=[Depends(READ)],
    responses=problems(404),
)
def why_person(served: Served, person: PersonPath) -> PersonWhy:
    """Explain how sure it is that the faces of a person are one human being."""
    return _reasons(served, person)


def _reasons(served: Server, person: str) -> PersonWhy:
    known = served.library.person(person).person
    return PersonWhy.model_validate(served.library.why(known))


@router.patch(
    "/{person}",
    operation_id="changePerson",
    dependencies=[Depends(WRITE)],
    responses=problems(404, 409),
)
def change_person(
    served: Served, visitor: Visit, person: PersonPath, change: PersonChange
) -> list[EditOut]:
    """Name, hide, feature, tell the year of birth, keep out of averages: an edit for each."""
    library, who = served.library, visitor.who
    edits = []
    if "name" in change.model_fields_set:
        edits.append(library.name(person, change.name, who=who))
    if change.hidden is not None:
        edits.append(library.hide(person, hidden=change.hidden, who=who))
    if change.opted_out is not None:
        edits.append(library.opt_out(person, out=change.opted_out, who=who))
    if change.feature is not None:
        edits.append(library.feature(person, change.feature, who=who))
    if "born" in change.model_fields_set:
        edits.append(library.born(person, change.born, who=who))
    return [EditOut.model_validate(edit) for edit in edits]


@router.post(
    "/{person}/merge",
    operation_id="mergePeople",
    dependencies=[Depends(WRITE)],
    responses=problems(404, 409),
)
def merge_people(served: Served, visitor: Visit, person: PersonPath, order: MergeOrder) -> EditOut:
    """Hold that others are this person: it keeps its id and name."""
    edit = served.library.merge(person, *order.others, who=visitor.who)
    return EditOut.model_validate(edit)


@router.post(
    "/{person}/split",
    operation_id="splitPerson",
    status_code=201,
    dependencies=[Depends(WRITE)],
    responses=problems(404, 409),
)
def split_person(
    served: Served, visitor: Visit, person: PersonPath, order: SplitOrder
) -> SplitDone:
    """Make a new person of some faces of this one."""
    edit, made = served.library.split(person, order.faces, who=visitor.who)
    return SplitDone(edit=EditOut.model_validate(edit), person=made)


@router.post(
    "/{person}/apart",
    operation_id="keepPeopleApart",
    dependencies=[Depends(WRITE)],
    responses=problems(404, 409),
)
def keep_people_apart(
    served: Served, visitor: Visit, person: PersonPath, order: ApartOrder
) -> EditOut:
    """Hold that somebody else is not this person: no run joins them again."""
    edit = served.library.apart(person, order.other, who=visitor.who)
    return EditOut.model_validate(edit)
