"""Faces of an album, and the square pictures of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.errors import PhotoError
from likeness.imaging.align import Chip, corners
from likeness.imaging.region import Region
from likeness.models.analyser import Finer, FinerRequest
from likeness.models.sightings import Picture
from likeness.types import Box, FaceFacts, PhotoId

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Where eyes, nose and mouth belong on the squares that face programs exchange. Source: the
# template `arcface_dst` of InsightFace, python-package/insightface/utils/face_align.py.
EXCHANGE_CHIP = Chip(
    112,
    (
        (38.2946, 51.6963),
        (73.5318, 51.5014),
        (56.0252, 71.7366),
        (41.5493, 92.3655),
        (70.7299, 92.2041),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlbumFace:
    """One face that counts, on one picture of the album."""

    image: int  # position of the picture in the caller's list
    position: int  # in reading order on its picture
    id: str  # from the content of the picture and the position on it
    photo: PhotoId  # the content of the picture
    box: Box
    quality: float
    vector: NDArray[np.float32]  # (d,), unit length
    square: NDArray[np.uint8]  # (112, 112, 3) BGR, upright


class FinerParts:
    """Passes on what the analyser fetches from files, and keeps it until the batch is done."""

    def __init__(self, fetch: Finer) -> None:
        self._fetch = fetch
        self._kept: dict[PhotoId, list[Picture]] = {}

    def __call__(self, requests: Sequence[FinerRequest]) -> Sequence[Sequence[Region] | PhotoError]:
        answers = self._fetch(requests)
        for request, answer in zip(requests, answers, strict=True):
            if not isinstance(answer, PhotoError):
                self._kept.setdefault(request.photo, []).extend(
                    Picture(part.pixels, (part.scale, part.scale), (part.x, part.y))
                    for part in answer
                )
        return answers

    def of(self, photo: PhotoId) -> list[Picture]:
        """Return the finer parts of one photo."""
        return self._kept.get(photo, [])


def square(
    facts: FaceFacts, whole: Picture, parts: Sequence[Picture], size: tuple[int, int]
) -> NDArray[np.uint8]:
    """Cut a face out, turned and scaled so that eyes, nose and mouth lie where they belong.

    Args:
        facts: Of the face.
        whole: The photo at the scale at hand.
        parts: Finer parts of the same photo.
        size: Width and height of the upright photo, in pixels.

    Returns:
        BGR, shape (112, 112, 3). What lies beyond the photo is black.
    """
    side = EXCHANGE_CHIP.side
    transforms = EXCHANGE_CHIP.transforms(np.array([facts.points]))
    pictures = [whole]
    if parts:
        seen = corners(transforms, side)[0].clip(0, [*size, *size])
        pictures += [part for part in parts if _holds(part, seen)]
    finest = max(pictures, key=lambda picture: picture.scale[0])
    rgb = np.empty((side, side, 3), np.uint8)
    finest.cut(transforms[0], rgb)
    return np.ascontiguousarray(rgb[..., ::-1])


def _holds(part: Picture, box: NDArray[np.float64]) -> bool:
    """Whether a part of a photo shows all of a box of the photo, but for a pixel."""
    height, width = part.pixels.shape[:2]
    x1, y1, x2, y2 = part.here((float(box[0]), float(box[1]), float(box[2]), float(box[3])))
    return x1 >= -1 and y1 >= -1 and x2 <= width + 1 and y2 <= height + 1
