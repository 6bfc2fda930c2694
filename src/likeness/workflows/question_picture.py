"""The faces of a question as one picture, both sides beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from likeness.blobs.base import crop_key, portrait_key
from likeness.catalog.base import FaceFilter
from likeness.errors import BlobNotFoundError, PhotoError
from likeness.types import Face, FaceId, Question
from likeness.workflows.incoming import read
from likeness.workflows.mend import face_crop
from likeness.workflows.parts import Parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

PORTRAIT = 256  # pixels, of one that was made before: making one takes too long for a question
EMPTY = 200  # grey level of a face whose picture and photo are gone
EMPTY_SIDE = 64  # pixels


def draw_question(parts: Parts, question: Question) -> NDArray[np.uint8]:
    """Return both sides of a question as one picture; see `Library.draw_question`."""
    from likeness.imaging.comparison import comparison

    sides = [question.one, *([] if question.other is None else [question.other])]
    wanted = tuple(shown.face for side in sides for shown in side.best)
    rows = {row.face: row for row in parts.catalog.faces(FaceFilter(ids=wanted, every=True))}
    drawn = [_pictures(parts, [shown.face for shown in side.best], rows) for side in sides]
    return comparison(*drawn)


def _pictures(
    parts: Parts, faces: Sequence[FaceId], rows: dict[FaceId, Face]
) -> list[NDArray[np.uint8]]:
    return [_picture(parts, face, rows.get(face)) for face in faces]


def _picture(parts: Parts, face: FaceId, row: Face | None) -> NDArray[np.uint8]:
    """Return a face as it is kept, else cut out of its photo, else a grey square."""
    from likeness.imaging.pictures import open_picture, rgb_array

    for key in (portrait_key(face, PORTRAIT), crop_key(face)):
        try:
            return rgb_array(open_picture(parts.blobs.get(key), "WEBP"))
        except BlobNotFoundError:
            continue
    if row is not None:
        try:
            made = face_crop(row, read(parts, row.photo))
            return rgb_array(open_picture(made, "WEBP"))
        except PhotoError:
            pass
    return np.full((EMPTY_SIDE, EMPTY_SIDE, 3), EMPTY, np.uint8)
