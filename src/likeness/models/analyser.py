"""The analyser: decoded photos in, everything that is known of their faces out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from likeness.errors import PhotoError
from likeness.imaging.align import Chip, corners, zooms
from likeness.imaging.boxes import clipped
from likeness.imaging.crops import crop, crop_box, quarters
from likeness.imaging.pose import poses
from likeness.imaging.quality import requalified
from likeness.imaging.region import Region
from likeness.imaging.webp import encode_webp
from likeness.models.describer import Describer, told_pose
from likeness.models.detectors import Detector
from likeness.models.landmarks import SIDE, DensePoints, frames, view_transforms
from likeness.models.runtime import Runtime
from likeness.models.sightings import PhotoPixels, Picture, Sighting, known_sightings, sightings
from likeness.models.views import FINE, USUAL, WIDEST, Views
from likeness.types import Box, Contract, Face, FaceFacts, FaceId, Landmarks, PhotoId

__all__ = [
    "AnalysedPhoto",
    "Analyser",
    "DensePoints",
    "Finer",
    "FinerRequest",
    "KnownFaces",
    "PhotoPixels",
]

FACES_TOGETHER = 16  # described at once by a thread, at most: as cheap as more
# A chip is made of finer pixels if it would have to be blown up by more than this. Measured by
# shrinking photos of 17 large faces: blown up by 1.3, 2, 3, 4 the embedding moves by .03, .07, .13,
# .18; two photos of one person lie about .3 apart. Finer pixels cost a second decoding.
BLOWN_UP = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FinerRequest:
    """Parts of one photo that are needed from its file, finer than at detection scale."""

    photo: PhotoId
    boxes: tuple[Box, ...]  # whole pixels of the upright photo, inside it
    scale: float  # pixels wanted per pixel of the photo, (0, 1]; finer is welcome


Finer = Callable[[Sequence[FinerRequest]], Sequence[Sequence[Region] | PhotoError]]
"""For every request one region per box, in order, or why there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysedPhoto:
    """The faces of one photo, in reading order, and their small pictures."""

    id: PhotoId
    faces: tuple[FaceFacts, ...] = ()
    crops: dict[FaceId, bytes] = field(default_factory=dict)  # WebP, at most 256 x 256 pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFaces:
    """A photo that was analysed before, decoded again, and all of its faces with status ok."""

    photo: PhotoPixels
    faces: tuple[Face, ...]


class Analyser:
    """Finds and describes the faces of photos, in batches.

    Args:
        detector: Finds faces.
        describer: Describes those that count.
        runtime: Owns the threads.
        detector_contract: Of the detector; goes into the faces' ids.
        min_score: Below it a face has low confidence.
        min_face: Smallest longer side of a face, as a share of the photo's longer side.
    """

    def __init__(
        self,
        *,
        detector: Detector,
        describer: Describer,
        runtime: Runtime,
        detector_contract: Contract,
        min_score: float,
        min_face: float,
    ) -> None:
        self.detector_contract = detector_contract
        self.contract = describer.contract
        self.landmarker_contract = describer.landmarker_contract
        self.chip = describer.chip
        self.runtime = runtime
        self._detector = detector
        self._describer = describer
        self._min_score = min_score
        self._min_face = min_face

    def analyse(
        self, photos: Sequence[PhotoPixels], *, finer: Finer | None = None
    ) -> list[AnalysedPhoto]:
        """Return what is on each photo, in the same order.

        What is found on a photo does not depend on the others, nor on the number of threads.

        Args:
            photos: RGB, upright, at detection scale.
            finer: Fetches the small faces of shrunk photos from their files; without it, and
                where it fails, they are described from the pixels at hand.

        Raises:
            ModelRunError: A model failed.
        """
        clock = self.runtime.clock
        with clock.stage("detection"):
            seen = self._find(photos)
        with clock.stage("regions"):
            self._refine([face for face in seen if face.status == "ok"], finer)
        facts = self._describe(seen)
        with clock.stage("crops"):
            crops = self.runtime.map(_crop, seen)
        by_photo: dict[int, list[tuple[FaceFacts, bytes]]] = {}
        for face, fact, picture in zip(seen, facts, crops, strict=True):
            by_photo.setdefault(id(face.photo), []).append((fact, picture))
        return [_analysed(photo, by_photo.get(id(photo), [])) for photo in photos]

    def landmarks(
        self, regions: Sequence[Region], points: NDArray[np.float32], *, fine: bool = False
    ) -> DensePoints:
        """Return the landmarks of n faces in parts of photos, in photo coordinates.

        Args:
            regions: One for each face; 3 sizes of the face around it hold all that is looked at,
                and what is missing is black.
            points: Five of every face in photo coordinates, shape (n, 5, 2).
            fine: Look more often: twice as dear, and steadier. Not the points of the catalog.

        Raises:
            ModelRunError: The model failed.
        """
        five = np.asarray(points, np.float32)
        return self._placed([shown(part) for part in regions], five, FINE if fine else USUAL)

    def landmarks_again(
        self, photos: Sequence[KnownFaces], *, finer: Finer | None = None
    ) -> list[Landmarks]:
        """Return what `analyse` would say now of the landmarks of known faces, in order.

        Their quality is what it was but for the pose.

        Args:
            photos: Decoded as they were for `analyse`.
            finer: As there.

        Raises:
            ModelRunError: A model failed.
        """
        seen = [face for photo in photos for face in known_sightings(photo.photo, photo.faces)]
        known = [face for photo in photos for face in photo.faces]
        self._refine(seen, finer)
        five = np.array([face.points for face in known], np.float32).reshape(-1, 5, 2)
        placed = self._placed([face.picture for face in seen], five, USUAL)
        long_sides = np.array([max(face.photo.width, face.photo.height) for face in seen])
        looks = poses(placed.points, long_sides)
        return [
            Landmarks(
                face=face.face,
                points=placed.points[row],
                spread=float(placed.spread[row]),
                landmarker=self.landmarker_contract,
                pose=told_pose(looks[row]),
                quality=requalified(face.quality, face.pose, looks[row]),
            )
            for row, face in enumerate(known)
        ]

    def close(self) -> None:
        """End the threads."""
        self.runtime.close()

    def _find(self, photos: Sequence[PhotoPixels]) -> list[Sighting]:
        found = self._detector.detect([photo.pixels for photo in photos])
        return [
            face
            for photo, detections in zip(photos, found, strict=True)
            for face in sightings(
                photo, detections, min_score=self._min_score, min_face=self._min_face
            )
        ]

    def _refine(self, faces: Sequence[Sighting], finer: Finer | None) -> None:
        """Give faces whose pixels are too coarse finer ones."""
        coarse = [face for face in faces if is_coarse(face, self.chip)]
        if finer is None or not coarse:
            return
        groups = [list(group) for _, group in groupby(coarse, key=lambda face: face.photo.id)]
        answers = finer([finer_request(group, self.chip) for group in groups])
        for group, answer in zip(groups, answers, strict=True):
            if not isinstance(answer, PhotoError):
                for face, part in zip(group, answer, strict=True):
                    face.picture = shown(part)

    def _describe(self, seen: Sequence[Sighting]) -> list[FaceFacts]:
        """Return the facts of all faces, in order; those that count are described."""
        facts = [face.facts(self.detector_contract) for face in seen]
        rows = [row for row, face in enumerate(seen) if face.status == "ok"]
        parts = [rows[share] for share in self._shares(len(rows))]
        described = self.runtime.map(
            lambda part: self._describer.describe(
                [seen[row] for row in part], [facts[row] for row in part]
            ),
            parts,
        )
        for part, results in zip(parts, described, strict=True):
            for row, result in zip(part, results, strict=True):
                facts[row] = result
        return facts

    def _placed(
        self, pictures: Sequence[Picture], points: NDArray[np.float32], views: Views
    ) -> DensePoints:
        """Place landmarks on all threads."""
        parts = self.runtime.map(
            lambda share: self._describer.place(pictures[share], points[share], views),
            self._shares(len(pictures)) or [slice(0)],
        )
        return DensePoints(
            points=np.concatenate([part.points for part in parts]),
            spread=np.concatenate([part.spread for part in parts]),
        )

    def _shares(self, count: int) -> list[slice]:
        """Return the parts of *count* faces that are worked on at once."""
        share = min(max(-(-count // self.runtime.threads), 1), FACES_TOGETHER)
        return [slice(at, at + share) for at in range(0, count, share)]


def shown(region: Region) -> Picture:
    """Return a region as a picture of its photo."""
    return Picture(region.pixels, (region.scale, region.scale), (region.x, region.y))


def is_coarse(face: Sighting, chip: Chip) -> bool:
    """Whether the photo shows a face finer than the picture at hand, and the chip needs it."""
    return face.photo.scale < 1 and zoom(face, chip) / face.photo.scale > BLOWN_UP


def zoom(face: Sighting, chip: Chip) -> float:
    """Return how many pixels of the chip one pixel of the photo becomes."""
    return float(zooms(chip.transforms(face.points[None]))[0])


def finer_request(faces: Sequence[Sighting], chip: Chip) -> FinerRequest:
    """Ask for all that is cut out of some faces of one photo: chips, crops, small pictures."""
    return FinerRequest(
        photo=faces[0].photo.id,
        boxes=tuple(region_box(face, chip) for face in faces),
        scale=min(1.0, max(zoom(face, chip) for face in faces)),
    )


def region_box(face: Sighting, chip: Chip) -> Box:
    """Return the part of the photo that holds all that is cut out of a face, in whole pixels."""
    width, height = face.photo.width, face.photo.height
    points = face.points[None]
    aligned = corners(chip.transforms(points), chip.side)[0]
    viewed = corners(view_transforms(frames(points), WIDEST), SIDE)[0]
    parts = np.array([aligned, viewed, crop_box(_box(face), width, height)])
    hull = np.concatenate([np.floor(parts[:, :2].min(0)) - 2, np.ceil(parts[:, 2:].max(0)) + 2])
    x1, y1, x2, y2 = clipped(hull[None], width, height)[0]
    return float(x1), float(y1), float(x2), float(y2)


def _crop(face: Sighting) -> bytes:
    """Return the small picture of a face, upright to the nearest quarter turn."""
    square = crop_box(_box(face), face.photo.width, face.photo.height)
    roll = float(frames(face.points[None]).rolls[0])
    return encode_webp(crop(face.picture.pixels, face.picture.here(square), quarters(roll)))


def _box(face: Sighting) -> Box:
    x1, y1, x2, y2 = (float(value) for value in face.box)
    return x1, y1, x2, y2


def _analysed(photo: PhotoPixels, faces: Sequence[tuple[FaceFacts, bytes]]) -> AnalysedPhoto:
    return AnalysedPhoto(
        id=photo.id,
        faces=tuple(fact for fact, _ in faces),
        crops={fact.id: picture for fact, picture in faces},
    )
