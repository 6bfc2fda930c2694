"""Portraits of faces, upright and alike: made when first asked for, then kept."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from likeness.blobs.base import PORTRAIT_SIDES as SIDES
from likeness.blobs.base import portrait_key
from likeness.catalog.base import FaceFilter
from likeness.errors import (
    BlobNotFoundError,
    ExportError,
    LibraryError,
    PhotoError,
    UnknownFaceError,
    UnknownPersonError,
    UsageError,
)
from likeness.imaging.encode import ENDINGS, encoded
from likeness.imaging.pictures import open_picture, rgb_array
from likeness.imaging.webp import encode_webp
from likeness.portrait.canvas import Canvas
from likeness.portrait.id_portrait import portrait
from likeness.portrait.sheet import fitted, sheet, side_on_sheet
from likeness.types import Face, FaceId, Member, PersonId, PortraitReport, Progress
from likeness.workflows import pictures
from likeness.workflows.average.looks import looks_of
from likeness.workflows.average.members import OnProgress, Stop, require_going_on
from likeness.workflows.claim import claim_blobs
from likeness.workflows.names import safe_name
from likeness.workflows.parts import Parts
from likeness.workflows.people import face_id, person_id
from likeness.workflows.targets import export_file, export_folder
from likeness.workflows.turns import Turn

ENDING = ".jpg"  # of files in a folder
TOGETHER = 16  # faces whose portraits are made at a time

LOOKS_AWAY = 30.0  # degrees of yaw at which a face counts 1/e to show a person
NO_VECTOR = np.zeros(0, np.float32)

FILE_ENDING = re.compile(r"\.(?:[a-z]{1,4}|mp4)", re.IGNORECASE)

Image = NDArray[np.uint8]
Subjects = list[tuple[str, FaceId]]  # the label of each portrait, and the face on it


def portraits_of(
    parts: Parts,
    faces: Sequence[FaceId],
    side: int,
    *,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> Iterator[tuple[FaceId, Image]]:
    """Yield portraits of faces, (side, side, 3) RGB, in their order; those that can be made.

    Raises:
        UsageError: There are no portraits of that size.
        InterruptedRunError: *stop* said so. What was made is kept.
    """
    require_size(side)
    for start in range(0, len(faces), TOGETHER):
        require_going_on(stop)
        some = faces[start : start + TOGETHER]
        kept = {face: picture for face in some if (picture := _kept(parts, face, side)) is not None}
        made = _make(parts, [face for face in some if face not in kept], side)
        yield from ((face, (kept | made)[face]) for face in some if face in kept or face in made)
        done = min(start + TOGETHER, len(faces))
        progress(Progress(stage="portraits", done=done, total=len(faces)))


def require_size(side: int) -> None:
    """Raise `UsageError` if there are no portraits of that size."""
    if side not in SIDES:
        raise UsageError(f"A portrait has {', '.join(map(str, SIDES))} pixels, not {side}.")


def portrait_of(parts: Parts, of: str, side: int) -> Image:
    """Return one portrait; see `Library.portrait`."""
    face = subject(parts, of)
    for _, picture in portraits_of(parts, [face], side):
        return picture
    raise PhotoError("vanished", f"The photo of face {face} cannot be read now.")


def portrait_file(parts: Parts, of: str, side: int, turn: Turn = nullcontext) -> bytes:
    """Return one portrait as a WebP file; see `Library.portrait_file`."""
    require_size(side)
    face = subject(parts, of)
    key = portrait_key(face, side)
    with suppress(BlobNotFoundError):
        return parts.blobs.get(key)
    with turn():
        picture = portrait_of(parts, f"face:{face}", side)
    with suppress(BlobNotFoundError):
        return parts.blobs.get(key)  # the first answer is the same as every later one
    return encode_webp(picture)  # of a library that may only be read


def save(
    parts: Parts,
    place: Path,
    who: Sequence[str],
    *,
    side: int,
    progress: OnProgress = lambda _: None,
    stop: Stop = lambda: False,
) -> PortraitReport:
    """Write portraits to a folder or on a sheet; see `Library.save_portraits`."""
    require_size(side)
    on_sheet = place.suffix.lower() in ENDINGS and not place.is_dir()
    if not on_sheet:
        _require_folder(place)
    target = export_file(parts, place, ENDINGS) if on_sheet else export_folder(parts, place)
    subjects = _asked_for(parts, who) if who else everybody(parts)
    if not subjects:
        raise UsageError("There is nobody whose portrait could be drawn.")
    found = portraits_of(parts, [face for _, face in subjects], side, progress=progress, stop=stop)
    if on_sheet:
        count = _on_sheet(parts, target, subjects, found, side)
    else:
        count = _in_folder(parts, target, subjects, found)
    if not count:
        raise ExportError(
            "No portrait could be made: the faces are set aside, or their photos cannot be read "
            "now."
        )
    return PortraitReport(portraits=count, missing=len(subjects) - count, file=str(place))


def _require_folder(place: Path) -> None:
    """Raise `ExportError` where the name of a new folder looks like that of a file."""
    if FILE_ENDING.fullmatch(place.suffix) and not place.is_dir():
        raise ExportError(
            f"{place} is no name for portraits: a file ends in {', '.join(ENDINGS)}, and the name "
            "of a new folder has no ending."
        )


def _on_sheet(
    parts: Parts, file: Path, subjects: Subjects, found: Iterator[tuple[FaceId, Image]], side: int
) -> int:
    """Draw all on one sheet, each kept only as large as it stands there; return how many."""
    try:
        side = side_on_sheet(len(subjects), side)
    except ValueError as exc:
        raise UsageError(str(exc)) from exc
    labels = {face: label for label, face in subjects}
    drawn = [(labels[face], fitted(picture, side)) for face, picture in found]
    if drawn:
        pictures.save(parts, sheet(drawn, side), file)
    return len(drawn)


def _in_folder(
    parts: Parts, folder: Path, subjects: Subjects, found: Iterator[tuple[FaceId, Image]]
) -> int:
    """Write a file each, those that are there already not again; return how many there are.

    Raises:
        ExportError: Something else is in the place of one of them.
    """
    files = {
        face: folder / safe_name(f"{number:04d} {label}{ENDING}")
        for number, (label, face) in enumerate(subjects, 1)
    }
    count = 0
    for face, picture in found:
        if not _is_there(files[face], encoded(picture, ENDING)):
            pictures.save(parts, picture, files[face])
        count += 1
    return count


def _is_there(file: Path, data: bytes) -> bool:
    """Return whether a file holds this already. Raises `ExportError` if it holds something else."""
    if not os.path.lexists(file):
        return False
    try:
        if file.stat().st_size == len(data) and file.read_bytes() == data:
            return True
    except OSError:
        pass  # a link to nowhere, a folder: in any case not ours
    raise ExportError(
        f"{file} is there and holds something else. Remove it, or choose another folder."
    )


def subject(parts: Parts, key: str) -> FaceId:
    """Return the face that a key means: a face's id, or the best face of a person.

    Raises:
        UnknownFaceError, UnknownPersonError: No such face or person.
    """
    if key.startswith("face:"):
        return face_id(parts, key)
    try:
        return best_face(parts, person_id(parts, key))
    except UnknownPersonError:
        with suppress(UnknownFaceError):
            return face_id(parts, key)
        raise


def _asked_for(parts: Parts, who: Sequence[str]) -> Subjects:
    """Return the faces that keys mean, each once, under the first key that means it."""
    labels: dict[FaceId, str] = {}
    for key in who:
        labels.setdefault(subject(parts, key), key)
    return [(label, face) for face, label in labels.items()]


def everybody(parts: Parts) -> Subjects:
    """Return the name and the best face of everybody who is not hidden, most photos first.

    Who has no face that could be shown is left out.
    """
    best: dict[PersonId, Face] = {}
    for face in parts.catalog.faces():
        if face.person is not None:
            other = best.setdefault(face.person, face)
            best[face.person] = max(other, face, key=_rank)
    people = parts.catalog.people()
    chosen = {
        row.person: row.feature or best[row.person].face
        for row in people
        if row.feature or row.person in best
    }
    return [(row.name or row.person, chosen[row.person]) for row in people if row.person in chosen]


def best_face(parts: Parts, person: PersonId) -> FaceId:
    """Return the face that shows a person best: the one that a human chose, if there is one.

    Raises:
        UnknownFaceError: No face of this person is fit to be shown.
    """
    chosen = parts.catalog.person(person).feature
    if chosen is not None:
        return chosen
    theirs = list(parts.catalog.faces(FaceFilter(person=person)))
    if not theirs:
        raise UnknownFaceError(f"Person {person} has no face that could be shown.")
    return max(theirs, key=_rank).face


def _rank(face: Face) -> tuple[float, FaceId]:
    return _shows(face), face.face


def _shows(face: Face) -> float:
    """Return how well a face shows who it is: quality, and whether it looks at the viewer."""
    turned = 90.0 if face.pose is None else abs(face.pose[1])
    return (face.quality or 0.0) * float(np.exp(-((turned / LOOKS_AWAY) ** 2)))


def _kept(parts: Parts, face: FaceId, side: int) -> Image | None:
    try:
        return rgb_array(open_picture(parts.blobs.get(portrait_key(face, side)), "WEBP"))
    except (BlobNotFoundError, PhotoError):
        return None  # not made yet, or damaged: it is made again


def _make(parts: Parts, faces: Sequence[FaceId], side: int) -> dict[FaceId, Image]:
    """Make portraits of some faces and keep them."""
    if not faces:
        return {}
    canvas = Canvas(side)
    rows = list(parts.catalog.faces(FaceFilter(ids=tuple(faces))))
    read = looks_of(parts, [as_member(row) for row in rows], canvas)
    made = parts.analyser.runtime.map(lambda look: portrait(look, canvas).pixels, read.looks)
    encoded = {
        FaceId(look.key): encode_webp(picture)
        for look, picture in zip(read.looks, made, strict=True)
    }
    with suppress(LibraryError):  # a library that may only be read makes them each time
        _keep(parts, encoded, side)
    # As they come out of the store: the first answer is the same as every later one.
    return {face: rgb_array(open_picture(data, "WEBP")) for face, data in encoded.items()}


def _keep(parts: Parts, encoded: dict[FaceId, bytes], side: int) -> None:
    with parts.catalog.writing("portraits"):
        claim_blobs(parts)
        there = parts.catalog.faces(FaceFilter(ids=tuple(encoded), every=True))
        # Only of faces that nobody forgot in the meantime.
        parts.blobs.put_all({portrait_key(row.face, side): encoded[row.face] for row in there})


def as_member(row: Face) -> Member:
    """Return a face of the catalog as those that averages are of; without its vector."""
    pitch, yaw, _ = row.pose or (None, None, None)
    return Member(
        face=row.face,
        photo=row.sha256,
        person=row.person,
        quality=row.quality,
        yaw=yaw,
        pitch=pitch,
        spread=None,
        points=row.points,
        taken=None,
        age=row.age,
        male=None,
        vector=NO_VECTOR,
    )
