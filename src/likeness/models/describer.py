"""The describer: faces that count in, embedding, landmarks, pose, attributes and quality out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.align import zooms
from likeness.imaging.pose import poses
from likeness.imaging.quality import Signals, quality, sharpness
from likeness.models import attributes
from likeness.models.attributes import AttributeEstimator, Attributes
from likeness.models.clock import Clock
from likeness.models.embedders import Embedder
from likeness.models.landmarks import DensePoints, Landmarker, frames
from likeness.models.sightings import Picture, Sighting
from likeness.models.views import USUAL, Views
from likeness.types import Contract, FaceFacts

Image = NDArray[np.uint8]


class Describer:
    """Runs every model on some faces, one batch each. Safe to share between threads.

    Args:
        embedder: Turns aligned faces into vectors.
        landmarker: Places the 68 points.
        attributes: Estimates age and gender; None: nobody asked for it.
        contract: Of the embeddings.
        clock: Counts CPU seconds.
    """

    def __init__(
        self,
        *,
        embedder: Embedder,
        landmarker: Landmarker,
        attributes: AttributeEstimator | None,
        contract: Contract,
        clock: Clock,
    ) -> None:
        self.contract = contract
        self.landmarker_contract = landmarker.contract
        self.chip = embedder.chip
        self._embedder = embedder
        self._landmarker = landmarker
        self._attributes = attributes
        self._clock = clock

    def describe(self, faces: Sequence[Sighting], facts: Sequence[FaceFacts]) -> list[FaceFacts]:
        """Return the facts, completed, of each of at least one face.

        Raises:
            ModelRunError: A model failed.
        """
        points = np.stack([face.points for face in faces])
        transforms = self.chip.transforms(points)
        with self._clock.stage("embedding"):
            chips = pieces(faces, transforms, self.chip.side)
            embedded = self._embedder.embed(chips)
        with self._clock.stage("landmarks"):
            placed = self.place([face.picture for face in faces], as_kept(facts))
            long_sides = [max(face.photo.width, face.photo.height) for face in faces]
            looks = poses(placed.points, np.array(long_sides))
        with self._clock.stage("quality"):
            qualities = quality(
                Signals(
                    eye_distance=self.chip.eye_distance / np.maximum(zooms(transforms), 1e-6),
                    sharpness=sharpness(chips),
                    poses=looks,
                    scores=np.array([face.score for face in faces]),
                    mirror_distance=embedded.mirror_distance,
                )
            )
        with self._clock.stage("attributes"):
            perceived = self._estimate(faces, points)
        return [
            replace(
                fact,
                contract=self.contract,
                embedding=embedded.vectors[row],
                norm=float(embedded.norms[row]),
                mirror_distance=float(embedded.mirror_distance[row]),
                quality=float(qualities[row]),
                landmarks=placed.points[row],
                landmark_spread=float(placed.spread[row]),
                landmarker=self.landmarker_contract,
                pose=told_pose(looks[row]),
                **(perceived.of(row) if perceived else {}),
            )
            for row, fact in enumerate(facts)
        ]

    def place(
        self, pictures: Sequence[Picture], points: NDArray[np.float32], views: Views = USUAL
    ) -> DensePoints:
        """Return the landmarks of faces; see `Landmarker.place`."""
        return self._landmarker.place(pictures, points, views)

    def _estimate(
        self, faces: Sequence[Sighting], points: NDArray[np.float32]
    ) -> Attributes | None:
        if self._attributes is None:
            return None
        boxes = np.stack([face.box for face in faces])
        rolls = frames(points).rolls
        transforms = attributes.crop_transforms(boxes, rolls)
        return self._attributes.estimate(pieces(faces, transforms, attributes.SIDE))


def pieces(faces: Sequence[Sighting], transforms: NDArray[np.float64], side: int) -> Image:
    """Cut a piece of every face out of its picture.

    Args:
        faces: n of them.
        transforms: Shape (n, 2, 3), from photo coordinates.
        side: Of the pieces, pixels.

    Returns:
        RGB, shape (n, side, side, 3).
    """
    cut_out = np.empty((len(faces), side, side, 3), np.uint8)
    for face, transform, out in zip(faces, transforms, cut_out, strict=True):
        face.picture.cut(transform, out)
    return cut_out


def as_kept(facts: Sequence[FaceFacts]) -> NDArray[np.float32]:
    """Return the five points of faces as the catalog keeps them, shape (n, 5, 2).

    Landmarks are placed by these: whoever places them again later has no others.
    """
    return np.array([fact.points for fact in facts], np.float32).reshape(-1, 5, 2)


def told_pose(angles: NDArray[np.float32]) -> tuple[float, float, float] | None:
    """Return pitch, yaw and roll as they are kept; None where they are not known."""
    if not np.isfinite(angles).all():
        return None
    pitch, yaw, roll = (round(float(angle), 2) for angle in angles)
    return pitch, yaw, roll
