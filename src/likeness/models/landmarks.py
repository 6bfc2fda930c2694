"""68 landmarks: pictures and five points in, points of the photo and how sure they are out.

A face is looked at several times, in upright crops around it and mirrored, and the mean counts: a
single look depends on where exactly the detector put its five points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.align import applied_back, squares
from likeness.imaging.points68 import (
    COUNT,
    LEFT_BROW,
    LEFT_EYE,
    RIGHT_BROW,
    RIGHT_EYE,
    five_points,
    mirrored,
)
from likeness.models.session import Session
from likeness.models.sightings import Picture
from likeness.models.views import USUAL, Crop, Views
from likeness.types import Contract

SIDE = 112  # pixels of a crop
# The eyes move by this share of the way to where the detector sees them, at most by this share of
# the face's size; the brows follow by so much. With a share of 0.25 a photo that is turned by 20
# degrees and searched anew disagrees with itself by .0037 eye distances instead of .0026 (169
# faces, crops around 0.7), and the eyes come no more than 2 % nearer to those of dlib's predictor.
TOWARDS_DETECTOR, FARTHEST, BROWS_FOLLOW = 0.1, 0.06, 0.7
SMALLEST = 1e-6  # pixels: five points in one place have no size to divide by


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DensePoints:
    """The landmarks of n faces, in iBUG order; see `likeness.imaging.points68`."""

    points: NDArray[np.float32]  # (n, 68, 2), pixels of the photo
    spread: NDArray[np.float32]  # (n,), mean distance of single looks from their mean, face sizes


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """Where n faces are and how they are turned, from their five points."""

    eyes: NDArray[np.float64]  # (n, 2), the middle of the eyes
    mouths: NDArray[np.float64]  # (n, 2), the middle of the mouth
    rolls: NDArray[np.float64]  # (n,), radians, clockwise as seen
    sizes: NDArray[np.float64]  # (n,), hypotenuse of eye distance and eyes-to-mouth distance


class Landmarker:
    """Places the 68 points of the iBUG scheme. Safe to share between threads.

    Args:
        session: Takes crops, (k, 3, 112, 112), gives x and y by turns, shares of the side.
        contract: Names the model, what is done before it, and the usual views.
    """

    def __init__(self, session: Session, contract: Contract) -> None:
        self.contract = contract
        self._session = session

    def place(
        self,
        pictures: Sequence[Picture],
        points: NDArray[np.float32],
        views: Views = USUAL,
    ) -> DensePoints:
        """Return the landmarks of n faces in photo coordinates.

        A face does not depend on the others.

        Args:
            pictures: One for each face.
            points: Five of every face, shape (n, 5, 2), photo coordinates.
            views: How to look at it.

        Raises:
            ModelRunError: The model failed.
        """
        placed = np.empty((len(pictures), COUNT, 2), np.float32)
        spread = np.empty(len(pictures), np.float32)
        for row, (picture, five) in enumerate(zip(pictures, points, strict=True)):
            first = self.look(picture, frames(five[None]), views.first).mean(axis=0)
            at = frames(five_points(first)[None])
            looks = np.concatenate([self.look(picture, at, crop) for crop in views.crops])
            placed[row], spread[row] = fused(looks, five, float(at.sizes[0]))
        return DensePoints(points=placed, spread=spread)

    def look(
        self, picture: Picture, at: Frames, crop: Crop, *, mirror: bool = True
    ) -> NDArray[np.float64]:
        """Return what is seen in a crop of one face and, if *mirror*, in its mirror image.

        Args:
            picture: Shows the face.
            at: Of this one face.
            crop: Where to look.
            mirror: Look twice.

        Returns:
            Shape (2, 68, 2) or (1, 68, 2), photo coordinates.
        """
        (transform,) = view_transforms(at, crop)
        piece = np.empty((SIDE, SIDE, 3), np.uint8)
        picture.cut(transform, piece)
        count = 2 if mirror else 1  # of all sizes of a batch these cost least for a look
        batch = np.empty((count, 3, SIDE, SIDE), np.float32)
        batch[0] = piece.transpose(2, 0, 1)
        batch[1:] = batch[0, :, :, ::-1]
        (raw,) = self._session.run({"input": batch})
        seen = np.asarray(raw, np.float64).reshape(count, COUNT, 2) * SIDE
        seen[1:] = mirrored(seen[1:], SIDE)
        return applied_back(np.stack([transform] * count), seen)


def frames(points: NDArray[np.floating]) -> Frames:
    """Return the frames of faces with five points each, shape (n, 5, 2).

    The roll comes from the line between the eyes and the line from eyes to mouth, so that a head
    turned to the side does not tilt it.
    """
    p = np.asarray(points, np.float64)
    eyes, mouths = (p[:, 0] + p[:, 1]) / 2, (p[:, 3] + p[:, 4]) / 2
    across, down = p[:, 1] - p[:, 0], mouths - eyes
    right = across + 0.5 * np.stack([down[:, 1], -down[:, 0]], axis=1)
    return Frames(
        eyes=eyes,
        mouths=mouths,
        rolls=np.arctan2(right[:, 1], right[:, 0]),
        sizes=np.hypot(np.linalg.norm(across, axis=1), np.linalg.norm(down, axis=1)),
    )


def view_transforms(at: Frames, crop: Crop) -> NDArray[np.float64]:
    """Return the transforms from photo coordinates to a crop of each of n faces, (n, 2, 3)."""
    centres = at.eyes + crop.centre * (at.mouths - at.eyes)
    return squares(centres, crop.reach * at.sizes, at.rolls, SIDE)


def fused(
    looks: NDArray[np.floating], five: NDArray[np.floating], size: float
) -> tuple[NDArray[np.float64], float]:
    """Return what several looks at a face and the detector say together.

    Args:
        looks: Shape (k, 68, 2), photo coordinates.
        five: The detector's points, shape (5, 2).
        size: Of the face, in pixels of the photo; see `Frames`.

    Returns:
        The points, shape (68, 2), and the spread of the looks, in sizes of the face. Moving,
        turning or scaling everything does the same to the points and leaves the spread.
    """
    mean = np.asarray(looks, np.float64).mean(axis=0)
    spread = np.linalg.norm(looks - mean, axis=-1).mean() / max(size, SMALLEST)
    points = mean.copy()
    for seen, eye, brow in ((five[0], RIGHT_EYE, RIGHT_BROW), (five[1], LEFT_EYE, LEFT_BROW)):
        away = seen - mean[eye].mean(axis=0)
        far = max(float(np.hypot(*away)), SMALLEST)
        step = TOWARDS_DETECTOR * min(1.0, FARTHEST * size / far) * away
        points[eye] += step
        points[brow] += BROWS_FOLLOW * step
    return points, float(spread)
