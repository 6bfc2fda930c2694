"""A door for clients of CompreFace: its routes, as far as a library has what they speak of.

A subject is a named person, an example is a face of theirs, and the similarity is the calibrated
probability. Nothing that comes through here destroys anything: deleting takes names away or leaves
faces out, which `undo` brings back. `docs/how-to/compreface.md` says what maps to what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, NamedTuple

import numpy as np
from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from likeness.errors import UnknownPersonError
from likeness.rest.doors.brought import pictures
from likeness.rest.doors.refusals import DoorRoute, NoFaceError
from likeness.rest.doors.shapes import face_of, plugins_of
from likeness.rest.forms import FormFile
from likeness.rest.problems import ProblemError
from likeness.rest.schemas.compreface import (
    EmbeddingsSent,
    ImageId,
    PairsSent,
    Subject,
    SubjectSent,
)
from likeness.rest.schemas.page import FacePath
from likeness.rest.state import Served, Server
from likeness.rest.visitor import ADMIN, PUBLIC, READ, WRITE, Visit
from likeness.types import Contract, Face, FaceFacts, FaceId, Person, PhotoId, Sample, Visitor
from likeness.workflows.access.scopes import allows
from likeness.workflows.names import safe_name

router = APIRouter(route_class=DoorRoute)

MOST_FACES = 32
"""Of one picture that are looked up: each is a search."""

LARGEST_PAGE = 1000
MIDDLING = 0.5
"""Quality of an embedding that came without its picture."""

SubjectPath = Annotated[str, Path(min_length=1, max_length=200)]
SubjectName = Annotated[Subject, Query()]
Threshold = Annotated[float, Query(ge=0, le=1)]
Limit = Annotated[int, Query(ge=0, le=1000)]
Count = Annotated[int, Query(ge=1, le=20)]
Plugins = Annotated[str, Query(max_length=200)]


class Wish(NamedTuple):
    """What clients say of every picture that they bring."""

    limit: int  # faces, largest first; 0: as many as the route takes
    threshold: float  # faces that the detector is less sure of are left out
    plugins: frozenset[str]  # what to say of each face
    status: bool  # whether to say what the answer was made with


async def wished(
    limit: Limit = 0,
    det_prob_threshold: Threshold = 0.0,
    face_plugins: Plugins = "",
    status: bool = False,
) -> Wish:
    """Return what a request wishes."""
    return Wish(limit, det_prob_threshold, plugins_of(face_plugins), status)


Wished = Annotated[Wish, Depends(wished)]
Told = dict[str, Any]


# ---------------------------------------------------------------- subjects


@router.get("/recognition/subjects", dependencies=[Depends(READ)])
def list_subjects(served: Served) -> Told:
    """List the names of people."""
    known = {person.name for person in _named(served)}
    return {"subjects": sorted({name for name in known if name} | {*served.announced.all()})}


@router.post("/recognition/subjects", status_code=201, dependencies=[Depends(WRITE)])
def add_subject(served: Served, sent: SubjectSent) -> Told:
    """Announce a name: the person begins with its first face."""
    name = sent.subject.strip()
    with served.announced.deciding:
        if _person(served, name) is not None or name in served.announced.all():
            raise ProblemError(400, "known", "Known", "Subject already exists")
        served.announced.add(name)
    return {"subject": name}


@router.put("/recognition/subjects/{subject:path}", dependencies=[Depends(WRITE)])
def rename_subject(served: Served, visitor: Visit, subject: SubjectPath, sent: SubjectSent) -> Told:
    """Rename somebody; where somebody else has the name already, both are one from now on."""
    name = sent.subject.strip()
    with served.announced.deciding:
        person, other = _person(served, subject), _person(served, name)
        if person is None:
            if not served.announced.remove(subject):
                raise _unknown(subject)
            served.announced.add(name)
        elif other is None:
            served.library.name(person.person, name, who=visitor.who)
            served.announced.remove(name)
        elif other.person != person.person:
            served.library.merge(other.person, person.person, who=visitor.who)
    return {"updated": True}


@router.delete("/recognition/subjects", dependencies=[Depends(ADMIN)])
def delete_subjects(served: Served, visitor: Visit) -> Told:
    """Take all names away."""
    people = _named(served)
    for person in people:
        served.library.name(person.person, None, who=visitor.who)
    announced = served.announced.all()
    for name in announced:
        served.announced.remove(name)
    return {"deleted": len(people) + len(announced)}


@router.delete("/recognition/subjects/{subject:path}", dependencies=[Depends(WRITE)])
def delete_subject(served: Served, visitor: Visit, subject: SubjectPath) -> Told:
    """Take a name away; the person stays, as somebody without one."""
    person = _person(served, subject)
    was_announced = served.announced.remove(subject)
    if person is not None:
        served.library.name(person.person, None, who=visitor.who)
    elif not was_announced:
        raise _unknown(subject)
    return {"subject": subject}


# ---------------------------------------------------------------- examples


@router.post("/recognition/faces", status_code=201, dependencies=[Depends(WRITE)])
async def add_face(
    request: Request,
    served: Served,
    visitor: Visit,
    subject: SubjectName,
    det_prob_threshold: Threshold = 0.0,
) -> Told:
    """Take a picture in, and put its largest face with the person of that name."""
    async with pictures(request, served, "file") as found:
        return await run_in_threadpool(
            _added, served, visitor, subject.strip(), found["file"], det_prob_threshold
        )


@router.get("/recognition/faces", dependencies=[Depends(READ)])
def list_faces(
    served: Served,
    page: Annotated[int, Query(ge=0, le=2**31)] = 0,
    size: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 20,
    subject: Annotated[Subject | None, Query()] = None,
) -> Told:
    """List the faces of people who have a name."""
    people = sorted(_named(served), key=lambda person: person.name or "")
    if subject is not None:
        people = [person for person in people if person.name == subject.strip()]
    total = sum(person.faces for person in people)
    return {
        "faces": _faces_from(served, people, page * size, size),
        "page_number": page,
        "page_size": size,
        "total_pages": -(-total // size),
        "total_elements": total,
    }


@router.delete("/recognition/faces", dependencies=[Depends(WRITE)])
def delete_faces(
    served: Served, visitor: Visit, subject: Annotated[Subject | None, Query()] = None
) -> Told:
    """Take the name away from all faces of somebody; of everybody, if no subject is said."""
    if subject is None:
        if not allows(visitor.scope, "admin"):
            raise ProblemError(
                403, "not-allowed", "Not allowed", "All examples: that needs the right to admin."
            )
        people = _named(served)
    else:
        found = _person(served, subject.strip())
        people = [] if found is None else [found]
        if found is None and subject.strip() not in served.announced.all():
            raise _unknown(subject)
    for person in people:
        served.library.name(person.person, None, who=visitor.who)
        served.announced.add(person.name or "")
    return {"deleted": sum(person.faces for person in people)}


@router.post("/recognition/faces/delete", dependencies=[Depends(WRITE)])
def delete_several_faces(
    served: Served,
    visitor: Visit,
    ids: Annotated[list[ImageId], Body(min_length=1, max_length=1000)],
) -> list[Told]:
    """Leave some faces out."""
    return [_left_out(served, visitor, id_) for id_ in dict.fromkeys(ids)]


@router.delete("/recognition/faces/{face}", dependencies=[Depends(WRITE)])
def delete_face(served: Served, visitor: Visit, face: FacePath) -> Told:
    """Leave a face out: it speaks for nobody any more."""
    return _left_out(served, visitor, face)


@router.get("/recognition/faces/{face}/img", dependencies=[Depends(READ)])
def get_face(served: Served, face: FacePath) -> Response:
    """Return the small picture of a face."""
    return Response(served.library.crop(face, turn=served.gate.passed), media_type="image/webp")


@router.get("/static/{key}/images/{face}", dependencies=[Depends(PUBLIC)])
def get_static(
    served: Served, key: Annotated[str, Path(max_length=256)], face: FacePath
) -> Response:
    """Return the small picture of a face to who has the key in the address, as pages do."""
    if served.library.access.visitor_of_key(key) is None:
        raise ProblemError(401, "login-needed", "Who are you?", "This is no key of this server.")
    return Response(served.library.crop(face, turn=served.gate.passed), media_type="image/webp")


# ---------------------------------------------------------------- recognising


@router.post("/recognition/recognize", dependencies=[Depends(READ)])
async def recognize(
    request: Request,
    served: Served,
    visitor: Visit,
    wish: Wished,
    prediction_count: Count = 1,
) -> Told:
    """Say who is on a picture: for each face the likeliest people."""
    served.limits.find(visitor.principal)
    async with pictures(request, served, "file") as found:

        def answered() -> Told:
            with served.gate.passed():
                sample = _seen(served, found["file"], wish.threshold, wish.limit or MOST_FACES)
                result = [
                    {
                        **face_of(face, wish.plugins),
                        "subjects": _subjects(
                            served, replace(sample, chosen=number), prediction_count
                        ),
                    }
                    for number, face in enumerate(sample.faces, 1)
                ]
            return _told(served, result, status=wish.status)

        return await run_in_threadpool(answered)


@router.post("/recognition/embeddings/recognize", dependencies=[Depends(READ)])
def recognize_embeddings(
    served: Served, visitor: Visit, sent: EmbeddingsSent, prediction_count: Count = 1
) -> Told:
    """Say whom embeddings show that this server made."""
    served.limits.find(visitor.principal)
    _require_length(served, sent.embeddings)
    with served.gate.passed():
        result = [
            {
                "embedding": embedding,
                "similarities": _subjects(served, _bare(embedding), prediction_count),
            }
            for embedding in sent.embeddings[:MOST_FACES]
        ]
    return {"result": result}


@router.post("/recognition/faces/{face}/verify", dependencies=[Depends(READ)])
async def verify_face(
    request: Request,
    served: Served,
    visitor: Visit,
    face: FacePath,
    wish: Wished,
) -> Told:
    """Say how probably the faces of a picture are the person of a known face."""
    served.limits.find(visitor.principal)
    async with pictures(request, served, "file") as found:

        def answered() -> Told:
            known = served.library.face(face)
            with served.gate.passed():
                sample = _seen(served, found["file"], wish.threshold, wish.limit or MOST_FACES)
            chances = _alike(served, _embedding_of(served, face), sample.faces)
            result = [
                {**face_of(one, wish.plugins), "subject": known.name or "", "similarity": chance}
                for one, chance in zip(sample.faces, chances, strict=True)
            ]
            return _told(served, result, status=wish.status)

        return await run_in_threadpool(answered)


@router.post("/recognition/embeddings/faces/{face}/verify", dependencies=[Depends(READ)])
def verify_embeddings_of_face(
    served: Served, visitor: Visit, face: FacePath, sent: EmbeddingsSent
) -> Told:
    """Say how probably embeddings are of the person of a known face."""
    served.limits.find(visitor.principal)
    _require_length(served, sent.embeddings)
    one = _embedding_of(served, face)
    if one is None:
        raise NoFaceError
    return _compared(served, one, sent.embeddings)


# ---------------------------------------------------------------- detecting and verifying


@router.post("/detection/detect", dependencies=[Depends(READ)])
async def detect(
    request: Request,
    served: Served,
    visitor: Visit,
    wish: Wished,
) -> Told:
    """Say where the faces of a picture are."""
    served.limits.find(visitor.principal)
    async with pictures(request, served, "file") as found:

        def answered() -> Told:
            with served.gate.passed():
                sample = _seen(served, found["file"], wish.threshold, wish.limit)
            result = [face_of(face, wish.plugins) for face in sample.faces]
            return _told(served, result, status=wish.status)

        return await run_in_threadpool(answered)


@router.post("/verification/verify", dependencies=[Depends(READ)])
async def verify(
    request: Request,
    served: Served,
    visitor: Visit,
    wish: Wished,
) -> Told:
    """Say how probably the faces of one picture are the largest face of another."""
    served.limits.find(visitor.principal)
    async with pictures(request, served, "source_image", "target_image") as found:

        def answered() -> Told:
            with served.gate.passed():
                source = _seen(served, found["source_image"], wish.threshold, 0)
                target = _seen(served, found["target_image"], wish.threshold, wish.limit)
            one = next((face for face in source.faces if face.status == "ok"), source.faces[0])
            chances = _alike(served, one.embedding, target.faces)
            matches = [
                {**face_of(face, wish.plugins), "similarity": chance}
                for face, chance in zip(target.faces, chances, strict=True)
            ]
            matches.sort(key=lambda match: -match["similarity"])
            result = [{"source_image_face": face_of(one, wish.plugins), "face_matches": matches}]
            return _told(served, result, status=wish.status)

        return await run_in_threadpool(answered)


@router.post("/verification/embeddings/verify", dependencies=[Depends(READ)])
def verify_embeddings(served: Served, visitor: Visit, sent: PairsSent) -> Told:
    """Say how probably embeddings are of one person."""
    served.limits.find(visitor.principal)
    return _compared(served, np.array(sent.source, np.float32), sent.targets)


# ---------------------------------------------------------------- people


def _named(served: Server) -> list[Person]:
    return [person for person in served.library.people() if person.name]


def _person(served: Server, name: str) -> Person | None:
    """Return the person of that very name."""
    try:
        found = served.library.person(name)
    except UnknownPersonError:
        return None
    return found if found.name == name else None  # or it is an id


def _unknown(subject: str) -> ProblemError:
    return ProblemError(404, "unknown-person", "No such person", f"Subject {subject} not found")


def _faces_from(served: Server, people: Sequence[Person], start: int, count: int) -> list[Told]:
    """Return some of the faces of people, as if those of all stood in one row."""
    found: list[Told] = []
    for person in people:
        if start >= person.faces:
            start -= person.faces
            continue
        faces = served.library.faces(person=person.person)[start : start + count - len(found)]
        found += [{"image_id": face.face, "subject": person.name} for face in faces]
        start = 0
        if len(found) >= count:
            break
    return found


def _left_out(served: Server, visitor: Visitor, face: str) -> Told:
    name = served.library.face(face).name
    served.library.ignore(face, who=visitor.who)
    return {"image_id": face, "subject": name or ""}


# ---------------------------------------------------------------- pictures


def _seen(served: Server, file: FormFile, least: float, most: int) -> Sample:
    """Return a picture with its largest faces, *most* of them; 0: all.

    Raises:
        NoFaceError: None is as probable as *least*.
    """
    sample = served.library.look_at(file.path, safe_name(file.name, "the picture"))
    faces = [face for face in sample.faces if face.score >= least]
    if not faces:
        raise NoFaceError
    return replace(sample, faces=tuple(faces[: most or None]))


def _added(served: Server, visitor: Visitor, subject: str, file: FormFile, least: float) -> Told:
    library = served.library
    with served.gate.passed():
        seen = _seen(served, file, least, 0)
        if not any(face.status == "ok" for face in seen.faces):
            raise NoFaceError
        arrived = library.uploads.take(file.path, file.name, who=visitor.principal)
        if arrived.path is not None:
            library.add(arrived.path, group=False)
    example = _example(library.faces(photo=arrived.photo))
    with served.announced.deciding:
        _put_with(served, visitor, example, subject)
        served.announced.remove(subject)
    return {"image_id": example.face, "subject": subject}


def _put_with(served: Server, visitor: Visitor, face: Face, subject: str) -> None:
    """Hold that a face is somebody's; a person of nobody's name who has it is named so."""
    library, person = served.library, _person(served, subject)
    if person is not None:
        if face.person != person.person:
            library.assign(face.face, to=person.person, who=visitor.who)
    elif face.person is not None and face.name is None:
        library.confirm(face.face, who=visitor.who)
        library.name(face.person, subject, who=visitor.who)
    else:
        library.assign(face.face, new=subject, who=visitor.who)


def _example(faces: Sequence[Face]) -> Face:
    """Return the largest face of a photo that can be recognised."""
    usable = [face for face in faces if face.status == "ok" and face.mark is None]
    if not usable:
        raise NoFaceError
    return max(usable, key=_area)


def _area(face: Face) -> float:
    return (face.box[2] - face.box[0]) * (face.box[3] - face.box[1])


def _subjects(served: Server, sample: Sample, count: int) -> list[Told]:
    """Return the likeliest people with a name, and how probable each is."""
    answer = served.library.find(sample)
    named = [each for each in answer.candidates if each.name]
    return [{"subject": each.name, "similarity": each.probability or 0.0} for each in named[:count]]


def _alike(
    served: Server, one: np.ndarray[Any, Any] | None, faces: Sequence[FaceFacts]
) -> list[float]:
    """Return how probably each face is the one; 0 where one of both cannot be recognised."""
    usable = [face.embedding for face in faces if face.embedding is not None]
    chances = iter([] if one is None else served.library.alike(one, usable))
    return [0.0 if face.embedding is None else next(chances, 0.0) for face in faces]


def _embedding_of(served: Server, face: str) -> np.ndarray[Any, Any] | None:
    return served.library.look(f"face:{face}").faces[0].embedding


def _bare(embedding: Sequence[float]) -> Sample:
    """Return an embedding as a sample whose picture nobody saw."""
    vector = np.array(embedding, np.float64)
    length = float(np.linalg.norm(vector))
    if length == 0:
        raise ProblemError(400, "malformed", "Malformed", "An embedding is not all zeros.")
    face = FaceFacts(
        id=FaceId(""),
        photo=PhotoId(""),
        position=0,
        detector=Contract(""),
        box=(0, 0, 1, 1),
        points=((0, 0),) * 5,
        score=1.0,
        status="ok",
        quality=MIDDLING,
        embedding=(vector / length).astype(np.float32),
    )
    return Sample(sample="embedding", faces=(face,), chosen=1)


def _compared(served: Server, one: np.ndarray[Any, Any], others: Sequence[Sequence[float]]) -> Told:
    chances = served.library.alike(one, [np.array(other, np.float32) for other in others])
    return {
        "result": [
            {"embedding": other, "similarity": chance}
            for other, chance in zip(others, chances, strict=True)
        ]
    }


def _require_length(served: Server, embeddings: Sequence[Sequence[float]]) -> None:
    wanted = served.library.dimensions
    if wanted is not None and any(len(embedding) != wanted for embedding in embeddings):
        raise ProblemError(
            400, "malformed", "Malformed", f"Embeddings of this server have {wanted} numbers."
        )


def _told(served: Server, result: list[Told], *, status: bool) -> Told:
    if not status:
        return {"result": result}
    settings = served.library.settings
    versions = {"detector": settings.detect.model, "calculator": settings.embed.model}
    return {"result": result, "plugins_versions": versions}
