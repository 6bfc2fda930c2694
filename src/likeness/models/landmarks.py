"""68 landmarks: photos and five points in, points of the photo out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.align import applied_back, squares
from likeness.models.session import Session

SIDE = 112
FACES_PER_RUN = 4  # measured: from 8 on, a face costs more
# The crop that a sweep over 178 faces preferred: centred this far from the eyes to the mouth, its
# side this multiple of the face's size.
CENTRE, REACH = 0.7, 2.1


class Landmarker:
    """Places the 68 points of the iBUG scheme on crops that `crop_transforms` describes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def place(
        self, crops: NDArray[np.uint8], transforms: NDArray[np.float64]
    ) -> NDArray[np.float32]:
        """Return the landmarks in photo coordinates.

        Args:
            crops: RGB, shape (n, 112, 112, 3).
            transforms: Shape (n, 2, 3), from photo to crop.

        Returns:
            Shape (n, 68, 2).

        Raises:
            ModelRunError: The model failed.
        """
        placed = np.empty((len(crops), 68, 2), np.float32)
        for start in range(0, len(crops), FACES_PER_RUN):
            part = slice(start, start + FACES_PER_RUN)
            batch = np.ascontiguousarray(crops[part].transpose(0, 3, 1, 2), np.float32)
            (raw,) = self._session.run({"input": batch})
            placed[part] = applied_back(transforms[part], raw.reshape(-1, 68, 2) * SIDE)
        return placed


def crop_transforms(points: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the transforms to upright, centred crops, shape (n, 2, 3).

    Args:
        points: Five points of every face, shape (n, 5, 2), photo coordinates.
    """
    at = frames(points)
    return squares(at.eyes + CENTRE * (at.mouths - at.eyes), REACH * at.sizes, at.rolls, SIDE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """Where n faces are and how they are turned, from their five points."""

    eyes: NDArray[np.float64]  # (n, 2), the middle of the eyes
    mouths: NDArray[np.float64]  # (n, 2), the middle of the mouth
    rolls: NDArray[np.float64]  # (n,), radians, clockwise as seen
    sizes: NDArray[np.float64]  # (n,), hypotenuse of eye distance and eyes-to-mouth distance


def frames(points: NDArray[np.float32]) -> Frames:
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
