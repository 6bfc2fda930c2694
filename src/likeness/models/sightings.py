"""Sightings: faces on their way from the detector to the catalog."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.align import cut, rescaled
from likeness.imaging.boxes import clipped, iou
from likeness.models.detectors import Detections
from likeness.types import Box, Contract, Face, FaceFacts, FaceId, FaceStatus, PhotoId

Image = NDArray[np.uint8]

SAME_BOX = 0.5  # intersection over union with a forgotten face
DECIMALS = 2  # of coordinates, in pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoPixels:
    """One decoded photo."""

    id: PhotoId
    pixels: Image  # RGB, (height, width, 3), upright, at detection scale
    scale: float  # pixels here per pixel of the photo, (0, 1]; both sides were rounded
    width: int  # of the upright photo, pixels
    height: int
    skipped: tuple[Box, ...] = ()  # faces that were forgotten, in pixels of the upright photo


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels, and where on their photo they lie."""

    pixels: Image  # RGB, (height, width, 3)
    scale: tuple[float, float]  # pixels here per pixel of the photo, x and y
    corner: tuple[float, float] = (0.0, 0.0)  # the top left one, in pixels of the photo

    def cut(self, transform: NDArray[np.float64], out: Image) -> None:
        """Cut out what a transform from photo coordinates, shape (2, 3), describes."""
        cut(self.pixels, rescaled(transform[None], self.scale, self.corner)[0], out)

    def here(self, box: Box) -> Box:
        """Return a box of the photo in pixels of this picture."""
        (sx, sy), (left, top) = self.scale, self.corner
        x1, y1, x2, y2 = box
        return (x1 - left) * sx, (y1 - top) * sy, (x2 - left) * sx, (y2 - top) * sy


@dataclass(slots=True)
class Sighting:
    """One face that was found; coordinates in pixels of the photo."""

    photo: PhotoPixels
    position: int  # in reading order, from 0
    box: NDArray[np.float32]  # (4,), inside the photo
    points: NDArray[np.float32]  # (5, 2)
    score: float
    status: FaceStatus
    picture: Picture  # the finest pixels there are of it

    def facts(self, detector: Contract) -> FaceFacts:
        """Return what the detector alone says of the face."""
        x1, y1, x2, y2 = (rounded(value) for value in self.box)
        left_eye, right_eye, nose, left_mouth, right_mouth = (
            (rounded(x), rounded(y)) for x, y in self.points
        )
        return FaceFacts(
            id=face_id(self.photo.id, detector, self.position),
            photo=self.photo.id,
            position=self.position,
            detector=detector,
            box=(x1, y1, x2, y2),
            points=(left_eye, right_eye, nose, left_mouth, right_mouth),
            score=self.score,
            status=self.status,
        )


def sightings(
    photo: PhotoPixels, found: Detections, *, min_score: float, min_face: float
) -> Iterator[Sighting]:
    """Yield the faces of one photo in reading order, without those that were forgotten.

    A forgotten face keeps its position: the ids of the others stay what they were.

    Args:
        photo: Where they were found.
        found: In pixels of `photo.pixels`.
        min_score: Below it a face has low confidence.
        min_face: Smallest longer side of a face, as a share of the photo's longer side.
    """
    picture = whole(photo)
    scale = np.array(picture.scale, np.float32)
    boxes = clipped(
        np.asarray(found.boxes / np.tile(scale, 2), np.float32), photo.width, photo.height
    )
    seen = np.flatnonzero((boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1]))
    order = seen[reading_order(boxes[seen])]
    forgotten = are_among(boxes, np.array(photo.skipped, np.float32).reshape(-1, 4))
    smallest = min_face * max(photo.width, photo.height)
    for position, row in enumerate(order):
        if not forgotten[row]:
            score = float(found.scores[row])
            yield Sighting(
                photo=photo,
                position=position,
                box=boxes[row],
                points=found.points[row] / scale,
                score=score,
                status=status(boxes[row], score, min_score=min_score, smallest=smallest),
                picture=picture,
            )


def whole(photo: PhotoPixels) -> Picture:
    """Return the picture of a whole photo at detection scale."""
    height, width = photo.pixels.shape[:2]
    x, y = np.array([width / photo.width, height / photo.height], np.float32)
    return Picture(photo.pixels, (float(x), float(y)))


def known_sightings(photo: PhotoPixels, faces: Sequence[Face]) -> list[Sighting]:
    """Return faces of one photo as they were found before, to be looked at again."""
    picture = whole(photo)
    return [
        Sighting(
            photo=photo,
            position=position,
            box=np.array(face.box, np.float32),
            points=np.array(face.points, np.float32),
            score=face.score,
            status=face.status,
            picture=picture,
        )
        for position, face in enumerate(faces)
    ]


def status(
    box: NDArray[np.float32], score: float, *, min_score: float, smallest: float
) -> FaceStatus:
    """Return what a face may be used for.

    Args:
        box: Shape (4,).
        score: Of the detector.
        min_score: The lowest score of a face that counts.
        smallest: The shortest longer side of a face that counts, in the box's pixels.
    """
    if score < min_score:
        return "low_confidence"
    if max(box[2] - box[0], box[3] - box[1]) < smallest:
        return "too_small"
    return "ok"


def reading_order(boxes: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return the indices that sort boxes, shape (n, 4), by centre: top to bottom, left to right."""
    x, y = boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]
    return np.lexsort((boxes[:, 3], boxes[:, 2], x, y))


def are_among(boxes: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return of each box, shape (n, 4), whether it is one of the others, shape (m, 4)."""
    return np.asarray((iou(boxes, others) > SAME_BOX).any(axis=1))


def face_id(photo: PhotoId, detector: Contract, position: int) -> FaceId:
    """Return the id of a face, which depends on nothing but these."""
    told = f"{photo}\n{detector}\n{position}"
    return FaceId("f" + hashlib.sha256(told.encode()).hexdigest()[:16])


def rounded(value: float) -> float:
    """Return a coordinate as it is kept."""
    return round(float(value), DECIMALS)
