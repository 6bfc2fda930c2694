"""Faces, and what somebody decides about them."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from likeness.library.door import Door
from likeness.types import (
    Edit,
    Face,
    FaceId,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from likeness.workflows.turns import Turn


class Faces(Door):
    """Faces, and what somebody decides about them."""

    def faces(
        self,
        *,
        photo: str | Path | None = None,
        person: str | None = None,
        everything: bool = False,
    ) -> list[Face]:
        """Return faces in reading order of their photos.

        Args:
            photo: Only those on this photo (path or id).
            person: Only those of this person (id or name).
            everything: Also those of low confidence, too small, ignored, or not a face.

        Raises:
            UnknownPhotoError, UnknownPersonError: No such photo or person.
        """
        from likeness.workflows import people

        return people.faces(self._parts, photo=photo, person=person, everything=everything)

    def face(self, face: str) -> Face:
        """Return one face, by id or its beginning. Raises `UnknownFaceError`."""
        return self._parts.catalog.face(face.removeprefix("face:"))

    def crop(self, face: str, *, turn: Turn | None = None) -> bytes:
        """Return the small picture of a face, a WebP file; made again if it was lost.

        Args:
            face: Its id.
            turn: Entered where it has to be made; it may wait, or raise. None: nothing.

        Raises:
            UnknownFaceError: No such face.
            PhotoError: It was lost, and the photo cannot be read now.
        """
        from likeness.workflows import handout

        return handout.crop(self._parts, face, turn or nullcontext)

    def person_crop(self, person: str, *, turn: Turn | None = None) -> bytes:
        """Return the face of a person's portrait as `crop` does: there at once, as it is.

        Args:
            person: Id or name.
            turn: As of `crop`.

        Raises:
            UnknownPersonError: No such person.
            PhotoError: It was lost, and the photo cannot be read now.
        """
        from likeness.workflows import handout
        from likeness.workflows.average.portraits import subject

        return handout.crop(self._parts, subject(self._parts, person), turn or nullcontext)

    def draw_faces(
        self, photo: str | Path, *, everything: bool = True, on: bytes | None = None
    ) -> NDArray[np.uint8]:
        """Return the photo as (h, w, 3) uint8 RGB with boxes, numbered as `FILE#N` counts.

        Args:
            photo: Its id or path.
            everything: Also faces of low confidence, too small, ignored, or not a face.
            on: A WebP file of the photo in any size, such as `preview` returns; None: its file.

        Raises:
            UnknownPhotoError: No such photo in the library.
            PhotoError: Its file cannot be read now.
        """
        from likeness.workflows import people

        return people.draw_faces(self._parts, photo, everything=everything, on=on)

    def save_picture(self, pixels: NDArray[np.uint8], file: str | Path) -> None:
        """Write a drawing, (h, w, 3) uint8 RGB, to *file*: .jpg, .jpeg, .png or .webp.

        Raises:
            ExportError: Another ending; the file cannot be written; or it exists and lies in the
                library or a source, where it may be a photo.
        """
        from likeness.workflows import pictures

        pictures.save(self._parts, pixels, Path(file))

    def face_numbers(self, photo: str | Path) -> dict[FaceId, int]:
        """Return the number of every face of a photo, as `FILE#N` counts them: largest first.

        Raises:
            UnknownPhotoError: No such photo in the library.
        """
        from likeness.workflows import people

        return people.face_numbers(self._parts, photo)

    def assign(
        self, *faces: str, to: str | None = None, new: str | None = None, who: str = ""
    ) -> Edit:
        """Put faces with a person: *to* an existing one (id or name) or a *new* name.

        Raises:
            UsageError: Neither or both of *to* and *new* are given.
            UnknownFaceError, UnknownPersonError: No such face or person.
            EditRefusedError: The decision contradicts another; the message says which.
        """
        from likeness.workflows import people

        return people.assign(self._parts, faces, to=to, new=new, who=who)

    def confirm(self, face: str, *, who: str = "") -> Edit:
        """Hold that the face is who it is said to be."""
        from likeness.workflows import people

        return people.confirm(self._parts, face, who=who)

    def reject(self, face: str, *, who: str = "") -> Edit:
        """Hold that the face is not who it is said to be; it never joins that person again."""
        from likeness.workflows import people

        return people.reject(self._parts, face, who=who)

    def ignore(self, face: str, *, who: str = "") -> Edit:
        """Leave the face out of people for good: somebody who does not matter here."""
        from likeness.workflows import people

        return people.mark(self._parts, face, "ignored", who=who)

    def not_a_face(self, face: str, *, who: str = "") -> Edit:
        """Hold that the detector was wrong."""
        from likeness.workflows import people

        return people.mark(self._parts, face, "not_a_face", who=who)
