"""Reading photos, faces and people, and the decisions of humans about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from likeness.catalog.base import FaceFilter, PhotoFilter
from likeness.errors import PhotoError, UnknownPhotoError, UsageError
from likeness.types import Edit, EditId, Face, FaceId, FaceMark, Person, PersonId, Photo, PhotoId
from likeness.workflows.incoming import read
from likeness.workflows.numbering import numbers
from likeness.workflows.parts import Parts
from likeness.workflows.places import absolute

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


# ---------------------------------------------------------------- names to ids


def photo_id(parts: Parts, photo: str | Path) -> PhotoId:
    """Return the id of a photo given by path or id.

    Raises:
        UnknownPhotoError: Neither says anything to this library.
    """
    try:
        return parts.catalog.find_photo(absolute(photo))
    except UnknownPhotoError:
        return parts.catalog.find_photo(str(photo))


def person_id(parts: Parts, person: str) -> PersonId:
    """Return the id of a person given by id or name. Raises `UnknownPersonError`."""
    return parts.catalog.person(person).person


def face_id(parts: Parts, face: str) -> FaceId:
    """Return the id of a face given by id, with or without "face:". Raises `UnknownFaceError`."""
    return parts.catalog.face(face.removeprefix("face:")).face


# ---------------------------------------------------------------- reading


def photos(
    parts: Parts,
    *,
    person: Iterable[str] = (),
    without: Iterable[str] = (),
    only: bool = False,
    collection: str | None = None,
) -> list[Photo]:
    """Return photos by time taken; see `Library.photos`."""
    return list(
        parts.catalog.photos(
            PhotoFilter(
                with_people=tuple(person_id(parts, key) for key in person),
                without_people=tuple(person_id(parts, key) for key in without),
                only=only,
                collection=collection,
            )
        )
    )


def faces(
    parts: Parts,
    *,
    photo: str | Path | None = None,
    person: str | None = None,
    everything: bool = False,
) -> list[Face]:
    """Return faces in reading order of their photos; see `Library.faces`."""
    return list(
        parts.catalog.faces(
            FaceFilter(
                photo=None if photo is None else photo_id(parts, photo),
                person=None if person is None else person_id(parts, person),
                every=everything,
            )
        )
    )


def draw_faces(
    parts: Parts, photo: str | Path, *, everything: bool = True, on: bytes | None = None
) -> NDArray[np.uint8]:
    """Return the photo with numbered boxes; see `Library.draw_faces`."""
    from likeness.imaging.draw import draw_boxes

    wanted = photo_id(parts, photo)
    (known,) = parts.catalog.photos(PhotoFilter(ids=(wanted,)))
    pixels, scale = _pixels(parts, known) if on is None else _opened(known, on)
    rows = list(parts.catalog.faces(FaceFilter(photo=wanted, every=everything)))
    known_as = face_numbers(parts, wanted)
    return draw_boxes(pixels, rows, scale=scale, numbers=[known_as[row.face] for row in rows])


def _pixels(parts: Parts, photo: Photo) -> tuple[NDArray[np.uint8], float]:
    """Return the original, and its pixels per pixel of the photo."""
    if photo.missing:
        raise PhotoError("vanished", f"No file of photo {photo.sha256[:12]} is there any more.")
    outcome = read(parts, photo.photo)
    if outcome.facts.id != photo.sha256:
        raise PhotoError("vanished", f"{photo.photo} is not the photo that was indexed any more.")
    return outcome.pixels, outcome.scale


def _opened(photo: Photo, picture: bytes) -> tuple[NDArray[np.uint8], float]:
    """Return a WebP picture of the photo, and its pixels per pixel of the photo."""
    from likeness.imaging.pictures import open_picture, rgb_array

    pixels = rgb_array(open_picture(picture, "WEBP"))
    return pixels, max(pixels.shape[:2]) / max(photo.width, photo.height)


def face_numbers(parts: Parts, photo: str | Path) -> dict[FaceId, int]:
    """Return the number of every face of a photo; see `Library.face_numbers`."""
    return numbers(parts.catalog.faces(FaceFilter(photo=photo_id(parts, photo), every=True)))


# ---------------------------------------------------------------- deciding


def assign(
    parts: Parts, faces: Sequence[str], *, to: str | None, new: str | None, who: str
) -> Edit:
    """Put faces with a person; see `Library.assign`."""
    if (to is None) == (new is None) or not faces:
        raise UsageError("Say which faces, and either to whom (`to`) or a `new` name.")
    target = None if to is None else person_id(parts, to)
    ids = [face_id(parts, face) for face in faces]
    with parts.catalog.writing("assign"):
        edit, _ = parts.catalog.assign(ids, to=target, name=new, who=who)
    return entry(parts, edit)


def confirm(parts: Parts, face: str, *, who: str) -> Edit:
    """Hold that the face is who it is said to be."""
    with parts.catalog.writing("confirm"):
        return entry(parts, parts.catalog.confirm(face_id(parts, face), who=who))


def reject(parts: Parts, face: str, *, who: str) -> Edit:
    """Hold that the face is not who it is said to be."""
    with parts.catalog.writing("reject"):
        return entry(parts, parts.catalog.reject(face_id(parts, face), who=who))


def mark(parts: Parts, face: str, mark: FaceMark, *, who: str) -> Edit:
    """Leave a face out: ignored, or not a face."""
    with parts.catalog.writing("mark"):
        return entry(parts, parts.catalog.mark(face_id(parts, face), mark, who=who))


def name(parts: Parts, person: str, name: str | None, *, who: str) -> Edit:
    """Name a person, or take the name away."""
    with parts.catalog.writing("name"):
        return entry(parts, parts.catalog.name(person_id(parts, person), name, who=who))


def merge(parts: Parts, person: str, others: Sequence[str], *, who: str) -> Edit:
    """Hold that several people are one."""
    with parts.catalog.writing("merge"):
        rest = [person_id(parts, other) for other in others]
        return entry(parts, parts.catalog.merge(person_id(parts, person), rest, who=who))


def split(parts: Parts, person: str, faces: Sequence[str], *, who: str) -> tuple[Edit, PersonId]:
    """Make a new person of some faces; return the entry and the new id."""
    with parts.catalog.writing("split"):
        ids = [face_id(parts, face) for face in faces]
        edit, made = parts.catalog.split(person_id(parts, person), ids, who=who)
    return entry(parts, edit), made


def hide(parts: Parts, person: str, *, hidden: bool, who: str) -> Edit:
    """Leave a person out of lists, or show it again."""
    with parts.catalog.writing("hide"):
        return entry(parts, parts.catalog.hide(person_id(parts, person), hidden, who=who))


def opt_out(parts: Parts, person: str, *, out: bool, who: str) -> Edit:
    """Keep a person out of averages and games, or let it in again."""
    with parts.catalog.writing("opt out"):
        return entry(parts, parts.catalog.opt_out(person_id(parts, person), out, who=who))


def feature(parts: Parts, person: str, face: str, *, who: str) -> Edit:
    """Choose the face that stands for a person."""
    with parts.catalog.writing("feature"):
        chosen = face_id(parts, face)
        return entry(parts, parts.catalog.feature(person_id(parts, person), chosen, who=who))


def apart(parts: Parts, person: str, other: str, *, who: str) -> Edit:
    """Hold that two people are different."""
    with parts.catalog.writing("apart"):
        ids = [person_id(parts, key) for key in (person, other)]
        return entry(parts, parts.catalog.apart(*ids, who=who))


def born(parts: Parts, person: str, year: int | None, *, who: str) -> Edit:
    """Tell in which year a person was born, or take that away."""
    with parts.catalog.writing("born"):
        return entry(parts, parts.catalog.born(person_id(parts, person), year, who=who))


def undo(parts: Parts, edit: EditId | None, *, who: str) -> Edit:
    """Take back an edit; see `Library.undo`."""
    with parts.catalog.writing("undo"):
        return parts.catalog.undo(edit, who=who)


def entry(parts: Parts, edit: EditId) -> Edit:
    """Return the entry of the log with this number."""
    return parts.catalog.edit(edit)


def by_id(parts: Parts) -> dict[PersonId, Person]:
    """Return all people, hidden ones too, by id."""
    return {person.person: person for person in parts.catalog.people(hidden=True)}
